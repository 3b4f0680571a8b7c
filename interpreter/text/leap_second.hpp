// %tC counts leap seconds, %tc does not.
#pragma once

namespace nqp::text {

double with_leap_seconds(double tc);
double without_leap_seconds(double tC);  // a leap second becomes the second that follows it
bool is_leap_second(double tC);

}  // namespace nqp::text
