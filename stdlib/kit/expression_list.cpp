#include "stdlib/kit/expression_list.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using ExpressionKind = AskedResult::Kind;

bool is_blank_text(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t name_length(std::string_view s) {
  if (s.empty() || std::isdigit(static_cast<unsigned char>(s[0])) != 0) return 0;
  std::size_t n = 0;
  while (n < s.size() && name_char(s[n])) ++n;
  return n;
}

std::size_t skip_blanks(std::string_view s, std::size_t i) {
  while (i < s.size() && is_blank_text(s[i])) ++i;
  return i;
}

// Up to the first blank outside quotes, parentheses and brackets.
std::size_t element_length(std::string_view s) {
  std::size_t depth = 0, i = 0;
  while (i < s.size() && (depth > 0 || !is_blank_text(s[i]))) {
    if (const std::size_t n = quoted_length(s.substr(i)); n != 0) {
      i += n;
      continue;
    }
    if (s[i] == '(' || s[i] == '[') ++depth;
    if (s[i] == ')' || s[i] == ']') {
      if (depth == 0) throw Error(132, "parentheses do not balance in the list of results");
      --depth;
    }
    ++i;
  }
  if (depth > 0) throw Error(132, "parentheses do not balance in the list of results");
  return i;
}

// One pair of parentheses around all of s.
bool wrapped_whole(std::string_view s) {
  if (s.size() < 2 || s.front() != '(' || s.back() != ')') return false;
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '(') ++depth;
    if (s[i] == ')' && --depth == 0) return i + 1 == s.size();
  }
  return false;
}

AskedResult asked_result(const std::string& equation, const std::string& name, std::string_view text) {
  AskedResult out;
  out.equation = equation;
  out.name = name;
  out.text = std::string(trim(text));
  std::string_view special = text;
  if (!special.empty() && special[0] == '[') {
    const std::size_t close = special.find(']');
    if (close != std::string_view::npos) {
      const std::string_view rest = special.substr(close + 1);
      if (rest == "_b" || rest == "_se" || rest == "_b[]" || rest == "_se[]") {
        out.equation = std::string(special.substr(1, close - 1));
        special = rest;
      }
    }
  }
  if (special == "_b" || special == "_b[]") out.kind = ExpressionKind::coefficients;
  else if (special == "_se" || special == "_se[]") out.kind = ExpressionKind::standard_errors;
  else if (out.text.empty()) throw Error(198, "an expression is missing in the list of results");
  else out.value = grammar::parse_expression(out.text);
  return out;
}

void parse_into(std::string_view s, std::string equation, std::vector<AskedResult>& out) {
  for (s = trim(s); !s.empty(); s = trim(s)) {
    const std::size_t n = name_length(s);
    const std::size_t next = skip_blanks(s, n);
    if (n > 0 && next < s.size() && s[next] == ':') {
      equation = std::string(s.substr(0, n));
      s.remove_prefix(next + 1);
      continue;
    }
    if (n > 0 && next < s.size() && s[next] == '=' && s.substr(next, 2) != "==") {
      const std::string name(s.substr(0, n));
      if (!data::valid_name(name)) throw Error(198, name + " invalid name");
      s.remove_prefix(skip_blanks(s, next + 1));
      const std::size_t length = element_length(s);
      out.push_back(asked_result(equation, name, s.substr(0, length)));
      s.remove_prefix(length);
      continue;
    }
    const std::size_t length = element_length(s);
    const std::string_view element = s.substr(0, length);
    s.remove_prefix(length);
    if (wrapped_whole(element)) {
      const std::string_view inside = trim(element.substr(1, element.size() - 2));
      const std::size_t m = name_length(inside);
      const std::size_t colon = skip_blanks(inside, m);
      const std::string_view sign = inside.substr(colon, 2);
      if (m > 0 && !sign.empty() && (sign[0] == ':' || (sign[0] == '=' && sign != "=="))) {
        parse_into(inside, equation, out);
        continue;
      }
    }
    out.push_back(asked_result(equation, "", element));
  }
}

std::string with_equation(const std::string& equation, const std::string& name) {
  return equation.empty() ? name : equation + ":" + name;
}

// A name for the data set of replicates: as wanted when it is one and free, else stub and number.
std::string variable_name(const std::string& wanted, const std::string& stub, std::size_t number,
                          std::set<std::string>& taken) {
  std::string name = data::valid_name(wanted) && taken.count(wanted) == 0 ? wanted : stub + std::to_string(number);
  taken.insert(name);
  return name;
}

