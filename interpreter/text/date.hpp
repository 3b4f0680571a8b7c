// Dates count from 01jan1960: days (%td), milliseconds (%tc), weeks (%tw), months (%tm), quarters (%tq),
// half-years (%th); years are themselves (%ty).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nqp::text {

struct Civil {
  int year = 1960, month = 1, day = 1;
};

double days_from_civil(Civil c);
Civil civil_from_days(double days);
bool valid_civil(Civil c);

// date("2019-3-1", "YMD") and its relatives; nullopt when the text does not match the mask. topyear resolves
// two-digit years.
std::optional<double> parse_date(std::string_view text, std::string_view mask, std::optional<int> topyear = {});
std::optional<double> parse_clock(std::string_view text, std::string_view mask, std::optional<int> topyear = {});
// m, q, w, h, y: 2019m3, 2019-03 (mask "YM") …
std::optional<double> parse_period(std::string_view text, std::string_view mask, char unit,
                                   std::optional<int> topyear = {});

std::string format_date(double value, char unit, std::string_view mask);

}  // namespace nqp::text
