// What pca, factor, rotate and the commands that follow them share.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

// Complete rows of the variables with their correlation and covariance.
struct Correlated {
  command::Variables names;
  WeightedRows rows;
  double n = 0;
  std::vector<double> means, sds;
  numeric::Matrix correlation, covariance;
};
// Errors: 2000, 2001 fewer than two rows, 498 zero variance, 109 strings, 102 fewer than two variables.
Correlated correlated(const command::Context& c, const command::Variables& names, const command::Sample& sample,
                      const command::Weight& weight);

// e() of the sample: N, means, sds, C; the rest is the command's.
command::Output begin_components(const command::Context& c, const std::string& cmd, const Correlated& x,
                                 bool covariance);

// "Comp1", "Comp2", …
std::vector<std::string> numbered(const std::string& stem, std::size_t n);

// A table of loadings with a last column; what is smaller than `blanks` in absolute value is left blank.
report::Table loading_table(const eval::Matrix& loadings, const std::vector<double>& last, const std::string& last_name,
                            double blanks);
// Eigenvalues with differences, proportions and cumulative proportions.
report::Table eigenvalue_table(const eval::Matrix& values, double total, const std::string& stem);

// Scores of every row of the frame, one vector a component: rotated ones when e(r_L) is there. Error 111 when a
// variable is gone.
std::vector<std::vector<double>> component_scores(const command::Results& e, const command::Context& c);

// The last estimates of pca or factor. Error 301.
const command::Results& component_estimates(const command::Context& c, const std::string& who);

// predict f1 f2 …, score: Errors 103 more names than components, 198 other options.
command::Output predict_components(const std::vector<command::NewVariable>& targets, const command::Sample& sample,
                                   const std::vector<ast::Option>& options, const command::Context& c);

}  // namespace nqp::kit
