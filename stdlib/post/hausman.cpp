// hausman: specification test of two sets of estimates.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/panel/panel_tests.hpp"

namespace nqp::commands::hausman_ {
namespace {

using namespace command;
using numeric::HausmanVariance;

struct Args {
  std::string names;
  bool constant = false, all_equations = false, sigmamore = false, sigmaless = false, robust = false,
       force = false;
  std::string first_title = "Consistent under H0 and Ha", second_title = "Inconsistent under Ha, efficient under H0";
  double df = 0;
};

// Positions of the coefficients that both models estimated.
struct Common {
  std::vector<std::string> names;
  std::vector<std::size_t> first, second;
};

bool estimated(const Results& e, std::size_t j) {
  const eval::Matrix* V = e.find_matrix("V");
  return V && (*V)(j, j) > 0;
}

// Of the first equation of each model, or of all equations of the same name.
Common common_coefficients(const Results& consistent, const Results& efficient, bool constant, bool all_equations) {
  const eval::Matrix& b = *consistent.find_matrix("b");
  const eval::Matrix& B = *efficient.find_matrix("b");
  const auto first_equation = [](const Results& e, const eval::Matrix& m) {
    for (std::size_t j = 0; j < m.columns; ++j)
      if (estimated(e, j)) return kit::parse_coefficient_name(m.column_names[j]).equation;
    return std::string();
  };
  const std::string first = first_equation(consistent, b), second = first_equation(efficient, B);
  const auto together = [&](const std::string& one, const std::string& other) {
    return all_equations ? one == other : one == first && other == second;
  };
  Common out;
  for (std::size_t i = 0; i < b.columns; ++i) {
    const kit::CoefficientName n = kit::parse_coefficient_name(b.column_names[i]);
    if (!estimated(consistent, i) || (n.name == "_cons" && !constant)) continue;
    for (std::size_t j = 0; j < B.columns; ++j) {
      const kit::CoefficientName m = kit::parse_coefficient_name(B.column_names[j]);
      if (!estimated(efficient, j) || eval::normal_term(n.name) != eval::normal_term(m.name)) continue;
      if (!together(n.equation, m.equation)) continue;
      out.names.push_back(n.name);
      out.first.push_back(i);
      out.second.push_back(j);
      break;
    }
  }
  return out;
}

struct Side {
  std::vector<double> b;
  numeric::Matrix V;
  double sigma = 0;
};

Side side_of(const Results& e, const std::vector<std::size_t>& which) {
  const eval::Matrix& b = *e.find_matrix("b");
  const numeric::Matrix V = kit::numeric_matrix(*e.find_matrix("V"));
  Side s;
  for (const std::size_t j : which) s.b.push_back(b(0, j));
  s.V = numeric::submatrix(V, which, which);
  // xtreg, fe: √(RSS/(N-n-k)); everything else: the root mean squared error.
  const bool fixed = e.macro_or("cmd") == "xtreg" && e.macro_or("model") == "fe";
  s.sigma = fixed ? e.scalar_or("sigma_e") : e.scalar_or("rmse", e.scalar_or("sigma"));
  return s;
}

void check(const Results& e, const std::string& name, bool force) {
  if (!e.find_matrix("b") || !e.find_matrix("V")) throw Error(301, name + " has no coefficients and variances");
  const std::string vce = e.macro_or("vce");
  if (force) return;
  if (vce == "robust" || vce == "cluster" || vce == "hc2" || vce == "hc3")
    throw Error(198, "hausman cannot be used with vce(robust), vce(cluster cvar), or p-weighted data", std::nullopt,
                {name + " was estimated with vce(" + vce + ")",
                 "the test needs one model to be efficient; add panel means to xtreg, re vce(cluster id) instead"});
}

report::Table comparison(const Common& common, const Side& b, const Side& B, const numeric::Hausman& h,
                         const std::string& first, const std::string& second) {
  report::Table t;
  t.columns = {{12, 0, false}, {12, 2, true}, {12, 2, false}, {14, 2, false}, {16, 2, false}};
  const auto head = [](const std::string& s) { return report::text_cell(s, report::Align::right); };
  t.rule();
  t.row({head(""), head("(b)"), head("(B)"), head("(b-B)"), head("sqrt(diag(V_b-V_B))")});
  t.row({head(""), head(text::abbreviate(first, 12)), head(text::abbreviate(second, 12)), head("Difference"),
         head("Std. err.")});
  t.rule();
  for (std::size_t i = 0; i < common.names.size(); ++i)
    t.row({head(text::abbreviate(common.names[i], 12)), report::number_cell(b.b[i], "%9.0g"),
           report::number_cell(B.b[i], "%9.0g"), report::number_cell(h.difference[i], "%9.0g"),
           report::number_cell(kit::stored(h.se[i]), "%9.0g")});
  t.rule();
  return t;
}

// The session as it was, whatever happens in between.
class AsBefore {
 public:
  explicit AsBefore(runtime::Session& s) : session_(s), frame_(s.frame_pointer()), last_(s.estimates_slot()) {}
  AsBefore(const AsBefore&) = delete;
  AsBefore& operator=(const AsBefore&) = delete;
  ~AsBefore() {
    session_.set_frame(frame_);
    session_.estimates_slot() = last_;
  }

