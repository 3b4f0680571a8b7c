// The markup that do-files put into what they display: {hline 20}, {txt}, {res}, {col 10}, {bf:bold}, {c |} …
#pragma once

#include <string_view>
#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::report {

// The text as styled runs. `style` is the style at the start and, afterwards, at the end; `column` is where the text
// starts (0 at a line's start), for {col #} and {hline}. What is not a known directive is shown as it stands.
std::vector<Run> smcl_runs(std::string_view text, Style& style, int column, int width);

}  // namespace nqp::report
