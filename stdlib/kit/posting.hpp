// Filing estimation results: e() as every estimator stores it, and r(table).
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/vce.hpp"

namespace nqp::kit {

eval::Matrix named_matrix(numeric::MatrixView m, std::vector<std::string> rows, std::vector<std::string> columns);
eval::Matrix named_row(const std::vector<double>& values, std::string row, std::vector<std::string> columns);
numeric::Matrix numeric_matrix(const eval::Matrix& m);
std::vector<double> row_values(const eval::Matrix& m);

// e() with cmd, cmdline, title, depvar and e(predict) filled in.
command::Results begin_estimates(const std::string& cmd, const std::string& title, const std::string& depvar,
                                 const command::Context& c);

// Several scalars at once; NaN becomes `.`.
void post_scalars(command::Results& e, const command::Named<double>& scalars);

// e(b), e(V), e(rank) when absent, e(properties), and e(empty) naming empty cells if there are any.
void post_coefficients(command::Results& e, const Coefficients& k);

// e(wtype), e(wexp).
void post_weight(command::Results& e, const command::Weight& w);

// The output of an estimation: e(), e(sample), r(table) at the level, notes on omitted terms; no display yet.
command::Output estimation(command::Results e, const EstimationSample& s, const Coefficients& k, double level);

// Results are filed and shown, and then the return code is 430: for iterations that ended too early.
void require_convergence(bool converged, command::Output& out);

// The name of the dependent variable as e(depvar) stores it ("D.y").
std::string depvar_name(const command::Terms& y);

}  // namespace nqp::kit
