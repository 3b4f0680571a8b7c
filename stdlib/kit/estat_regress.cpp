// Diagnostics after regress: collinearity, heteroskedasticity, specification.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
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

numeric::LinearFit auxiliary(const std::vector<double>& y, numeric::MatrixView x, bool constant, const ModelData& m,
                             const command::Context& c) {
  numeric::LinearSpec spec;
  spec.y = y;
  spec.x = x;
  spec.constant = constant;
  spec.weights = m.sample.weights;
  spec.weight_kind = m.sample.weight_kind;
  return compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); });
}

// Tests that take the squared residuals for draws of one distribution.
void refuse_sampling_weights(const ModelData& m, const std::string& test) {
  if (m.sample.weight_kind == command::WeightKind::pweight)
    throw Error(404, "estat " + test + " is not possible with pweighted data", std::nullopt,
                {"standard errors after pweights are robust to heteroskedasticity already"});
}

std::vector<double> fitted_values(const ModelData& m, const numeric::LinearFit& fit) {
  std::vector<double> out(m.y.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = m.y[i] - fit.residuals[i];
  return out;
}

numeric::Matrix one_column(std::vector<double> x) {
  const std::size_t n = x.size();
  return numeric::Matrix(n, 1, std::move(x));
}

void chi2_lines(Output& out, double chi2, double df) {
  out.line(fmt::format("    chi2({:.0f}) = {}", df, fixed_text(stored(chi2), 2)));
  out.line("Prob > chi2 = " + fixed_text(stored(dist::chi2tail(df, chi2)), 4));
}

void f_lines(Output& out, double F, double df1, double df2) {
  out.line(fmt::format("F({:.0f}, {:.0f}) = {}", df1, df2, fixed_text(stored(F), 2)));
  out.line("Prob > F = " + fixed_text(stored(dist::Ftail(df1, df2, F)), 4));
}

}  // namespace

