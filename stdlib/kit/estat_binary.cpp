// estat classification and gof after logit, logistic, probit and cloglog.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;

namespace {

struct Fitted {
  ModelData model;
  std::vector<double> y, p, w;  // on e(sample); y is 0 or 1
};

Fitted fitted_outcome(const EstatCall& call) {
  Fitted f;
  f.model = model_data(call.context);
  const std::vector<double> p = binary_statistics().front().compute({call.context, call.e, "", ""});
  for (std::size_t i = 0; i < f.model.y.size(); ++i) {
    f.y.push_back(f.model.y[i] != 0 ? 1 : 0);
    f.p.push_back(p[f.model.sample.rows[i]]);
    const bool counts = f.model.sample.weight_kind == command::WeightKind::fweight;
    f.w.push_back(counts ? f.model.sample.weights[i] : 1);
  }
  return f;
}

double share(double part, double whole) { return whole > 0 ? 100 * part / whole : data::missing; }

void percent_line(const std::string& what, const std::string& formula, double value, Output& out) {
  out.line(fmt::format("{:<32}{:<12}{:>8}%", what, formula, fixed_text(value, 2)));
}

}  // namespace

Output estat_classification(EstatCall& call) {
  const ast::Option* cut = call.line.find("Cutoff");
  call.line.check_all_known();
  const double cutoff = cut ? std::strtod(cut->argument.c_str(), nullptr) : .5;
  if (!(cutoff >= 0 && cutoff <= 1)) throw Error(198, "cutoff() must be between 0 and 1");
  const Fitted f = fitted_outcome(call);
  double n[2][2] = {{0, 0}, {0, 0}};  // [classified positive][true]
  for (std::size_t i = 0; i < f.y.size(); ++i) n[f.p[i] >= cutoff ? 1 : 0][f.y[i] != 0 ? 1 : 0] += f.w[i];
  const double positives = n[0][1] + n[1][1], negatives = n[0][0] + n[1][0];
  const double as_positive = n[1][0] + n[1][1], as_negative = n[0][0] + n[0][1], all = positives + negatives;

  Output out;
  out.document.blank();
  out.line("Classified by Pr(outcome) >= " + number_text(cutoff) + "; D is a positive outcome");
  out.document.blank();
  report::Table t;
  t.columns = {{10, 0, false}, {10, 1, true}, {10, 1, false}, {10, 1, true}};
  const auto head = [](const char* s) { return report::text_cell(s, report::Align::right); };
  const auto row = [&](const char* name, double a, double b) {
    t.row({head(name), report::number_cell(a, "%10.0f"), report::number_cell(b, "%10.0f"),
           report::number_cell(a + b, "%10.0f")});
  };
  t.rule();
  t.row({head("Classified"), head("D"), head("~D"), head("Total")});
  t.rule();
  row("+", n[1][1], n[1][0]);
  row("-", n[0][1], n[0][0]);
  t.rule();
  row("Total", positives, negatives);
  t.rule();
  out.document.add(std::move(t));
  out.document.blank();
  Results r;
  const auto report_share = [&](const std::string& what, const char* formula, const char* name, double a, double b) {
    percent_line(what, formula, share(a, b), out);
    r.scalar(name, share(a, b));
  };
  report_share("Sensitivity", "Pr( +| D)", "P_p1", n[1][1], positives);
  report_share("Specificity", "Pr( -|~D)", "P_n0", n[0][0], negatives);
  report_share("Positive predictive value", "Pr( D| +)", "P_1p", n[1][1], as_positive);
  report_share("Negative predictive value", "Pr(~D| -)", "P_0n", n[0][0], as_negative);
  report_share("False + rate for true ~D", "Pr( +|~D)", "P_p0", n[1][0], negatives);
  report_share("False - rate for true D", "Pr( -| D)", "P_n1", n[0][1], positives);
  report_share("False + rate for classified +", "Pr(~D| +)", "P_0p", n[1][0], as_positive);
  report_share("False - rate for classified -", "Pr( D| -)", "P_1n", n[0][1], as_negative);
  report_share("Correctly classified", "", "P_corr", n[1][1] + n[0][0], all);
  r.matrix("ctable", [&] {
    eval::Matrix m(2, 2);
    m(0, 0) = n[1][1], m(0, 1) = n[1][0], m(1, 0) = n[0][1], m(1, 1) = n[0][0];
    m.row_names = {"+", "-"}, m.column_names = {"D", "notD"};
    return m;
  }());
  out.r = std::move(r);
  return out;
}

