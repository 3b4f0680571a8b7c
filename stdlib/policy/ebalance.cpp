// ebalance: weights of controls that balance the moments of covariates.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/treatment/entropy_balance.hpp"

namespace nqp::commands::ebalance_ {
namespace {

using namespace command;

struct Args {
  Terms d, x;
  Sample sample;
  std::vector<double> targets = {1};
  std::string generate = "_webal";
  int iterations = 200;
  double tolerance = 1e-8;
  bool replace = false;
};

struct Groups {
  kit::EstimationSample sample;
  kit::Design design;
  std::vector<std::size_t> treated, controls;   // places in the sample
  std::vector<std::string> names;
};

Groups read(const Args& a, const Context& c) {
  Groups g;
  kit::Needed needed{a.d, {}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  g.sample = kit::mark_sample(c, a.sample, {}, needed);
  g.design = kit::make_design(a.x, false, g.sample, c);
  const std::vector<double> d = kit::term_values(a.d[0], g.sample, c);
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (d[i] != 0 && d[i] != 1)
      throw Error(459, "treatment variable is not 0/1", std::nullopt, {"recode it so that 1 means treated"});
    (d[i] == 1 ? g.treated : g.controls).push_back(i);
  }
  if (g.controls.empty()) throw Error(2000, "no untreated observations");
  if (g.treated.empty()) throw Error(2000, "no treated observations");
  g.names.resize(g.design.x.cols);
  for (const kit::Slot& s : g.design.slots)
    if (s.state == kit::Slot::State::kept) g.names[s.column] = kit::slot_name(s);
  if (g.names.empty()) throw Error(459, "no covariate varies");
  return g;
}

// One number of targets() for all covariates, or one for each.
std::vector<int> orders(const Args& a, std::size_t covariates) {
  if (a.targets.size() != 1 && a.targets.size() != covariates)
    throw Error(198, fmt::format("targets() takes one number, or {} of them", covariates), std::nullopt,
                {"1: means, 2: variances too, 3: skewness too"});
  std::vector<int> out;
  for (std::size_t j = 0; j < covariates; ++j) {
    const double t = a.targets[a.targets.size() == 1 ? 0 : j];
    if (t != 1 && t != 2 && t != 3)
      throw Error(198, "targets() takes 1, 2 or 3", std::nullopt, {"1: means, 2: variances too, 3: skewness too"});
    out.push_back(static_cast<int>(t));
  }
  return out;
}

// Powers of deviations from the mean of the treated: with the mean balanced, those of order 2 and 3 give the variance
// and the skewness.
struct Moments {
  numeric::Matrix z;              // of the controls
  std::vector<double> target;     // of the treated
};
Moments moments_of(const Groups& g, const std::vector<int>& order) {
  Moments m;
  m.z = numeric::Matrix(g.controls.size(), 0);
  for (std::size_t j = 0; j < order.size(); ++j) {
    const std::span<const double> x = g.design.x.column(j);
    double mean = 0;
    for (const std::size_t i : g.treated) mean += x[i] / double(g.treated.size());
    for (int power = 1; power <= order[j]; ++power) {
      double target = 0;
      for (const std::size_t i : g.treated) target += std::pow(x[i] - mean, power) / double(g.treated.size());
      m.target.push_back(power == 1 ? 0 : target);
      for (const std::size_t i : g.controls) m.z.data.push_back(std::pow(x[i] - mean, power));
      ++m.z.cols;
    }
  }
  return m;
}

struct Description {
  double mean = 0, variance = 0, skewness = 0;
};
Description describe(std::span<const double> x, const std::vector<std::size_t>& rows, const std::vector<double>& w) {
  Description d;
  double n = 0, third = 0;
  for (std::size_t k = 0; k < rows.size(); ++k) n += w.empty() ? 1 : w[k];
  for (std::size_t k = 0; k < rows.size(); ++k) d.mean += (w.empty() ? 1 : w[k]) / n * x[rows[k]];
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const double e = x[rows[k]] - d.mean, share = (w.empty() ? 1 : w[k]) / n;
    d.variance += share * e * e, third += share * e * e * e;
  }
  d.skewness = d.variance > 0 ? third / std::pow(d.variance, 1.5) : data::missing;
  return d;
}

eval::Matrix balance_matrix(const Groups& g, const std::vector<double>& w) {
  eval::Matrix m(g.names.size(), 6);
  m.row_names = g.names;
  m.column_names = {"mean_Tr", "var_Tr", "skew_Tr", "mean_Co", "var_Co", "skew_Co"};
  for (std::size_t j = 0; j < g.names.size(); ++j) {
    const Description t = describe(g.design.x.column(j), g.treated, {});
    const Description c = describe(g.design.x.column(j), g.controls, w);
    const double row[] = {t.mean, t.variance, t.skewness, c.mean, c.variance, c.skewness};
    for (std::size_t k = 0; k < 6; ++k) m(j, k) = kit::stored(row[k]);
  }
  return m;
}

void show(const eval::Matrix& m, const char* title, Output& out) {
  using report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{13, 0, false}, {9, 1, true}, {9, 1, false}, {9, 1, false}, {9, 1, true}, {9, 1, false}, {9, 1, false}};
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  report::Cell treated = text_cell("Treated", report::Align::centre);
  report::Cell controls = text_cell("Controls", report::Align::centre);
  treated.span = controls.span = 3;
  out.line("");
  out.line(title);
  t.rule();
  t.row({text_cell(""), treated, controls});
  t.row({text_cell(""), head("mean"), head("variance"), head("skewness"), head("mean"), head("variance"),
         head("skewness")});
  t.rule();
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::vector<report::Cell> cells{text_cell(m.row_names[i])};
    for (std::size_t k = 0; k < 6; ++k) cells.push_back(number_cell(m(i, k), "%9.4g"));
    t.row(std::move(cells));
  }
  t.rule();
  out.document.add(std::move(t));
}

