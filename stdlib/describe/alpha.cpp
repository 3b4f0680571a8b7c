// alpha: Cronbach's alpha of a scale of items.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/multivariate/scale_reliability.hpp"

namespace nqp::commands::alpha_ {
namespace {

using namespace command;

struct Args {
  Variables items, reversed;
  Sample sample;
  bool as_is = false, casewise = false, detail = false, item = false, label = false, standardised = false;
  int least = 1;
  NewVariable generate;
};

std::string shown(double x, int decimals, std::size_t width) {
  return text::pad_left(std::isnan(x) ? "." : fmt::format("{:.{}f}", x, decimals), width);
}

// Rows × items, NaN where missing; with casewise in whole rows.
numeric::Matrix item_values(const Args& a, const std::vector<data::Row>& rows, const Context& c) {
  numeric::Matrix x(rows.size(), a.items.size());
  for (std::size_t j = 0; j < x.cols; ++j) {
    const data::Column& column = c.numeric(a.items[j]);
    for (std::size_t i = 0; i < x.rows; ++i)
      x(i, j) = column.missing_at(rows[i]) ? numeric::undefined : column.number(rows[i]);
  }
  for (std::size_t i = 0; a.casewise && i < x.rows; ++i) {
    bool whole = true;
    for (std::size_t j = 0; j < x.cols; ++j) whole = whole && numeric::is_defined(x(i, j));
    for (std::size_t j = 0; !whole && j < x.cols; ++j) x(i, j) = numeric::undefined;
  }
  for (std::size_t j = 0; j < x.cols; ++j) {
    const numeric::KnownMoments own = numeric::known_moments(x.column(j));
    if (own.n < 2) throw Error(own.n < 1 ? 2000 : 2001, own.n < 1 ? "no observations" : "insufficient observations");
    if (!(own.sd > 0)) throw Error(498, a.items[j] + " does not vary", std::nullopt, {"leave it out of the scale"});
  }
  return x;
}

// Empty: to be found out from the data.
std::vector<int> asked_signs(const Args& a) {
  if (!a.as_is && a.reversed.empty()) return {};
  std::vector<int> signs;
  for (const std::string& name : a.items)
    signs.push_back(std::find(a.reversed.begin(), a.reversed.end(), name) != a.reversed.end() ? -1 : 1);
  return signs;
}

std::string compact(double x) { return kit::number_9g(kit::stored(x)); }

void show_items(const Args& a, const numeric::ItemScale& s, const Context& c, Output& out) {
  out.document.blank();
  out.line("                                                            Average");
  out.line("                             Item-test     Item-rest       interitem");
  out.line(std::string("Item         |  Obs  Sign   corr.         corr.           ") +
           (a.standardised ? "corr." : "cov. ") + "      alpha");
  out.line("-------------+-----------------------------------------------------------------");
  for (std::size_t i = 0; i < s.items.size(); ++i) {
    const numeric::ScaleItem& item = s.items[i];
    const std::string name = a.label ? kit::variable_label(a.items[i], c.frame) : a.items[i];
    out.line(text::pad_right(text::abbreviate(name, 12), 12) + " |" +
             fmt::format("{:>5.0f}    {}", item.n, item.sign < 0 ? "-" : "+") + shown(item.item_test, 4, 10) +
             shown(item.item_rest, 4, 14) + text::pad_left(compact(item.without.between), 16) +
             shown(item.without.alpha, 4, 11));
  }
  out.line("-------------+-----------------------------------------------------------------");
  out.line("Test scale   |" + std::string(34, ' ') + text::pad_left(compact(s.total.between), 16) +
           shown(s.total.alpha, 4, 11));
}

Results results_of(const Args& a, const numeric::ItemScale& s) {
  Results r;
  r.scalar("alpha", kit::stored(s.total.alpha)).scalar("k", static_cast<double>(a.items.size()));
  r.scalar(a.standardised ? "rho" : "cov", kit::stored(s.total.between));
  r.macro("items", text::joined(a.items));
  const auto row = [&](const char* name, auto&& value) {
    std::vector<double> values;
    for (const numeric::ScaleItem& item : s.items) values.push_back(kit::stored(value(item)));
    r.matrix(name, kit::named_row(values, "r1", a.items));
  };
  using Item = numeric::ScaleItem;
  row("Alpha", [](const Item& i) { return i.without.alpha; });
  row("ItemTestCorr", [](const Item& i) { return i.item_test; });
  row("ItemRestCorr", [](const Item& i) { return i.item_rest; });
  row(a.standardised ? "MeanInterItemCorr" : "MeanInterItemCov", [](const Item& i) { return i.without.between; });
  row("Sign", [](const Item& i) { return static_cast<double>(i.sign); });
  return r;
}

data::Variable scale_variable(const Args& a, const numeric::ItemScale& s, const std::vector<data::Row>& rows,
                              const std::string& label, const Context& c) {
  std::vector<double> values(c.frame.rows, data::missing);
  const std::vector<double> score = numeric::scale_means(s.used, numeric::every_item, a.least);
  for (std::size_t i = 0; i < rows.size(); ++i) values[rows[i]] = kit::stored(score[i]);
  data::Variable v;
  v.name = a.generate.name, v.label = label;
  v.column = data::make_numeric(
      a.generate.type.empty() ? kit::default_storage(c) : data::parse_type(a.generate.type)->storage, values);
  v.format = data::default_format(v.column->type());
  return v;
}

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = c.rows(a.sample);
  const numeric::Matrix x = item_values(a, rows, c);
  const numeric::ItemScale s =
      kit::compute(c, [&](numeric::Progress&) { return numeric::item_scale(x, asked_signs(a), a.standardised); });
  const std::string label = std::string("mean(") + (a.standardised ? "standardized" : "unstandardized") + " items)";
  Output out;
  out.document.blank();
  out.line("Test scale = " + label);
  if (a.item || a.detail) {
    show_items(a, s, c, out);
  } else {
    out.document.blank();
    out.line(fmt::format("Average interitem {}:  {:>11}", a.standardised ? "correlation" : "covariance",
                         compact(s.total.between)));
    out.line(fmt::format("Number of items in the scale: {:>9}", a.items.size()));
    out.line(fmt::format("Scale reliability coefficient: {:>8.4f}", s.total.alpha));
  }
  out.r = results_of(a, s);
  if (a.generate.name.empty()) return out;
  out.frame = c.frame;
  out.frame->add(scale_variable(a, s, rows, label, c));
  return out;
}

}  // namespace

