#include "stdlib/kit/variance_test.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/mean_test.hpp"
#include "stdlib/kit/sample_table.hpp"
#include "stdlib/numeric/moments/intervals.hpp"
#include "stdlib/numeric/moments/proportion_tests.hpp"

namespace nqp::kit {
namespace {

using numeric::SampleMoments;

SampleRow variance_sample(const std::string& name, const SampleMoments& s, double level) {
  if (data::is_missing(s.mean))
    return {name, s.n, data::missing, stored(s.sd / std::sqrt(s.n)), stored(s.sd), data::missing, data::missing};
  const numeric::Interval ci = numeric::mean_interval(s.n, s.mean, s.sd, level);
  return {name, s.n, s.mean, stored(s.sd / std::sqrt(s.n)), stored(s.sd), stored(ci.low), stored(ci.high)};
}

}  // namespace

command::Output report_one_variance(const std::string& name, const SampleMoments& s, double hypothesis, double level) {
  if (!(hypothesis > 0)) throw Error(411, "a standard deviation must be positive");
  const numeric::OneVarianceTest t = numeric::variance_test_one(s.n, s.sd, hypothesis);
  const std::string value = text::macro_number(hypothesis);
  command::Output out;
  out.document.blank().line("One-sample test of variance");
  out.document.add(sample_table("Variable", {{variance_sample(name, s, level)}}, level));
  Hypotheses h;
  h.definition = "sd = sd(" + name + ")";
  h.null = "sd = " + value;
  h.statistic = "c = chi2";
  h.value = t.chi2;
  h.degrees = text::macro_number(t.df);
  const std::string signs[3] = {" < ", " != ", " > "};
  for (int k = 0; k < 3; ++k) h.alternatives[k] = "sd" + signs[k] + value;
  h.sides[0] = "C < c";
  h.sides[1] = "two-sided";
  h.sides[2] = "C > c";
  h.p[0] = t.p_l, h.p[1] = t.p, h.p[2] = t.p_u;
  out.document.append(hypotheses(h));
  out.r = command::Results{}.scalar("N", s.n).scalar("sd", s.sd).scalar("chi2", t.chi2).scalar("df", t.df);
  out.r->scalar("p", t.p).scalar("p_l", t.p_l).scalar("p_u", t.p_u);
  return out;
}

command::Output report_two_variances(const std::string& heading, const std::string& a_name, const SampleMoments& a,
                                     const std::string& b_name, const SampleMoments& b, double level) {
  const numeric::VarianceTest t = numeric::variance_ratio_test(a, b);
  command::Output out;
  out.document.blank().line("Variance ratio test");
  std::vector<std::vector<SampleRow>> samples{{variance_sample(a_name, a, level), variance_sample(b_name, b, level)}};
  if (!data::is_missing(a.mean) && !data::is_missing(b.mean))
    samples.push_back({variance_sample("Combined", combine(a, b), level)});
  out.document.add(sample_table(heading, samples, level));
  Hypotheses h;
  h.definition = "ratio = sd(" + a_name + ") / sd(" + b_name + ")";
  h.null = "ratio = 1";
  h.statistic = "f";
  h.value = t.F;
  h.degrees = text::macro_number(t.df1) + ", " + text::macro_number(t.df2);
  const char* alternatives[3] = {"ratio < 1", "ratio != 1", "ratio > 1"};
  for (int k = 0; k < 3; ++k) h.alternatives[k] = alternatives[k];
  h.sides[0] = "F < f";
  h.sides[1] = "two-sided";
  h.sides[2] = "F > f";
  h.p[0] = t.p_l, h.p[1] = t.p, h.p[2] = t.p_u;
  out.document.append(hypotheses(h));
  out.r = command::Results{}.scalar("N", a.n + b.n).scalar("sd_1", a.sd).scalar("sd_2", b.sd).scalar("F", stored(t.F));
  out.r->scalar("df_1", t.df1).scalar("df_2", t.df2).scalar("p", stored(t.p));
  out.r->scalar("p_l", stored(t.p_l)).scalar("p_u", stored(t.p_u));
  return out;
}

}  // namespace nqp::kit
