// Serial correlation after regress on a time series.
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/dataset/panel.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;
namespace dist = numeric::dist;

namespace {

struct Series {
  ModelData model;
  std::vector<double> residuals;   // by row of the frame, `.` outside the sample
};

Series residual_series(const command::Context& c) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(459, "time variable not set", std::nullopt, {"tsset timevar declares it"});
  if (!c.frame.panel->panel.empty()) throw Error(459, "not possible with panel data", std::nullopt, {"tsset timevar"});
  Series s;
  s.model = model_data(c);
  const std::vector<double> xb = linear_prediction(c.e->results, "", c);
  s.residuals.assign(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < s.model.sample.size(); ++i)
    s.residuals[s.model.sample.rows[i]] = s.model.y[i] - xb[s.model.sample.rows[i]];
  return s;
}

// The residual `lag` periods before each row of the sample; `otherwise` where there is none.
std::vector<double> lagged(const Series& s, int lag, double otherwise, const command::Context& c) {
  const std::vector<data::Row> before = data::lagged_rows(c.frame, lag);
  std::vector<double> out;
  for (const data::Row r : s.model.sample.rows) {
    const bool known = before[r] != data::no_row && !data::is_missing(s.residuals[before[r]]);
    out.push_back(known ? s.residuals[before[r]] : otherwise);
  }
  return out;
}

}  // namespace

// Durbin and Watson (1950): Σ(e_t - e_{t-1})² / Σe_t².
Output estat_dwatson(EstatCall& call) {
  call.line.check_all_known();
  const Series s = residual_series(call.context);
  const std::vector<double> before = lagged(s, 1, data::missing, call.context);
  double change = 0, total = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double e = s.residuals[s.model.sample.rows[i]];
    total += e * e;
    if (!data::is_missing(before[i])) change += (e - before[i]) * (e - before[i]);
  }
  const double k = call.e.scalar_or("rank"), n = call.e.scalar_or("N");
  Output out;
  out.document.blank();
  out.line(fmt::format("Durbin-Watson d-statistic({:3.0f},{:6.0f}) = {}", k, n, fixed_text(stored(change / total), 6)));
  out.r = Results{}.scalar("dw", stored(change / total)).scalar("k", k).scalar("N", n);
  return out;
}

// Breusch (1978), Godfrey (1978): N·R² of the residuals on the regressors and lagged residuals, missing ones zero.
Output estat_bgodfrey(EstatCall& call) {
  std::vector<double> lags{1};
  if (const ast::Option* o = call.line.find("Lags")) lags = grammar::parse_numlist(o->argument);
  call.line.check_all_known();
  const Series s = residual_series(call.context);
  const std::size_t n = s.model.sample.size(), k = s.model.x.cols;
  std::vector<double> e;
  for (const data::Row r : s.model.sample.rows) e.push_back(s.residuals[r]);

  eval::Matrix chi2(1, lags.size()), df(1, lags.size()), p(1, lags.size());
  report::Table t;
  t.columns = {{12, 2, false}, {10, 4, true}, {10, 6, false}, {10, 6, false}};
  const auto head = [](const char* text) { return report::text_cell(text, report::Align::right); };
  t.rule();
  t.row({head("lags(p)"), head("chi2"), head("df"), head("Prob > chi2")});
  t.rule();
  for (std::size_t l = 0; l < lags.size(); ++l) {
    const int order = static_cast<int>(lags[l]);
    if (order < 1) throw Error(198, "lags() must hold positive integers");
    numeric::Matrix x(n, k + static_cast<std::size_t>(order));
    for (std::size_t j = 0; j < k; ++j)
      std::copy(s.model.x.column(j).begin(), s.model.x.column(j).end(), x.column(j).begin());
    for (int lag = 1; lag <= order; ++lag) {
      const std::vector<double> before = lagged(s, lag, 0.0, call.context);
      std::copy(before.begin(), before.end(), x.column(k + static_cast<std::size_t>(lag) - 1).begin());
    }
    numeric::LinearSpec spec;
    spec.y = e;
    spec.x = x;
    spec.constant = s.model.constant;
    const numeric::LinearFit fit =
        compute(call.context, [&](numeric::Progress& progress) { return numeric::fit_linear(spec, {}, progress); });
    chi2(0, l) = stored(fit.N * (1 - fit.rss / fit.tss));
    df(0, l) = order;
    p(0, l) = stored(dist::chi2tail(order, chi2(0, l)));
    t.row({report::number_cell(order, "%9.0f"), report::number_cell(chi2(0, l), "%9.3f"),
           report::number_cell(order, "%9.0f"), report::number_cell(p(0, l), "%9.4f")});
  }
  t.rule();
  Output out;
  out.document.blank();
  out.line("Breusch-Godfrey LM test for autocorrelation");
  out.document.add(std::move(t));
  out.line("                        H0: no serial correlation");
  out.r = Results{}.matrix("chi2", chi2).matrix("df", df).matrix("p", p);
  return out;
}

}  // namespace nqp::kit
