// Help pages made from declarations: what help shows in a terminal.
#pragma once

#include <string>

#include "interpreter/command/command.hpp"
#include "interpreter/eval/function.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::command {

// "xtreg depvar [indepvars] [if] [in] [weight] [, options]"
std::string syntax_line(const Command& c);

// "Level(#)": capitals are the least abbreviation.
std::string option_syntax(const OptionSlot& o);

report::Document help_page(const Command& c);
report::Document help_page(const eval::Function& f);

// All commands by chapter.
report::Document help_index();

}  // namespace nqp::command