 private:
  runtime::Session& session_;
  data::FramePtr frame_;
  std::optional<Estimates> last_;
};

// The robust form: panel means beside the regressors of xtreg, re with clusters; are they all zero? (Wooldridge 2010,
// section 10.7.3).
void robust_test(const Estimates& model, runtime::Session& s) {
  const Results& e = model.results;
  const std::string panel = e.macro_or("ivar"), y = e.macro_or("depvar");
  const eval::Matrix* b = e.find_matrix("b");
  if (e.macro_or("cmd") != "xtreg" || panel.empty() || !b)
    throw Error(301, "hausman, robust follows xtreg, fe or xtreg, re");
  const AsBefore guard(s);
  s.estimates_slot() = model;
  std::string regressors, means;
  s.quietly([&] {
    for (std::size_t j = 0; j < b->columns; ++j) {
      const std::string name = kit::parse_coefficient_name(b->column_names[j]).name;
      if (name == "_cons" || !estimated(e, j)) continue;
      const std::string own = s.temporary_name(), mean = s.temporary_name();
      std::string product = name;
      for (std::size_t at = product.find('#'); at != std::string::npos; at = product.find('#', at + 3))
        product.replace(at, 1, ")*(");
      s.run_command("generate double " + own + " = (" + product + ") if e(sample)");
      s.run_command("egen double " + mean + " = mean(" + own + "), by(" + panel + ")");
      regressors += " " + own;
      means += " " + mean;
    }
    if (means.empty()) throw Error(498, "the model has no regressors to compare");
    s.run_command("xtreg " + y + regressors + means + " if e(sample), re vce(cluster " + panel + ")");
    s.run_command("testparm" + means);
  });
  const Results r = s.r();
  report::Document d;
  d.blank();
  d.line("Robust Hausman test: means of the regressors by " + panel + " in random effects,");
  d.line("standard errors clustered by " + panel);
  d.blank();
  d.line("Test of H0: the coefficients of all means are zero");
  d.line(fmt::format("    chi2({:.0f}) = ", r.scalar_or("df")) + kit::fixed_text(r.scalar_or("chi2"), 2));
  d.line("Prob > chi2 = " + kit::fixed_text(r.scalar_or("p"), 4));
  s.show(d);
  s.r() = Results{}
              .scalar("chi2", r.scalar_or("chi2"))
              .scalar("df", r.scalar_or("df"))
              .scalar("p", r.scalar_or("p"))
              .scalar("rank", r.scalar_or("df"));
}

void act(const Args& a, runtime::Session& session) {
  std::vector<std::string> names = grammar::split_words(a.names);
  if (a.robust) return robust_test(kit::find_estimates(names.empty() ? "." : names[0], session, 301), session);
  if (names.size() == 1) names.push_back(".");
  if (names.size() != 2)
    throw Error(198, "hausman takes the consistent and the efficient estimates", std::nullopt,
                {"for example: hausman fe re, after estimates store fe and estimates store re"});
  if (a.sigmamore && a.sigmaless) throw Error(184, "options sigmamore and sigmaless may not be combined");
  const Results& consistent = kit::find_estimates(names[0], session, 301).results;
  const Results& efficient = kit::find_estimates(names[1], session, 301).results;
  check(consistent, names[0], a.force);
  check(efficient, names[1], a.force);
  if (consistent.macro_or("depvar") != efficient.macro_or("depvar"))
    throw Error(198, "the dependent variables differ: " + consistent.macro_or("depvar") + " and " +
                         efficient.macro_or("depvar"));
  const Common common = common_coefficients(consistent, efficient, a.constant, a.all_equations);
  if (common.names.empty()) throw Error(498, "the two models have no coefficient in common");
  const Side b = side_of(consistent, common.first), B = side_of(efficient, common.second);
  const auto variance = a.sigmamore   ? HausmanVariance::sigmamore
                        : a.sigmaless ? HausmanVariance::sigmaless
                                      : HausmanVariance::separate;
  numeric::Hausman h = kit::compute(session.context(), [&](numeric::Progress&) {
    return numeric::hausman({b.b, b.V, b.sigma}, {B.b, B.V, B.sigma}, variance);
  });

  if (a.df > 0) {
    h.df = a.df;
    h.p = h.chi2 < 0 ? data::missing : numeric::dist::chi2tail(a.df, h.chi2);
  }
  report::Document d;
  d.blank();
  d.add(comparison(common, b, B, h, names[0], names[1]));
  d.line("                          b = " + a.first_title);
  d.line("                          B = " + a.second_title);
  d.blank();
  d.line("Test of H0: Difference in coefficients not systematic");
  d.blank();
  d.line(fmt::format("    chi2({:.0f}) = (b-B)'[(V_b-V_B)^(-1)](b-B)", h.df));
  d.line("            = " + kit::fixed_text(kit::stored(h.chi2), 2));
  d.line("Prob > chi2 = " + kit::fixed_text(kit::stored(h.p), 4));
  if (h.chi2 < 0)
    d.line("note: chi2 < 0: the models do not meet the asymptotic assumptions of the test; sigmamore may help.",
           report::Style::note);
  else if (!h.positive_definite)
    d.line("(V_b-V_B is not positive definite)", report::Style::note);
  session.show(d);
  session.r() = Results{}
                    .scalar("chi2", kit::stored(h.chi2))
                    .scalar("df", h.df)
                    .scalar("p", kit::stored(h.p))
                    .scalar("rank", h.df);
}

}  // namespace

extern const Command hausman_command =
    define<Args>("HAUSman", "Hausman's specification test")
        .anything(&Args::names)
        .flag("Constant", &Args::constant, "compare the constants too")
        .flag("ALLeqs", &Args::all_equations, "compare all equations of the same name, not the first alone")
        .flag("SIGMAMore", &Args::sigmamore, "both variances with the efficient model's sigma")
        .number("df", &Args::df, 1, 1e6, "degrees of freedom, where the rank is not to count")
        .text("TCONsistent", &Args::first_title, "what the table says about the first model")
        .text("TEFFicient", &Args::second_title, "about the second")
        .flag("FORCE", &Args::force, "also with robust or clustered variances, where the statistic is not chi-squared")
        .flag("ROBust", &Args::robust, "after xtreg: test that the regressors' panel means have no effect, clustered")
        .flag("SIGMALess", &Args::sigmaless, "both variances with the consistent model's sigma")
        .stores({{"r(chi2)", "the statistic"}, {"r(df)", "degrees of freedom"}, {"r(p)", "p-value"},
                 {"r(rank)", "rank of the difference of the variances"}})
        .changes(Effect::results)
        .reference("Hausman, J. A. (1978). Econometrica 46, 1251-1271.")
        .remark("The first name is the model that is consistent either way, the second the one that is efficient under "
                "the hypothesis; a dot means the last estimates.")
        .example("Fixed against random effects",
                 "clear\nset obs 30\ngenerate id = ceil(_n/5)\nxtset id\ngenerate x = mod(7*_n, 11)\n"
                 "generate y = 2*x + 3*mod(id, 3) + mod(_n, 2) - mod(_n, 3)\nquietly xtreg y x, fe\n"
                 "estimates store fe\nquietly xtreg y x, re\nhausman fe .",
                 "r(df) == 1")
        .reference("Wooldridge, J. M. (2010). Econometric Analysis of Cross Section and Panel Data, 2nd ed., section "
                   "10.7.3.")
        .example("Robust to clusters",
                 "webuse grunfeld, clear\nxtset company year\nquietly xtreg invest mvalue kstock, fe\nhausman, robust",
                 "r(df) == 2 & e(model) == \"fe\"")
        .example("With one estimate of sigma",
                 "clear\nset obs 30\ngenerate id = ceil(_n/5)\nxtset id\ngenerate x = mod(7*_n, 11)\n"
                 "generate y = 2*x + 3*mod(id, 3) + mod(_n, 2) - mod(_n, 3)\nquietly xtreg y x, fe\n"
                 "estimates store fe\nquietly xtreg y x, re\nestimates store re\nhausman fe re, sigmamore",
                 "r(chi2) >= 0")
        .acts(act);

}  // namespace nqp::commands::hausman_
