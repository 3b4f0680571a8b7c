#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/new_names.hpp"
#include "stdlib/kit/parse_number.hpp"

namespace nqp::commands::tostring_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  std::string generate, format = "%12.0g";
  bool replace = false, force = false, display_format = false;
};

std::string text_of(double x, const text::Format& f, bool plain) {
  if (data::is_missing(x)) return data::missing_text(x);
  // The default format shows whole numbers in full, so that identifiers keep their digits.
  if (plain && x == std::trunc(x) && std::abs(x) < 1e15) return fmt::format("{:.0f}", x);
  std::string s = text::format_number(x, f);
  return f.zeros ? s : text::trimmed(s);
}

// The text must read back as the very number: 3.58 is not what a float that shows as 3.58 holds.
bool loses(double x, const std::string& s) {
  if (data::is_missing(x)) return false;
  const auto back = kit::parse_number(s);
  return !back || *back != x;
}

Output run(const Args& a, const Context& c) {
  const std::vector<std::string> names = kit::new_names(a.generate, a.replace, a.variables, c);
  if (!text::valid_format(a.format)) throw Error(120, "invalid %format " + a.format);
  const bool plain = a.format == "%12.0g" && !a.display_format;
  Output out;
  data::Frame f = c.frame;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const data::Variable& v = c.frame.at(a.variables[i]);
    if (v.is_string()) {
      out.line(fmt::format("{} already string; no {}", v.name, a.replace ? "replace" : "generate"));
      continue;
    }
    if (a.replace && !a.force && c.frame.labels_of(v) != nullptr) {
      out.line(fmt::format("{} has value labels, which would be lost; no replace", v.name));
      out.line("    decode makes a string of the labels; option force converts the codes", report::Style::note);
      continue;
    }
    const auto format = *text::parse_format(a.display_format ? v.format : a.format);
    data::StringWriter w(c.frame.rows);
    bool lost = false;
    for (std::size_t row = 0; row < c.frame.rows; ++row) {
      const double x = v.column->number(row);
      const std::string s = text_of(x, format, plain);
      lost = lost || loses(x, s);
      w.set(row, s);
    }
    if (lost && !a.force) {
      out.line(fmt::format("{} cannot be converted reversibly; no {}", v.name, a.replace ? "replace" : "generate"));
      out.line("    option force converts it all the same; format(%18.0g) keeps more digits", report::Style::note);
      continue;
    }
    const data::ColumnPtr column = w.finish();
    const std::string now = data::type_name(column->type());
    out.line(a.replace ? fmt::format("{} was {} now {}", v.name, data::type_name(v.column->type()), now)
                       : fmt::format("{} generated as {}", names[i], now));
    kit::put(f, v.name, names[i], column);
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command tostring_command =
    define<Args>("tostring", "Make string variables of numbers")
        .varlist(&Args::variables)
        .text("Generate", &Args::generate, "new variables, one for each number")
        .flag("replace", &Args::replace, "replace the numbers")
        .flag("force", &Args::force, "convert even if digits are lost")
        .text("Format", &Args::format, "how numbers are written; default %12.0g, whole numbers in full")
        .flag("Usedisplayformat", &Args::display_format, "write numbers in their display format")
        .no_by()
        .changes(Effect::data)
        .example("Stock codes with leading zeros",
                 "clear\nset obs 1\ngenerate long code = 725\ntostring code, replace format(%06.0f)",
                 "code[1] == \"000725\"")
        .example("No digit is lost unless asked for",
                 "sysuse auto\ntostring gear_ratio foreign, replace\nconfirm numeric variable gear_ratio foreign\n"
                 "tostring gear_ratio, generate(g) usedisplayformat force",
                 "g[1] == \"3.58\" & foreign[1] == 0")
        .example("Dates as shown",
                 "clear\nset obs 1\ngenerate d = mdy(3,1,2019)\nformat d %td\ntostring d, generate(s) usedisplayformat "
                 "force",
                 "s[1] == \"01mar2019\"")
        .runs(run);

}  // namespace nqp::commands::tostring_
