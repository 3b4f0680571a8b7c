#include "stdlib/kit/xi_terms.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/utf8.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

// Where xi remembers what it made, under the names that other programs use.
constexpr const char* to_drop = "__xi__Vars__To__Drop__";
constexpr const char* made_with = "__xi__Vars__Prefix__";
constexpr std::size_t longest_name = 32;

bool xi_name_byte(char c) {
  const auto u = static_cast<unsigned char>(c);
  return std::isalnum(u) || c == '_' || u >= 0x80;
}

// At most so many characters.
std::string shortened(const std::string& name, std::size_t characters) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < name.size(); ++i)
    if ((static_cast<unsigned char>(name[i]) & 0xC0) != 0x80 && n++ == characters) return name.substr(0, i);
  return name;
}

std::size_t characters(const std::string& name) {
  return static_cast<std::size_t>(
      std::count_if(name.begin(), name.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Length of "i.name", "i.a*i.b", "i.a*x" or "i.a|x" at the start of s; 0 when there is none.
std::size_t term_length(std::string_view s) {
  const auto name = [&](std::size_t at) {
    std::size_t n = at;
    while (n < s.size() && xi_name_byte(s[n])) ++n;
    return n - at;
  };
  const auto indicator = [&](std::size_t at) -> std::size_t {
    if (at + 2 > s.size() || (s[at] != 'i' && s[at] != 'I') || s[at + 1] != '.') return 0;
    const std::size_t n = name(at + 2);
    return n == 0 ? 0 : n + 2;
  };
  const std::size_t first = indicator(0);
  if (first == 0 || first >= s.size() || (s[first] != '*' && s[first] != '|')) return first;
  std::size_t second = s[first] == '*' ? indicator(first + 1) : 0;
  if (second == 0) second = name(first + 1);
  return second == 0 ? first : first + 1 + second;
}

// i.a#c.x is a factor variable, which the command itself understands.
bool goes_on(std::string_view s, std::size_t length) { return length < s.size() && s[length] == '#'; }

}  // namespace

XiTerms::XiTerms(const command::Context& c, XiOptions options)
    : context_(c), options_(std::move(options)), frame_(c.frame) {
  if (options_.prefix.empty() || characters(options_.prefix) > 4 || !data::valid_name(options_.prefix))
    throw Error(198, "prefix() must be a name of one to four characters");
  const auto earlier = frame_.characteristics.find(to_drop);
  if (earlier == frame_.characteristics.end() || frame_.characteristics[made_with] != options_.prefix) return;
  for (const std::string& name : grammar::split_words(earlier->second))
    if (frame_.find(name)) frame_.remove(name);
  frame_.characteristics.erase(to_drop);
}

data::Frame XiTerms::frame() && {
  if (!made_.empty()) {
    frame_.characteristics[to_drop] = text::joined(made_);
    frame_.characteristics[made_with] = options_.prefix;
    frame_.changed = true;
  }
  return std::move(frame_);
}

std::string XiTerms::expand(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t n = quoted_length(text);
    const bool at_start = out.empty() || (!xi_name_byte(out.back()) && out.back() != '.' && out.back() != '#');
    if (const std::size_t length = n == 0 && at_start ? term_length(text) : 0;
        length > 0 && !goes_on(text, length)) {
      out += term(text.substr(0, length));
      text.remove_prefix(length);
      continue;
    }
    n = std::max<std::size_t>(n, 1);
    out += text.substr(0, n);
    text.remove_prefix(n);
  }
  return out;
}

std::string XiTerms::term(std::string_view text) {
  const std::size_t joint = text.find_first_of("*|");
  const Indicators a = indicators(std::string(text.substr(2, joint == std::string_view::npos ? joint : joint - 2)));
  std::vector<std::string> names;
  if (joint == std::string_view::npos) {
    names = main_effects(a);
  } else if (const std::string_view rest = text.substr(joint + 1); rest.size() > 2 && rest[1] == '.') {
    const Indicators b = indicators(std::string(rest.substr(2)));
    names = main_effects(a);
    for (const auto& more : {main_effects(b), products(a, b)}) names.insert(names.end(), more.begin(), more.end());
  } else {
    const std::string x = context_.variable(rest).name;
    if (text[joint] == '*') names = main_effects(a);
    names.push_back(x);
    const std::vector<std::string> more = slopes(a, x);
    names.insert(names.end(), more.begin(), more.end());
  }
  std::vector<std::string> once;
  for (std::string& n : names)
    if (std::find(once.begin(), once.end(), n) == once.end()) once.push_back(std::move(n));
  return text::joined(once);
}

XiTerms::Indicators XiTerms::indicators(const std::string& name) {
  const data::Variable& v = context_.variable(name);
  const data::ColumnPtr column = v.column;
  const data::Groups g = data::make_groups({&column, 1}, {}, true);
  Indicators x;
  x.variable = v.name;
  bool natural = !v.is_string();
  for (std::uint32_t k = 0; k < g.count; ++k) {
    const double value = v.is_string() ? k + 1 : column->number(g.first[k]);
    natural = natural && value >= 0 && value == std::floor(value) && value < 1e9;
    x.values.push_back(value);
    x.labels.push_back(v.name +
                       "==" + (v.is_string() ? std::string(column->text(g.first[k])) : text::macro_number(value)));
  }
  for (std::uint32_t k = 0; k < g.count; ++k) {
    x.suffixes.push_back("_" + (natural ? text::macro_number(x.values[k]) : std::to_string(k + 1)));
    std::vector<double> indicator(frame_.rows, data::missing);
    for (std::size_t i = 0; i < frame_.rows; ++i)
      if (g.codes[i] != data::Groups::none) indicator[i] = g.codes[i] == k ? 1 : 0;
    x.columns.push_back(std::move(indicator));
  }
  if (x.values.empty()) throw Error(2000, "no observations: " + v.name + " has no values");
  x.omitted = omitted_level(v, x);
  const std::string stub = options_.prefix + shortened(v.name, longest_name - characters(options_.prefix) -
                                                                   characters(x.suffixes.back()));
  const std::string omitted = x.omitted < x.values.size() ? stub + x.suffixes[x.omitted] : "";
  std::string note = natural ? "naturally coded" : "";
  if (!omitted.empty()) note += (natural ? "; " + omitted : omitted + " for " + x.labels[x.omitted]) + " omitted";
  const std::string range = stub + x.suffixes.front() + "-" + x.suffixes.back().substr(1);
  report_.push_back(fmt::format("{:<17} {:<19} ({})", "i." + v.name, range, note));
  return x;
}

// char x[omit] 3 or prevalent, char _dta[omit] prevalent; by default the lowest level.
std::size_t XiTerms::omitted_level(const data::Variable& v, const Indicators& x) const {
  if (options_.keep_all) return x.values.size();
  std::string rule;
  if (const auto own = v.characteristics.find("omit"); own != v.characteristics.end()) rule = own->second;
  else if (const auto all = frame_.characteristics.find("omit"); all != frame_.characteristics.end())
    rule = all->second;
  if (rule.empty()) return 0;
  if (rule == "prevalent") {
    std::size_t best = 0;
    double most = -1;
    for (std::size_t k = 0; k < x.columns.size(); ++k) {
      double count = 0;
      for (const double one : x.columns[k]) count += one == 1;
      if (count > most) best = k, most = count;
    }
    return best;
  }
  for (std::size_t k = 0; k < x.labels.size(); ++k)
    if (x.labels[k] == v.name + "==" + rule) return k;
  return 0;
}

void XiTerms::add(const std::string& name, const std::vector<double>& values, data::Storage storage,
                  const std::string& label) {
  if (std::find(made_.begin(), made_.end(), name) != made_.end()) return;
  if (!data::valid_name(name)) throw Error(198, name + " invalid name");
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(storage, values);
  v.format = data::default_format(v.column->type());
  v.label = label;
  frame_.add(std::move(v));
  made_.push_back(name);
}

std::vector<std::string> XiTerms::main_effects(const Indicators& x) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < x.values.size(); ++k) {
    if (k == x.omitted) continue;
    const std::size_t room = longest_name - characters(options_.prefix) - characters(x.suffixes[k]);
    names.push_back(options_.prefix + shortened(x.variable, room) + x.suffixes[k]);
    add(names.back(), x.columns[k], data::Storage::byte_, x.labels[k]);
  }
  return names;
}

