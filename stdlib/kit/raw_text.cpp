#include "stdlib/kit/raw_text.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "interpreter/text/width.hpp"
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
  constexpr std::size_t most_variables = 120000;
  std::vector<RawVariable> out;
  std::string type;
  const auto add = [&](const std::string& word) {
    for (const std::string& name : raw_written_out(word)) {
      if (name != "_skip" && !data::valid_name(name)) throw Error(198, name + " is no valid variable name");
      RawVariable v;
      v.name = name;
      v.type = type;
      out.push_back(v);
      if (out.size() > most_variables)
        throw Error(900, fmt::format("no room for more than {} variables", most_variables));
    }
  };
  for (const Piece& piece : split_pieces(text)) {
    if (!piece.grouped && is_type(piece.text)) {
      type = piece.text;
      continue;
    }
    if (piece.grouped && type.empty() && !out.empty() && out.back().name == "_skip") {  // _skip(3)
      out.back().name += "(" + piece.text + ")";
      continue;
    }
    if (piece.grouped)
      for (const std::string& word : grammar::split_words(piece.text)) add(word);
    else add(piece.text);
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

void RawWords::begin_line(std::size_t begin) {
  line_begin_ = begin;
  line_end_ = std::min(text_.find('\n', begin), text_.size());
  after_comma_ = true;
}

std::optional<std::string_view> RawWords::next() {
  if (!started_) begin_line(0), started_ = true;
  for (; at_ < text_.size(); ++at_) {
    const char ch = text_[at_];
    if (ch == '\n') {
      begin_line(at_ + 1);
      ++line_;
    } else if (ch == ',') {
      if (after_comma_) return ++at_, text_.substr(at_, 0);
      after_comma_ = true;
    } else if (ch != ' ' && ch != '\t' && ch != '\r') {
      break;
    }
  }
  if (at_ >= text_.size()) return std::nullopt;
  after_comma_ = false;
  const std::string_view rest = text_.substr(at_, line_end_ - at_);
  const std::size_t quoted = quoted_length(rest), mark = rest[0] == '"' ? 1 : starts_with(rest, "`\"") ? 2 : 0;
  if (mark > 0 && quoted == 0)
    throw Error(459, fmt::format("line {}, character {}: a quotation mark is not closed", line_,
                                 1 + text::length(text_.substr(line_begin_, at_ - line_begin_))));
  const std::size_t size = mark > 0 ? quoted : std::min(rest.find_first_of(" \t\r,"), rest.size());
  at_ += size;
  return rest.substr(mark, size - 2 * mark);
}

struct RawTable::Column {
  RawVariable variable;
  std::optional<data::Type> type;
  std::optional<data::StringWriter> strings = std::nullopt;
  std::optional<data::NumericWriter> numbers = std::nullopt;
  std::size_t longest = 0, wrong = 0;  // bytes of a text; cells that hold no number
  std::vector<std::string> notes = {};

  // What is no number is said of the first few cells.
  void set_number(std::size_t row, std::string_view text) {
    constexpr std::size_t most_notes = 10, shown = 30;
    const auto value = parse_number(text);
    numbers->set(row, value.value_or(data::missing));
    if (value || text.empty() || ++wrong > most_notes) return;
    const std::string_view start = text.substr(0, shown),
                           part = start.size() < text.size() ? start.substr(0, data::valid_utf8_prefix(start)) : start;
    notes.push_back(fmt::format("'{}{}' cannot be read as a number for {}[{}]", part,
                                part.size() < text.size() ? "…" : "", variable.name, row + 1));
  }
};

RawTable::RawTable(const std::vector<RawVariable>& variables, std::size_t rows, const command::Context& c)
    : rows_(rows) {
  std::unordered_set<std::string_view> taken;
  for (const RawVariable& v : variables) {
    Column column{v, data::parse_type(v.type)};
    if (starts_with(v.name, "_skip")) {
      columns_.push_back(std::move(column));
      continue;
    }
    if (!taken.insert(v.name).second) throw Error(110, "variable " + v.name + " already defined");
    if (column.type && column.type->is_string()) {
      const bool any = column.type->storage == data::Storage::strl;
      column.longest = any ? std::string::npos : v.type == "str" ? data::max_str_width : column.type->width;
      column.strings.emplace(rows);
    } else {
      column.numbers.emplace(column.type ? column.type->storage : default_storage(c), rows);
    }
    columns_.push_back(std::move(column));
  }
}

RawTable::~RawTable() = default;

void RawTable::set(std::size_t k, std::size_t row, std::string_view text) {
  Column& column = columns_[k];
  if (column.strings) column.strings->set(row, text.substr(0, column.longest));
  else if (column.numbers) column.set_number(row, text);
}

RawFrame RawTable::finish() {
  RawFrame out;
  out.frame.rows = rows_;
  for (Column& column : columns_) {
    if (!column.strings && !column.numbers) continue;
    data::Variable v;
    v.name = column.variable.name;
    v.column = column.numbers ? column.numbers->finish()
                              : column.strings->finish(column.variable.type == "str" ? std::nullopt : column.type);
    v.format = data::default_format(v.column->type());
    out.frame.variables.push_back(std::move(v));
    const std::size_t others = column.wrong - std::min(column.wrong, column.notes.size());
    out.notes.insert(out.notes.end(), column.notes.begin(), column.notes.end());
    if (others > 0)
      out.notes.push_back(fmt::format("{} more values of {} are no numbers", others, column.variable.name));
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
