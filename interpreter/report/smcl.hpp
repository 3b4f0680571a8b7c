// The markup that do-files put into what they display: {hline 20}, {txt}, {res}, {col 10}, {bf:bold}, {c |} …
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::report {

// The text as styled runs. `style` is the style at the start and, afterwards, at the end; `column` is where the text
// starts (0 at a line's start), for {col #} and {hline}. What is not a known directive is shown as it stands.
std::vector<Run> smcl_runs(std::string_view text, Style& style, int column, int width);

// Text as it must be written so that its braces are shown.
std::string smcl_escaped(std::string_view text);

// A file of markup as plain lines: its first line {smcl} vanishes. Other text is returned as it is.
std::string smcl_plain(std::string_view text, int width);

}  // namespace nqp::report
