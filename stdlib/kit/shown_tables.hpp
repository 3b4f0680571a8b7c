// What a command shows on the screen, as a table for a paper.
#pragma once

#include <string>

#include "interpreter/report/paper_table.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// Runs the command and gathers the tables it shows; what stands above the first rule is the head. With `decimals` of
// 0 or more, numbers that are not whole get so many. Error 2000 when it shows none.
report::PaperTable shown_tables(const std::string& command, int decimals, runtime::Session& s);

}  // namespace nqp::kit
