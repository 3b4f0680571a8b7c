#include "stdlib/kit/parse_number.hpp"

#include <cstdlib>
#include <string>

#include "interpreter/dataset/missing.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

std::optional<double> parse_number(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  if (text == ".") return data::missing;
  if (text.size() == 2 && text[0] == '.' && text[1] >= 'a' && text[1] <= 'z')
    return data::missing_code(text[1] - 'a' + 1);
  if (text.find_first_not_of("0123456789+-.eEdD") != std::string_view::npos) return std::nullopt;
  std::string copy(text);
  for (char& c : copy)
    if (c == 'd' || c == 'D') c = 'e';
  char* end = nullptr;
  const double x = std::strtod(copy.c_str(), &end);
  if (*end != '\0') return std::nullopt;
  return data::checked(x);
}

}  // namespace nqp::kit
