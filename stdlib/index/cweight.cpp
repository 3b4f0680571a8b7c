// cweight: two sets of weights made one.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/indicators.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/index/index_weights.hpp"

namespace nqp::commands::cweight_ {
namespace {

using namespace command;

struct Args {
  std::string entropy, critic, rule = "add";
  double alpha = 0.5;
};

// The names of the indicators: rows of the matrix, or columns of a single row.
std::vector<std::string> indicators_of(const std::string& matrix, const Context& c) {
  const eval::Matrix* m = c.environment.matrix(kit::trim(matrix));
  if (!m) throw Error(111, "matrix " + matrix + " not found");
  return m->rows == 1 ? m->column_names : m->row_names;
}

numeric::CombineRule rule_of(const std::string& name) {
  if (name == "mult") return numeric::CombineRule::multiplicative;
  if (name == "geo") return numeric::CombineRule::geometric;
  return name == "game" ? numeric::CombineRule::game : numeric::CombineRule::additive;
}

Output run(const Args& a, const Context& c) {
  const std::vector<std::string> names = indicators_of(a.entropy, c);
  std::string note;
  const std::vector<double> first = kit::matrix_weights(a.entropy, names, c, note);
  const std::vector<double> second = kit::matrix_weights(a.critic, names, c, note);
  const std::vector<double> w = kit::compute(
      c, [&](numeric::Progress&) { return numeric::combine_weights(first, second, rule_of(a.rule), a.alpha); });
  using report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{12, 0, false}, {10, 1, true}, {10, 2, false}, {10, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  t.row({head("Indicator"), head("Entropy"), head("CRITIC"), head("w")});
  t.rule();
  eval::Matrix m(names.size(), 1);
  m.row_names = names, m.column_names = {"w"};
  for (std::size_t j = 0; j < names.size(); ++j) {
    t.row({text_cell(text::abbreviate(names[j], 12), report::Align::right), number_cell(first[j], "%9.4f"),
           number_cell(second[j], "%9.4f"), number_cell(w[j], "%9.4f")});
    m(j, 0) = w[j];
  }
  Output out;
  out.document.blank();
  out.line("Combined weights, rule(" + a.rule + ")" +
           (a.rule == "add" ? fmt::format(", {} of the first", text::macro_number(a.alpha)) : ""));
  out.document.add(std::move(t));
  if (!note.empty()) out.line(note, report::Style::note);
  out.r = Results{}.scalar("J", static_cast<double>(names.size())).macro("rule", a.rule);
  out.r->matrix("weights", std::move(m));
  return out;
}

}  // namespace

extern const Command cweight_command =
    define<Args>("cweight", "Combine two sets of weights")
        .text("ENTropy", &Args::entropy, "matrix with the first weights: column w, or the only one")
        .text("CRItic", &Args::critic, "matrix with the second weights")
        .choice("rule", &Args::rule, {"add", "mult", "geo", "game"},
                "αa+(1-α)b; ab/Σab; √ab/Σ√ab; the combination nearest to both")
        .number("alpha", &Args::alpha, 0, 1, "share of the first weights, rule(add)")
        .required("entropy")
        .required("critic")
        .stores(
            {{"r(weights)", "combined weights, column w"}, {"r(J)", "number of indicators"}, {"r(rule)", "the rule"}})
        .changes(Effect::results)
        .remark("Weights are matched by the names of the rows. Both sets are scaled to sum to 1 first.")
        .example("The mean of two",
                 "matrix E = (.5 \\ .3 \\ .2)\nmatrix C = (.2 \\ .2 \\ .6)\n"
                 "cweight, entropy(E) critic(C)",
                 "abs(el(r(weights), 1, 1) - .35) < 1e-12")
        .example("Products",
                 "matrix E = (.5 \\ .3 \\ .2)\nmatrix C = (.2 \\ .2 \\ .6)\n"
                 "cweight, entropy(E) critic(C) rule(mult)",
                 "abs(el(r(weights), 3, 1) - .12/.28) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::cweight_
