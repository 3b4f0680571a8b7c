// oaxaca: Blinder-Oaxaca decomposition of the difference between the mean outcomes of two groups.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::oaxaca_ {
namespace {

using namespace command;
using numeric::Matrix;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Vce vce;
  std::string by, weight, reverse;
  bool threefold = false, pooled = false, omega = false, detail = false, fixed = false, swap = false;
};

// One regression: coefficients (constant last), variances, influence of each row of the whole sample.
struct Regression {
  std::vector<double> b;
  Matrix V, influence;
};

struct Group {
  double value = 0;
  std::vector<std::size_t> rows;       // of the sample
  Regression fit;
  std::vector<double> mean;            // of the columns, 1 for the constant
  Matrix V_mean;
};

// A component is a sum of ± mean'b: which mean (0, 1), which coefficients (0, 1; 2: the reference), and the sign.
struct Product {
  int mean = 0, b = 0;
  double sign = 1;
};
struct Component {
  std::string name;
  std::vector<Product> products;
  bool constant = true;                // the constant has a share of its own
};

// Rows of the design in `rows`, with an extra column when it is not empty.
Regression fit_rows(const Matrix& x, const std::vector<double>& y, const std::vector<std::size_t>& rows,
                    const std::vector<double>& extra, const Args& a, const Context& c) {
  Matrix part(rows.size(), x.cols + (extra.empty() ? 0 : 1));
  std::vector<double> outcome;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t j = 0; j < part.cols; ++j) part(r, j) = j < x.cols ? x(rows[r], j) : extra[rows[r]];
    outcome.push_back(y[rows[r]]);
  }
  numeric::LinearSpec spec;
  spec.y = outcome;
  spec.x = part;
  numeric::VceSpec vce;
  if (a.vce.kind == "robust") vce.kind = numeric::VceKind::robust;
  const numeric::LinearFit f = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, vce, p); });
  if (std::count(f.omitted.begin(), f.omitted.end(), 1) > 0)
    throw Error(498, "a regressor is collinear in one of the groups", std::nullopt,
                {"every coefficient must be estimated in both groups: leave the regressor out"});
  if (!(f.df_r > 0)) throw Error(2001, "insufficient observations");
  const std::size_t K = x.cols + 1;
  const auto place = [&](std::size_t j) { return j < x.cols ? j : part.cols; };  // the extra column stays behind
  Regression out;
  out.V = Matrix(K, K);
  out.influence = Matrix(y.size(), K);
  for (std::size_t i = 0; i < K; ++i) {
    out.b.push_back(f.b[place(i)]);
    for (std::size_t j = 0; j < K; ++j) out.V(i, j) = f.V(place(i), place(j));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      double sum = 0;
      for (std::size_t j = 0; j <= part.cols; ++j)
        sum += f.xtx_inverse(place(i), j) * (j < part.cols ? part(r, j) : 1.0);
      out.influence(rows[r], i) = sum * f.residuals[r];
    }
  }
  return out;
}

// Means and their variances, Σ(x - m)(x - m)'/(n(n-1)).
void describe_means(const Matrix& x, bool fixed, Group& g) {
  const std::size_t K = x.cols + 1;
  const double n = static_cast<double>(g.rows.size());
  g.mean.assign(K, 1.0);
  g.V_mean = Matrix(K, K);
  for (std::size_t j = 0; j < x.cols; ++j) {
    double sum = 0;
    for (const std::size_t r : g.rows) sum += x(r, j);
    g.mean[j] = sum / n;
  }
  for (std::size_t i = 0; i < x.cols && !fixed; ++i)
    for (std::size_t j = 0; j < x.cols; ++j) {
      double sum = 0;
      for (const std::size_t r : g.rows) sum += (x(r, i) - g.mean[i]) * (x(r, j) - g.mean[j]);
      g.V_mean(i, j) = sum / (n * (n - 1));
    }
}

