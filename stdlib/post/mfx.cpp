// mfx: marginal effects and elasticities at one point, with changes from 0 to 1 for dummy variables.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/margins_model.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::mfx_ {
namespace {

using namespace command;
namespace dist = numeric::dist;

struct Args {
  std::string word, at, predict;
  Variables only;
  kit::MarginEffect effect = kit::MarginEffect::dydx;
  bool no_discrete = false, no_se = false, no_wght = false;
  double level = 0;
};

struct Row {
  std::string name;
  double effect = 0, se = 0, x = 0;
  bool dummy = false;
};

const char* name_of(kit::MarginEffect kind) {
  switch (kind) {
    case kit::MarginEffect::eyex: return "eyex";
    case kit::MarginEffect::eydx: return "eydx";
    case kit::MarginEffect::dyex: return "dyex";
    case kit::MarginEffect::dydx: break;
  }
  return "dydx";
}

double weighted_median(std::vector<std::pair<double, double>> v) {
  std::sort(v.begin(), v.end());
  double total = 0, sum = 0;
  for (const auto& p : v) total += p.second;
  for (std::size_t i = 0; i < v.size(); ++i) {
    sum += v[i].second;
    if (2 * sum > total) return v[i].first;
    if (2 * sum == total && i + 1 < v.size()) return (v[i].first + v[i + 1].first) / 2;
  }
  return data::missing;
}

// Means, medians or zeros of the inputs over the sample.
std::vector<double> point_of(const std::string& statistic, const kit::MarginsModel& m) {
  std::vector<double> out;
  for (std::size_t k = 0; k < m.inputs.size(); ++k) {
    double sum = 0, total = 0;
    std::vector<std::pair<double, double>> values;
    for (std::size_t i = 0; i < m.values.rows; ++i) {
      const double w = m.sample.weights.empty() ? 1.0 : m.sample.weights[i];
      sum += w * m.values(i, k);
      total += w;
      values.emplace_back(m.values(i, k), w);
    }
    out.push_back(statistic == "zero" ? 0.0 : statistic == "median" ? weighted_median(std::move(values)) : sum / total);
  }
  return out;
}

// at(mean), at(median, x=2), at(x=2 z=0): a statistic, then values.
std::vector<double> read_point(const std::string& at, const kit::MarginsModel& m, const Context& c) {
  std::string text = at, statistic = "mean";
  std::vector<kit::Setting> fixed;
  std::replace(text.begin(), text.end(), ',', ' ');
  for (const std::string& word : grammar::split_words(text)) {
    const std::size_t equal = word.find('=');
    if (equal == std::string::npos) {
      if (word != "mean" && word != "median" && word != "zero")
        throw Error(198, "at(): " + word + " is no statistic", std::nullopt, {"mean, median, zero, or x=2 z=0"});
      statistic = word;
      continue;
    }
    fixed.push_back(
        {word.substr(0, equal), eval::evaluate_number(*grammar::parse_expression(word.substr(equal + 1)), c.scope)});
  }
  std::vector<double> out = point_of(statistic, m);
  kit::apply(m, fixed, out.data());
  return out;
}

bool is_dummy(const kit::MarginsModel& m, std::size_t input) {
  for (const double v : m.values.column(input))
    if (v != 0 && v != 1) return false;
  return true;
}

std::string cell(double x, std::size_t width) {
  return text::pad_left(text::trimmed(text::format_number(data::checked(x), "%9.0g")), width);
}

void show(const std::vector<Row>& rows, double y, const std::string& label, const std::string& cmd, const Args& a,
          double level, double df, Output& out) {
  const std::string effect =
      std::string(name_of(a.effect)).substr(0, 2) + "/" + std::string(name_of(a.effect)).substr(2);
  out.document.blank();
  out.line((a.effect == kit::MarginEffect::dydx ? "Marginal effects after " : "Elasticities after ") + cmd);
  out.line("      y  = " + label);
  out.line("         = " + text::trimmed(text::format_number(y, "%9.0g")));
  out.line(std::string(78, '-'));
  const std::string heading = df > 0 ? "t    P>|t|" : "z    P>|z|";
  out.line(fmt::format("variable |{:>11} {:>11} {:>14}  [    {}% C.I.   ] {:>9}", effect, "Std. err.", heading,
                       text::trimmed(text::format_number(level, "%9.0g")), "X"));
  out.line("---------+" + std::string(68, '-'));
  bool starred = false;
  const double p = (100 - level) / 200, reach = df > 0 ? dist::invttail(df, p) : -dist::invnormal(p);
  for (const Row& r : rows) {
    starred = starred || r.dummy;
    const double z = r.effect / r.se, tail = df > 0 ? 2 * dist::ttail(df, std::abs(z)) : 2 * dist::normal(-std::abs(z));
    std::string line = text::pad_left(text::abbreviate(r.name, 8) + (r.dummy ? "*" : ""), 8) + (r.dummy ? "|" : " |");
    line += cell(r.effect, 11);
    if (!a.no_se)
      line += " " + cell(r.se, 11) + fmt::format("{:>8.2f}{:>8.3f}", z, tail) + cell(r.effect - reach * r.se, 11) +
              cell(r.effect + reach * r.se, 10);
    out.line(line + cell(r.x, 10));
  }
  out.line(std::string(78, '-'));
  if (starred) out.line("(*) " + effect + " is for discrete change of dummy variable from 0 to 1");
}

Output run(const Args& a, const Context& c) {
  if (!a.word.empty() && !kit::abbreviates(a.word, "Compute") && !kit::abbreviates(a.word, "Replay"))
    throw Error(198, "mfx compute is the only form; it may be written mfx");
  if (!c.e || c.e->results.macro_or("cmd").empty())
    throw Error(301, "last estimates not found", std::nullopt, {"mfx follows an estimation"});
  const Results& e = c.e->results;
  const kit::MarginResponse response = kit::margin_responses(e, a.predict).front();
  kit::MarginsModel m = kit::margins_model(response, {}, c);
  if (a.no_wght) m.sample.weights.clear();
  std::vector<double> x = read_point(a.at, m, c);
  double offset = 0, total = 0;
  for (std::size_t i = 0; i < m.offset.size(); ++i) {
    const double w = m.sample.weights.empty() ? 1.0 : m.sample.weights[i];
    offset += w * m.offset[i];
    total += w;
  }
  if (total > 0) offset /= total;
  const numeric::Matrix V = kit::numeric_matrix(*e.find_matrix("V"));
  const auto error_of = [&](const std::vector<double>& g) {
    double s = 0;
    for (std::size_t i = 0; i < g.size(); ++i)
      for (std::size_t j = 0; j < g.size(); ++j) s += g[i] * V(i, j) * g[j];
    return std::sqrt(std::max(s, 0.0));
  };
  std::vector<double> unused(m.b.size());
  const double y = kit::add_response(m, x.data(), offset, 1, unused.data());
  std::vector<Row> rows;
  for (std::size_t k = 0; k < m.inputs.size(); ++k) {
    const kit::MarginInput& in = m.inputs[k];
    Row r;
    r.name = in.indicator ? text::macro_number(in.level) + "." + in.variable : in.variable;
    if (!a.only.empty() && std::find(a.only.begin(), a.only.end(), in.variable) == a.only.end()) continue;
    if (const kit::MarginsModel::Factor* f = m.factor(in.variable); f && in.indicator && in.level == f->base) continue;
    r.x = x[k];
    r.dummy = a.effect == kit::MarginEffect::dydx && !a.no_discrete && is_dummy(m, k);
    std::vector<double> g(m.b.size(), 0.0);
    if (r.dummy) {
      // The other levels of a factor stay at their shares, as other dummies do.
      const double kept = x[k];
      x[k] = 1;
      r.effect = kit::add_response(m, x.data(), offset, 1, g.data());
      x[k] = 0;
      r.effect += kit::add_response(m, x.data(), offset, -1, g.data());
      x[k] = kept;
    } else if (in.indicator) {
      throw Error(198, "elasticities of factor variables are not defined", std::nullopt, {"varlist() names others"});
    } else {
      r.effect = kit::add_derivative(m, a.effect, in.variable, x.data(), offset, 1, g.data());
    }
    r.se = error_of(g);
    rows.push_back(std::move(r));
  }
  if (rows.empty()) throw Error(102, "the model has no variables");
  std::vector<double> effects, errors, means;
  std::vector<std::string> names;
  for (const Row& r : rows) {
    effects.push_back(r.effect);
    errors.push_back(r.se);
    means.push_back(r.x);
    names.push_back(r.name);
  }
  Output out;
  out.e = *c.e;
  const std::string kind = name_of(a.effect);
  out.e->results.scalar("Xmfx_y", data::checked(y));
  out.e->results.macro("Xmfx_type", kind);
  out.e->results.matrix("Xmfx_" + kind, kit::named_row(effects, "y1", names));
  if (!a.no_se) out.e->results.matrix("Xmfx_se_" + kind, kit::named_row(errors, "y1", names));
  out.e->results.matrix("Xmfx_X", kit::named_row(means, "y1", names));
  out.sample.assign(c.frame.rows, 0);
  for (const data::Row r : m.sample.rows) out.sample[r] = 1;
  const double df = e.find_scalar("df_r") && !e.find_scalar("chi2") ? e.scalar_or("df_r") : 0;
  show(rows, y, response.label, e.macro_or("cmd"), a, a.level > 0 ? a.level : c.settings.level,
       data::is_missing(df) ? 0 : df, out);
  return out;
}

}  // namespace

