// Figures in a command's report become figures of the session.
#pragma once

#include "interpreter/report/document.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {

// Keeps every figure of the document under its name, and under its file's name when it has one (".gph" is added); the
// file is written as SVG. Error 602 when a file exists and may not be replaced; nothing is kept then.
void keep_figures(report::Document& d, Session& s);

}  // namespace nqp::runtime