// Weight of the first group's coefficients in the reference; none: the reference is a regression of its own.
std::vector<Component> components(const Args& a, bool threefold, bool own_reference, double w) {
  std::vector<Component> out = {{"group_1", {{0, 0, 1}}},
                                {"group_2", {{1, 1, 1}}},
                                {"difference", {{0, 0, 1}, {1, 1, -1}}}};
  if (threefold) {
    const bool back = kit::abbreviates(kit::trim(a.reverse), "REVerse") && !a.reverse.empty();
    const int view = back ? 0 : 1;     // whose coefficients value endowments; the other's means value coefficients
    out.push_back({"endowments", {{0, view, 1}, {1, view, -1}}, false});
    out.push_back({"coefficients", {{view, 0, 1}, {view, 1, -1}}});
    const double s = back ? -1 : 1;
    out.push_back({"interaction", {{0, 0, s}, {0, 1, -s}, {1, 0, -s}, {1, 1, s}}, false});
    return out;
  }
  Component explained{"explained", {{0, 2, 1}, {1, 2, -1}}, false};
  Component unexplained{"unexplained", {{0, 0, 1}, {0, 2, -1}, {1, 2, 1}, {1, 1, -1}}};
  for (Component* k : {&explained, &unexplained}) {
    std::vector<Product> written;
    for (const Product& p : k->products) {
      if (p.b != 2 || own_reference) written.push_back(p);
      else written.insert(written.end(), {{p.mean, 0, p.sign * w}, {p.mean, 1, p.sign * (1 - w)}});
    }
    k->products = written;
    out.push_back(*k);
  }
  return out;
}

struct Decomposition {
  std::vector<std::string> names;
  std::vector<double> b;
  Matrix V;
};

// Values, and variances by the delta method: coefficients and means are independent, the groups too. Jann (2008).
Decomposition decompose(const std::vector<Group>& g, const Regression* reference, const Matrix& V_b,
                        const std::vector<Component>& parts, const std::vector<std::string>& names, bool detail) {
  const std::size_t K = names.size(), B = V_b.rows;
  const auto coefficient = [&](int which, std::size_t j) {
    return which == 2 ? reference->b[j] : g[static_cast<std::size_t>(which)].fit.b[j];
  };
  Matrix V(B + 2 * K, B + 2 * K);
  for (std::size_t i = 0; i < B; ++i)
    for (std::size_t j = 0; j < B; ++j) V(i, j) = V_b(i, j);
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t i = 0; i < K; ++i)
      for (std::size_t j = 0; j < K; ++j) V(B + k * K + i, B + k * K + j) = g[k].V_mean(i, j);
  Decomposition d;
  std::vector<std::vector<double>> gradients;
  const auto add = [&](const std::string& name, const Component& part, std::size_t first, std::size_t last) {
    std::vector<double> gradient(V.rows, 0.0);
    double value = 0;
    for (const Product& p : part.products)
      for (std::size_t j = first; j < last; ++j) {
        const auto m = static_cast<std::size_t>(p.mean), b = static_cast<std::size_t>(p.b);
        value += p.sign * g[m].mean[j] * coefficient(p.b, j);
        gradient[b * K + j] += p.sign * g[m].mean[j];
        gradient[B + m * K + j] += p.sign * coefficient(p.b, j);
      }
    d.names.push_back(name);
    d.b.push_back(value);
    gradients.push_back(std::move(gradient));
  };
  for (const Component& part : parts) add("overall:" + part.name, part, 0, K);
  for (std::size_t k = 3; detail && k < parts.size(); ++k)
    for (std::size_t j = 0; j < K - (parts[k].constant ? 0 : 1); ++j)
      add(parts[k].name + ":" + names[j], parts[k], j, j + 1);
  Matrix J(gradients.size(), V.rows);
  for (std::size_t i = 0; i < J.rows; ++i)
    for (std::size_t j = 0; j < J.cols; ++j) J(i, j) = gradients[i][j];
  d.V = numeric::quadratic_form(J, V);
  return d;
}

