#include "interpreter/dataset/io/foreign_names.hpp"

#include "interpreter/dataset/frame.hpp"

namespace nqp::data {

std::string foreign_name(std::string_view name, std::unordered_set<std::string>& taken) {
  constexpr std::size_t longest = 32, room_for_number = 6;
  std::string out;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < name.size() && characters < longest; ++characters) {
    std::size_t n = 1;
    while ((name[i] & 0x80) != 0 && i + n < name.size() && (name[i + n] & 0xC0) == 0x80) ++n;
    const std::string_view character = name.substr(i, n);
    const bool digit = n == 1 && name[i] >= '0' && name[i] <= '9';
    if (digit && out.empty()) out += '_';
    out += digit || valid_name(character) ? std::string(character) : std::string(1, '_');
    i += n;
  }
  if (!valid_name(out)) out = "v";
  const std::string stem = out.size() > longest - room_for_number ? out.substr(0, longest - room_for_number) : out;
  for (std::size_t k = 2; !taken.insert(out).second; ++k)
    out = (valid_name(stem) ? stem : "v") + "_" + std::to_string(k);
  return out;
}

}  // namespace nqp::data
