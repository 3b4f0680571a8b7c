// Dictionaries of infile and infix: files that say which variables a text holds, where and how.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/kit/raw_text.hpp"

namespace nqp::kit {

struct DictionaryVariable {
  RawVariable variable;
  std::string label, value_label;
  std::size_t width = 0;     // bytes from `first`; 0: the word that begins there
  std::size_t decimals = 0;  // of %w.df: where the text has no point of its own
  bool whole_text = false;   // %#S: blanks around the text are kept
};

struct RawDictionary {
  std::string data_file;                      // empty: the data follow in the same file
  std::string data;                           // what follows the closing brace
  std::size_t lines_before = 0;               // of the file, before `data`
  std::size_t first_line = 1, lines = 1;      // of the file; of an observation (0: read word by word)
  bool free_format = true;                    // no columns and no formats: values are words
  std::vector<DictionaryVariable> variables;  // of infile
  std::string layout;                         // of infix: what would stand in the command
};

// "infile dictionary [using file] { … }" or "infix dictionary …"; nullopt when the text is none. Error 613 for a
// dictionary that is not understood; it names the file and the line.
std::optional<RawDictionary> read_dictionary(std::string_view text, std::string_view command, const std::string& file);

// What an infile dictionary finds in a text: where the data follow the dictionary, lines are counted from there on.
// Error 459 for a quote that is not closed in its line.
RawFrame read_by_dictionary(const RawDictionary& d, std::string_view text, const command::Context& c);

}  // namespace nqp::kit
