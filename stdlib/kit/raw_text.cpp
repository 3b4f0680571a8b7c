#include "stdlib/kit/raw_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

bool is_type(const std::string& word) { return data::parse_type(word).has_value(); }

// x1-x3 → x1, x2, x3; other words as they are.
std::vector<std::string> raw_written_out(const std::string& word) {
  const std::size_t dash = word.find('-');
  if (dash == std::string::npos) return {word};
  const std::string from = word.substr(0, dash), to = word.substr(dash + 1);
  const auto stem_of = [](const std::string& s) { return s.substr(0, s.find_last_not_of("0123456789") + 1); };
  const std::string stem = stem_of(from), low = from.substr(stem.size()),
                    high = stem == stem_of(to) ? to.substr(stem.size()) : "";
  if (low.empty() || high.empty() || low.size() > 6 || high.size() > 6 || std::stoi(low) > std::stoi(high))
    throw Error(198, word + " is no range of new variables", std::nullopt, {"write it as x1-x10"});
  std::vector<std::string> out;
  for (int k = std::stoi(low); k <= std::stoi(high); ++k) out.push_back(stem + std::to_string(k));
  return out;
}

}  // namespace

std::vector<RawVariable> raw_variables(std::string_view text) {
  std::vector<RawVariable> out;
  std::string type;
  for (const std::string& word : grammar::split_words(std::string(text))) {
    if (is_type(word)) {
      type = word;
      continue;
    }
    for (const std::string& name : raw_written_out(word)) {
      const bool skipped = name == "_skip" || starts_with(name, "_skip(");
      if (!skipped && !data::valid_name(name)) throw Error(198, name + " is no valid variable name");
      RawVariable v;
      v.name = name;
      v.type = type;
      out.push_back(v);
    }
    type.clear();
  }
  if (out.empty()) throw Error(100, "names of new variables are needed");
  return out;
}

std::string raw_text(const command::Context& c, const std::string& path) {
  std::string text;
  try {
    text = data::own_as_utf8(c.host.read(path));
  } catch (const Error& e) {
    if (e.code == 601 || e.code == 603) throw;
    throw Error(e.code, path + ": " + e.what(), e.span, e.notes);
  }
  const std::size_t nul = text.find('\0');
  if (nul == std::string::npos) return text;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
  throw Error(609, fmt::format("{}: line {} holds a binary zero: this is no text", path, line));
}

std::vector<std::string_view> raw_lines(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    out.push_back(line);
    begin = end + 1;
  }
  return out;
}

std::vector<std::string_view> raw_words(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  std::vector<std::string_view> out;
  std::size_t i = 0;
  bool after_comma = true;  // two commas in a row hold an empty value
  while (i < text.size()) {
    if (blanks.find(text[i]) != std::string_view::npos) {
      if (text[i] == '\n') after_comma = true;
      ++i;
    } else if (text[i] == ',') {
      if (after_comma) out.emplace_back();
      after_comma = true;
      ++i;
    } else {
      const std::size_t quoted = quoted_length(text.substr(i));
      const std::size_t end = quoted != 0 ? i + quoted : std::min(text.find_first_of(" \t\r\n,", i), text.size());
      const std::size_t mark = quoted == 0 ? 0 : text[i] == '"' ? 1 : 2;
      out.push_back(text.substr(i + mark, end - i - 2 * mark));
      i = end;
      after_comma = false;
    }
  }
  return out;
}

namespace {

data::ColumnPtr raw_strings(const RawVariable& v, data::Type type, std::size_t k, const RawCell& cell,
                            std::size_t rows) {
  const std::size_t width = type.storage == data::Storage::str && type.width > 1 ? type.width : data::max_str_width;
  data::StringWriter out(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string text = cell(k, i);
    out.set(i, std::string_view(text).substr(0, type.storage == data::Storage::strl ? text.size() : width));
  }
  return out.finish(v.type == "str" ? std::nullopt : std::optional<data::Type>(type));
}

// What is no number is said of the first few cells.
data::ColumnPtr raw_numbers(const RawVariable& v, data::Storage storage, std::size_t k, const RawCell& cell,
                            std::size_t rows, std::vector<std::string>& notes) {
  constexpr std::size_t most_notes = 10, shown = 30;
  std::size_t wrong = 0;
  data::NumericWriter out(storage, rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string text = cell(k, i);
    const auto value = parse_number(text);
    out.set(i, value.value_or(data::missing));
    if (value || text.empty() || ++wrong > most_notes) continue;
    std::string part = text.substr(0, shown);
    if (part.size() < text.size()) part = part.substr(0, data::valid_utf8_prefix(part)) + "…";
    notes.push_back(fmt::format("'{}' cannot be read as a number for {}[{}]", part, v.name, i + 1));
  }
  if (wrong > most_notes)
    notes.push_back(fmt::format("{} more values of {} are no numbers", wrong - most_notes, v.name));
  return out.finish();
}

}  // namespace

RawFrame raw_frame(const std::vector<RawVariable>& variables, const RawCell& cell, std::size_t rows,
                   const command::Context& c) {
  RawFrame out;
  out.frame.rows = rows;
  for (std::size_t k = 0; k < variables.size(); ++k) {
    if (starts_with(variables[k].name, "_skip")) continue;
    data::Variable v;
    v.name = variables[k].name;
    const auto type = data::parse_type(variables[k].type);
    v.column = type && type->is_string()
                   ? raw_strings(variables[k], *type, k, cell, rows)
                   : raw_numbers(variables[k], type ? type->storage : default_storage(c), k, cell, rows, out.notes);
    v.format = data::default_format(v.column->type());
    out.frame.add(std::move(v));
  }
  return out;
}

command::Output raw_output(RawFrame raw, const command::Sample& sample, const command::Context& c) {
  data::Frame f = std::move(raw.frame);
  if (sample.condition || sample.range) {
    const command::Context in_file(f, c.environment, c.settings, c.host);
    f = data::keep_rows(f, in_file.select(sample));
  }
  mark_fresh(f, "");
  f.changed = true;
  command::Output out;
  for (const std::string& note : raw.notes) out.line(note, report::Style::note);
  out.line(count_of(f.rows, "observation read", "observations read"));
  out.r = command::Results{}.scalar("N", static_cast<double>(f.rows));
  out.frame = std::move(f);
  return out;
}

}  // namespace nqp::kit
