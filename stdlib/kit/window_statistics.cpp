#include "stdlib/kit/window_statistics.hpp"

#include <cmath>

#include "stdlib/kit/group_values.hpp"

namespace nqp::kit {
namespace {

// All values of a window, and those that are not missing.
struct WindowValues {
  std::vector<double> all, present;
};

double positive_geometric_mean(const std::vector<double>& x) {
  double sum = 0, n = 0;
  for (const double v : x)
    if (v > 0) sum += std::log(v), ++n;
  return n > 0 ? std::exp(sum / n) : data::missing;
}

double product_of(const std::vector<double>& x) {
  double out = 1;
  for (const double v : x) out *= v;
  return x.empty() ? data::missing : data::checked(out);
}

double raw_statistic(const std::string& name, const WindowValues& v) {
  if (name == "obs") return static_cast<double>(v.all.size());
  if (name == "missing") return static_cast<double>(v.all.size() - v.present.size());
  if (name == "gmean") return positive_geometric_mean(v.present);
  if (name == "product") return product_of(v.present);
  if (v.all.empty()) return data::missing;
  return name == "first" ? v.all.front() : v.all.back();
}

bool is_raw_statistic(const std::string& s) {
  return s == "obs" || s == "missing" || s == "first" || s == "last" || s == "gmean" || s == "product";
}

Statistic window_statistic_named(const std::string& name) {
  if (is_raw_statistic(name)) return {};
  const auto s = parse_statistic(name);
  using Kind = Statistic::Kind;
  if (!s || s->kind == Kind::rawsum || s->kind == Kind::semean || s->kind == Kind::sebinomial ||
      s->kind == Kind::sepoisson)
    throw Error(198, "statistic " + name + " is unknown", std::nullopt,
                {"obs count missing mean sum sd variance skewness kurtosis min median p# max first last firstnm "
                 "lastnm gmean product"});
  return *s;
}

}  // namespace

std::vector<double> window_statistic(const std::string& name, const std::vector<double>& x, const RangeWindows& w,
                                     const WindowRule& rule, const command::Context& c) {
  const Statistic s = window_statistic_named(name);
  const bool raw = is_raw_statistic(name), counts = s.kind == Statistic::Kind::count;
  std::vector<double> out(x.size(), data::missing);
  WindowValues v;
  const RowWindow* last = nullptr;
  double value = data::missing;
  for (const RowWindow& window : w.windows) {
    // Neighbours often share a window.
    if (rule.exclude_self || !last || window.begin != last->begin || window.end != last->end) {
      c.poll();
      v.all.clear(), v.present.clear();
      for (std::size_t k = window.begin; k < window.end; ++k) {
        if (rule.exclude_self && w.order[k] == window.row) continue;
        v.all.push_back(x[w.order[k]]);
        if (!data::is_missing(v.all.back())) v.present.push_back(v.all.back());
      }
      if (static_cast<double>(v.present.size()) < rule.minimum) value = data::missing;
      else if (raw) value = raw_statistic(name, v);
      else if (v.present.empty()) value = counts ? 0 : data::missing;
      else value = statistic_of(s, v.present, {}, WeightKind::none);
      last = &window;
    }
    out[window.row] = value;
  }
  return out;
}

}  // namespace nqp::kit
