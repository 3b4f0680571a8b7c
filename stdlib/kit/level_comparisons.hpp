// Tests and tables of contrasts: what contrast and pwcompare share.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "interpreter/report/document.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/contrasts.hpp"
#include "stdlib/numeric/moments/multiple_comparison.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

struct JointTest {
  std::string name;
  numeric::Wald wald;
};

// A table of the tests, and r(F) or r(chi2), r(p), r(df).
void report_joint_tests(const std::vector<JointTest>& tests, const command::Results& model, command::Results& r,
                        report::Document& d);

// "bonferroni" … from an abbreviation, "" for no adjustment. Error 198.
std::string adjustment_name(const std::string& written);

// p-values and limits of comparisons that belong together.
void adjust_comparisons(const std::string& method, const numeric::ComparisonFamily& family, double level,
                        std::vector<CoefficientRow>& rows);

// contrast and pwcompare: what they are asked for, and all terms one after another.
struct ComparisonCall {
  std::string body, equation, adjust;
  bool effects = false, no_wald = false, no_effects = false, overall = false, post = false;
  double level = 0;
};
struct Comparisons {
  std::vector<std::string> names;
  numeric::Matrix L;                   // one row a comparison
  std::vector<CoefficientRow> rows, shown;  // shown: terms with contrast operators, or pairs
  std::vector<JointTest> tests;
  command::Results linear;             // b, V, df_r
  std::string method;                  // "" for no adjustment
  double level = 0;
};
Comparisons compare_levels(const ComparisonCall& a, bool pairs, const command::Context& c);
// Option post: the comparisons become e().
void post_comparisons(const Comparisons& k, const std::string& command, const command::Context& c,
                      command::Output& out);
report::Document comparison_table(const Comparisons& k, const command::Context& c);
command::Definition<ComparisonCall>& comparison_options(command::Definition<ComparisonCall>& d);

// The tests of contrasts that have b and V: each block, and all together when there are several.
void append_block_tests(const std::string& term, const CellContrasts& k, const command::Results& e,
                        std::vector<JointTest>& out);

}  // namespace nqp::kit
