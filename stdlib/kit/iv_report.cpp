#include "stdlib/kit/iv_report.hpp"

#include <fmt/format.h>

#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"
#include "stdlib/numeric/iv/stock_yogo.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

using command::Results;

namespace {

constexpr std::size_t width = 78;

std::string rule() { return std::string(width, '-'); }

// "Sargan statistic (overidentification test of all instruments):          87.655"
void statistic_line(const std::string& label, double value, report::Document& d) {
  const std::size_t room = label.size() < width - 12 ? 12 : width - label.size();
  d.line(text::pad_right(label, width - room) + text::pad_left(fixed_text(value, 3), room));
}

void p_line(double df, double p, report::Document& d) {
  const std::string label = fmt::format("Chi-sq({}) P-val =", count_text(df));
  d.line(text::pad_left(label, width - 10) + text::pad_left(fixed_text(p, 4), 10));
}

std::string general_text(double x) { return text::trimmed(text::format_number(x, "%12.0g")); }

std::string assumption(const Results& e, const char* about) {
  const bool cluster = e.find_scalar("N_clust") != nullptr, kernel = e.find_macro("kernel") != nullptr;
  const bool robust = e.macro_or("vcetype") == "Robust";
  if (!cluster && !kernel && !robust) return {};
  std::string what = "heteroskedasticity";
  if (cluster) what += " and clustering on " + e.macro_or("clustvar");
  else if (kernel) what = robust ? "heteroskedasticity and autocorrelation" : "autocorrelation";
  return std::string(about) + what;
}

void identification_block(const Results& e, report::Document& d) {
  if (!e.find_scalar("idstat")) return;
  const bool robust = e.find_scalar("rkf") != nullptr;
  const std::string kind = robust ? "Kleibergen-Paap rk LM statistic" : "Anderson canon. corr. LM statistic";
  statistic_line("Underidentification test (" + kind + "):", e.scalar_or("idstat"), d);
  p_line(e.scalar_or("iddf"), e.scalar_or("idp"), d);
  d.line(rule());
  statistic_line("Weak identification test (Cragg-Donald Wald F statistic):", e.scalar_or("cdf"), d);
  if (robust) statistic_line("                         (Kleibergen-Paap rk Wald F statistic):", e.scalar_or("rkf"), d);
  const bool liml = e.macro_or("model") == "liml";
  const auto rows = stock_yogo_rows(liml, static_cast<std::size_t>(e.scalar_or("endog_ct", 0)),
                                    static_cast<std::size_t>(e.scalar_or("exexog_ct", 0)));
  const std::string label = "Stock-Yogo weak ID test critical values:";
  if (rows.empty()) d.line(label + text::pad_left("<not available>", width - label.size()));
  for (std::size_t i = 0; i < rows.size(); ++i)
    d.line(text::pad_right(i == 0 ? label : "", label.size()) + " " + text::pad_right(rows[i].first, 29) +
           text::pad_left(fixed_text(rows[i].second, 2), width - label.size() - 30));
  if (!rows.empty()) d.line("Source: Stock-Yogo (2005).");
  if (robust && !rows.empty()) d.line("NB: Critical values are for Cragg-Donald F statistic and i.i.d. errors.");
  d.line(rule());
}

void exactly_identified(report::Document& d) { d.line(text::pad_left("(equation exactly identified)", width)); }

void overidentification_block(const Results& e, report::Document& d) {
  if (!e.find_scalar("jdf") || e.macro_or("model") == "ols") return;
  const bool sargan = e.find_scalar("sargan") != nullptr;
  const std::string label =
      std::string(sargan ? "Sargan" : "Hansen J") + " statistic (overidentification test of all instruments):";
  statistic_line(label, e.scalar_or("j"), d);
  if (e.scalar_or("jdf", 0) > 0) p_line(e.scalar_or("jdf"), e.scalar_or("jp"), d);
  else exactly_identified(d);
  if (data::is_missing(e.scalar_or("j")))
    d.line("Warning: the covariance of the moment conditions is not of full rank: J not reported.");
}

void difference_block(const Results& e, const char* option, const char* label, const char* name, const char* list,
                      report::Document& d) {
  const std::string stat = name;
  if (!e.find_scalar(stat)) return;
  d.line(std::string("-") + option + "- option:");
  statistic_line(label, e.scalar_or(stat), d);
  p_line(e.scalar_or(stat + "df"), e.scalar_or(stat + "p"), d);
  wrapped_list(list, e.macro_or(option == std::string("endog")    ? "elist"
                                : option == std::string("orthog") ? "clist"
                                                                  : "redlist"),
               22, d);
  if (option == std::string("redundant")) d.line(rule());
}

void pair_line(const std::string& left, const std::string& name, const std::string& value, report::Document& d) {
  const std::string right = text::pad_right(name, 14) + "=" + text::pad_left(value, 9);
  d.line(text::pad_right(left, width - 24) + right);
}

}  // namespace

