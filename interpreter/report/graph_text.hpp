// The markup of texts in figures: {superscript:2}, {sub:it}, {it:x}, {bf:x}, {&beta}.
#pragma once

#include <string>
#include <string_view>

namespace nqp::report {

// The text with raised and lowered digits and symbols as characters of their own; slant, weight and typeface are left
// out. What is not known markup is returned as it stands.
std::string graph_text(std::string_view text);

}  // namespace nqp::report
