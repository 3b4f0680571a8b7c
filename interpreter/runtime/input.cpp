// input … end: observations typed into the do-file.
#include <fmt/format.h>

#include "interpreter/command/context.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {
namespace {

struct NewColumn {
  std::string name;
  data::Type type{data::Storage::float_, 0};
};

std::vector<NewColumn> read_header(const std::string& text, const command::Settings& settings) {
  std::vector<NewColumn> out;
  std::optional<data::Type> type;
  std::string head = text.substr(0, text.find(','));
  for (const std::string& word : grammar::split_words(head)) {
    if (const auto t = data::parse_type(word); t && !type) {
      type = t;
      continue;
    }
    if (!data::valid_name(word)) throw Error(198, word + " invalid name");
    out.push_back({word, type.value_or(*data::parse_type(settings.type))});
    type.reset();
  }
  return out;
}

double to_number(const std::string& word, std::size_t line) {
  if (word == ".") return data::missing;
  if (word.size() == 2 && word[0] == '.' && word[1] >= 'a' && word[1] <= 'z') return data::missing_code(word[1] - 'a' + 1);
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
    for (const data::Variable& v : f.variables) columns.push_back({v.name, v.column->type()});
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
  if (!add_rows && total > f.rows) throw Error(198, fmt::format("{} data rows for {} observations", rows.size(), f.rows));

  std::vector<data::Variable> made;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const data::Variable* old = add_rows ? f.find(columns[j].name) : nullptr;
    data::Variable v = old ? *old : data::Variable{};
    v.name = columns[j].name;
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
