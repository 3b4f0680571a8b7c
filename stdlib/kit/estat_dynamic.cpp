// After xtabond and xtdpdsys: autocorrelation and overidentification.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;

Output estat_abond(EstatCall& call) {
  call.line.check_all_known();
  const auto orders = static_cast<std::size_t>(call.e.scalar_or("artests", 0));
  Output out;
  out.document.blank();
  out.line("Arellano-Bond test for zero autocorrelation in first-differenced errors");
  out.line("H0: No autocorrelation");
  out.document.blank();
  report::Table t;
  t.columns = {{7, 0, false}, {9, 1, true}, {9, 2, false}};
  t.rule();
  t.row({report::text_cell("Order", report::Align::right), report::text_cell("z", report::Align::right),
         report::text_cell("Prob > z", report::Align::right)});
  t.rule();
  numeric::Matrix tests(orders, 3);
  std::vector<std::string> rows;
  for (std::size_t m = 1; m <= orders; ++m) {
    const double z = call.e.scalar_or("arm" + std::to_string(m));
    const double p = data::is_missing(z) ? z : 2 * numeric::dist::normal(-std::abs(z));
    t.row({report::text_cell(std::to_string(m), report::Align::right), report::number_cell(z, "%9.5g"),
           report::number_cell(p, "%6.4f")});
    tests(m - 1, 0) = static_cast<double>(m);
    tests(m - 1, 1) = z;
    tests(m - 1, 2) = p;
    rows.push_back("r" + std::to_string(m));
  }
  t.rule();
  out.document.add(std::move(t));
  out.r = Results{};
  out.r->scalar("artests", static_cast<double>(orders));
  out.r->matrix("arm", named_matrix(tests, rows, {"order", "z", "p"}));
  return out;
}

Output estat_sargan(EstatCall& call) {
  call.line.check_all_known();
  const double* chi2 = call.e.find_scalar("sargan");
  if (!chi2)
    throw Error(498, "the Sargan test is not defined after one-step estimates with vce(robust)", std::nullopt,
                {"estimate with twostep, or without vce(robust)"});
  const double df = call.e.scalar_or("sargan_df"), p = call.e.scalar_or("sarganp");
  Output out;
  out.document.blank();
  out.line("Sargan test of overidentifying restrictions");
  out.line("H0: Overidentifying restrictions are valid");
  out.document.blank();
  out.line(fmt::format("        chi2({})     =  {:>9}", count_text(df), fixed_text(*chi2, 4)));
  out.line(fmt::format("        Prob > chi2  =  {:>9}", fixed_text(p, 4)));
  out.r = Results{};
  out.r->scalar("chi2", *chi2).scalar("df", df).scalar("p", p);
  return out;
}

}  // namespace nqp::kit
