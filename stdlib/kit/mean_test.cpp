#include "stdlib/kit/mean_test.hpp"

#include <cmath>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/sample_table.hpp"
#include "stdlib/numeric/moments/intervals.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;
using numeric::SampleMoments;
using numeric::TTest;

namespace {

SampleRow row_of(const std::string& name, const SampleMoments& s, double level) {
  const numeric::Interval ci = numeric::mean_interval(s.n, s.mean, s.sd, level);
  return {name, s.n, s.mean, stored(s.sd / std::sqrt(s.n)), stored(s.sd), stored(ci.low), stored(ci.high)};
}

SampleRow difference_row(const TTest& t, double level) {
  const numeric::Interval ci = numeric::t_interval(t.difference, t.se, t.df, level);
  return {"diff", data::missing, t.difference, stored(t.se), data::missing, stored(ci.low), stored(ci.high)};
}

std::string degrees_text(double df) { return text::trimmed(text::format_number(stored(df), "%9.0g")); }

void add_p(Hypotheses& h, const TTest& t) {
  h.p[0] = t.p_l;
  h.p[1] = t.p;
  h.p[2] = t.p_u;
  h.statistic = "t";
  h.value = t.t;
  h.degrees = degrees_text(t.df);
}

void file_test(const TTest& t, double level, Results& r) {
  r.scalar("df_t", stored(t.df)).scalar("t", stored(t.t)).scalar("se", stored(t.se));
  r.scalar("p", stored(t.p)).scalar("p_l", stored(t.p_l)).scalar("p_u", stored(t.p_u)).scalar("level", level);
}

}  // namespace

SampleMoments combine(const SampleMoments& a, const SampleMoments& b) {
  const double n = a.n + b.n, mean = (a.n * a.mean + b.n * b.mean) / n;
  const auto squares = [&](const SampleMoments& s) {
    const double within = s.n > 1 ? (s.n - 1) * s.sd * s.sd : 0;
    return within + s.n * (s.mean - mean) * (s.mean - mean);
  };
  return {n, mean, std::sqrt((squares(a) + squares(b)) / (n - 1))};
}

Output report_two_means(const TwoMeans& two, double level) {
  const auto& [first, second] = two.samples;
  const TTest t = numeric::t_test_two_sample(first, second, two.variance);
  const bool equal = two.variance == numeric::TwoSampleVariance::equal;
  Output out;
  out.document.blank().line(std::string("Two-sample t test with ") + (equal ? "equal" : "unequal") + " variances");
  out.document.add(sample_table(two.heading,
                                {{row_of(two.names[0], first, level), row_of(two.names[1], second, level)},
                                 {row_of("Combined", two.combined, level)},
                                 {difference_row(t, level)}},
                                level));
  Hypotheses h;
  h.definition = "diff = mean(" + two.names[0] + ") - mean(" + two.names[1] + ")";
  h.null = "diff = 0";
  if (two.variance == numeric::TwoSampleVariance::satterthwaite) h.degrees_name = "Satterthwaite's degrees of freedom";
  if (two.variance == numeric::TwoSampleVariance::welch) h.degrees_name = "Welch's degrees of freedom";
  h.alternatives[0] = "diff < 0";
  h.alternatives[1] = "diff != 0";
  h.alternatives[2] = "diff > 0";
  add_p(h, t);
  out.document.append(hypotheses(h));
  out.r =
      Results{}.scalar("N_1", first.n).scalar("N_2", second.n).scalar("mu_1", first.mean).scalar("mu_2", second.mean);
  out.r->scalar("sd_1", stored(first.sd)).scalar("sd_2", stored(second.sd)).scalar("sd", stored(two.combined.sd));
  file_test(t, level, *out.r);
  return out;
}

Output report_one_mean(const std::string& name, const SampleMoments& s, double hypothesis, double level) {
  const TTest t = numeric::t_test_one_sample(s, hypothesis);
  const std::string value = text::macro_number(hypothesis);
  Output out;
  out.document.blank().line("One-sample t test");
  out.document.add(sample_table("Variable", {{row_of(name, s, level)}}, level));
  Hypotheses h;
  h.definition = "mean = mean(" + name + ")";
  h.null = "mean = " + value;
  h.alternatives[0] = "mean < " + value;
  h.alternatives[1] = "mean != " + value;
  h.alternatives[2] = "mean > " + value;
  add_p(h, t);
  out.document.append(hypotheses(h));
  out.r = Results{}.scalar("N_1", s.n).scalar("mu_1", s.mean).scalar("sd_1", stored(s.sd));
  file_test(t, level, *out.r);
  return out;
}

Output report_paired_means(const std::array<std::string, 2>& names, const SampleMoments& first,
                           const SampleMoments& second, const SampleMoments& difference, double level) {
  const TTest t = numeric::t_test_one_sample(difference, 0);
  Output out;
  out.document.blank().line("Paired t test");
  out.document.add(sample_table(
      "Variable",
      {{row_of(names[0], first, level), row_of(names[1], second, level)}, {row_of("diff", difference, level)}},
      level));
  Hypotheses h;
  h.definition = "mean(diff) = mean(" + names[0] + " - " + names[1] + ")";
  h.null = "mean(diff) = 0";
  h.alternatives[0] = "mean(diff) < 0";
  h.alternatives[1] = "mean(diff) != 0";
  h.alternatives[2] = "mean(diff) > 0";
  add_p(h, t);
  out.document.append(hypotheses(h));
  out.r =
      Results{}.scalar("N_1", first.n).scalar("N_2", second.n).scalar("mu_1", first.mean).scalar("mu_2", second.mean);
  out.r->scalar("sd_1", stored(first.sd)).scalar("sd_2", stored(second.sd));
  file_test(t, level, *out.r);
  return out;
}

}  // namespace nqp::kit