// _IaaaXbbb, with more letters of the names where that is taken by other variables.
std::string XiTerms::pair_stub(const std::string& a, const std::string& b) {
  for (std::size_t letters = 3; letters < 12; ++letters) {
    const std::string stub = options_.prefix + shortened(a, letters) + "X" + shortened(b, letters);
    const bool taken = std::any_of(made_.begin(), made_.end(), [&](const std::string& n) {
      return starts_with(n, stub + "_");
    });
    if (!taken) return stub;
  }
  throw Error(198, "names of the interaction of " + a + " and " + b + " are taken", std::nullopt,
              {"rename the variables"});
}

std::vector<std::string> XiTerms::products(const Indicators& a, const Indicators& b) {
  const std::string stub = pair_stub(a.variable, b.variable);
  report_.push_back(
      fmt::format("{:<17} {:<19} (coded as above)", "i." + a.variable + "*i." + b.variable, stub + "_#_#"));
  std::vector<std::string> names;
  std::vector<double> x(frame_.rows);
  for (std::size_t k = 0; k < a.values.size(); ++k)
    for (std::size_t l = 0; l < b.values.size(); ++l) {
      if (k == a.omitted || l == b.omitted) continue;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double p = a.columns[k][i], q = b.columns[l][i];
        x[i] = data::is_missing(p) || data::is_missing(q) ? data::missing : p * q;
      }
      names.push_back(stub + a.suffixes[k] + b.suffixes[l]);
      add(names.back(), x, data::Storage::byte_, "(" + a.labels[k] + ")*(" + b.labels[l] + ")");
    }
  return names;
}

std::vector<std::string> XiTerms::slopes(const Indicators& a, const std::string& variable) {
  const std::string stub = pair_stub(a.variable, variable);
  const data::Column& column = context_.numeric(variable);
  report_.push_back(fmt::format("{:<17} {:<19} (coded as above)", "i." + a.variable + "*" + variable, stub + "_#"));
  std::vector<double> values(frame_.rows), x(frame_.rows);
  column.read(0, values.size(), values.data());
  std::vector<std::string> names;
  for (std::size_t k = 0; k < a.values.size(); ++k) {
    if (k == a.omitted) continue;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double p = a.columns[k][i];
      x[i] = data::is_missing(p) || data::is_missing(values[i]) ? data::missing : p * values[i];
    }
    names.push_back(stub + a.suffixes[k]);
    add(names.back(), x, column.type().storage, "(" + a.labels[k] + ")*" + variable);
  }
  return names;
}

}  // namespace nqp::kit
