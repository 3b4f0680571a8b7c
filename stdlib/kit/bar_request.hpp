// What graph bar, dot and box ask for: statistics or values of variables by groups, and where groups stand.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/bar_groups.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

struct Asked {
  std::string statistic, variable;
};

// Values and their weights, which count in means, sums and counts.
using BarValues = std::vector<std::pair<double, double>>;

struct BarRequest {
  std::vector<Asked> asked;
  std::vector<BarGroup> groups;
  std::vector<BarGroup> series;  // of asyvars: the values of the first over(); else empty
  ast::Arguments arguments;
  std::vector<double> weights;                             // one per row of the frame; empty: ones
  std::vector<std::pair<std::size_t, std::string>> looks;  // bar(#, …); 0: of all bars
  std::string marker_look;                                 // marker(1, …): of values outside
  bool outside = true;                                     // nooutsides
  bool stack = false, percentages = false, descending = false;
  std::size_t sort = 0;  // by the #th bar
  std::string bar_labels, bar_format = "%9.0g";
  TextLook label_look;
  std::optional<bool> inside;  // where the labels stand
};

// Errors 198, 111, 2000.
BarRequest read_bar_request(std::string_view text, const command::Context& c, runtime::Session& s, Chart& chart,
                            Page& page);

double bar_quantile(const std::vector<double>& sorted, double p);
BarValues present_values(const std::string& name, const std::vector<data::Row>& rows, const BarRequest& q,
                         const command::Context& c);
std::vector<data::Row> rows_in_both(const std::vector<data::Row>& a, const std::vector<data::Row>& b);

// Where groups stand along the axis, with a gap between those of the outer over(), and the labels of these.
struct BarPlaces {
  std::vector<double> centres;
  std::vector<std::pair<double, std::string>> outer;
};

BarPlaces bar_places(const BarRequest& q, const std::vector<std::size_t>& order, bool horizontal);

// From the middle of its group to that of a bar; on a horizontal axis the first bar stands on top.
double bar_offset(std::size_t bar, std::size_t bars, double width, bool horizontal);

// Bars of horizontal charts lie along y: what was said of y is about their lengths.
void turn_axes(Chart& chart);

}  // namespace nqp::kit