// VIF_j = 1/(1 - R_j²), R_j² of regressor j on the others.
Output estat_vif(EstatCall& call) {
  const bool uncentred = call.line.find("UNCentered") != nullptr;
  call.line.check_all_known();
  const ModelData m = model_data(call.context);
  if (m.names.empty()) throw Error(321, "estat vif needs at least one regressor");
  std::vector<std::pair<double, std::string>> vif;
  for (std::size_t j = 0; j < m.names.size(); ++j) {
    const std::span<const double> x = m.x.column(j);
    numeric::Matrix others(m.x.rows, m.x.cols - 1);
    for (std::size_t k = 0, at = 0; k < m.x.cols; ++k)
      if (k != j) std::copy(m.x.column(k).begin(), m.x.column(k).end(), others.column(at++).begin());
    const numeric::LinearFit fit =
        auxiliary(std::vector<double>(x.begin(), x.end()), others, m.constant && !uncentred, m, call.context);
    vif.emplace_back(stored(fit.tss / fit.rss), m.names[j]);
  }
  std::stable_sort(vif.begin(), vif.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  report::Table t;
  t.columns = {{12, 4, false}, {10, 0, true}, {9, 3, false}};
  t.row({report::text_cell("Variable", report::Align::right), report::text_cell("VIF", report::Align::right),
         report::text_cell("1/VIF", report::Align::right)});
  t.rule();
  Results r;
  double sum = 0;
  for (std::size_t i = 0; i < vif.size(); ++i) {
    t.row({report::text_cell(text::abbreviate(vif[i].second, 12), report::Align::right),
           report::number_cell(vif[i].first, "%9.2f"), report::number_cell(1 / vif[i].first, "%9.6f")});
    r.macro("name_" + std::to_string(i + 1), vif[i].second).scalar("vif_" + std::to_string(i + 1), vif[i].first);
    sum += vif[i].first;
  }
  t.rule();
  t.row({report::text_cell("Mean VIF", report::Align::right),
         report::number_cell(sum / static_cast<double>(vif.size()), "%9.2f")});
  Output out;
  out.document.blank();
  out.document.add(std::move(t));
  out.r = std::move(r);
  return out;
}

// Breusch and Pagan (1979), Cook and Weisberg (1983): regress e²/σ² on z. iid is Koenker's (1981) N·R².
Output estat_hettest(EstatCall& call) {
  const bool rhs = call.line.find("rhs") != nullptr, iid = call.line.find("iid") != nullptr;
  const bool fstat = call.line.find("fstat") != nullptr;
  call.line.find("NORMal");
  call.line.check_all_known();
  const ModelData m = model_data(call.context);
  refuse_sampling_weights(m, "hettest");
  const numeric::LinearFit fit = auxiliary(m.y, m.x, m.constant, m, call.context);
  numeric::Matrix z = rhs ? m.x : one_column(fitted_values(m, fit));
  std::string about = rhs ? "all regressors" : "fitted values of " + call.e.macro_or("depvar");
  if (!call.line.body.empty()) {
    z = make_design(command::resolve_terms(call.line.body, call.context), true, m.sample, call.context).x;
    about = call.line.body;
  }
  std::vector<double> u(m.y.size());
  const double variance = fit.rss / fit.N;
  for (std::size_t i = 0; i < u.size(); ++i) u[i] = fit.residuals[i] * fit.residuals[i] / variance;
  const numeric::LinearFit second = auxiliary(u, z, true, m, call.context);

  Output out;
  out.document.blank();
  out.line(iid || fstat ? "Breusch-Pagan/Cook-Weisberg test for heteroskedasticity, i.i.d. errors"
                        : "Breusch-Pagan/Cook-Weisberg test for heteroskedasticity, normal errors");
  out.line("Variable: " + about);
  out.document.blank();
  out.line("H0: Constant variance");
  out.document.blank();
  Results r;
  r.scalar("df", second.df_m);
  if (fstat) {
    f_lines(out, second.F, second.df_m, second.df_r);
    r.scalar("F", stored(second.F)).scalar("df_r", second.df_r);
    r.scalar("p", stored(dist::Ftail(second.df_m, second.df_r, second.F)));
  } else {
    const double chi2 = iid ? second.N * second.r2 : second.mss / 2;
    chi2_lines(out, chi2, second.df_m);
    r.scalar("chi2", stored(chi2)).scalar("p", stored(dist::chi2tail(second.df_m, chi2)));
  }
  out.r = std::move(r);
  return out;
}

// Ramsey (1969): powers 2 to 4 of the fitted values (or, with rhs, of the regressors) added to the model.
Output estat_ovtest(EstatCall& call) {
  const bool rhs = call.line.find("rhs") != nullptr;
  call.line.check_all_known();
  const ModelData m = model_data(call.context);
  const numeric::LinearFit fit = auxiliary(m.y, m.x, m.constant, m, call.context);
  const numeric::Matrix base = rhs ? m.x : one_column(fitted_values(m, fit));
  numeric::Matrix wide(m.x.rows, m.x.cols + 3 * base.cols);
  for (std::size_t j = 0; j < m.x.cols; ++j)
    std::copy(m.x.column(j).begin(), m.x.column(j).end(), wide.column(j).begin());
  for (std::size_t j = 0; j < base.cols; ++j) {
    const std::span<const double> x = base.column(j);
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    const double width = *high > *low ? *high - *low : 1.0;  // scaled to [0, 1]: the powers stay well conditioned
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double s = (x[i] - *low) / width;
      for (std::size_t p = 0; p < 3; ++p) wide(i, m.x.cols + 3 * j + p) = std::pow(s, static_cast<double>(p) + 2);
    }
  }
  const numeric::LinearFit full = auxiliary(m.y, wide, m.constant, m, call.context);
  const double df = full.df_m - fit.df_m;
  const double F = ((fit.rss - full.rss) / df) / (full.rss / full.df_r);
  Output out;
  out.document.blank();
  out.line("Ramsey RESET test for omitted variables");
  out.line(rhs ? "Omitted: Powers of independent variables"
               : "Omitted: Powers of fitted values of " + call.e.macro_or("depvar"));
  out.document.blank();
  out.line("H0: Model has no omitted variables");
  out.document.blank();
  f_lines(out, F, df, full.df_r);
  out.r = Results{}.scalar("F", stored(F)).scalar("df", df).scalar("df_r", full.df_r);
  out.r->scalar("p", stored(dist::Ftail(df, full.df_r, F)));
  return out;
}

