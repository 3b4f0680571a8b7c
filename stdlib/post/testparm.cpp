// testparm: joint test of all coefficients of some terms.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/wildcard.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/hypothesis.hpp"

namespace nqp::commands::testparm_ {
namespace {

using namespace command;

struct Args {
  std::string terms, equation;
  bool equal = false;
};

// Columns of e(b) whose names a wildcard means: slopes that are estimated.
std::vector<std::size_t> matching_names(const std::string& pattern, const Results& e) {
  const eval::Matrix &b = *e.find_matrix("b"), &V = *e.find_matrix("V");
  std::vector<std::size_t> out;
  for (std::size_t j = 0; j < b.columns; ++j) {
    const kit::CoefficientName n = kit::parse_coefficient_name(b.column_names[j]);
    if (n.term.factors.empty() || !(V(j, j) > 0)) continue;
    if (text::matches_wildcard(pattern, n.name)) out.push_back(j);
  }
  return out;
}

// x*: the names of coefficients, for the data may have variables that the model has not.
std::vector<std::size_t> asked_coefficients(const Args& a, const Results& e, const Context& c) {
  std::vector<std::size_t> out;
  const auto add = [&](const std::vector<std::size_t>& more) {
    for (const std::size_t j : more)
      if (std::find(out.begin(), out.end(), j) == out.end()) out.push_back(j);
  };
  if (a.terms.find_first_of("*?") == std::string::npos) {
    add(kit::matching_coefficients(resolve_terms(a.terms, c), false, e));
  } else {
    for (const std::string& word : grammar::split_words(a.terms)) {
      const bool plain = word.find_first_of("*?") != std::string::npos && word.find('.') == std::string::npos;
      const std::vector<std::size_t> named = plain ? matching_names(word, e) : std::vector<std::size_t>();
      add(named.empty() ? kit::matching_coefficients(resolve_terms(word, c), false, e) : named);
    }
  }
  if (a.equation.empty()) return out;
  const eval::Matrix& b = *e.find_matrix("b");
  out.erase(std::remove_if(out.begin(), out.end(), [&](std::size_t j) {
    return kit::parse_coefficient_name(b.column_names[j]).equation != a.equation;
  }), out.end());
  return out;
}

kit::LinearForm zero_form(std::size_t columns) { return {std::vector<double>(columns, 0.0), 0}; }

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  if (!e.find_matrix("b") || !e.find_matrix("V")) throw Error(301, "last estimates not found");
  const std::vector<std::size_t> list = asked_coefficients(a, e, c);
  const std::size_t columns = e.find_matrix("b")->columns;
  std::vector<kit::LinearForm> forms;
  for (std::size_t i = a.equal ? 1 : 0; i < list.size(); ++i) {
    kit::LinearForm f = zero_form(columns);
    f.weights[list[i]] = 1;
    if (a.equal) f.weights[list[0]] = -1;
    forms.push_back(std::move(f));
  }
  if (forms.empty())
    throw Error(111, "no such variables; the specified varlist does not identify any testable coefficients");
  const kit::TestResult result = kit::test_restrictions(forms, e, 0);
  Output out;
  out.r.emplace();
  kit::report_test(forms, result, e, 0, *out.r, out.document);
  return out;
}

}  // namespace

extern const Command testparm_command =
    define<Args>("testparm", "Test that all coefficients of some terms are zero")
        .anything(&Args::terms)
        .flag("Equal", &Args::equal, "test that they are equal instead")
        .text("EQuation", &Args::equation, "the equation whose coefficients are meant; all that have the terms")
        .stores({{"r(F)", "F statistic"}, {"r(chi2)", "chi-squared statistic"}, {"r(df)", "restrictions"},
                 {"r(df_r)", "residual degrees of freedom"}, {"r(p)", "p-value"}})
        .changes(Effect::results)
        .example("All levels of a factor variable",
                 "clear\nset obs 20\ngenerate g = mod(_n, 4)\ngenerate x = mod(_n, 7)\n"
                 "generate y = x + g + mod(_n, 3)\nregress y x i.g\ntestparm i.g",
                 "r(df) == 3")
        .example("Wildcards, equality",
                 "clear\nset obs 20\ngenerate x1 = mod(_n, 5)\ngenerate x2 = mod(_n, 7)\n"
                 "generate y = x1 + mod(_n, 3)\nregress y x1 x2\ntestparm x*, equal",
                 "r(df) == 1")
        .example("Chi-squared after an estimator without residual degrees of freedom",
                 "clear\nset obs 24\ngenerate id = ceil(_n/4)\nxtset id\ngenerate x = mod(7*_n, 5)\n"
                 "generate y = 2*x + 3*mod(id, 3) + mod(_n, 2) - mod(_n, 3)\nquietly xtreg y x, re\ntestparm x",
                 "abs(r(chi2) - e(chi2)) < 1e-8")
        .runs(run);

}  // namespace nqp::commands::testparm_