extern const Command alpha_command =
    define<Args>("alpha", "Cronbach's alpha: reliability of a scale")
        .varlist(&Args::items, Count{2})
        .if_in(&Args::sample)
        .flag("Asis", &Args::as_is, "no item is reversed")
        .variables("Reverse", &Args::reversed, "these items are reversed, and no others")
        .flag("Casewise", &Args::casewise, "only rows that miss no item")
        .flag("Detail", &Args::detail, "as item")
        .flag("Item", &Args::item, "what becomes of the scale without each item")
        .flag("Label", &Args::label, "labels of variables as names")
        .flag("Std", &Args::standardised, "items with mean 0 and variance 1")
        .integer("Min", &Args::least, 1, 32767, "known items that generate() needs; 1")
        .new_variable("Generate", &Args::generate, "new variable with the mean of the items")
        .changes(Effect::results | Effect::data)
        .stores({{"r(alpha)", "the reliability coefficient"},
                 {"r(k)", "number of items"},
                 {"r(cov)", "average covariance of items"},
                 {"r(rho)", "average correlation of items, with std"},
                 {"r(items)", "the items"},
                 {"r(Alpha)", "alpha without each item"},
                 {"r(ItemTestCorr)", "correlations of items with the scale"},
                 {"r(ItemRestCorr)", "correlations of items with the scale of the others"},
                 {"r(MeanInterItemCov)", "average covariance without each item (MeanInterItemCorr with std)"},
                 {"r(MeanInterItemCorr)", "average correlation without each item"},
                 {"r(Sign)", "-1 for items that are reversed"}})
        .reference(
            "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334.")
        .remark(
            "Covariances use the rows that know both items. Items that point the other way are reversed, by the signs "
            "of the first principal component, unless asis or reverse() says otherwise.")
        .example(
            "From variances: k/(k-1) (1 - sum of variances / variance of the sum)",
            "sysuse mroz\nkeep educ motheduc fatheduc\ngenerate total = educ + motheduc + fatheduc\n"
            "scalar v = 0\nforeach x in educ motheduc fatheduc {\n  quietly summarize `x'\n  scalar v = v + r(Var)\n}\n"
            "quietly summarize total\nscalar A = 3/2*(1 - v/r(Var))\nalpha educ motheduc fatheduc, item generate(s)",
            "abs(r(alpha) - A) < 1e-12 & abs(s - total/3) < 1e-5")
        .example("Standardised items, one reversed",
                 "sysuse auto\nquietly correlate mpg weight\nscalar R = abs(r(rho))\nalpha mpg weight, std",
                 "abs(r(alpha) - 2*R/(1 + R)) < 1e-12 & r(k) == 2")
        .runs(run);

}  // namespace nqp::commands::alpha_
