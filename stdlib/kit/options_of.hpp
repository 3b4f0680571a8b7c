// Commands that read their own line: the text before the comma and the options behind it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct BodyAndOptions {
  std::string body;
  std::vector<ast::Option> options;

  // The option given under any abbreviation of `full` ("ACCUMulate"), marked as known.
  const ast::Option* find(std::string_view full);
  // Error 198 for an option that nobody asked for.
  void check_all_known() const;

 private:
  std::vector<const ast::Option*> known_;
};

BodyAndOptions split_options(const std::string& raw);

// The confidence level in percent of level(#). Error 198 unless it is a number from 10 to 99.99.
double read_level(const ast::Option& o);

}  // namespace nqp::kit
