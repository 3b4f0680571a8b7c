// alpha: Cronbach's alpha of a scale of items.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

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

using Columns = std::vector<std::vector<double>>;  // one per item, one value per row; missing codes stay

// Covariance of two series over rows that miss neither, and the number of these.
struct Moments {
  double n = 0, cov = 0, sd_x = 0, sd_y = 0;
  double correlation() const { return cov / (sd_x * sd_y); }
};

Moments moments(const std::vector<double>& x, const std::vector<double>& y) {
  Moments m;
  double mx = 0, my = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!data::is_missing(x[i]) && !data::is_missing(y[i])) ++m.n, mx += x[i], my += y[i];
  mx /= m.n;
  my /= m.n;
  double xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (data::is_missing(x[i]) || data::is_missing(y[i])) continue;
    m.cov += (x[i] - mx) * (y[i] - my) / (m.n - 1);
    xx += (x[i] - mx) * (x[i] - mx) / (m.n - 1);
    yy += (y[i] - my) * (y[i] - my) / (m.n - 1);
  }
  m.sd_x = std::sqrt(xx);
  m.sd_y = std::sqrt(yy);
  return m;
}

// Signs of the first principal component of the correlations; most items count as they are.
std::vector<int> signs_of(const Columns& x) {
  const std::size_t k = x.size();
  numeric::Matrix r(k, k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) r(i, j) = i == j ? 1.0 : moments(x[i], x[j]).correlation();
  const numeric::SymmetricEigen e = numeric::symmetric_eigen(r);
  std::vector<int> out;
  int sum = 0;
  for (std::size_t i = 0; i < k; ++i) {
    out.push_back(e.vectors(i, k - 1) < 0 ? -1 : 1);
    sum += out.back();
  }
  if (sum < 0)
    for (int& s : out) s = -s;
  return out;
}

struct Reliability {
  double between = 0, within = 0, alpha = 0;  // average covariance (correlation), average variance
};

// α = k c / (v + (k-1) c); standardised: correlations and v = 1.
Reliability reliability(const Columns& x, bool standardised, std::size_t without) {
  Reliability out;
  double pairs = 0, k = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i == without) continue;
    ++k;
    const Moments own = moments(x[i], x[i]);
    out.within += standardised ? 1.0 : own.cov;
    for (std::size_t j = 0; j < i; ++j) {
      if (j == without) continue;
      const Moments m = moments(x[i], x[j]);
      out.between += standardised ? m.correlation() : m.cov;
      ++pairs;
    }
  }
  out.between = pairs > 0 ? out.between / pairs : std::nan("");
  out.within /= k;
  out.alpha = k * out.between / (out.within + (k - 1) * out.between);
  return out;
}

// The mean of the items that are known, `without` left out; missing with fewer than `least` of them.
std::vector<double> scale_of(const Columns& x, std::size_t without, int least) {
  std::vector<double> out(x[0].size(), data::missing);
  for (std::size_t r = 0; r < out.size(); ++r) {
    double sum = 0;
    int known = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (i != without && !data::is_missing(x[i][r])) sum += x[i][r], ++known;
    if (known >= std::max(least, 1)) out[r] = sum / known;
  }
  return out;
}

constexpr std::size_t none = ~std::size_t{0};

std::string shown(double x, int decimals, std::size_t width) {
  return text::pad_left(std::isnan(x) ? "." : fmt::format("{:.{}f}", x, decimals), width);
}

