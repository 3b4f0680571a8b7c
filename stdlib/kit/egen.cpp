#include "stdlib/kit/egen.hpp"

#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/suggest.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {

std::string EgenCall::text(const std::string& option, const std::string& otherwise) const {
  const auto it = options.find(option);
  return it == options.end() ? otherwise : unquoted(it->second);
}

double EgenCall::number(const std::string& option, double otherwise) const {
  const auto it = options.find(option);
  if (it == options.end()) return otherwise;
  return eval::evaluate_number(*grammar::parse_expression(it->second), c.scope);
}

std::vector<double> EgenCall::numbers(const std::string& option) const {
  const auto it = options.find(option);
  if (it == options.end()) throw Error(198, "option " + option + "() required");
  std::string list = it->second;
  std::replace(list.begin(), list.end(), ',', ' ');
  return grammar::parse_numlist(list);
}

std::vector<double> EgenCall::values() const {
  if (trim(argument).empty()) throw Error(198, "the function needs an expression in its parentheses");
  try {
    return values_of(*grammar::parse_expression(argument), c, sample, selection);
  } catch (const Error& e) {
    throw Error(e.code, e.what(), e.span ? c.place(argument, *e.span) : std::nullopt, e.notes);
  }
}

command::Variables EgenCall::variables() const {
  std::string list = argument;
  std::replace(list.begin(), list.end(), ',', ' ');
  command::Variables names = command::resolve_variables(list, c);
  if (names.empty()) throw Error(100, "varlist required");
  return names;
}

command::Variables EgenCall::numeric_variables() const {
  command::Variables names = variables();
  for (const std::string& n : names) c.numeric(n);
  return names;
}

const std::vector<EgenFunction>& egen_functions() {
  static const std::vector<EgenFunction> all = [] {
    std::vector<EgenFunction> out;
    for (const auto part : {egen_group_functions(), egen_order_functions(), egen_row_functions(), egen_code_functions(),
                            egen_text_functions()})
      out.insert(out.end(), part.begin(), part.end());
    return out;
  }();
  return all;
}

const EgenFunction& egen_function(const std::string& name) {
  std::vector<std::string> names;
  for (const EgenFunction& f : egen_functions()) {
    if (f.name == name) return f;
    names.emplace_back(f.name);
  }
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(name, names); !hint.empty()) notes.push_back(std::move(hint));
  throw Error(133, "unknown egen function " + name + "()", std::nullopt, notes);
}

std::vector<double> spread(const EgenCall& q, std::span<const double> per_group) {
  std::vector<double> out(q.c.frame.rows);
  numeric::in_stretches(out.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t g = q.groups.codes[i];
      out[i] = g == data::Groups::none ? data::missing : per_group[g];
    }
  });
  return out;
}

data::ColumnPtr spread_column(const data::Groups& groups, std::span<const double> per_group, data::Storage storage) {
  data::NumericWriter w(storage, groups.codes.size());
  numeric::in_stretches(groups.codes.size(), [&](std::size_t begin, std::size_t end) {
    double x[chunk_of_rows];
    for (std::size_t at = begin; at < end; at += chunk_of_rows) {
      const std::size_t n = std::min(chunk_of_rows, end - at);
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t g = groups.codes[at + i];
        x[i] = g == data::Groups::none ? data::missing : per_group[g];
      }
      w.write(at, n, x);
    }
  });
  return w.finish();
}

}  // namespace nqp::kit
