#include "stdlib/kit/raw_text.hpp"

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/dataset/io/delimited.hpp"
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

std::vector<std::string> raw_lines(const std::string& bytes) {
  const std::string text = data::to_utf8(bytes);
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    out.push_back(std::move(line));
    begin = end + 1;
  }
  return out;
}

std::vector<std::string> raw_words(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  std::vector<std::string> out;
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
      out.push_back(unquoted(text.substr(i, end - i)));
      i = end;
      after_comma = false;
    }
  }
  return out;
}

data::Frame raw_frame(const std::vector<RawVariable>& variables, const std::vector<std::vector<std::string>>& cells,
                      std::size_t rows, const command::Context& c) {
  data::Frame f;
  f.rows = rows;
  for (std::size_t k = 0; k < variables.size(); ++k) {
    if (starts_with(variables[k].name, "_skip")) continue;
    data::Variable v;
    v.name = variables[k].name;
    const auto type = data::parse_type(variables[k].type);
    if (type && type->is_string()) {
      data::StringWriter out(rows);
      for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t width = type->width > 1 ? type->width : data::max_str_width;
        out.set(i, std::string_view(cells[k][i]).substr(0, width));
      }
      v.column = out.finish(variables[k].type == "str" ? std::nullopt : type);
    } else {
      std::vector<double> values(rows, data::missing);
      for (std::size_t i = 0; i < rows; ++i) values[i] = parse_number(cells[k][i]).value_or(data::missing);
      v.column = data::make_numeric(type ? type->storage : default_storage(c), values);
    }
    v.format = data::default_format(v.column->type());
    f.add(std::move(v));
  }
  return f;
}

command::Output raw_output(data::Frame f, const command::Sample& sample, const command::Context& c) {
  if (sample.condition || sample.range) {
    const command::Context in_file(f, c.environment, c.settings, c.host);
    f = data::keep_rows(f, in_file.select(sample));
  }
  mark_fresh(f, "");
  f.changed = true;
  command::Output out;
  out.line(count_of(f.rows, "observation read", "observations read"));
  out.r = command::Results{}.scalar("N", static_cast<double>(f.rows));
  out.frame = std::move(f);
  return out;
}

}  // namespace nqp::kit
