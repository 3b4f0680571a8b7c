// input … end: observations typed into the do-file.
#include <fmt/format.h>

#include "interpreter/command/context.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {
namespace {

struct NewColumn {
  std::string name;
  data::Type type{data::Storage::float_, 0};
  std::string value_label = {};
};

// "x1-x3" as x1 x2 x3; any other word as it is.
std::vector<std::string> names_meant(const std::string& word) {
  const std::size_t dash = word.find('-');
  if (dash == std::string::npos) return {word};
  const std::string first = word.substr(0, dash), last = word.substr(dash + 1);
  const std::size_t digits = first.find_last_not_of("0123456789") + 1;
  const std::string stub = first.substr(0, digits);
  const bool numbered = digits < first.size() && last.size() > digits && last.compare(0, digits, stub) == 0 &&
                        last.find_first_not_of("0123456789", digits) == std::string::npos &&
                        first.size() < digits + 7 && last.size() < digits + 7;
  const int from = numbered ? std::stoi(first.substr(digits)) : 1, to = numbered ? std::stoi(last.substr(digits)) : 0;
  if (from > to) throw Error(198, word + " is no range of new names", std::nullopt, {"for example x1-x5"});
  std::vector<std::string> out;
  for (int i = from; i <= to; ++i) out.push_back(stub + std::to_string(i));
  return out;
}

// Names, each behind a type of its own or several in parentheses behind one: byte(a b) str8 c.
std::vector<NewColumn> read_header(const std::string& text, const command::Settings& settings) {
  std::vector<NewColumn> out;
  std::optional<data::Type> type;
  bool group = false;
  std::string head;
  for (const char c : text.substr(0, text.find(',')))
    if (c == '(' || c == ')') head.append({' ', c, ' '});
    else head += c;
  for (const std::string& word : grammar::split_words(head)) {
    if (word == "(" && type && !group) {
      group = true;
      continue;
    }
    if (word == ")" && group) {
      group = false;
      type.reset();
      continue;
    }
    if (const auto t = data::parse_type(word); t && !type) {
      type = t;
      continue;
    }
    // "sex:sexlbl" attaches a value label.
    const std::size_t colon = word.find(':');
    const std::string label = colon == std::string::npos ? std::string() : word.substr(colon + 1);
    for (const std::string& name : names_meant(word.substr(0, colon))) {
      if (!data::valid_name(name)) throw Error(198, name + " invalid name");
      out.push_back({name, type.value_or(*data::parse_type(settings.type)), label});
    }
    if (!group) type.reset();
  }
  if (group) throw Error(198, "a parenthesis is not closed in the names of input");
  return out;
}

double to_number(const std::string& word, std::size_t line) {
  if (word == ".") return data::missing;
  if (word.size() == 2 && word[0] == '.' && word[1] >= 'a' && word[1] <= 'z')
    return data::missing_code(word[1] - 'a' + 1);
  char* end = nullptr;
  const double x = std::strtod(word.c_str(), &end);
  if (word.empty() || *end != '\0')
    throw Error(198, fmt::format("'{}' cannot be read as a number in data row {}", word, line));
  return x;
}

}  // namespace

// New variables are added beside the existing ones; without names, rows are appended to all variables.
void Session::run_input(const ast::Statement& s) {
  data::Frame f = *frame_;
  std::vector<NewColumn> columns = read_header(expand(s.head), settings_);
  const bool add_rows = columns.empty();
  if (add_rows)
    for (const data::Variable& v : f.variables) columns.push_back({v.name, v.column->type(), {}});
  for (const NewColumn& c : columns)
    if (!add_rows && f.find(c.name)) throw Error(110, "variable " + c.name + " already defined");
  if (columns.empty()) throw Error(104, "nothing to input");

  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : s.lines) {
    std::vector<std::string> words = grammar::split_words(expand(line));
    if (words.empty()) continue;
    words.resize(columns.size(), "");
    rows.push_back(std::move(words));
  }
  if (!add_rows && f.variables.empty()) f.rows = rows.size();
  const std::size_t start = add_rows ? f.rows : 0;
  const std::size_t total = std::max(f.rows, start + rows.size());
  if (!add_rows && total > f.rows)
    throw Error(198, fmt::format("{} data rows for {} observations", rows.size(), f.rows));

  std::vector<data::Variable> made;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const data::Variable* old = add_rows ? f.find(columns[j].name) : nullptr;
    data::Variable v = old ? *old : data::Variable{};
    v.name = columns[j].name;
    if (!old) v.value_label = columns[j].value_label;
    if (columns[j].type.is_string()) {
      data::StringWriter w(total);
      for (std::size_t i = 0; old && i < f.rows; ++i) w.set(i, old->column->text(i));
      for (std::size_t i = 0; i < rows.size(); ++i) w.set(start + i, rows[i][j]);
      v.column = w.finish(columns[j].type);
    } else {
      data::NumericWriter w(columns[j].type.storage, total);
      for (std::size_t i = 0; i < total; ++i) w.set(i, data::missing);
      for (std::size_t i = 0; old && i < f.rows; ++i) w.set(i, old->column->number(i));
      for (std::size_t i = 0; i < rows.size(); ++i)
        w.set(start + i, rows[i][j].empty() ? data::missing : to_number(rows[i][j], i + 1));
      v.column = w.finish();
    }
    if (v.format.empty()) v.format = data::default_format(v.column->type());
    made.push_back(std::move(v));
  }
  if (add_rows) {
    f.variables = std::move(made);
    f.rows = total;
    f.sorted_by.clear();
    f.samples.clear();
  } else {
    f.rows = total;
    for (data::Variable& v : made) f.add(std::move(v));
  }
  f.changed = true;
  set_frame(std::move(f));
}

}  // namespace nqp::runtime
