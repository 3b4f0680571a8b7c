// Values of one variable, its time-series operators applied, as estimation commands read them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// A factor reduced to the variable and its time-series operators: what has to be read from the data.
ast::Factor series_of(const ast::Factor& f);
bool is_time_operator(const ast::VariableOperator& op);
bool is_categorical(const ast::Factor& f);          // i. ib#. 2. and their kind, or marked "2o."
std::string series_name(const ast::Factor& f);      // "L2.x"; also a key for caches

// One value for each row of the frame within the view; `.` elsewhere. Error 109 for a string variable (the message
// tells factor variables apart), 111 without a time variable.
std::vector<double> series_values(const ast::Factor& f, const command::Context& c);

// The variable behind a plain factor, nullptr when operators apply to it: it can be read without a copy.
const data::Column* plain_column(const ast::Factor& f, const command::Context& c);

}  // namespace nqp::kit