// Of the coefficients of both groups and, when there is one, of the reference: then from the influence of the rows.
Matrix coefficient_variance(const std::vector<Group>& g, const Regression* reference) {
  const std::size_t K = g[0].fit.b.size();
  if (!reference) {
    Matrix V(2 * K, 2 * K);
    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t i = 0; i < K; ++i)
        for (std::size_t j = 0; j < K; ++j) V(k * K + i, k * K + j) = g[k].fit.V(i, j);
    return V;
  }
  Matrix all(reference->influence.rows, 0);
  for (const Regression* r : {&g[0].fit, &g[1].fit, reference}) {
    all.data.insert(all.data.end(), r->influence.data.begin(), r->influence.data.end());
    all.cols += K;
  }
  const double n = static_cast<double>(all.rows);
  return numeric::scale(numeric::cross_product(all, all), n / (n - 1));
}

double reference_weight(const Args& a) {
  const std::optional<double> w = kit::parse_number(kit::trim(a.weight));
  if (!w) throw Error(198, "weight() takes one number", std::nullopt, {"weight(1) takes the first group's coefficients"});
  return *w;
}

std::vector<Group> split_groups(const Args& a, const kit::EstimationSample& sample, const Context& c) {
  std::vector<double> values(sample.size());
  c.numeric(a.by).read_rows(sample.rows, values.data());
  std::vector<double> levels = values;
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  if (levels.size() != 2)
    throw Error(420, std::to_string(levels.size()) + " groups found, 2 required", std::nullopt,
                {"by() takes a variable with two values in the sample"});
  if (a.swap) std::swap(levels[0], levels[1]);
  std::vector<Group> g(2);
  for (std::size_t k = 0; k < 2; ++k) g[k].value = levels[k];
  for (std::size_t i = 0; i < values.size(); ++i) g[values[i] == levels[0] ? 0 : 1].rows.push_back(i);
  return g;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("oaxaca", a, c);
  if (a.by.empty()) throw Error(198, "option by() required", std::nullopt, {"by(female): a variable with two values"});
  const int wishes = (a.weight.empty() ? 0 : 1) + (a.pooled ? 1 : 0) + (a.omega ? 1 : 0) +
                     (a.threefold || !a.reverse.empty() ? 1 : 0);
  if (wishes > 1) throw Error(198, "only one of threefold, weight(), pooled and omega may be given");
  if (!a.reverse.empty() && !kit::abbreviates(kit::trim(a.reverse), "REVerse"))
    throw Error(198, "threefold(" + a.reverse + ") not known", std::nullopt, {"threefold or threefold(reverse)"});
  kit::Needed needed{a.y, {a.by}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, needed);
  std::vector<Group> groups = split_groups(a, sample, c);
  const kit::Design design = kit::make_design(a.x, true, sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);
  for (Group& g : groups) {
    g.fit = fit_rows(design.x, y, g.rows, {}, a, c);
    describe_means(design.x, a.fixed, g);
  }
  Regression reference;
  const bool own_reference = a.pooled || a.omega;
  if (own_reference) {
    std::vector<std::size_t> everyone(sample.size());
    for (std::size_t i = 0; i < everyone.size(); ++i) everyone[i] = i;
    std::vector<double> second;
    if (a.pooled) {
      second.assign(sample.size(), 0.0);
      for (const std::size_t r : groups[1].rows) second[r] = 1;
    }
    reference = fit_rows(design.x, y, everyone, second, a, c);
  }
  const bool threefold = !own_reference && a.weight.empty();
  const double w = a.weight.empty() ? 0 : reference_weight(a);
  std::vector<std::string> names;
  for (const kit::Slot& slot : design.slots)
    if (slot.state == kit::Slot::State::kept) names.push_back(kit::slot_name(slot));
  names.emplace_back("_cons");
  const Regression* own = own_reference ? &reference : nullptr;
  const Decomposition d = decompose(groups, own, coefficient_variance(groups, own),
                                    components(a, threefold, own_reference, w), names, a.detail);
  kit::Coefficients k;
  k.names = d.names;
  k.b = d.b;
  k.V = d.V;
  Results e = kit::begin_estimates("oaxaca", "Blinder-Oaxaca decomposition", kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", static_cast<double>(sample.size())},
                        {"N_1", static_cast<double>(groups[0].rows.size())},
                        {"N_2", static_cast<double>(groups[1].rows.size())}});
  e.macro("by", a.by).macro("group_1", text::macro_number(groups[0].value));
  e.macro("group_2", text::macro_number(groups[1].value)).macro("model", "linear");
  e.macro("refcoefs", threefold ? "" : a.pooled ? "pooled" : a.omega ? "omega" : text::macro_number(w));
  const bool robust = own_reference || a.vce.kind == "robust";
  e.macro("vce", robust ? "robust" : "conventional").macro("vcetype", robust ? "Robust" : "");
  e.matrix("b0", [&] {
    numeric::Matrix all(own ? 3 : 2, names.size());
    for (std::size_t j = 0; j < names.size(); ++j) {
      for (std::size_t i = 0; i < 2; ++i) all(i, j) = groups[i].fit.b[j];
      if (own) all(2, j) = reference.b[j];
    }
    std::vector<std::string> rows = {"b1", "b2"};
    if (own) rows.emplace_back("b_ref");
    return kit::named_matrix(all, rows, names);
  }());
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  out.document.blank();
  for (std::size_t i = 0; i < 2; ++i)
    out.line("Group " + std::to_string(i + 1) + ": " + a.by + " = " + text::macro_number(groups[i].value) +
             "   N of obs = " + kit::count_text(static_cast<double>(groups[i].rows.size())));
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command oaxaca_command =
    define<Args>("oaxaca", "Blinder-Oaxaca decomposition")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .vce(&Args::vce, {"conventional", "robust"})
        .variable("by", &Args::by, "variable with two values: the groups")
        .flag("THREEfold", &Args::threefold, "endowments, coefficients and interaction (default)")
        .text("THREEfold", &Args::reverse, "reverse: from the first group's point of view")
        .text("Weight", &Args::weight, "twofold: weight of the first group's coefficients in the reference")
        .flag("Pooled", &Args::pooled, "twofold: reference from all rows with an indicator of the group")
        .flag("omega", &Args::omega, "twofold: reference from all rows (Neumark)")
        .flag("Detail", &Args::detail, "shares of single regressors")
        .flag("fixed", &Args::fixed, "regressors are not random: their means have no variance")
        .flag("swap", &Args::swap, "exchange the groups")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_1)", "observations of group 1"},
                 {"e(N_2)", "observations of group 2"},
                 {"e(by)", "the variable of the groups"},
                 {"e(group_1)", "value of group 1"},
                 {"e(group_2)", "value of group 2"},
                 {"e(refcoefs)", "reference of the twofold decomposition"},
                 {"e(b0)", "coefficients of the groups and the reference"},
                 {"e(b)", "the decomposition"},
                 {"e(V)", "its variances and covariances"},
                 {"e(vce)", "conventional or robust"},
                 {"r(table)", "components, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Blinder, A. S. (1973). Journal of Human Resources 8, 436-455; Oaxaca, R. (1973). International "
                   "Economic Review 14, 693-709.")
        .reference("Jann, B. (2008). The Blinder-Oaxaca decomposition for linear regression models. Stata Journal 8, "
                   "453-479.")
        .remark("Group 1 has the lower value of by(). Standard errors take regressors as random unless fixed. With "
                "pooled and omega the coefficients are correlated with the reference: variances are then robust.")
        .example("The parts add up to the difference of the means",
                 "sysuse mroz\nquietly oaxaca lwage educ exper, by(city) detail\n"
                 "scalar D = [overall]_b[endowments] + [overall]_b[coefficients] + [overall]_b[interaction]\n"
                 "scalar G = [overall]_b[difference]",
                 "abs(D - G) < 1e-12 & abs([endowments]_b[educ] + [endowments]_b[exper] - [overall]_b[endowments]) "
                 "< 1e-12")
        .example("Twofold, with the coefficients of the pooled sample",
                 "sysuse mroz\noaxaca lwage educ exper, by(city) pooled",
                 "abs([overall]_b[explained] + [overall]_b[unexplained] - [overall]_b[difference]) < 1e-12 & "
                 "e(refcoefs) == \"pooled\"")
        .runs(run);

}  // namespace nqp::commands::oaxaca_
