#include "stdlib/kit/roc_points.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

RocCurve roc_curve(runtime::Session& s) {
  const command::Context c = s.context();
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"it follows logit, logistic or probit"});
  const command::Results& e = c.e->results;
  const std::string cmd = e.macro_or("cmd");
  if (cmd != "logit" && cmd != "logistic" && cmd != "probit" && cmd != "cloglog")
    throw Error(321, "not valid after " + cmd, std::nullopt, {"it follows logit, logistic or probit"});
  const EstimationSample sample = last_sample(c);
  const std::vector<double> y = depvar_values(e, c);
  const std::vector<double> p = prediction_statistics(e).front().compute({c, e, "", ""});
  std::vector<double> weights(c.frame.rows, 1.0);
  if (const std::string w = e.macro_or("wexp"); !w.empty())
    weights = eval::evaluate_numbers(*grammar::parse_expression(w.substr(w.find('=') + 1)), c.scope);
  struct Row {
    double p = 0, w = 0;
    bool positive = false;
  };
  std::vector<Row> rows;
  double positive = 0, negative = 0;
  for (const data::Row r : sample.rows) {
    if (data::is_missing(p[r])) continue;
    rows.push_back({p[r], weights[r], y[r] != 0});
    (y[r] != 0 ? positive : negative) += weights[r];
  }
  if (!(positive > 0 && negative > 0)) throw Error(2000, "no observations: the outcome does not vary");
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.p > b.p; });
  RocCurve out;
  out.n = positive + negative;
  out.points.push_back({1, 0, 1});
  double hits = 0, alarms = 0;
  for (std::size_t i = 0; i < rows.size();) {
    const double cut = rows[i].p;
    for (; i < rows.size() && rows[i].p == cut; ++i) (rows[i].positive ? hits : alarms) += rows[i].w;
    const RocPoint next{cut, hits / positive, 1 - alarms / negative}, &last = out.points.back();
    out.area += (last.specificity - next.specificity) * (last.sensitivity + next.sensitivity) / 2;
    out.points.push_back(next);
  }
  return out;
}

}  // namespace nqp::kit
