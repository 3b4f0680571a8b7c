// estat after pca and factor: sampling adequacy, loadings, squared multiple correlations.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/multivariate/components.hpp"

namespace nqp::kit {
namespace {

using command::Output;
using command::Results;

// e(C), scaled to a correlation matrix.
numeric::Matrix correlation_of(const Results& e) {
  numeric::Matrix r = numeric_matrix(*e.find_matrix("C"));
  std::vector<double> sd(r.rows);
  for (std::size_t i = 0; i < r.rows; ++i) sd[i] = std::sqrt(r(i, i));
  for (std::size_t i = 0; i < r.rows; ++i)
    for (std::size_t j = 0; j < r.rows; ++j) r(i, j) = i == j ? 1 : r(i, j) / (sd[i] * sd[j]);
  return r;
}

eval::Matrix column(const std::vector<double>& values, const std::vector<std::string>& rows, const std::string& name) {
  eval::Matrix out(values.size(), 1);
  out.values = values;
  out.row_names = rows;
  out.column_names = {name};
  return out;
}

void add_square(const std::string& title, const eval::Matrix& m, Output& out) {
  out.document.blank();
  out.line(title);
  out.document.blank();
  out.document.add(loading_table(m, {}, "", 0));
}

}  // namespace

Output estat_kmo(EstatCall& call) {
  call.line.check_all_known();
  const numeric::SamplingAdequacy k =
      compute(call.context, [&](numeric::Progress&) { return numeric::sampling_adequacy(correlation_of(call.e)); });
  eval::Matrix table = column(k.by_variable, call.e.find_matrix("C")->row_names, "kmo");
  Output out;
  out.r = Results{}.scalar("kmo", k.overall).matrix("kmow", table);
  table.values.push_back(k.overall);
  table.row_names.push_back("Overall");
  table.rows += 1;
  out.document.blank();
  out.line("Kaiser-Meyer-Olkin measure of sampling adequacy");
  out.document.blank();
  out.document.add(loading_table(table, {}, "", 0));
  return out;
}

Output estat_loadings(EstatCall& call) {
  call.line.find("cnorm");
  call.line.check_all_known();
  const eval::Matrix* rotated = call.e.find_matrix("r_L");
  const eval::Matrix& l = rotated ? *rotated : *call.e.find_matrix("L");
  Output out;
  out.r = Results{}.matrix("A", l);
  out.document.blank();
  out.line(rotated ? "Rotated loadings" : "Loadings");
  out.document.blank();
  out.document.add(loading_table(l, {}, "", 0));
  return out;
}

Output estat_smc(EstatCall& call) {
  call.line.check_all_known();
  const std::vector<double> smc = compute(
      call.context, [&](numeric::Progress&) { return numeric::squared_multiple_correlations(correlation_of(call.e)); });
  const eval::Matrix table = column(smc, call.e.find_matrix("C")->row_names, "smc");
  Output out;
  out.r = Results{}.matrix("smc", table);
  out.document.blank();
  out.line("Squared multiple correlations of variables with all others");
  out.document.blank();
  out.document.add(loading_table(table, {}, "", 0));
  return out;
}

// From the inverse s of the correlations: s_ij / sqrt(s_ii s_jj) and s_ij / (s_ii s_jj) (Guttman 1953).
Output estat_anti_image(EstatCall& call) {
  const bool no_correlations = call.line.find("NOCORr") != nullptr, no_covariances = call.line.find("NOCOV") != nullptr;
  call.line.check_all_known();
  const numeric::Matrix s =
      compute(call.context, [&](numeric::Progress&) { return numeric::inverse_spd(correlation_of(call.e)); });
  eval::Matrix correlations = *call.e.find_matrix("C"), covariances = correlations;
  for (std::size_t i = 0; i < s.rows; ++i)
    for (std::size_t j = 0; j < s.rows; ++j) {
      covariances(i, j) = s(i, j) / (s(i, i) * s(j, j));
      correlations(i, j) = s(i, j) / std::sqrt(s(i, i) * s(j, j));
    }
  Output out;
  out.r = Results{}.matrix("acov", covariances).matrix("acorr", correlations);
  if (!no_correlations) add_square("Anti-image correlation coefficients", correlations, out);
  if (!no_covariances) add_square("Anti-image covariance coefficients", covariances, out);
  return out;
}

// What the retained components (L diag(Ev) L') or factors (L L' and the uniqueness) leave of e(C).
Output estat_residual_correlations(EstatCall& call) {
  const bool fitted = call.line.find("FITted") != nullptr, observed = call.line.find("OBServed") != nullptr;
  call.line.check_all_known();
  const eval::Matrix &c = *call.e.find_matrix("C"), &l = *call.e.find_matrix("L"), &ev = *call.e.find_matrix("Ev"),
                     &psi = *call.e.find_matrix("Psi");
  const bool factors = call.e.macro_or("cmd") == "factor";
  eval::Matrix fit = c, residual = c;
  for (std::size_t i = 0; i < c.rows; ++i)
    for (std::size_t j = 0; j < c.rows; ++j) {
      double sum = factors && i == j ? psi.values[i] : 0;
      for (std::size_t k = 0; k < l.columns; ++k)
        sum += l(i, k) * l(j, k) * (factors ? 1 : ev.values[k]);
      fit(i, j) = sum;
      residual(i, j) = c(i, j) - sum;
    }
  Output out;
  out.r = Results{}.matrix("fit", fit).matrix("residual", residual);
  if (observed) add_square("Observed correlations or covariances", c, out);
  if (fitted) add_square("Fitted values", fit, out);
  add_square("Residuals", residual, out);
  return out;
}

}  // namespace nqp::kit
