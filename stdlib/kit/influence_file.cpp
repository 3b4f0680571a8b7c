#include "stdlib/kit/influence_file.hpp"

#include <algorithm>
#include <sstream>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using command::Results;

const std::string influence_mark = "csdid: ";

void add_influence_column(data::Frame& f, const std::string& name, const std::string& label,
                          const std::vector<double>& values) {
  data::Variable v;
  v.name = name, v.label = label;
  v.column = data::make_numeric(data::Storage::double_, values);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
}

// "g2004:t_2003_2004" and "wgt:w2004" as names of variables.
std::string influence_name(std::string name) {
  std::replace_if(name.begin(), name.end(), [](char c) { return c == ':' || c == '.' || c == '-'; }, '_');
  return name;
}

}  // namespace

data::Frame influence_frame(const numeric::GroupTimeFit& fit, const Results& e, const DidData& d,
                            const std::vector<std::int32_t>& clusters, const command::Context& c) {
  const eval::Matrix &b = *e.find_matrix("b_attgt"), &gtt = *e.find_matrix("gtt");
  data::Frame f;
  f.rows = fit.influence.rows;
  std::vector<double> id, cluster;
  for (std::size_t u = 0; u < f.rows; ++u) {
    const data::Variable* v = d.id.empty() ? nullptr : c.frame.find(d.id);
    id.push_back(v && !v->is_string() ? v->column->number(static_cast<data::Row>(d.unit.first[u]))
                                      : static_cast<double>(u + 1));
    cluster.push_back(clusters.empty() ? static_cast<double>(u + 1) : clusters[u] + 1.0);
  }
  add_influence_column(f, d.id.empty() ? "unit" : d.id, "unit", id);
  if (!f.find("_cohort")) add_influence_column(f, "_cohort", "first treated period, 0: never", d.unit_cohort);
  if (!f.find("_cluster")) add_influence_column(f, "_cluster", influence_mark + "cluster", cluster);
  for (std::size_t j = 0; j < b.columns; ++j) {
    std::string label = influence_mark + b.column_names[j];
    for (std::size_t k = 0; j < gtt.rows && k < gtt.columns; ++k) label += " " + text::macro_number(gtt(j, k));
    std::vector<double> values(f.rows, data::missing);
    for (std::size_t u = 0; u < f.rows && !data::is_missing(b.values[j]); ++u)
      values[u] = b.values[j] + fit.influence(u, j);
    add_influence_column(f, influence_name(b.column_names[j]), label, values);
  }
  return f;
}

std::optional<Results> results_of_influence(const data::Frame& f) {
  std::vector<std::string> names;
  std::vector<double> b, cells;
  std::vector<std::vector<double>> columns;
  std::vector<std::int32_t> clusters;
  for (const data::Variable& v : f.variables) {
    if (v.is_string() || !starts_with(v.label, influence_mark)) continue;
    std::vector<double> values(f.rows);
    v.column->read(0, f.rows, values.data());
    std::istringstream words(v.label.substr(influence_mark.size()));
    std::string name;
    words >> name;
    if (name == "cluster") {
      for (const double x : values) clusters.push_back(static_cast<std::int32_t>(x) - 1);
      continue;
    }
    double mean = 0;
    const bool none = values.empty() || data::is_missing(values[0]);
    for (const double x : values) mean += x / static_cast<double>(f.rows);
    names.push_back(name), b.push_back(none ? data::missing : mean);
    for (double& x : values) x = none ? 0 : x - mean;
    columns.push_back(std::move(values));
    for (double x = 0; words >> x;) cells.push_back(x);
  }
  if (names.empty() || cells.size() % 5 != 0) return std::nullopt;
  numeric::Matrix influence(f.rows, columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j)
    std::copy(columns[j].begin(), columns[j].end(), influence.column(j).begin());
  const numeric::Matrix V = numeric::influence_variance(influence, clusters);
  eval::Matrix gtt(cells.size() / 5, 5);
  gtt.column_names = {"g", "t0", "t1", "n1", "n0"};
  for (std::size_t i = 0; i < cells.size(); ++i) gtt(i / 5, i % 5) = cells[i];
  Results e;
  e.macro("cmd", "csdid").macro("title", "Difference-in-differences with multiple periods").macro("agg", "attgt");
  e.scalar("N_units", static_cast<double>(f.rows));
  e.matrix("b_attgt", named_row(b, "y1", names)).matrix("V_attgt", named_matrix(V, names, names));
  e.matrix("b", *e.find_matrix("b_attgt")).matrix("V", *e.find_matrix("V_attgt"));
  e.matrix("gtt", std::move(gtt)).macro("properties", "b V");
  return e;
}

}  // namespace nqp::kit
