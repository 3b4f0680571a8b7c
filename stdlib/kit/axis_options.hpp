// Options of figures about texts and axes: titles and how they look, labels, ticks, lines across, scales.
#pragma once

#include <string>

#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

// title("first line" "second line", size(medium) color(navy) position(11))
void read_heading(const std::string& argument, double usual_size, std::string& text, TextLook& look);

// size() color() position() and the like; false for other options.
bool read_text_look(const ast::Option& o, double usual_size, TextLook& look);

// xlabel(0(5)20 25 "end", angle(45) format(%9.1f) labsize(small) nogrid)
void read_labels(const std::string& argument, Axis& a);
// One of the options of labels.
void read_label_look(const ast::Option& o, Axis& a);
// xtick(0(10)50); small: xmtick(##5)
void read_ticks(const std::string& argument, bool small, Axis& a);
// xline(0 5, lpattern(dash) lcolor(gs8))
void read_guides(const std::string& argument, const NumberOf& number, Axis& a);
// xscale(range(0 10) log reverse off)
void read_scale(const std::string& argument, Axis& a);

std::vector<ast::Option> suboptions(const std::string& argument);  // behind the comma
bool second_axis(const std::string& argument);                     // axis(2) among them
std::string first_text(const std::string& argument);               // before the comma, without quotes

// 2010m1, 2010q3, 01mar2010 outside quotes as the numbers that stand for them.
std::string with_times_as_numbers(const std::string& argument, const NumberOf& number);

}  // namespace nqp::kit