void add_columns(const AskedResult& asked, runtime::Session& s, const std::string& stub, std::set<std::string>& taken,
                 std::vector<CollectedResult>& out) {
  const command::Estimates* e = s.estimates();
  const eval::Matrix* b = e ? e->results.find_matrix("b") : nullptr;
  if (!b) throw Error(301, "last estimates not found", std::nullopt, {"_b and _se need a command that stores e(b)"});
  const bool errors = asked.kind == ExpressionKind::standard_errors;
  for (std::size_t j = 0; j < b->columns; ++j) {
    const std::string& column = b->column_names[j];
    const std::size_t colon = column.find(':');
    const std::string equation = colon == std::string::npos ? "" : column.substr(0, colon);
    const std::string term = colon == std::string::npos ? column : column.substr(colon + 1);
    if (!asked.equation.empty() && !equation.empty() && asked.equation != equation) continue;
    CollectedResult t;
    t.kind = asked.kind;
    t.coefficient = column;
    t.position = j;
    const std::string prefix = errors ? "_se" : "_b";
    t.column = errors ? with_equation(equation.empty() ? "_se" : equation + "_se", term) : column;
    t.text = (equation.empty() ? "" : "[" + equation + "]") + prefix + "[" + term + "]";
    const std::string plain = prefix + (term[0] == '_' ? "" : "_") + term;
    t.variable = variable_name(equation.empty() ? plain : equation + plain, stub, out.size() + 1, taken);
    out.push_back(std::move(t));
  }
}

const double* column_value(const eval::Matrix& b, const CollectedResult& t, std::size_t& found) {
  const auto& names = b.column_names;
  found = t.position;
  if (found < names.size() && names[found] == t.coefficient) return &b.values[found];
  auto it = std::find(names.begin(), names.end(), t.coefficient);
  if (it == names.end()) {
    const std::string plain = command::canonical_term(t.coefficient);
    it = std::find_if(names.begin(), names.end(), [&](const auto& n) { return command::canonical_term(n) == plain; });
  }
  if (it == names.end()) return nullptr;
  found = static_cast<std::size_t>(it - names.begin());
  return &b.values[found];
}

}  // namespace

std::vector<AskedResult> parse_expression_list(const std::string& text) {
  std::vector<AskedResult> out;
  parse_into(text, "", out);
  return out;
}

std::vector<CollectedResult> list_statistics(const std::vector<AskedResult>& asked, runtime::Session& s, bool estimated,
                                       const std::string& stub) {
  std::vector<CollectedResult> out;
  std::set<std::string> taken;
  if (asked.empty() && estimated) {
    AskedResult all;
    all.kind = ExpressionKind::coefficients;
    add_columns(all, s, stub, taken, out);
  } else if (asked.empty()) {
    for (const auto& scalar : s.r().scalars) {
      CollectedResult t;
      t.column = t.variable = variable_name(scalar.first, stub, out.size() + 1, taken);
      t.text = "r(" + scalar.first + ")";
      t.value = grammar::parse_expression(t.text);
      out.push_back(std::move(t));
    }
  }
  for (const AskedResult& a : asked) {
    if (a.kind != ExpressionKind::expression) {
      add_columns(a, s, stub, taken, out);
      continue;
    }
    CollectedResult t;
    const std::string number = stub + std::to_string(out.size() + 1);
    const std::string name = a.name.empty() ? number : a.name;
    t.column = with_equation(a.equation, name);
    t.variable = variable_name(a.equation.empty() ? name : a.equation + "_" + name, stub, out.size() + 1, taken);
    t.text = a.text;
    t.value = a.value;
    out.push_back(std::move(t));
  }
  if (out.empty())
    throw Error(198, "nothing to collect", std::nullopt,
                {"the command left no results: name them, as in mean=r(mean) or _b[x]"});
  return out;
}

double statistic_value(const CollectedResult& t, runtime::Session& s) {
  if (t.kind == ExpressionKind::expression) return eval::evaluate_number(*t.value, s.scope());
  const command::Estimates* e = s.estimates();
  const eval::Matrix* b = e ? e->results.find_matrix("b") : nullptr;
  std::size_t j = 0;
  const double* value = b ? column_value(*b, t, j) : nullptr;
  if (!value) return data::missing;
  if (t.kind == ExpressionKind::coefficients) return *value;
  const eval::Matrix* V = e->results.find_matrix("V");
  return V && j < V->rows ? data::checked(std::sqrt((*V)(j, j))) : data::missing;
}

std::vector<double> statistic_values(const std::vector<CollectedResult>& list, runtime::Session& s) {
  std::vector<double> out;
  out.reserve(list.size());
  for (const CollectedResult& t : list) out.push_back(statistic_value(t, s));
  return out;
}

std::vector<std::string> column_names(const std::vector<CollectedResult>& list) {
  std::vector<std::string> out;
  for (const CollectedResult& t : list) out.push_back(t.column);
  return out;
}

}  // namespace nqp::kit
