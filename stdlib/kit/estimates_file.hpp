// Estimates as the text of a file: estimates save and estimates use.
#pragma once

#include <string>

#include "interpreter/command/results.hpp"

namespace nqp::kit {

// Scalars, texts and matrices in their order, numbers in hexadecimal so that nothing is lost. The sample stays behind.
std::string estimates_text(const command::Results& e);

// Error 610 when the text is no file of estimates or is damaged.
command::Results read_estimates(const std::string& text, const std::string& path);

}  // namespace nqp::kit
