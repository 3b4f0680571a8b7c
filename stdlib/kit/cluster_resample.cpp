#include "stdlib/kit/cluster_resample.hpp"

#include <memory>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::kit {

ClusterResampler::ClusterResampler(const data::Frame& f, std::string cluster, const std::vector<std::uint8_t>& use)
    : frame_(f), cluster_(std::move(cluster)) {
  if (cluster_.empty()) {
    for (std::size_t i = 0; i < f.rows; ++i)
      if (use[i]) units_.push_back({static_cast<data::Row>(i)});
  } else {
    const data::ColumnPtr key[] = {f.at(cluster_).column};
    const data::Groups g = data::make_groups(key, {}, true);
    std::vector<std::uint8_t> used(g.count);
    for (std::size_t i = 0; i < f.rows; ++i)
      if (use[i] && g.codes[i] != data::Groups::none) used[g.codes[i]] = 1;
    std::vector<std::vector<data::Row>> all(g.count);
    for (std::size_t i = 0; i < f.rows; ++i)
      if (g.codes[i] != data::Groups::none && used[g.codes[i]]) all[g.codes[i]].push_back(static_cast<data::Row>(i));
    for (auto& rows : all)
      if (!rows.empty()) units_.push_back(std::move(rows));
  }
  if (units_.empty()) throw Error(2000, "no observations");
}

std::vector<std::size_t> ClusterResampler::draw_clusters(numeric::rng::Generator& g) const {
  return numeric::rng::sample_with_replacement(g, units_.size(), units_.size());
}

std::vector<std::int32_t> ClusterResampler::cluster_of_rows() const {
  std::vector<std::int32_t> out(frame_.rows, -1);
  for (std::size_t k = 0; k < units_.size(); ++k)
    for (const data::Row row : units_[k]) out[row] = static_cast<std::int32_t>(k);
  return out;
}

data::FramePtr ClusterResampler::draw(numeric::rng::Generator& g) const { return take(draw_clusters(g)); }

data::FramePtr ClusterResampler::take(const std::vector<std::size_t>& drawn) const {
  std::vector<data::Row> rows;
  std::vector<double> number;
  for (std::size_t k = 0; k < drawn.size(); ++k)
    for (const data::Row row : units_[drawn[k]]) {
      rows.push_back(row);
      number.push_back(static_cast<double>(k + 1));
    }
  auto out = std::make_shared<data::Frame>(data::gather(frame_, rows));
  if (!cluster_.empty()) out->replace(*out->index(cluster_), data::make_narrowest(number));
  if (!out->panel) return out;
  const bool declared = !cluster_.empty() && out->panel->panel == cluster_ && !out->panel->time.empty();
  const std::vector<std::string> order = {cluster_, out->panel->time};
  if (!declared) out->panel->time.clear();
  else if (frame_.sorted_by.size() > 1 && frame_.sorted_by[0] == order[0] && frame_.sorted_by[1] == order[1])
    out->sorted_by = order;
  return out;
}

}  // namespace nqp::kit
