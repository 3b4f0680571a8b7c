// Estimates kept under names, as estimates, hausman, lrtest and the table makers find them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// "." is the last estimation: Error 301 when there is none. Error `unknown` for other names that are not stored, with
// the nearest ones.
const command::Estimates& find_estimates(const std::string& name, runtime::Session& session, int unknown = 111);

// Names as typed, wildcards expanded; "_all" or nothing: all stored ones in order of their names.
std::vector<std::string> estimate_names(const std::string& text, runtime::Session& session);

// Forgets them, their variable included.
void forget_estimates(const std::string& name, runtime::Session& session);

}  // namespace nqp::kit
