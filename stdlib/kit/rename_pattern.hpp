// Patterns of old and new names: rename x* y*, v# v(##), *_#[2] ...
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::kit {

bool holds_wildcards(std::string_view pattern);

// What each wildcard of an old pattern stands for in the name, nullopt when it does not match: * is any text, ? one
// character, # digits, (#) one digit, (##) two ... Error 198 for a pattern that is none.
std::optional<std::vector<std::string>> match_name(std::string_view pattern, std::string_view name);

// A number that takes the place of digits.
struct NameNumber {
  int value = 1;
  bool replaces = false;  // what stood there (renumber); otherwise it comes beside what stood there (addnumber)
};

// The new name: wildcards take the parts in turn, with [2] the second part; . passes over one, = is the whole old name,
// (##) writes a number with at least two digits. Error 198 when there are more wildcards than parts.
std::string fill_name(std::string_view pattern, const std::string& old, const std::vector<std::string>& parts,
                      const std::optional<NameNumber>& number);

}  // namespace nqp::kit
