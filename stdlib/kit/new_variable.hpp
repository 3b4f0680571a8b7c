// Names, types and places of variables that commands make.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::kit {

// "byte x", "x:lbl", "double y": what stands left of the = of generate and egen.
struct Target {
  std::optional<data::Type> type;
  bool any_width = false;  // str: as wide as needed
  std::string name;
  std::string value_label;
};
Target parse_target(std::string_view text);  // Error 198

// Error 198 for an invalid or reserved name, 110 for a name that exists.
void check_new_name(const data::Frame& f, const std::string& name);
// The same; the error points at the name in the command.
void check_new_name(const command::Context& c, const std::string& name);

data::Storage default_storage(const command::Context& c);  // set type

// Moves the last variable before or after another one; both empty: it stays.
void place_last(data::Frame& f, const std::string& before, const std::string& after);

// What a storage type makes of a value (float rounds, integers truncate, what does not fit becomes `.`).
double stored_value(double x, data::Storage s);

// The same for many values, in place.
void as_stored(std::span<double> x, data::Storage s);

// Writes values as stored in `s`, the writer's storage, unless they lie there already; gives how many are missing then.
std::size_t write_counting_missing(data::NumericWriter& w, const Chunk& k, data::Storage s);

}  // namespace nqp::kit