extern const Command mfx_command =
    define<Args>("mfx", "Marginal effects at one point")
        .anything(&Args::word)
        .one_of(&Args::effect,
                {{"dydx", kit::MarginEffect::dydx},
                 {"eyex", kit::MarginEffect::eyex},
                 {"eydx", kit::MarginEffect::eydx},
                 {"dyex", kit::MarginEffect::dyex}},
                "marginal effects (default) or elasticities")
        .text("at", &Args::at, "mean (default), median or zero, and values: at(median x=2)")
        .text("Predict", &Args::predict, "the statistic of predict that is meant")
        .variables("VARlist", &Args::only, "effects of these variables only")
        .flag("noDiscrete", &Args::no_discrete, "derivatives for dummy variables too")
        .flag("noSE", &Args::no_se, "no standard errors")
        .flag("noWght", &Args::no_wght, "means without the weights of the estimation")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(Xmfx_y)", "the prediction at the point"},
                 {"e(Xmfx_type)", "dydx, eyex, eydx or dyex"},
                 {"e(Xmfx_dydx)", "effects (or Xmfx_eyex …)"},
                 {"e(Xmfx_se_dydx)", "their standard errors"},
                 {"e(Xmfx_X)", "the point"}})
        .changes(Effect::estimates)
        .remark(
            "margins, dydx(*) atmeans is its successor. Variables that are 0 or 1 in the whole sample change from 0 to "
            "1; interactions are products of their variables at the point.")
        .example("As margins at means when no variable is a dummy",
                 "sysuse auto\nquietly logit foreign mpg weight\nmargins, dydx(mpg) atmeans\nscalar M = r(b)[1,1]\n"
                 "scalar S = sqrt(r(V)[1,1])\nmfx\nmatrix X = e(Xmfx_dydx)\nmatrix E = e(Xmfx_se_dydx)",
                 "abs(X[1,1] - M) < 1e-12 & abs(E[1,1] - S) < 1e-12")
        .example("A dummy changes from 0 to 1",
                 "sysuse mroz\nquietly probit inlf educ city\nquietly summarize educ if e(sample)\n"
                 "scalar D = normal(_b[_cons] + _b[educ]*r(mean) + _b[city]) - normal(_b[_cons] + _b[educ]*r(mean))\n"
                 "mfx compute, at(mean)\nmatrix X = e(Xmfx_dydx)",
                 "abs(X[1,2] - D) < 1e-12")
        .example("Means without the weights of the estimation",
                 "sysuse auto\nquietly logit foreign mpg weight [fw=rep78]\nmfx, nowght\nmatrix X = e(Xmfx_X)\n"
                 "quietly summarize mpg if e(sample)",
                 "abs(X[1,1] - r(mean)) < 1e-12 * r(mean)")
        .runs(run);

}  // namespace nqp::commands::mfx_
