#include "interpreter/dataset/io/delimited_names.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "interpreter/dataset/io/encoding.hpp"

namespace nqp::data {
namespace {

constexpr std::array<std::string_view, 15> reserved_words{"_all",  "_b",  "_coef", "_cons", "_n",  "_N",
                                                          "_pi",   "_pred", "_rc", "_skip", "_se", "if",
                                                          "in",    "using", "with"};

bool reserved(std::string_view name) {
  const bool word = std::find(reserved_words.begin(), reserved_words.end(), name) != reserved_words.end();
  return word || (parse_type(name) && name != "str");
}

char in_case(char c, DelimitedOptions::Case name_case) {
  if (name_case == DelimitedOptions::Case::lower && c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  if (name_case == DelimitedOptions::Case::upper && c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
  return c;
}

bool ascii_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string without_outer_blanks(std::string_view s) {
  const auto first = s.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(s.substr(first, s.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace

std::string name_from_header(std::string_view header, DelimitedOptions::Case name_case) {
  constexpr std::size_t longest = 32;
  std::string name;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < header.size() && characters < longest;) {
    if ((header[i] & 0x80) == 0) {
      if (ascii_name_character(header[i])) {
        name += in_case(header[i], name_case);
        ++characters;
      }
      ++i;
      continue;
    }
    std::size_t n = 1;
    while (i + n < header.size() && (header[i + n] & 0xC0) == 0x80) ++n;
    const std::string_view character = header.substr(i, n);
    if (valid_name(character)) {
      name += character;
      ++characters;
    }
    i += n;
  }
  return valid_name(name) ? name : std::string();
}

std::vector<NamedColumn> name_columns(const std::vector<std::string>& headers, DelimitedOptions::Case name_case,
                                      std::vector<std::string>& notes) {
  std::vector<NamedColumn> out(headers.size());
  std::unordered_set<std::string> taken;
  for (std::size_t k = 0; k < headers.size(); ++k) {
    const std::string header = without_outer_blanks(headers[k]);
    const std::string name = name_from_header(header, name_case);
    if (!name.empty() && reserved(name)) {
      notes.push_back(header + " is a reserved word: its column is called v" + std::to_string(k + 1));
    } else if (!name.empty() && taken.insert(name).second) {
      out[k].name = name;
    }
    out[k].label = header;
  }
  for (std::size_t k = 0; k < out.size(); ++k) {
    if (out[k].name.empty()) {
      std::string name = "v" + std::to_string(k + 1);
      while (!taken.insert(name).second) name += "_";
      out[k].name = std::move(name);
    }
    if (out[k].label == out[k].name) out[k].label.clear();
  }
  return out;
}

}  // namespace nqp::data