Output run(const Args& a, const Context& c) {
  if (!(a.replace && c.frame.find(a.generate))) kit::check_new_name(c, a.generate);
  const Groups g = read(a, c);
  const Moments m = moments_of(g, orders(a, g.names.size()));
  const numeric::EntropyBalance b = kit::compute(c, [&](numeric::Progress& p) {
    return numeric::entropy_balance(m.z, m.target, a.tolerance, a.iterations, p);
  });
  if (!b.converged)
    throw Error(430, "no weights balance these moments", std::nullopt,
                {fmt::format("a moment stays {:.3g} standard deviations off: means of the treated lie outside of what "
                             "controls can reach; fewer covariates or lower targets() may help", b.worst)});
  // Treated count one each, all controls together as many as there are treated.
  std::vector<double> weights = b.weights, column(c.frame.rows, data::missing);
  for (double& w : weights) w *= double(g.treated.size());
  for (const std::size_t i : g.treated) column[g.sample.rows[i]] = 1;
  for (std::size_t k = 0; k < weights.size(); ++k) column[g.sample.rows[g.controls[k]]] = weights[k];
  Output out;
  data::Frame f = c.frame;
  data::Variable v;
  v.name = a.generate;
  v.column = data::make_numeric(data::Storage::double_, column);
  v.format = "%10.0g";
  v.label = "entropy balancing weights";
  if (f.find(a.generate)) f.remove(a.generate);
  f.add(std::move(v));
  out.frame = std::move(f);
  out.r.emplace();
  Results& r = *out.r;
  eval::Matrix before = balance_matrix(g, {}), after = balance_matrix(g, b.weights);
  out.line(fmt::format("Entropy balancing: {} treated, {} controls, {} moments, {} iterations",
                       g.treated.size(), g.controls.size(), m.target.size(), b.iterations));
  show(before, "Before: without weights", out);
  show(after, "After: with the weights", out);
  double squares = 0, sum = 0, largest = 0;
  for (const double w : b.weights) squares += w * w, sum += w, largest = std::max(largest, w);
  out.line(fmt::format("Effective number of controls {:.1f} of {}; the largest weight is {:.4g} of their sum",
                       sum * sum / squares, g.controls.size(), largest));
  r.scalar("N1", double(g.treated.size())).scalar("N0", double(g.controls.size()));
  r.scalar("maxdiff", b.worst).scalar("N_eff", sum * sum / squares).scalar("iterations", b.iterations);
  r.matrix("preBal", std::move(before)).matrix("postBal", std::move(after));
  return out;
}

}  // namespace

extern const Command ebalance_command =
    define<Args>("ebalance", "Entropy balancing: weights of controls with the moments of the treated")
        .dependent(&Args::d)
        .terms(&Args::x, {1})
        .if_in(&Args::sample)
        .numbers("TARgets", &Args::targets, "1 means, 2 variances, 3 skewness; one number or one for each covariate")
        .text("GENerate", &Args::generate, "variable of the weights; default _webal")
        .flag("REPlace", &Args::replace, "the variable may exist")
        .integer("MAXIter", &Args::iterations, 1, 100000, "most iterations; default 200")
        .number("TOLerance", &Args::tolerance, 1e-14, 1, "largest difference, in standard deviations; default 1e-8")
        .stores({{"r(preBal)", "mean, variance and skewness of treated and controls before"},
                 {"r(postBal)", "the same with the weights"},
                 {"r(maxdiff)", "largest difference of a moment, in standard deviations"},
                 {"r(N_eff)", "effective number of controls, (Σw)²/Σw²"},
                 {"r(N1)", "treated"},
                 {"r(N0)", "controls"},
                 {"r(iterations)", "iterations"}})
        .changes(Effect::results | Effect::data)
        .no_by()
        .reference("Hainmueller, J. (2012). Entropy balancing for causal effects. Political Analysis 20, 25-46.")
        .remark("The treated have weight 1, the weights of the controls add up to the number of treated. Effects on the "
                "treated are then weighted differences: regress y d [pweight=_webal].")
        .remark("Of all weights with these moments they are the nearest to equal ones. Error 430 when no weights have "
                "them; the data are then as before.")
        .example("The effect of training",
                 "sysuse lalonde\nebalance treat age educ married re74 re75, targets(1)\n"
                 "regress re78 treat [pweight=_webal]",
                 "e(N) == 614 & inrange(_b[treat], 500, 2500)")
        .example("Variances, too",
                 "sysuse lalonde\nebalance treat age educ re74, targets(2 2 1) generate(w)\n"
                 "matrix B = r(postBal)",
                 "abs(el(r(postBal), 1, 1) - el(r(postBal), 1, 4)) < 1e-6 & r(N_eff) < r(N0)")
        .runs(run);

}  // namespace nqp::commands::ebalance_