Output run(const Args& a, const Context& c) {
  const std::size_t k = a.items.size();
  const std::vector<data::Row> all = c.rows(a.sample);
  Columns x;
  for (const std::string& name : a.items) {
    const data::Column& column = c.numeric(name);
    std::vector<double> values;
    for (const data::Row r : all) values.push_back(column.number(r));
    x.push_back(std::move(values));
  }
  if (a.casewise)
    for (std::size_t r = 0; r < all.size(); ++r) {
      const bool missing = std::any_of(x.begin(), x.end(), [&](const auto& v) { return data::is_missing(v[r]); });
      for (auto& v : x)
        if (missing) v[r] = data::missing;
    }
  for (std::size_t i = 0; i < k; ++i) {
    const Moments own = moments(x[i], x[i]);
    if (own.n < 2) throw Error(own.n < 1 ? 2000 : 2001, own.n < 1 ? "no observations" : "insufficient observations");
    if (!(own.sd_x > 0)) throw Error(498, a.items[i] + " does not vary", std::nullopt, {"leave it out of the scale"});
  }
  std::vector<int> signs(k, 1);
  if (!a.as_is && a.reversed.empty()) signs = signs_of(x);
  for (std::size_t i = 0; i < k; ++i)
    if (std::find(a.reversed.begin(), a.reversed.end(), a.items[i]) != a.reversed.end()) signs[i] = -1;
  Columns used = x;
  for (std::size_t i = 0; i < k; ++i) {
    const Moments own = moments(x[i], x[i]);
    double mean = 0, n = 0;
    for (const double v : x[i])
      if (!data::is_missing(v)) mean += v, ++n;
    mean /= n;
    for (double& v : used[i])
      if (!data::is_missing(v)) v = signs[i] * (a.standardised ? (v - mean) / own.sd_x : v);
  }
  const Reliability total = reliability(used, a.standardised, none);
  Output out;
  out.document.blank();
  out.line(std::string("Test scale = mean(") + (a.standardised ? "standardized" : "unstandardized") + " items)");
  std::vector<double> item_test, item_rest, between, alphas, sign_values;
  const std::vector<double> scale = scale_of(used, none, 1);
  for (std::size_t i = 0; i < k; ++i) {
    const Reliability without =
        k > 2 ? reliability(used, a.standardised, i) : Reliability{std::nan(""), 0, std::nan("")};
    item_test.push_back(moments(used[i], scale).correlation());
    item_rest.push_back(moments(used[i], scale_of(used, i, 1)).correlation());
    between.push_back(without.between);
    alphas.push_back(without.alpha);
    sign_values.push_back(signs[i]);
  }
  const std::string average = a.standardised ? "interitem correlation" : "interitem covariance";
  if (a.item || a.detail) {
    out.document.blank();
    out.line("                                                            Average");
    out.line("                             Item-test     Item-rest       interitem");
    out.line(std::string("Item         |  Obs  Sign   corr.         corr.           ") +
             (a.standardised ? "corr." : "cov. ") + "      alpha");
    out.line("-------------+-----------------------------------------------------------------");
    for (std::size_t i = 0; i < k; ++i) {
      const data::Variable& v = c.variable(a.items[i]);
      const std::string name = a.label && !v.label.empty() ? v.label : a.items[i];
      out.line(
          text::pad_right(text::abbreviate(name, 12), 12) + " |" +
          fmt::format("{:>5.0f}    {}", moments(x[i], x[i]).n, signs[i] < 0 ? "-" : "+") + shown(item_test[i], 4, 10) +
          shown(item_rest[i], 4, 14) +
          text::pad_left(std::isnan(between[i]) ? "." : text::trimmed(text::format_number(between[i], "%9.0g")), 16) +
          shown(alphas[i], 4, 11));
    }
    out.line("-------------+-----------------------------------------------------------------");
    out.line("Test scale   |" + std::string(34, ' ') +
             text::pad_left(text::trimmed(text::format_number(data::checked(total.between), "%9.0g")), 16) +
             shown(total.alpha, 4, 11));
  } else {
    out.document.blank();
    out.line(fmt::format("Average {}:  {:>11}", average,
                         text::trimmed(text::format_number(data::checked(total.between), "%9.0g"))));
    out.line(fmt::format("Number of items in the scale: {:>9}", k));
    out.line(fmt::format("Scale reliability coefficient: {:>8.4f}", total.alpha));
  }
  Results r;
  r.scalar("alpha", data::checked(total.alpha));
  r.scalar("k", static_cast<double>(k));
  r.scalar(a.standardised ? "rho" : "cov", data::checked(total.between));
  std::string items;
  for (const std::string& name : a.items) items += (items.empty() ? "" : " ") + name;
  r.macro("items", items);
  const auto row = [&](const char* name, std::vector<double> values) {
    for (double& v : values) v = std::isnan(v) ? data::missing : v;
    r.matrix(name, kit::named_row(values, "r1", a.items));
  };
  row("Alpha", alphas);
  row("ItemTestCorr", item_test);
  row("ItemRestCorr", item_rest);
  row(a.standardised ? "MeanInterItemCorr" : "MeanInterItemCov", between);
  row("Sign", sign_values);
  out.r = std::move(r);
  if (a.generate.name.empty()) return out;
  std::vector<double> values(c.frame.rows, data::missing);
  const std::vector<double> score = scale_of(used, none, a.least);
  for (std::size_t i = 0; i < all.size(); ++i) values[all[i]] = score[i];
  data::Variable v;
  v.name = a.generate.name;
  v.column = data::make_numeric(
      a.generate.type.empty() ? kit::default_storage(c) : data::parse_type(a.generate.type)->storage, values);
  v.format = data::default_format(v.column->type());
  v.label = std::string("mean(") + (a.standardised ? "standardized" : "unstandardized") + " items)";
  out.frame = c.frame;
  out.frame->add(std::move(v));
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
