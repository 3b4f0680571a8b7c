#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_names.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::destring_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  std::string generate, ignore;
  bool replace = false, force = false, as_float = false, percent = false, decimal_comma = false;
};

std::string without(std::string_view text, std::string_view ignore) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t n = 1;
    while (i + n < text.size() && (static_cast<unsigned char>(text[i + n]) & 0xC0u) == 0x80u) ++n;
    if (ignore.find(text.substr(i, n)) == std::string_view::npos) out += text.substr(i, n);
    i += n;
  }
  return out;
}

std::optional<double> number_of(const Args& a, std::string_view text) {
  std::string s = a.ignore.empty() ? std::string(text) : without(text, a.ignore);
  const bool percent = a.percent && s.find('%') != std::string::npos;
  if (percent) s.erase(std::remove(s.begin(), s.end(), '%'), s.end());
  if (a.decimal_comma) {
    s.erase(std::remove(s.begin(), s.end(), '.'), s.end());
    std::replace(s.begin(), s.end(), ',', '.');
  }
  if (kit::trim(s).empty()) return data::missing;
  const auto x = kit::parse_number(s);
  return x && percent && !data::is_missing(*x) ? *x / 100 : x;
}

struct Reading {
  std::vector<double> codes;  // one for each string of the dictionary
  std::size_t failures = 0;   // observations that are no numbers
  std::string removed;        // "characters $ , removed"
};

// What of ignore() and percent stands in the strings, in the order of ignore().
std::string removed_from(const Args& a, const data::Column& column, const std::vector<std::uint8_t>& used) {
  std::string names;
  std::size_t count = 0;
  const std::string all = a.ignore + (a.percent && a.ignore.find('%') == std::string::npos ? "%" : "");
  for (std::size_t i = 0; i < all.size();) {
    std::size_t n = 1;
    while (i + n < all.size() && (static_cast<unsigned char>(all[i + n]) & 0xC0u) == 0x80u) ++n;
    const std::string character = all.substr(i, n);
    bool found = false;
    for (std::uint32_t k = 0; k < used.size() && !found; ++k)
      found = used[k] && column.dictionary()->text(k).find(character) != std::string_view::npos;
    if (found && all.find(character) == i) {
      names += " " + (character == " " ? std::string("space") : character);
      ++count;
    }
    i += n;
  }
  return count == 0 ? "" : (count == 1 ? "character" : "characters") + names + " removed";
}

Reading read_all(const Args& a, const data::Column& column) {
  Reading r;
  r.codes.assign(column.dictionary()->size(), data::missing);
  std::vector<std::uint8_t> bad(r.codes.size(), 0);
  std::vector<std::uint8_t> used(r.codes.size(), 0);
  for (const std::uint32_t k : column.codes()) used[k] = 1;
  for (std::uint32_t k = 0; k < r.codes.size(); ++k) {
    if (!used[k]) continue;
    const auto x = number_of(a, column.dictionary()->text(k));
    if (x) r.codes[k] = *x;
    bad[k] = x ? 0 : 1;
  }
  for (const std::uint32_t k : column.codes()) r.failures += bad[k];
  r.removed = removed_from(a, column, used);
  return r;
}

data::ColumnPtr to_numbers(const Args& a, const data::Column& column, const Reading& r) {
  std::vector<double> values(column.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = r.codes[column.codes()[i]];
  data::ColumnPtr narrow = data::make_narrowest(values);
  const data::Storage s = narrow->type().storage;
  // 0.1 is no float: decimals are double unless float is asked for.
  if (s == data::Storage::float_ && !a.as_float) return data::make_numeric(data::Storage::double_, values);
  if (s == data::Storage::double_ && a.as_float) return data::make_numeric(data::Storage::float_, values);
  return narrow;
}

Output run(const Args& a, const Context& c) {
  const std::vector<std::string> names = kit::new_names(a.generate, a.replace, a.variables, c);
  const std::string verb = a.replace ? "replaced" : "generated";
  Output out;
  data::Frame f = c.frame;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const data::Variable& v = c.frame.at(a.variables[i]);
    if (!v.is_string()) {
      out.line(fmt::format("{} already numeric; no {}", v.name, a.replace ? "replace" : "generate"));
      continue;
    }
    const Reading r = read_all(a, *v.column);
    const char* bad = a.ignore.empty() ? "contains nonnumeric characters" : "contains characters not in ignore()";
    if (r.failures > 0 && !a.force) {
      out.line(fmt::format("{}: {}; no {}", v.name, bad, a.replace ? "replace" : "generate"));
      continue;
    }
    const data::ColumnPtr column = to_numbers(a, *v.column, r);
    const std::string what = r.failures > 0 ? bad : r.removed.empty() ? "all characters numeric" : r.removed;
    const std::string made = a.replace ? verb + " as" : names[i] + " generated as";
    out.line(fmt::format("{}: {}; {} {}", v.name, what, made, data::type_name(column->type())));
    if (const std::size_t dots = column->facts().missing_count; dots > 0)
      out.line(kit::count_of(dots, "missing value generated", "missing values generated"));
    kit::put(f, v.name, names[i], column);
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command destring_command =
    define<Args>("destring", "Make numeric variables of strings that hold numbers")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .text("Generate", &Args::generate, "new variables, one for each string")
        .flag("replace", &Args::replace, "replace the strings")
        .text("ignore", &Args::ignore, "characters to be removed, such as \",$\"")
        .flag("force", &Args::force, "text that is no number becomes missing")
        .flag("float", &Args::as_float, "decimals as float instead of double")
        .flag("percent", &Args::percent, "remove % and divide by 100")
        .flag("dpcomma", &Args::decimal_comma, "the comma is the decimal point")
        .no_by()
        .changes(Effect::data)
        .remark(
            "A variable with text that is no number stays as it is unless force or ignore() is given. The least "
            "type that holds the numbers is chosen; decimals are double.")
        .example("In place", "clear\ninput str8 s\n\"1\"\n\"2.5\"\n\"\"\nend\ndestring s, replace",
                 "s[2] == 2.5 & missing(s[3])")
        .example("Separators and text",
                 "clear\ninput str8 s\n\"1,200\"\n\"n.a.\"\nend\ndestring s, generate(x) ignore(\",\") force",
                 "x[1] == 1200 & missing(x[2])")
        .example("Percentages", "clear\ninput str8 s\n\"12%\"\nend\ndestring s, replace percent float",
                 "s[1] == float(.12)")
        .runs(run);

}  // namespace nqp::commands::destring_