namespace {

struct GoodnessOfFit {
  double chi2 = 0, df = 0, groups = 0;
  struct Cell {
    double limit = 0, ones = 0, expected = 0, n = 0;  // limit: the largest prediction
  };
  std::vector<Cell> cells;  // of quantile groups
};

// Pearson over covariate patterns.
GoodnessOfFit by_patterns(const Fitted& f) {
  struct Pattern {
    double n = 0, y = 0, p = 0;
  };
  std::map<std::vector<double>, Pattern> patterns;
  std::vector<double> key(f.model.x.cols);
  for (std::size_t i = 0; i < f.y.size(); ++i) {
    for (std::size_t j = 0; j < key.size(); ++j) key[j] = f.model.x(i, j);
    Pattern& k = patterns[key];
    k.n += f.w[i];
    k.y += f.w[i] * f.y[i];
    k.p = f.p[i];
  }
  GoodnessOfFit g;
  g.groups = static_cast<double>(patterns.size());
  for (const auto& [unused, k] : patterns) {
    const double expected = k.n * k.p;
    g.chi2 += (k.y - expected) * (k.y - expected) / (expected * (1 - k.p));
  }
  return g;
}

// Hosmer and Lemeshow (1980): groups at quantiles of p, ties kept together.
GoodnessOfFit by_quantiles(const Fitted& f, int groups) {
  std::vector<std::size_t> order(f.p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return f.p[a] < f.p[b]; });
  const double all = std::accumulate(f.w.begin(), f.w.end(), 0.0);
  GoodnessOfFit g;
  double n = 0, y = 0, e = 0, v = 0, passed = 0;
  double limit = all / groups;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::size_t i = order[k];
    n += f.w[i], y += f.w[i] * f.y[i], e += f.w[i] * f.p[i];
    passed += f.w[i];
    const bool tied = k + 1 < order.size() && f.p[order[k + 1]] == f.p[i];
    if (tied || (passed < limit - 1e-9 && k + 1 < order.size())) continue;
    v = e * (1 - e / n);
    g.chi2 += (y - e) * (y - e) / v;
    ++g.groups;
    g.cells.push_back({f.p[i], y, e, n});
    while (limit <= passed + 1e-9) limit += all / groups;
    n = y = e = 0;
  }
  return g;
}

}  // namespace

Output estat_gof(EstatCall& call) {
  const ast::Option* group = call.line.find("Group");
  const bool table = call.line.find("Table");
  call.line.check_all_known();
  if (table && !group) throw Error(198, "option table goes with group()");
  const int groups = group ? std::atoi(group->argument.c_str()) : 0;
  if (group && groups < 3) throw Error(198, "group() must be at least 3");
  const Fitted f = fitted_outcome(call);
  GoodnessOfFit g = group ? by_quantiles(f, groups) : by_patterns(f);
  g.df = group ? g.groups - 2 : g.groups - call.e.scalar_or("rank");
  const double p = g.df > 0 ? stored(numeric::dist::chi2tail(g.df, g.chi2)) : data::missing;
  Output out;
  out.document.blank();
  out.line("Goodness-of-fit test after " + call.e.macro_or("cmd") + " model");
  out.line("Variable: " + call.e.macro_or("depvar"));
  out.document.blank();
  const auto line = [&](const std::string& what, const std::string& value) {
    out.line(fmt::format("{:>29} = {:>8}", what, value));
  };
  if (table) {
    out.line("  Group      Prob   Obs_1     Exp_1   Obs_0     Exp_0   Total");
    for (std::size_t k = 0; k < g.cells.size(); ++k) {
      const GoodnessOfFit::Cell& cell = g.cells[k];
      out.line(fmt::format("{:>7}{:>10.4f}{:>8.0f}{:>10.1f}{:>8.0f}{:>10.1f}{:>8.0f}", k + 1, cell.limit, cell.ones,
                           cell.expected, cell.n - cell.ones, cell.n - cell.expected, cell.n));
    }
    out.document.blank();
  }
  line("Number of observations", count_text(call.e.scalar_or("N")));
  line(group ? "Number of groups" : "Number of covariate patterns", count_text(g.groups));
  line((group ? "Hosmer-Lemeshow chi2(" : "Pearson chi2(") + count_text(g.df) + ")", fixed_text(g.chi2, 2));
  line("Prob > chi2", fixed_text(p, 4));
  out.r = Results{}.scalar("N", call.e.scalar_or("N")).scalar("m", g.groups).scalar("df", g.df)
              .scalar("chi2", stored(g.chi2)).scalar("p", p);
  return out;
}

}  // namespace nqp::kit
