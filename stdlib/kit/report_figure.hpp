// Figures in the reports of commands that return Output: the command's chart, then what the user asks for.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/report/document.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

// Options of figures change the chart, options of marks the layers at `marks`. Errors 198 for other options, 602 when
// saving() names a file that exists.
report::Figure report_figure(Chart chart, const std::vector<ast::Option>& options,
                             const std::vector<std::size_t>& marks, const command::Context& c);

// The same with the options as text: those inside of graph().
report::Figure report_figure(Chart chart, const std::string& options, const std::vector<std::size_t>& marks,
                             const command::Context& c);

// Charts side by side; title(), name(), saving(), xsize() and ysize() are of the page, other options of every chart.
report::Figure report_panels(std::vector<Chart> charts, const std::vector<ast::Option>& options,
                             const command::Context& c);

// Lines across a figure: zero, solid and grey; where treatment starts, dashed.
Guide zero_line();
Guide start_line(double at);

}  // namespace nqp::kit
