// xtunitroot: unit-root tests for panels.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/panel/unit_root.hpp"

namespace nqp::commands::xtunitroot_ {
namespace {

using namespace command;
using numeric::Deterministic;
using numeric::LagChoice;
namespace dist = numeric::dist;

struct Args {
  std::string body, lags, kernel;
  Sample sample;
  bool trend = false, no_constant = false, demean = false, dickey_fuller = false;
};

struct Series {
  std::string name;
  std::vector<std::vector<double>> values;  // of each panel
  std::size_t rows = 0, least = 0, most = 0;
};

// Values less the mean of their period over all panels.
void take_off_period_means(const kit::Panel& panel, const std::vector<double>& by_row,
                           std::vector<std::vector<double>>& values) {
  std::map<double, std::pair<double, double>> periods;  // sum and count
  for (const auto& rows : panel.rows)
    for (const data::Row r : rows) {
      periods[panel.time[r]].first += by_row[r];
      periods[panel.time[r]].second += 1;
    }
  std::size_t g = 0;
  for (const auto& rows : panel.rows) {
    if (rows.empty()) continue;
    for (std::size_t t = 0; t < rows.size(); ++t) {
      const auto& [sum, count] = periods[panel.time[rows[t]]];
      values[g][t] -= sum / count;
    }
    ++g;
  }
}

// Values of the panels in order of time. Error 459 where periods are absent inside a panel.
Series read_series(const std::string& variable, const Args& a, const Context& c) {
  Series out;
  const Terms term = resolve_terms(variable, c);
  if (term.size() != 1) throw Error(103, "too many variables specified", std::nullopt, {"one variable is tested"});
  out.name = term_name(term[0]);
  kit::declared_panel_and_time(c.frame);
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, {term, {}});
  const std::vector<double> y = kit::term_values(term[0], sample, c);
  std::vector<double> by_row(c.frame.rows, 0.0);
  for (std::size_t i = 0; i < y.size(); ++i) by_row[sample.rows[i]] = y[i];
  const kit::Panel panel = kit::panel_of(c, true, sample.use);
  const double delta = panel.declared.delta > 0 ? panel.declared.delta : 1;
  for (const auto& rows : panel.rows) {
    if (rows.empty()) continue;
    std::vector<double> one;
    for (std::size_t t = 0; t < rows.size(); ++t) {
      if (t > 0 && std::abs(panel.time[rows[t]] - panel.time[rows[t - 1]] - delta) > 1e-9 * delta)
        throw Error(459, "a panel has gaps in time", std::nullopt, {"the tests need consecutive periods; see tsfill"});
      one.push_back(by_row[rows[t]]);
    }
    out.values.push_back(std::move(one));
  }
  if (a.demean) take_off_period_means(panel, by_row, out.values);
  out.least = y.size();
  for (const auto& v : out.values) {
    out.rows += v.size();
    out.least = std::min(out.least, v.size());
    out.most = std::max(out.most, v.size());
  }
  return out;
}

// lags(2), lags(aic 4)
void read_lags(const std::string& text, numeric::UnitRootSpec& s) {
  std::string_view rest = text;
  std::string word = kit::lower(kit::take_word(rest));
  if (word.empty()) return;
  if (word == "aic" || word == "bic" || word == "hqic") {
    s.choice = word == "aic" ? LagChoice::aic : word == "bic" ? LagChoice::bic : LagChoice::hqic;
    word = kit::take_word(rest);
  }
  const std::optional<double> n = kit::parse_number(word);
  if (!n || *n < 0 || *n != std::floor(*n) || *n > 100 || !kit::trim(rest).empty())
    throw Error(198, "lags() takes a whole number, or a criterion and a number", std::nullopt,
                {"lags(2), lags(aic 4), lags(bic 4), lags(hqic 4)"});
  s.lags = static_cast<int>(*n);
}

// kernel(bartlett), kernel(bartlett llc), kernel(bartlett 5)
void read_kernel(const std::string& text, numeric::UnitRootSpec& s) {
  std::string_view rest = text;
  const std::string word = kit::lower(kit::take_word(rest)), size = kit::lower(kit::take_word(rest));
  if (word.empty()) return;
  if (!kit::abbreviates(word, "BArtlett"))
    throw Error(198, "kernel() takes bartlett", std::nullopt, {"kernel(bartlett llc), kernel(bartlett 5)"});
  if (size.empty() || size == "llc") return;
  const std::optional<double> n = kit::parse_number(size);
  if (!n || *n < 0 || *n != std::floor(*n)) throw Error(198, "kernel() takes a number of lags or llc");
  s.kernel_lags = static_cast<int>(*n);
}

numeric::UnitRootSpec spec_of(const Args& a, Series series) {
  if (a.trend && a.no_constant) throw Error(198, "options trend and noconstant may not be combined");
  numeric::UnitRootSpec s;
  s.series = std::move(series.values);
  s.terms = a.trend ? Deterministic::trend : a.no_constant ? Deterministic::none : Deterministic::constant;
  read_lags(a.lags, s);
  read_kernel(a.kernel, s);
  return s;
}

void heading(const std::string& test, const Series& s, const Args& a, const std::string& null, const std::string& other,
             Output& out) {
  const std::string title = test + " unit-root test for " + s.name;
  out.document.blank();
  out.line(title);
  out.line(std::string(text::display_width(title), '-'));
  const auto pair = [&](const std::string& left, const std::string& right) {
    out.line(text::pad_right(left, 44) + right);
  };
  pair("H0: " + null,
       "Number of panels  = " + text::pad_left(kit::count_text(static_cast<double>(s.values.size())), 6));
  const std::string periods =
      s.least == s.most ? std::to_string(s.most)
                        : fmt::format("{:.2f}", static_cast<double>(s.rows) / static_cast<double>(s.values.size()));
  pair("Ha: " + other,
       (s.least == s.most ? "Number of periods = " : "Avg. number of periods = ") + text::pad_left(periods, 6));
  out.document.blank();
  pair(std::string("Panel means:  ") + (a.no_constant ? "Not included" : "Included"),
       std::string("Cross-sectional means ") + (a.demean ? "removed" : "not removed"));
  out.line(std::string("Time trend:   ") + (a.trend ? "Included" : "Not included"));
}

std::string lags_text(const numeric::UnitRootSpec& s, double mean) {
  if (s.choice == LagChoice::fixed) return fmt::format("{} {}", s.lags, s.lags == 1 ? "lag" : "lags");
  return fmt::format("{:.2f} lags average (chosen by {})", mean,
                     s.choice == LagChoice::aic   ? "AIC"
                     : s.choice == LagChoice::bic ? "BIC"
                                                  : "HQIC");
}

report::Table statistic_table(const char* last) {
  report::Table t;
  t.columns = {{26, 1, false}, {14, 2, false}, {12, 6, false}};
  t.rule();
  t.row({report::text_cell(""), report::text_cell("Statistic", report::Align::right),
         report::text_cell(last, report::Align::right)});
  t.rule();
  return t;
}

void statistic_row(report::Table& t, const std::string& name, double value, double p) {
  t.row({report::text_cell(name), report::number_cell(kit::stored(value), "%10.4f"),
         std::isfinite(p) ? report::number_cell(p, "%6.4f") : report::text_cell("")});
}

Output run_llc(const Args& a, const Context& c, const std::string& variable) {
  Series s = read_series(variable, a, c);
  if (s.least != s.most)
    throw Error(459, "the Levin-Lin-Chu test needs strongly balanced data", std::nullopt, {"use ips or fisher"});
  Output out;
  heading("Levin-Lin-Chu", s, a, "Panels contain unit roots", "Panels are stationary", out);
  const Series shape = s;
  const numeric::UnitRootSpec spec = spec_of(a, std::move(s));
  const numeric::LevinLinChu r = kit::compute(c, [&](numeric::Progress& p) { return numeric::levin_lin_chu(spec, p); });
  const int kernel =
      spec.kernel_lags >= 0 ? spec.kernel_lags : static_cast<int>(3.21 * std::cbrt(static_cast<double>(shape.most)));
  out.document.blank();
  out.line("ADF regressions: " + lags_text(spec, r.mean_lags));
  out.line(fmt::format("LR variance:     Bartlett kernel, {} lags", kernel));
  const double p = dist::normal(r.adjusted);
  report::Table t = statistic_table("p-value");
  statistic_row(t, "Unadjusted t", r.t, NAN);
  statistic_row(t, "Adjusted t*", r.adjusted, p);
  t.rule();
  out.document.add(std::move(t));
  out.r = Results{};
  out.r->scalar("N", static_cast<double>(shape.rows)).scalar("N_g", static_cast<double>(shape.values.size()));
  out.r->scalar("N_t", static_cast<double>(shape.most)).scalar("td", kit::stored(r.t));
  out.r->scalar("tds", kit::stored(r.adjusted)).scalar("p_tds", kit::stored(p)).scalar("meanlags", r.mean_lags);
  out.r->scalar("delta", kit::stored(r.rho)).scalar("lrlags", kernel).macro("test", "llc");
  return out;
}

Output run_ips(const Args& a, const Context& c, const std::string& variable) {
  if (a.no_constant) throw Error(198, "option noconstant is not for xtunitroot ips");
  Series s = read_series(variable, a, c);
  Output out;
  heading("Im-Pesaran-Shin", s, a, "All panels contain unit roots", "Some panels are stationary", out);
  const Series shape = s;
  const numeric::UnitRootSpec spec = spec_of(a, std::move(s));
  const numeric::ImPesaranShin r =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::im_pesaran_shin(spec, p); });
  out.document.blank();
  out.line("ADF regressions: " + lags_text(spec, r.mean_lags));
  const double p = dist::normal(r.w);
  report::Table t = statistic_table("p-value");
  statistic_row(t, "t-bar", r.t_bar, NAN);
  if (std::isfinite(r.z)) {
    statistic_row(t, "t-tilde-bar", r.t_tilde_bar, NAN);
    statistic_row(t, "Z-t-tilde-bar", r.z, dist::normal(r.z));
  }
  statistic_row(t, "W-t-bar", r.w, p);
  t.rule();
  out.document.add(std::move(t));
  out.r = Results{};
  out.r->scalar("N", static_cast<double>(shape.rows)).scalar("N_g", static_cast<double>(shape.values.size()));
  out.r->scalar("tbar", kit::stored(r.t_bar)).scalar("wtbar", kit::stored(r.w)).scalar("p_wtbar", kit::stored(p));
  if (std::isfinite(r.z))
    out.r->scalar("ttildebar", r.t_tilde_bar).scalar("zttildebar", r.z).scalar("p_zttildebar", dist::normal(r.z));
  out.r->scalar("meanlags", r.mean_lags).macro("test", "ips");
  return out;
}

