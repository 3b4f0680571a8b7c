#include "stdlib/kit/estimates_file.hpp"

#include <cstdlib>
#include <sstream>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"

namespace nqp::kit {

namespace {

constexpr const char* first_line = "nqp estimates 1";

std::string joined_by_tabs(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += name + "\t";
  return out;
}

std::vector<std::string> split_at_tabs(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string name; std::getline(in, name, '\t');) out.push_back(name);
  return out;
}

class Reader {
 public:
  Reader(const std::string& text, const std::string& path) : in_(text), path_(path) {}

  command::Results read() {
    if (line() != first_line) damaged();
    command::Results out;
    std::string kind, name;
    while (in_ >> kind >> name) {
      if (kind == "scalar") out.scalar(name, number());
      else if (kind == "macro") out.macro(name, text());
      else if (kind == "matrix") out.matrix(name, matrix());
      else damaged();
    }
    return out;
  }

 private:
  [[noreturn]] void damaged() const {
    throw Error(610, path_ + " is not a file of estimates", std::nullopt, {"estimates save makes such files"});
  }

  std::string line() {
    std::string out;
    if (!std::getline(in_, out)) damaged();
    return out;
  }

  double number() {
    std::string word;
    if (!(in_ >> word)) damaged();
    return std::strtod(word.c_str(), nullptr);
  }

  std::size_t count() {
    std::size_t n = 0;
    if (!(in_ >> n) || n > 100'000'000) damaged();
    return n;
  }

  std::string text() {
    const std::size_t n = count();
    line();
    std::string out(n, ' ');
    if (!in_.read(out.data(), static_cast<std::streamsize>(n))) damaged();
    return out;
  }

  eval::Matrix matrix() {
    const std::size_t rows = count(), columns = count();
    if (columns != 0 && rows > 100'000'000 / columns) damaged();
    line();
    const std::vector<std::string> row_names = split_at_tabs(line()), column_names = split_at_tabs(line());
    if (row_names.size() != rows || column_names.size() != columns) damaged();
    eval::Matrix m(rows, columns);
    m.row_names = row_names;
    m.column_names = column_names;
    for (double& x : m.values) x = number();
    return m;
  }

  std::istringstream in_;
  std::string path_;
};

}  // namespace

std::string estimates_text(const command::Results& e) {
  std::string out = std::string(first_line) + "\n";
  for (const auto& [name, x] : e.scalars) out += fmt::format("scalar {} {:a}\n", name, x);
  for (const auto& [name, text] : e.macros) out += fmt::format("macro {} {}\n{}\n", name, text.size(), text);
  for (const auto& [name, m] : e.matrices) {
    out += fmt::format("matrix {} {} {}\n{}\n{}\n", name, m.rows, m.columns, joined_by_tabs(m.row_names),
                       joined_by_tabs(m.column_names));
    for (const double x : m.values) out += fmt::format("{:a} ", x);
    out += "\n";
  }
  return out;
}

command::Results read_estimates(const std::string& text, const std::string& path) { return Reader(text, path).read(); }

}  // namespace nqp::kit