bool is_ivreg2(const command::Results& e) { return e.find_scalar("rankzz") != nullptr; }

void wrapped_list(const std::string& label, const std::string& names, std::size_t indent, report::Document& d) {
  std::string line = text::pad_right(label, indent);
  std::string_view rest = names;
  bool first = true;
  for (std::string word = take_word(rest); !word.empty(); word = take_word(rest)) {
    if (!first && line.size() + 1 + word.size() > width) {
      d.line(line);
      line = std::string(indent, ' ');
      first = true;
    }
    line += (first ? "" : " ") + word;
    first = false;
  }
  d.line(line);
}

std::vector<std::pair<std::string, double>> stock_yogo_rows(bool liml, std::size_t endogenous, std::size_t excluded) {
  using numeric::StockYogo;
  std::vector<std::pair<std::string, double>> out;
  const auto add = [&](StockYogo kind, std::initializer_list<int> percents, const char* what) {
    for (const int p : percents) {
      const double value = numeric::stock_yogo(kind, endogenous, excluded, p);
      if (numeric::is_defined(value)) out.emplace_back(fmt::format("{:>2}% maximal {}", p, what), value);
    }
  };
  if (liml) {
    add(StockYogo::liml_size, {10, 15, 20, 25}, "LIML size");
    return out;
  }
  add(StockYogo::bias, {5, 10, 20, 30}, "IV relative bias");
  add(StockYogo::size, {10, 15, 20, 25}, "IV size");
  return out;
}

report::Document ivreg2_header(const Results& e) {
  report::Document d;
  d.blank();
  const std::string title = e.macro_or("title");
  d.line(title);
  d.line(std::string(title.size(), '-'));
  d.blank();
  if (const std::string absorbed = e.macro_or("absvars"); !absorbed.empty()) d.line("Absorbed: " + absorbed);
  const bool efficient_gmm = e.macro_or("model") == "gmm2s" || e.macro_or("model") == "cue";
  const std::string consistent = assumption(e, "Statistics robust to ");
  if (efficient_gmm && !consistent.empty()) d.line(assumption(e, "Estimates efficient for arbitrary "));
  else if (e.macro_or("model") != "ols") d.line("Estimates efficient for homoskedasticity only");
  d.line(consistent.empty() ? "Statistics consistent for homoskedasticity only" : consistent);
  if (const std::string kernel = e.macro_or("kernel"); !kernel.empty())
    d.line("  kernel=" + kernel + "; bandwidth=" + general_text(e.scalar_or("bw")));
  d.blank();
  const std::string clusters = e.find_scalar("N_clust") ? count_text(e.scalar_or("N_clust")) : std::string();
  const double first = e.scalar_or("N_clust1");
  if (!data::is_missing(first)) {
    d.line(fmt::format("Number of clusters: {} and {}", count_text(first), count_text(e.scalar_or("N_clust2"))));
  } else if (!clusters.empty()) {
    d.line("Number of clusters (" + e.macro_or("clustvar") + ") = " + clusters);
  }
  if (e.find_scalar("N_g")) d.line("Number of groups = " + count_text(e.scalar_or("N_g")));
  pair_line("", "Number of obs", count_text(e.scalar_or("N")), d);
  pair_line("", fmt::format("F({:>3}, {:>5})", count_text(e.scalar_or("Fdf1", 0)), count_text(e.scalar_or("Fdf2"))),
            fixed_text(e.scalar_or("F"), 2), d);
  pair_line("", "Prob > F", fixed_text(e.scalar_or("Fp"), 4), d);
  pair_line("Total (centered) SS     = " + text::pad_left(general_text(e.scalar_or("yyc")), 12), "Centered R2",
            fixed_text(e.scalar_or("r2c"), 4), d);
  pair_line("Total (uncentered) SS   = " + text::pad_left(general_text(e.scalar_or("yy")), 12), "Uncentered R2",
            fixed_text(e.scalar_or("r2u"), 4), d);
  pair_line("Residual SS             = " + text::pad_left(general_text(e.scalar_or("rss")), 12), "Root MSE",
            number_text(e.scalar_or("rmse")), d);
  d.blank();
  return d;
}

