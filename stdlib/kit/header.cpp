#include "stdlib/kit/header.hpp"

#include <fmt/format.h>

#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/panel_likelihood.hpp"
#include "stdlib/kit/limited_report.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace dist = numeric::dist;
using command::Results;
using Pair = std::pair<std::string, std::string>;

std::string count_text(double n) { return text::trimmed(text::format_number(n, "%15.0fc")); }

std::string fixed_text(double x, int decimals) {
  return text::trimmed(text::format_number(x, "%12." + std::to_string(decimals) + "f"));
}

std::string number_text(double x) { return text::trimmed(text::format_number(x, "%9.5g")); }

Pair observations_pair(const Results& e) { return {"Number of obs", count_text(e.scalar_or("N"))}; }

Pair test_pair(const Results& e) {
  const std::string df_m = count_text(e.scalar_or("df_m", 0));
  if (const double* chi2 = e.find_scalar("chi2"))
    return {e.macro_or("chi2type", "Wald") + " chi2(" + df_m + ")", fixed_text(*chi2, 2)};
  const double slopes = e.scalar_or("df_b", e.scalar_or("df_m", 0));
  return {fmt::format("F({}, {})", count_text(slopes), count_text(e.scalar_or("df_r"))),
          fixed_text(e.scalar_or("F"), 2)};
}

Pair test_p_pair(const Results& e) {
  if (const double* chi2 = e.find_scalar("chi2")) {
    const double p = data::is_missing(*chi2) ? data::missing : dist::chi2tail(e.scalar_or("df_m", 0), *chi2);
    return {"Prob > chi2", fixed_text(data::checked(p), 4)};
  }
  const double F = e.scalar_or("F"), slopes = e.scalar_or("df_b", e.scalar_or("df_m", 0));
  const double p = data::is_missing(F) ? data::missing : dist::Ftail(slopes, e.scalar_or("df_r"), F);
  return {"Prob > F", fixed_text(data::checked(p), 4)};
}