// Choi (2001): the inverse chi-squared, inverse normal, inverse logit and modified inverse chi-squared statistics.
struct Combined {
  double P = 0, Z = 0, L = 0, Pm = 0, df_L = 0;
};

Combined combine(const std::vector<double>& p) {
  const double n = static_cast<double>(p.size()), pi = 3.14159265358979323846;
  Combined out;
  double logits = 0;
  for (const double raw : p) {
    const double one = std::clamp(raw, 1e-16, 1 - 1e-16);
    out.P -= 2 * std::log(one);
    out.Z += dist::invnormal(one) / std::sqrt(n);
    logits += std::log(one / (1 - one));
  }
  out.df_L = 5 * n + 4;
  out.L = logits * std::sqrt(3 * out.df_L / (pi * pi * n * (5 * n + 2)));
  out.Pm = (out.P - 2 * n) / (2 * std::sqrt(n));
  return out;
}

Output run_fisher(const Args& a, const Context& c, const std::string& variable) {
  if (!a.dickey_fuller)
    throw Error(198, "option dfuller required", std::nullopt, {"xtunitroot fisher x, dfuller lags(1)"});
  Series s = read_series(variable, a, c);
  Output out;
  heading("Fisher-type", s, a, "All panels contain unit roots", "At least one panel is stationary", out);
  const Series shape = s;
  const numeric::UnitRootSpec spec = spec_of(a, std::move(s));
  std::vector<double> p;
  kit::compute(c, [&](numeric::Progress& progress) {
    for (const auto& y : spec.series) {
      numeric::check(progress);
      p.push_back(numeric::dickey_fuller_p(numeric::dickey_fuller(y, spec).t, spec.terms));
    }
    return 0;
  });
  const Combined r = combine(p);
  const double n = static_cast<double>(p.size());
  const double pP = dist::chi2tail(2 * n, r.P), pZ = dist::normal(r.Z), pL = dist::t(r.df_L, r.L);
  const double pPm = dist::normal(-r.Pm);
  out.document.blank();
  out.line("Based on augmented Dickey-Fuller tests; ADF regressions: " + lags_text(spec, spec.lags));
  report::Table t = statistic_table("p-value");
  statistic_row(t, fmt::format("Inverse chi-squared({:.0f}) P", 2 * n), r.P, pP);
  statistic_row(t, "Inverse normal         Z", r.Z, pZ);
  statistic_row(t, fmt::format("Inverse logit t({:.0f})    L*", r.df_L), r.L, pL);
  statistic_row(t, "Modified inv. chi-sq.  Pm", r.Pm, pPm);
  t.rule();
  out.document.add(std::move(t));
  out.r = Results{};
  out.r->scalar("N", static_cast<double>(shape.rows)).scalar("N_g", n);
  out.r->scalar("P", r.P).scalar("df_P", 2 * n).scalar("p_P", pP).scalar("Z", r.Z).scalar("p_Z", pZ);
  out.r->scalar("L", r.L).scalar("df_L", r.df_L).scalar("p_L", pL).scalar("Pm", r.Pm).scalar("p_Pm", pPm);
  out.r->macro("test", "fisher").macro("urtest", "dfuller");
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string word = kit::take_word(rest), variable(kit::trim(rest));
  if (variable.empty())
    throw Error(198, "a test and a variable are required", std::nullopt, {"xtunitroot ips x, lags(1)"});
  if (a.dickey_fuller && word != "fisher") throw Error(198, "option dfuller is for xtunitroot fisher");
  if (!a.kernel.empty() && word != "llc") throw Error(198, "option kernel() is for xtunitroot llc");
  if (word == "llc") return run_llc(a, c, variable);
  if (word == "ips") return run_ips(a, c, variable);
  if (word == "fisher") return run_fisher(a, c, variable);
  throw Error(198, "xtunitroot has the tests llc, ips and fisher", std::nullopt,
              {"ht, breitung and hadri are not available"});
}

}  // namespace

