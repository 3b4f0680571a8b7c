// The statements of a text. Errors say on which line of it they stand; spans point into what is being run.
#pragma once

#include <memory>
#include <string>

#include "grammar/ast/script.hpp"

namespace nqp::runtime {

std::shared_ptr<const ast::Script> script_of(std::string text, const std::string& name);

}  // namespace nqp::runtime