namespace {

// x, squares and cross products; the rank decision of the regression drops what repeats.
numeric::Matrix second_order_terms(const numeric::Matrix& x) {
  const std::size_t k = x.cols;
  numeric::Matrix out(x.rows, k + k * (k + 1) / 2);
  std::size_t at = 0;
  for (std::size_t j = 0; j < k; ++j, ++at)
    std::copy(x.column(j).begin(), x.column(j).end(), out.column(at).begin());
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = a; b < k; ++b, ++at)
      for (std::size_t i = 0; i < x.rows; ++i) out(i, at) = x(i, a) * x(i, b);
  return out;
}

struct Component {
  const char* name;
  double chi2, df;
};

}  // namespace

// Cameron and Trivedi (1990); its first component is White's (1980) test.
Output estat_imtest(EstatCall& call) {
  const bool white = call.line.find("White") != nullptr;
  call.line.find("PREserve");
  call.line.check_all_known();
  const ModelData m = model_data(call.context);
  refuse_sampling_weights(m, "imtest");
  const numeric::LinearFit fit = auxiliary(m.y, m.x, m.constant, m, call.context);
  const double s2 = fit.rss / fit.N;
  const std::size_t n = m.y.size();
  std::vector<double> second(n), third(n), fourth(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double e = fit.residuals[i];
    second[i] = e * e - s2;
    third[i] = e * e * e - 3 * s2 * e;
    fourth[i] = e * e * e * e - 6 * s2 * e * e + 3 * s2 * s2;
  }
  const numeric::LinearFit h = auxiliary(second, second_order_terms(m.x), true, m, call.context);
  const numeric::LinearFit s = auxiliary(third, m.x, true, m, call.context);
  double sum4 = 0, squares4 = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum4 += fourth[i];
    squares4 += fourth[i] * fourth[i];
  }
  const double skewness = fit.N * s.r2, kurtosis = sum4 * sum4 / squares4;  // uncentred N·R² on a constant
  const Component parts[] = {{"Heteroskedasticity", fit.N * h.r2, h.df_m},
                             {"Skewness", skewness, s.df_m},
                             {"Kurtosis", kurtosis, 1}};
  Output out;
  out.document.blank();
  if (white) {
    out.line("White's test");
    out.line("H0: Homoskedasticity");
    out.line("Ha: Unrestricted heteroskedasticity");
    out.document.blank();
    chi2_lines(out, parts[0].chi2, parts[0].df);
    out.document.blank();
  }
  out.line("Cameron & Trivedi's decomposition of IM-test");
  out.document.blank();
  report::Table t;
  t.columns = {{20, 0, false}, {10, 1, true}, {6, 2, false}, {9, 2, false}};
  const auto head = [](const char* text) { return report::text_cell(text, report::Align::right); };
  const auto row = [&](const char* name, double chi2, double df) {
    t.row({head(name), report::number_cell(stored(chi2), "%9.2f"), report::number_cell(df, "%6.0f"),
           report::number_cell(stored(dist::chi2tail(df, chi2)), "%6.4f")});
  };
  t.rule();
  t.row({head("Source"), head("chi2"), head("df"), head("p")});
  t.rule();
  double total = 0, df = 0;
  for (const Component& p : parts) {
    row(p.name, p.chi2, p.df);
    total += p.chi2;
    df += p.df;
  }
  t.rule();
  row("Total", total, df);
  t.rule();
  out.document.add(std::move(t));
  Results r;
  r.scalar("chi2_t", stored(total)).scalar("df_t", df).scalar("chi2_k", stored(kurtosis)).scalar("df_k", 1);
  r.scalar("chi2_s", stored(skewness)).scalar("df_s", s.df_m).scalar("chi2_h", stored(parts[0].chi2));
  r.scalar("df_h", h.df_m);
  out.r = std::move(r);
  return out;
}

}  // namespace nqp::kit