extern const Command xtunitroot_command =
    define<Args>("xtunitroot", "Unit-root tests for panels: Levin-Lin-Chu, Im-Pesaran-Shin, Fisher")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .flag("Trend", &Args::trend, "a linear trend for each panel")
        .flag("noCONStant", &Args::no_constant, "no panel means (llc, fisher)")
        .flag("DEMean", &Args::demean, "take the means of each period off first")
        .text("LAgs", &Args::lags, "lags of the difference: a number, or aic, bic, hqic and the most of them (0)")
        .text("KERnel", &Args::kernel, "long-run variance (llc): bartlett with llc (default) or a number of lags")
        .flag("DFuller", &Args::dickey_fuller, "augmented Dickey-Fuller tests (fisher)")
        .no_by()
        .stores({{"r(N)", "number of observations"},
                 {"r(N_g)", "number of panels"},
                 {"r(tds)", "llc: adjusted t; r(td) unadjusted"},
                 {"r(td)", "llc: unadjusted t"},
                 {"r(p_tds)", "llc: p-value"},
                 {"r(tbar)", "ips: mean of the t statistics"},
                 {"r(wtbar)", "ips: W-t-bar"},
                 {"r(p_wtbar)", "ips: its p-value"},
                 {"r(ttildebar)", "ips without lags: mean with restricted variances"},
                 {"r(zttildebar)", "ips without lags: Z-t-tilde-bar"},
                 {"r(p_zttildebar)", "ips: its p-value"},
                 {"r(P)", "fisher: inverse chi-squared; r(Z), r(L), r(Pm) the others"},
                 {"r(Z)", "fisher: inverse normal"},
                 {"r(L)", "fisher: inverse logit"},
                 {"r(Pm)", "fisher: modified inverse chi-squared"},
                 {"r(p_P)", "fisher: p-value of r(P); r(p_Z), r(p_L), r(p_Pm)"},
                 {"r(meanlags)", "mean number of lags"}})
        .changes(Effect::results)
        .reference("Levin, A., Lin, C.-F. and Chu, C.-S. J. (2002). Journal of Econometrics 108, 1-24.")
        .reference("Im, K. S., Pesaran, M. H. and Shin, Y. (2003). Journal of Econometrics 115, 53-74.")
        .reference("Choi, I. (2001). Journal of International Money and Finance 20, 249-272.")
        .reference("MacKinnon, J. G. (1994). Journal of Business & Economic Statistics 12, 167-176.")
        .remark(
            "Moments are interpolated in the papers' tables at T = periods - 1 (ips) and T = periods - lags - 1 (llc); "
            "shorter or longer series take the table's edge.")
        .remark("A criterion compares lags on the rows that the most of them leave.")
        .example("Random walks and stationary series",
                 "clear\nset obs 600\nset seed 5\ngenerate id = ceil(_n/60)\ngenerate t = mod(_n - 1, 60)\nxtset id t\n"
                 "generate e = rnormal()\ngenerate walk = e if t == 0\nreplace walk = walk[_n-1] + e if t > 0\n"
                 "xtunitroot ips walk, lags(1)\nscalar p = r(p_wtbar)\nxtunitroot ips e",
                 "p > .01 & r(p_wtbar) < .001 & r(N_g) == 10")
        .example("Levin-Lin-Chu, lags by AIC",
                 "clear\nset obs 600\nset seed 5\ngenerate id = ceil(_n/60)\ngenerate t = mod(_n - 1, 60)\nxtset id t\n"
                 "generate e = rnormal()\nxtunitroot llc e, lags(aic 4)",
                 "r(p_tds) < .001 & r(meanlags) <= 4")
        .example("Fisher's combination of Dickey-Fuller tests",
                 "clear\nset obs 200\nset seed 5\ngenerate id = ceil(_n/40)\ngenerate t = mod(_n - 1, 40)\nxtset id t\n"
                 "generate e = rnormal()\nxtunitroot fisher e, dfuller lags(1) demean",
                 "r(p_P) < .001 & r(df_P) == 10 & abs(r(Pm) - (r(P) - 10)/(2*sqrt(5))) < 1e-9")
        .runs(run);

}  // namespace nqp::commands::xtunitroot_
