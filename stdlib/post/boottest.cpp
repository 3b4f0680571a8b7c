// boottest: wild cluster bootstrap tests after least squares.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/bootstrap_model.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/rng/generator.hpp"
#include "stdlib/numeric/vce/wild_bootstrap.hpp"
#include "stdlib/numeric/vce/wild_instruments.hpp"

namespace nqp::commands::boottest_ {
namespace {

using namespace command;
using numeric::WildWeight;

struct Args {
  std::string hypotheses, weight = "rademacher", kind = "wild", p_type = "symmetric", adjust;
  int replications = 999, seed = -1;
  bool no_null = false, no_interval = false, no_graph = false, quiet = false;
  double level = 0;
  Variables clusters, draw_by;
};

std::string join(const std::vector<std::string>& words, const char* between) {
  std::string out;
  for (const std::string& w : words) out += (out.empty() ? "" : between) + w;
  return out;
}

// "{x = 1} {z w}" are several hypotheses, tested one after another.
std::vector<std::string> separate_hypotheses(const std::string& text) {
  if (text.find('{') == std::string::npos) return {text};
  std::vector<std::string> out;
  std::size_t at = 0;
  while ((at = text.find('{', at)) != std::string::npos) {
    const std::size_t end = text.find('}', at);
    if (end == std::string::npos) throw Error(198, "unmatched brace in the hypotheses");
    out.push_back(text.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return out;
}

// Restrictions on the columns of m.x.
numeric::Matrix restriction_matrix(const std::vector<kit::LinearForm>& forms, const kit::BootstrapModel& m,
                                   const Results& e) {
  numeric::Matrix R(forms.size(), m.x.cols);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    std::vector<double> left = forms[i].weights;
    for (std::size_t j = 0; j < m.columns.size(); ++j) {
      R(i, j) = left[m.columns[j]];
      left[m.columns[j]] = 0;
    }
    for (std::size_t j = 0; j < left.size(); ++j)
      if (left[j] != 0)
        throw Error(198, e.find_matrix("b")->column_names[j] + " cannot be tested", std::nullopt,
                    {"it was omitted, or is the constant of a model with absorbed effects"});
  }
  return R;
}

WildWeight weight_of(const std::string& word) {
  if (word == "mammen") return WildWeight::mammen;
  if (word == "webb") return WildWeight::webb;
  if (word == "normal") return WildWeight::normal;
  return word == "gamma" ? WildWeight::gamma : WildWeight::rademacher;
}

double (numeric::WildTest::*p_of(const std::string& word))() const {
  if (word == "equaltail") return &numeric::WildTest::p_equal_tail;
  if (word == "lower") return &numeric::WildTest::p_lower;
  return word == "upper" ? &numeric::WildTest::p_upper : &numeric::WildTest::p_symmetric;
}

// The factor that makes the sandwich of one restriction that of e(V); (N-1)/(N-K)·G/(G-1) for other clusters.
double variance_factor(const numeric::WildSpec& spec, const std::vector<kit::LinearForm>& forms,
                       const kit::BootstrapModel& m, const Results& e) {
  if (spec.clusters.empty()) return 1;
  const std::string vce = e.macro_or("vce");
  if (m.as_estimated && vce != "hc2" && vce != "hc3") {
    numeric::Matrix first(1, spec.restrictions.cols);
    for (std::size_t j = 0; j < first.cols; ++j) first(0, j) = spec.restrictions(0, j);
    numeric::WildSpec one = spec;
    one.restrictions = first;
    const double se = numeric::WildBootstrap(one).standard_error();
    const eval::Matrix& V = *e.find_matrix("V");
    double variance = 0;
    for (std::size_t i = 0; i < V.rows; ++i)
      for (std::size_t j = 0; j < V.columns; ++j) variance += forms[0].weights[i] * V(i, j) * forms[0].weights[j];
    if (variance > 0 && se > 0) return variance / (se * se);
  }
  if (!e.find_scalar("df_r")) return 1;
  const double n = e.scalar_or("N"), k = static_cast<double>(spec.x.cols) + static_cast<double>(m.absorbed.count);
  double groups = n;
  for (const kit::GroupCodes& g : m.clusters)
    if (!m.cluster_names.empty()) groups = std::min(groups, static_cast<double>(g.count));
  return (m.cluster_names.empty() ? n : n - 1) / (n - k) * (m.cluster_names.empty() ? 1 : groups / (groups - 1));
}

struct Tested {
  std::vector<kit::LinearForm> forms;
  numeric::WildTest test;
  double p = 0, b = 0, se = 0;
  std::size_t replications = 0;
  bool all_signs = false;
  std::vector<numeric::ConfidencePiece> set;
};

// Instruments: the wild restricted efficient bootstrap, without a confidence set.
Tested test_instrumented(const std::string& hypothesis, const Args& a, const kit::BootstrapModel& m,
                         std::uint64_t seed, const Context& c) {
  const Results& e = c.e->results;
  Tested out;
  out.forms = kit::parse_restrictions(hypothesis, false, e, c);
  const numeric::Matrix R = restriction_matrix(out.forms, m, e);
  if (R.rows != 1 || a.kind == "score" || m.clusters.size() > 1)
    throw Error(198, "after instruments boottest takes one restriction, boottype(wild) and one cluster variable");
  if (!m.clusters.empty() && m.draws != numeric::dense_codes(m.clusters[0].codes).values)
    throw Error(198, "after instruments the clusters of the draws are those of the variance");
  numeric::WildIvSpec spec{.y = m.data.y, .x = m.x, .endogenous = m.endogenous, .excluded = m.excluded,
                           .clusters = m.draws, .restriction = R.data, .value = -out.forms[0].constant};
  spec.impose_null = !a.no_null;
  spec.weight = weight_of(a.weight);
  spec.replications = 0;
  spec.seed = seed;
  kit::compute(c, [&](numeric::Progress& progress) {
    // The factor that makes the sandwich that of e(V): it leaves p alone.
    const double se = numeric::wild_instruments(spec, progress).standard_error;
    const eval::Matrix& V = *e.find_matrix("V");
    double variance = 0;
    for (std::size_t i = 0; i < V.rows; ++i)
      for (std::size_t j = 0; j < V.columns; ++j)
        variance += out.forms[0].weights[i] * V(i, j) * out.forms[0].weights[j];
    if (m.as_estimated && !m.classical && variance > 0 && se > 0) spec.factor = variance / (se * se);
    spec.replications = a.replications;
    const numeric::WildIvTest t = numeric::wild_instruments(spec, progress);
    out.test = t.test;
    out.b = t.estimate;
    out.se = t.standard_error;
    out.replications = t.replications;
    out.all_signs = t.enumerates;
    return 0;
  });
  out.p = (out.test.*p_of(a.p_type))();
  return out;
}

Tested test_one(const std::string& hypothesis, const Args& a, const kit::BootstrapModel& m, std::uint64_t seed,
                const Context& c) {
  if (!m.endogenous.empty()) return test_instrumented(hypothesis, a, m, seed, c);
  const Results& e = c.e->results;
  Tested out;
  out.forms = kit::parse_restrictions(hypothesis, false, e, c);
  const numeric::Matrix R = restriction_matrix(out.forms, m, e);
  numeric::WildSpec spec;
  spec.y = m.data.y;
  spec.x = m.x;
  spec.weights = m.weights;
  spec.absorbed = m.absorbed.codes;
  for (const kit::GroupCodes& g : m.clusters) spec.clusters.emplace_back(g.codes);
  spec.draw_by = m.draws;
  spec.restrictions = R;
  spec.dof = e.scalar_or("df_r", e.scalar_or("N"));
  spec.impose_null = !a.no_null;
  spec.score = a.kind == "score";
  spec.weight = weight_of(a.weight);
  spec.replications = a.replications;
  spec.seed = seed;
  kit::compute(c, [&](numeric::Progress& progress) {
    spec.factor = variance_factor(spec, out.forms, m, e);
    const numeric::WildBootstrap bootstrap(spec);
    std::vector<double> values;
    for (const kit::LinearForm& f : out.forms) values.push_back(-f.constant);
    out.test = bootstrap.test(values, progress);
    const bool one = out.forms.size() == 1;
    out.p = one ? (out.test.*p_of(a.p_type))() : out.test.p_upper();
    out.replications = bootstrap.replications();
    out.all_signs = bootstrap.enumerates();
    out.b = bootstrap.estimate();
    out.se = bootstrap.standard_error();
    if (one && !a.no_interval)
      out.set = numeric::wild_confidence_set(bootstrap, 1 - kit::level_or_default(a.level, c) / 100, p_of(a.p_type),
                                             progress);
    return 0;
  });
  return out;
}

std::string end_text(double x) {
  if (std::isinf(x)) return x < 0 ? "-∞" : "+∞";
  return text::trimmed(text::format_number(x, "%9.4g"));
}

std::string set_text(const std::vector<numeric::ConfidencePiece>& set) {
  std::string out;
  for (const auto& piece : set)
    out += fmt::format("{}{}{}, {}{}", out.empty() ? "" : " U ", std::isinf(piece.low) ? "(" : "[", end_text(piece.low),
                       end_text(piece.high), std::isinf(piece.high) ? ")" : "]");
  return out.empty() ? "empty" : out;
}

const char* name_of(WildWeight w) {
  switch (w) {
    case WildWeight::rademacher: return "Rademacher";
    case WildWeight::mammen: return "Mammen";
    case WildWeight::webb: return "Webb";
    case WildWeight::normal: return "standard normal";
    case WildWeight::gamma: return "gamma";
  }
  return "";
}

void report_one(const Tested& t, const Args& a, const kit::BootstrapModel& m, const Context& c, Output& out) {
  const Results& e = c.e->results;
  out.document.blank();
  const bool score = a.kind == "score";
  std::string clustered;
  if (!m.cluster_names.empty()) clustered = ", clustered by " + join(m.cluster_names, " ");
  if (m.draw_names != join(m.cluster_names, " ")) clustered += ", bootstrap clustering by " + m.draw_names;
  out.line(fmt::format("{}, null {}imposed, {} replications, {} test{},",
                       score ? "Score bootstrap" : "Wild bootstrap-t", a.no_null ? "not " : "", t.replications,
                       score && !a.no_null ? "Rao score" : "Wald", clustered));
  out.line(fmt::format("{} weights:", name_of(weight_of(a.weight))));
  for (const kit::LinearForm& f : t.forms) out.line("  " + kit::restriction_text(f, e));
  out.document.blank();
  const bool one = t.forms.size() == 1, small = e.find_scalar("df_r") != nullptr;
  const std::string df_r = small ? kit::count_text(e.scalar_or("df_r")) : "";
  const std::string name =
      one ? (small ? "t(" + df_r + ")" : "z")
          : (small ? fmt::format("F({}, {})", t.forms.size(), df_r) : fmt::format("chi2({})", t.forms.size()));
  const double shown = one || small ? t.test.statistic : t.test.statistic * static_cast<double>(t.forms.size());
  const std::string letter = one ? (small ? "t" : "z") : (small ? "F" : "chi2");
  const std::string p_name = !one                      ? "Prob > " + letter
                             : a.p_type == "symmetric" ? "Prob>|" + letter + "|"
                             : a.p_type == "lower"     ? "Prob<" + letter
                             : a.p_type == "upper"     ? "Prob>" + letter
                                                       : "2 * min(Prob<" + letter + ", Prob>" + letter + ")";
  out.line(text::pad_left(name, 28) + " = " + text::pad_left(kit::fixed_text(kit::stored(shown), 4), 10));
  out.line(text::pad_left(p_name, 28) + " = " + text::pad_left(kit::fixed_text(kit::stored(t.p), 4), 10));
  if (t.all_signs)
    out.line(fmt::format("note: all {} sign combinations of {} bootstrap clusters were used", t.replications,
                         static_cast<int>(std::log2(static_cast<double>(t.replications)))),
             report::Style::note);
  if (t.test.left_out > 0)
    out.line(fmt::format("note: {} draws without a positive variance were left out", t.test.left_out),
             report::Style::note);
  if (!one || a.no_interval || !m.endogenous.empty()) return;
  out.document.blank();
  out.line(fmt::format("{}% confidence set for null hypothesis expression: {}",
                       text::trimmed(text::format_number(kit::level_or_default(a.level, c), "%9.0g")),
                       set_text(t.set)));
}

void post_one(const Tested& t, const std::string& suffix, const Context& c, Results& r) {
  const bool one = t.forms.size() == 1, small = c.e->results.find_scalar("df_r") != nullptr;
  const double q = static_cast<double>(t.forms.size());
  r.scalar("p" + suffix, kit::stored(t.p));
  const char* name = one ? (small ? "t" : "z") : (small ? "F" : "chi2");
  r.scalar(name + suffix, kit::stored(one || small ? t.test.statistic : t.test.statistic * q));
  r.scalar("df" + suffix, q);
  if (small) r.scalar("df_r" + suffix, c.e->results.scalar_or("df_r"));
  r.scalar("reps" + suffix, static_cast<double>(t.replications));
  if (one) {
    r.scalar("b" + suffix, kit::stored(t.b)).scalar("se" + suffix, kit::stored(t.se));
    if (!t.set.empty()) {
      numeric::Matrix ci(t.set.size(), 2);
      std::vector<std::string> rows;
      for (std::size_t i = 0; i < t.set.size(); ++i) {
        ci(i, 0) = kit::stored(t.set[i].low);
        ci(i, 1) = kit::stored(t.set[i].high);
        rows.push_back("r" + std::to_string(i + 1));
      }
      r.matrix("CI" + suffix, kit::named_matrix(ci, rows, {"ll", "ul"}));
      r.macro("CIstr" + suffix, set_text(t.set));
    }
  }
  numeric::Matrix draws(t.test.draws.size(), 1);
  for (std::size_t i = 0; i < t.test.draws.size(); ++i) draws(i, 0) = t.test.draws[i];
  if (draws.rows > 0 && draws.rows <= 65534)
    r.matrix("dist" + suffix, kit::named_matrix(draws, eval::Matrix::default_names('r', draws.rows), {"c1"}));
}

void adjust_for_number(const Args& a, std::vector<Tested>& tests, Results& r, Output& out) {
  if (a.adjust.empty() || tests.size() < 2) return;
  const double m = static_cast<double>(tests.size());
  out.document.blank();
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const double p = tests[i].p;
    const double adjusted = a.adjust == "bonferroni" ? std::min(1.0, p * m) : -std::expm1(m * std::log1p(-p));
    r.scalar("padj_" + std::to_string(i + 1), kit::stored(adjusted));
    out.line(
        fmt::format("{}-adjusted p of hypothesis {}: {}", a.adjust, i + 1, kit::fixed_text(kit::stored(adjusted), 4)));
  }
}

Output run(const Args& a, const Context& c) {
  const kit::BootstrapModel m = kit::bootstrap_model(a.clusters, a.draw_by, c);
  if (a.kind == "score" && m.classical)
    throw Error(198, "boottype(score) needs robust or clustered errors", std::nullopt,
                {"add cluster() or estimate with vce(robust)"});
  const std::string text = text::trimmed(a.hypotheses);
  if (text.empty())
    throw Error(198, "a hypothesis is required", std::nullopt, {"boottest x, boottest x = 1, boottest x z"});
  const std::uint64_t seed = a.seed >= 0 ? static_cast<std::uint64_t>(a.seed) : c.environment.rng().next();
  std::vector<Tested> tests;
  for (const std::string& h : separate_hypotheses(text)) tests.push_back(test_one(h, a, m, seed, c));
  Output out;
  Results r;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    report_one(tests[i], a, m, c, out);
    post_one(tests[i], tests.size() == 1 ? "" : "_" + std::to_string(i + 1), c, r);
  }
  adjust_for_number(a, tests, r, out);
  r.scalar("level", kit::level_or_default(a.level, c)).scalar("null", a.no_null ? 0 : 1);
  r.macro("weighttype", a.weight).macro("boottype", a.kind).macro("ptype", a.p_type);
  r.macro("clustvars", join(m.cluster_names, " ")).macro("bootclust", m.draw_names);
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command boottest_command = kit::loose_body(
    define<Args>("boottest", "Wild cluster bootstrap tests after least squares")
        .anything(&Args::hypotheses)
        .choice("WEIGHTtype", &Args::weight, {"rademacher", "mammen", "webb", "normal", "gamma"},
                "distribution of the draws; rademacher uses all sign vectors when they are no more than reps()")
        .choice("BOOTtype", &Args::kind, {"wild", "score"}, "multiply residuals (default) or scores")
        .choice("Ptype", &Args::p_type, {"symmetric", "equaltail", "lower", "upper"}, "which tail p counts")
        .integer("Reps", &Args::replications, 1, 10000000, "replications (999)")
        .integer("seed", &Args::seed, 0, 2147483647, "seed of the draws; else drawn from the session's stream")
        .variables("CLuster", &Args::clusters, "clusters of the variance, when not those of the estimates")
        .variables("BOOTCLuster", &Args::draw_by, "observations that share a draw: groups of all these together")
        .flag("NONULl", &Args::no_null, "do not impose the null hypothesis on the bootstrap samples")
        .flag("noCI", &Args::no_interval, "no confidence set")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .choice("MADJust", &Args::adjust, {"bonferroni", "sidak"}, "adjust p for the number of hypotheses")
        .flag("noGRaph", &Args::no_graph, "accepted: no graph is drawn in any case")
        .flag("QUIetly", &Args::quiet, "accepted: the restricted estimates are not shown in any case")
        .stores({{"r(p)", "bootstrap p-value; with several hypotheses r(p_1) …, so for all that follow"},
                 {"r(t)", "t statistic; r(z) without e(df_r), r(F) or r(chi2) for joint hypotheses"},
                 {"r(df)", "restrictions"},
                 {"r(df_r)", "residual degrees of freedom"},
                 {"r(reps)", "replications used"},
                 {"r(b)", "estimate of the tested expression"},
                 {"r(se)", "its standard error"},
                 {"r(CI)", "confidence set: a row for each piece"},
                 {"r(CIstr)", "the set as text"},
                 {"r(dist)", "bootstrap distribution of the statistic"},
                 {"r(padj_1)", "p adjusted for the number of hypotheses, with madjust()"},
                 {"r(null)", "1 when the null was imposed"},
                 {"r(level)", "confidence level"},
                 {"r(clustvars)", "clusters of the variance"},
                 {"r(bootclust)", "clusters of the draws"}})
        .changes(Effect::results)
        .reference("Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Review of Economics and Statistics 90, "
                   "414-427.")
        .reference("Roodman, D., MacKinnon, J. G., Nielsen, M. Ø. and Webb, M. D. (2019). Stata Journal 19, 4-60.")
        .reference("Webb, M. D. (2014). Reworking wild bootstrap based inference for clustered errors (webb).")
        .remark("After regress, areg, xtreg, fe and reghdfe with up to two absorbed effects. A draw equal to the "
                "statistic counts as at least as large.")
        .reference("Davidson, R. and MacKinnon, J. G. (2010). Wild bootstrap tests for IV regression. Journal of Business "
                   "and Economic Statistics 28, 128-144.")
        .remark("After ivregress 2sls and ivreg2 the restricted efficient bootstrap tests one restriction; there is no "
                "confidence set.")
        .remark("{x} {z} tests two hypotheses one after another; x z or (x) (z) tests them jointly.")
        .remark("Several clusters: all parts of the variance carry the factor of e(V), which leaves p alone. The draws "
                "are not those of other programs.")
        .example("Few clusters: all sign vectors",
                 "clear\nset obs 60\nset seed 4\ngenerate g = ceil(_n/10)\ngenerate x = g > 3\n"
                 "generate y = x + rnormal()\nregress y x, vce(cluster g)\nboottest x, reps(999)",
                 "r(reps) == 64 & abs(r(t) - _b[x]/_se[x]) < 1e-8")
        .example("Joint hypothesis, six-point weights, draws by group",
                 "sysuse auto\nregress price weight mpg foreign, vce(cluster rep78)\n"
                 "boottest mpg foreign, weighttype(webb) seed(1) reps(199)",
                 "r(df) == 2 & r(p) >= 0 & r(p) <= 1")
        .example("Absorbed effects and the confidence set",
                 "clear\nset obs 120\nset seed 5\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6)\n"
                 "generate x = rnormal()\ngenerate y = x + id/5 + rnormal()\n"
                 "reghdfe y x, absorb(id t) vce(cluster id)\nboottest x = 1, seed(3)",
                 "el(r(CI),1,1) < _b[x] & el(r(CI),1,2) > _b[x]")
        .example("After two-stage least squares",
                 "clear\nset obs 60\nset seed 4\ngenerate g = ceil(_n/10)\ngenerate z = rnormal()\n"
                 "generate x = z + rnormal()\ngenerate y = x + rnormal()\nivregress 2sls y (x = z), vce(cluster g)\n"
                 "boottest x = 1",
                 "r(reps) == 64 & abs(r(z) - (_b[x] - 1)/_se[x]) < 1e-8 & r(p) > 0")
        .example("Two hypotheses, adjusted for their number",
                 "sysuse auto\nregress price weight mpg, vce(cluster rep78)\n"
                 "boottest {weight} {mpg}, seed(1) reps(199) noci madjust(bonferroni)",
                 "abs(r(padj_1) - min(1, 2*r(p_1))) < 1e-12")
        .runs(run));

}  // namespace nqp::commands::boottest_