report::Document ivreg2_footer(const Results& e) {
  report::Document d;
  if (e.find_scalar("lambda")) {
    d.line(fmt::format("lambda = {}   k-class = {}", fixed_text(e.scalar_or("lambda"), 6),
                       fixed_text(e.scalar_or("kclass"), 6)));
    d.line(rule());
  }
  identification_block(e, d);
  difference_block(e, "redundant", "IV redundancy test (LM test of redundancy of specified instruments):", "redstat",
                   "Instruments tested:", d);
  overidentification_block(e, d);
  difference_block(e, "orthog", "C statistic (exogeneity/orthogonality of suspect instruments):", "cstat",
                   "Instruments tested:", d);
  difference_block(e, "endog", "Endogeneity test of endogenous regressors:", "estat", "Regressors tested:", d);
  if (e.macro_or("model") != "ols") {
    d.line(rule());
    wrapped_list("Instrumented:", e.macro_or("instd"), 22, d);
    wrapped_list("Included instruments:", e.macro_or("inexog"), 22, d);
    wrapped_list("Excluded instruments:", e.macro_or("exexog"), 22, d);
  }
  if (!e.macro_or("partial").empty()) {
    wrapped_list("Partialled-out:", e.macro_or("partial"), 22, d);
    d.line("nb: total SS, model F and R2s are after partialling-out");
  }
  if (!e.macro_or("collin").empty()) wrapped_list("Dropped collinear:", e.macro_or("collin"), 22, d);
  if (e.macro_or("model") != "ols" || !e.macro_or("collin").empty()) d.line(rule());
  return d;
}

report::Document instrument_lists(const Results& e) {
  report::Document d;
  if (e.macro_or("instd").empty()) return d;
  wrapped_list("Endogenous:", e.macro_or("instd"), 12, d);
  wrapped_list("Exogenous:", e.macro_or("insts"), 12, d);
  return d;
}

std::vector<Results> first_stage_regressions(const InstrumentedColumns& k, const numeric::IvSpec& spec,
                                             const command::Context& c) {
  std::vector<Results> out;
  std::vector<std::string> names = k.x2_names;
  names.insert(names.end(), k.z1_names.begin(), k.z1_names.end());
  if (k.constant) names.push_back("_cons");
  numeric::Matrix z = k.x2;
  z.rows = k.y.size();
  z.data.insert(z.data.end(), k.z1.data.begin(), k.z1.data.end());
  z.cols += k.z1.cols;
  for (std::size_t j = 0; j < k.x1.cols; ++j) {
    numeric::IvSpec stage = spec;
    stage.estimator = numeric::IvEstimator::tsls;
    stage.small = true;
    stage.data.y = k.x1.column(j);
    stage.data.endogenous = {};
    stage.data.exogenous = z;
    stage.data.instruments = {};
    stage.tss_centred = stage.tss_uncentred = -1;
    const numeric::IvFit fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(stage, p); });
    Results e;
    e.macro("depvar", k.x1_names[j]);
    post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F}, {"r2", fit.r2_centred},
                     {"r2_a", 1 - (1 - fit.r2_centred) * (fit.N - 1) / (fit.N - fit.K)}, {"rmse", fit.rmse},
                     {"rss", fit.rss}});
    if (!fit.N_clust.empty() || stage.vce.robust) e.macro("vcetype", "Robust");
    Coefficients coefficients;
    coefficients.names = names;
    coefficients.b = fit.b;
    coefficients.V = fit.V;
    post_coefficients(e, coefficients);
    out.push_back(std::move(e));
  }
  return out;
}

Results reduced_form_regression(const InstrumentedColumns& k, const std::string& depvar, const numeric::IvSpec& spec,
                                const command::Context& c) {
  InstrumentedColumns reduced = k;
  reduced.x1 = numeric::Matrix(k.y.size(), 1, k.y);
  reduced.x1_names = {depvar};
  return first_stage_regressions(reduced, spec, c).front();
}

report::Document reduced_form_table(const Results& reduced, double level, const command::Context& c) {
  report::Document d;
  d.blank();
  d.line("Reduced-form regression of the dependent variable");
  d.blank();
  TableOptions options;
  options.level = level;
  d.append(coefficient_table(reduced, c.frame, options, c.settings.linesize));
  return d;
}

report::Document first_stage_tables(const std::vector<Results>& stages, double level, const command::Context& c) {
  report::Document d;
  d.blank();
  d.line("First-stage regressions");
  d.line("-----------------------");
  for (const Results& e : stages) {
    report::Header h;
    h.left = {"", "First-stage regression of " + e.macro_or("depvar")};
    h.right = {observations_pair(e), test_pair(e), test_p_pair(e), {"R-squared", fixed_text(e.scalar_or("r2"), 4)},
               {"Adj R-squared", fixed_text(e.scalar_or("r2_a"), 4)},
               {"Root MSE", number_text(e.scalar_or("rmse"))}};
    d.blank();
    d.add(h);
    d.blank();
    TableOptions options;
    options.level = level;
    d.append(coefficient_table(e, c.frame, options, c.settings.linesize));
  }
  return d;
}

}  // namespace nqp::kit