namespace {

void add_if_stored(const Results& e, const char* label, const char* scalar, int decimals, report::Header& h) {
  if (const double* x = e.find_scalar(scalar)) h.right.emplace_back(label, fixed_text(*x, decimals));
}

// Sum of squares, degrees of freedom and mean square, as in "       Model |   1619.2877         2  809.643849".
std::string variance_line(const std::string& source, double ss, double df) {
  const auto general = [](double x) { return text::trimmed(text::format_number(x, "%11.0g")); };
  const double ms = df > 0 ? ss / df : data::missing;
  return text::pad_left(source, 12) + " |" + text::pad_left(general(ss), 12) + text::pad_left(count_text(df), 10) +
         text::pad_left(general(ms), 12);
}

report::Header variance_header(const Results& e) {
  const double mss = e.scalar_or("mss"), rss = e.scalar_or("rss");
  const double df_m = e.scalar_or("df_m"), df_r = e.scalar_or("df_r");
  report::Header h;
  const std::string rule = "-------------+----------------------------------";
  h.left = {"      Source |       SS           df       MS", rule, variance_line("Model", mss, df_m),
            variance_line("Residual", rss, df_r), rule, variance_line("Total", mss + rss, df_m + df_r)};
  h.right = {observations_pair(e), test_pair(e), test_p_pair(e), {"R-squared", fixed_text(e.scalar_or("r2"), 4)},
             {"Adj R-squared", fixed_text(e.scalar_or("r2_a"), 4)}, {"Root MSE", number_text(e.scalar_or("rmse"))}};
  return h;
}

report::Header regress_header(const Results& e) {
  if (e.macro_or("vce") == "ols") return variance_header(e);
  report::Header h;
  h.left = {e.macro_or("title")};
  h.right = {observations_pair(e), test_pair(e), test_p_pair(e)};
  add_if_stored(e, "R-squared", "r2", 4, h);
  h.right.emplace_back("Root MSE", number_text(e.scalar_or("rmse")));
  return h;
}

// Of nl: no test of the model, for none of its parameters need be zero.
report::Header nonlinear_header(const Results& e) {
  const bool classical = e.macro_or("vce") == "gnr";
  report::Header h;
  if (classical) h = variance_header(e);
  else h.left = {e.macro_or("title")};
  h.right = {observations_pair(e),
             {"R-squared", fixed_text(e.scalar_or("r2"), 4)},
             {"Adj R-squared", fixed_text(e.scalar_or("r2_a"), 4)},
             {"Root MSE", number_text(e.scalar_or("rmse"))},
             {"Res. dev.", number_text(e.scalar_or("dev"))}};
  return h;
}

report::Header areg_header(const Results& e) {
  report::Header h;
  h.left = {e.macro_or("title"), "Absorbed variable: " + e.macro_or("absvar")};
  h.right = {observations_pair(e), {"No. of categories", count_text(e.scalar_or("k_absorb"))}, test_pair(e),
             test_p_pair(e)};
  add_if_stored(e, "R-squared", "r2", 4, h);
  add_if_stored(e, "Adj R-squared", "r2_a", 4, h);
  h.right.emplace_back("Root MSE", number_text(e.scalar_or("rmse")));
  return h;
}

// One line for each cluster variable, the last one beside the last line on the right.
void add_cluster_counts(const Results& e, report::Header& h) {
  std::vector<std::string> lines;
  const std::string variables = e.macro_or("clustvar");
  std::string_view rest = variables;
  for (int i = 1; !rest.empty(); ++i) {
    const std::size_t blank = rest.find(' ');
    const double count = e.scalar_or("N_clust" + std::to_string(i), i == 1 ? e.scalar_or("N_clust", 0) : 0);
    if (count > 0)
      lines.push_back(fmt::format("{:<28} = {:>10}", fmt::format("Number of clusters ({})", rest.substr(0, blank)),
                                  count_text(count)));
    rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
  }
  if (lines.empty()) return;
  while (h.left.size() + lines.size() < h.right.size()) h.left.emplace_back();
  h.left.insert(h.left.end(), lines.begin(), lines.end());
}

report::Header reghdfe_header(const Results& e) {
  report::Header h;
  const double sets = e.scalar_or("N_hdfe", 0);
  h.left = {e.macro_or("title"),
            sets > 0 ? fmt::format("Absorbing {:.0f} HDFE {}", sets, sets == 1 ? "group" : "groups") : std::string()};
  if (e.macro_or("vce") != "unadjusted") h.left.push_back("Statistics robust to heteroskedasticity");
  h.right = {observations_pair(e), test_pair(e), test_p_pair(e)};
  add_if_stored(e, "R-squared", "r2", 4, h);
  add_if_stored(e, "Adj R-squared", "r2_a", 4, h);
  add_if_stored(e, "Within R-sq.", "r2_within", 4, h);
  h.right.emplace_back("Root MSE", number_text(e.scalar_or("rmse")));
  add_cluster_counts(e, h);
  return h;
}

std::string between_group(const Results& e) {
  const std::string model = e.macro_or("model");
  const double* corr = e.find_scalar("corr");
  if (model == "re") return "corr(u_i, X) = 0 (assumed)";
  return model == "fe" && corr ? "corr(u_i, Xb) = " + fixed_text(*corr, 4) : std::string();
}

report::Header panel_header(const Results& e) {
  const auto r2 = [&](const char* label, const char* scalar) {
    return fmt::format("     {:<7} = {}", label, fixed_text(e.scalar_or(scalar), 4));
  };
  const bool between = e.macro_or("model") == "be";
  report::Header h;
  h.left = {e.macro_or("title"), "Group variable: " + e.macro_or("ivar"), "", "R-squared:",
            r2("Within", "r2_w"), r2("Between", "r2_b"), r2("Overall", "r2_o"), "",
            between ? "sd(u_i + avg(e_i.)) = " + number_text(e.scalar_or("rmse")) : std::string(), between_group(e)};
  if (between) std::swap(h.left[8], h.left[9]);
  h.right = {observations_pair(e),
             {"Number of groups", count_text(e.scalar_or("N_g"))},
             {},
             {"Obs per group:", ""},
             {"              min", count_text(e.scalar_or("g_min"))},
             {"              avg", fixed_text(e.scalar_or("g_avg"), 1)},
             {"              max", count_text(e.scalar_or("g_max"))},
             {},
             test_pair(e),
             test_p_pair(e)};
  if (between) h.left.erase(h.left.begin() + 8), h.left.push_back("");
  return h;
}

report::Header general_header(const Results& e) {
  report::Header h;
  h.left = {e.macro_or("title")};
  h.right = {observations_pair(e)};
  add_outcome_lines(e, h);
  if (e.find_scalar("N_g")) h.right.emplace_back("Number of groups", count_text(e.scalar_or("N_g")));
  if (e.find_scalar("F") || e.find_scalar("chi2")) {
    h.right.push_back(test_pair(e));
    h.right.push_back(test_p_pair(e));
  }
  add_if_stored(e, "R-squared", "r2", 4, h);
  add_if_stored(e, "Pseudo R2", "r2_p", 4, h);
  if (e.find_scalar("rmse")) h.right.emplace_back("Root MSE", number_text(e.scalar_or("rmse")));
  if (const double* ll = e.find_scalar("ll"); ll && !e.find_scalar("r2")) {
    while (h.left.size() + 1 < h.right.size()) h.left.push_back("");
    const bool pseudo = e.macro_or("vcetype") == "Robust";
    h.left.push_back((pseudo ? "Log pseudolikelihood = " : "Log likelihood = ") +
                     text::trimmed(text::format_number(*ll, "%10.0g")));
  }
  return h;
}

report::Header header_of(const Results& e) {
  const std::string cmd = e.macro_or("cmd");
  if (cmd == "regress") return regress_header(e);
  if (cmd == "areg") return areg_header(e);
  if (cmd == "nl") return nonlinear_header(e);
  if (cmd == "reghdfe") return reghdfe_header(e);
  if (cmd == "xtreg" || cmd == "xtregar" || cmd == "xtivreg" || cmd == "xthreg") return panel_header(e);
  return general_header(e);
}

}  // namespace

report::Document estimation_header(const Results& e) {
  if (is_ivreg2(e)) return ivreg2_header(e);
  report::Document d;
  d.blank();
  if (is_panel_likelihood(e)) return d.append(panel_likelihood_header(e)).blank();
  d.add(header_of(e));
  d.blank();
  return d;
}

}  // namespace nqp::kit
