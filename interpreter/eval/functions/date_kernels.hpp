// Kernels of the date functions that take strings or choices (date_text.cpp) and of those that walk the calendar
// (date_calendar.cpp); see the tables in date.cpp and date_clock.cpp.
#pragma once

#include "interpreter/eval/functions/kernel.hpp"

namespace nqp::eval::dates {

// Text to dates: f(s, mask[, topyear])
Value date(Values a, const Scope&);
Value clock(Values a, const Scope&);
Value clock_leap(Values a, const Scope&);
Value monthly(Values a, const Scope&);
Value quarterly(Values a, const Scope&);
Value weekly(Values a, const Scope&);
Value halfyearly(Values a, const Scope&);
Value yearly(Values a, const Scope&);

// Literals: the text between the parentheses of td(1mar2019); Error 198 when it is no date
Value td(Values a, const Scope&);
// Business days: f(calendar, day); Error 601 when the calendar is not loaded
Value bofd(Values a, const Scope&);
Value dofb(Values a, const Scope&);
Value tc(Values a, const Scope&);
Value tC(Values a, const Scope&);
Value tm(Values a, const Scope&);
Value tq(Values a, const Scope&);
Value tw(Values a, const Scope&);
Value th(Values a, const Scope&);
Value ty(Values a, const Scope&);

Value today(Values a, const Scope& scope);
Value now(Values a, const Scope& scope);

// Ages, birthdays and differences
Value age(Values a, const Scope&);
Value age_frac(Values a, const Scope&);
Value datediff(Values a, const Scope&);
Value datediff_frac(Values a, const Scope&);
Value clockdiff(Values a, const Scope&);
Value clockdiff_frac(Values a, const Scope&);
Value birthday(Values a, const Scope&);
Value previousbirthday(Values a, const Scope&);
Value nextbirthday(Values a, const Scope&);

// Clock values and times of day, whose tables are in date_clock.cpp
std::span<const Function> clock_functions();

}  // namespace nqp::eval::dates
