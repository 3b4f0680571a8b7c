// regsave: the coefficients of the last estimates as a data set, one row each.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::regsave_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string names, file, labels, scalars;
  bool t = false, p = false, ci = false, replace = false, append = false, no_constant = false, cmdline = false;
  bool autoid = false, all = false;
  double level = 0;
};

bool wanted(const kit::CoefficientRow& row, const std::vector<std::string>& names, bool no_constant) {
  if (row.state != kit::CoefficientRow::State::estimated) return false;
  if (no_constant && row.name.name == "_cons") return false;
  if (names.empty()) return true;
  const std::string full = (row.name.equation.empty() ? "" : row.name.equation + ":") + row.name.name;
  return kit::matches_terms(names, full);
}

void add_numbers(data::Frame& f, const std::string& name, const std::vector<double>& values, const std::string& label) {
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, values);
  v.format = "%10.0g";
  v.label = label;
  f.add(std::move(v));
}

void add_texts(data::Frame& f, const std::string& name, const std::vector<std::string>& values) {
  data::Variable v;
  v.name = name;
  v.column = data::make_strings(values);
  std::size_t width = 9;
  for (const std::string& text : values) width = std::max(width, text.size());
  v.format = "%" + std::to_string(width) + "s";
  f.add(std::move(v));
}

// addlabel(name, value, name, value …): the same in every row; numbers stay numbers.
void add_labels(const std::string& list, data::Frame& f) {
  std::vector<std::string> parts;
  std::string_view rest = list;
  while (!rest.empty()) {
    const std::size_t comma = std::min(kit::find_outside(rest, ','), rest.size());
    parts.push_back(kit::unquoted(kit::trim(rest.substr(0, comma))));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (parts.size() % 2 != 0)
    throw Error(198, "addlabel() wants pairs of a name and a value", std::nullopt,
                {"addlabel(model, ols, year, 2010)"});
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    if (!data::valid_name(parts[i])) throw Error(198, parts[i] + " invalid name");
    char* end = nullptr;
    const double x = std::strtod(parts[i + 1].c_str(), &end);
    const bool number = !parts[i + 1].empty() && *end == '\0';
    if (number) add_numbers(f, parts[i], std::vector<double>(f.rows, x), "");
    else add_texts(f, parts[i], std::vector<std::string>(f.rows, parts[i + 1]));
  }
}

void add_statistics(const Args& a, const Results& e, data::Frame& f) {
  const auto constant = [&](const std::string& name, double x) {
    if (!f.find(name)) add_numbers(f, name, std::vector<double>(f.rows, x), "");
  };
  constant("N", e.scalar_or("N"));
  if (e.find_scalar("r2")) constant("r2", e.scalar_or("r2"));
  for (const std::string& name : kit::listed_texts(a.scalars)) constant(name, e.scalar_or(name));
  if (a.all)
    for (const auto& [name, value] : e.scalars) constant(name, value);
  if (a.cmdline) add_texts(f, "cmdline", std::vector<std::string>(f.rows, e.macro_or("cmdline")));
}

data::Frame frame_of(const Args& a, const Results& e, double level) {
  std::vector<std::string> names;
  std::vector<double> b, se, t, p, low, high;
  for (const kit::CoefficientRow& row : kit::coefficient_rows(e, level)) {
    if (!wanted(row, kit::listed_texts(a.names), a.no_constant)) continue;
    names.push_back((row.name.equation.empty() ? "" : row.name.equation + ":") + row.name.name);
    b.push_back(row.b);
    se.push_back(row.se);
    t.push_back(row.statistic);
    p.push_back(row.p);
    low.push_back(row.low);
    high.push_back(row.high);
  }
  if (names.empty())
    throw Error(111, "no coefficient of that name", std::nullopt, {"matrix list e(b) shows the names"});
  data::Frame f;
  f.rows = names.size();
  add_texts(f, "var", names);
  add_numbers(f, "coef", b, "Coefficient");
  add_numbers(f, "stderr", se, "Standard error");
  if (a.t) add_numbers(f, "tstat", t, "t statistic");
  if (a.p) add_numbers(f, "pval", p, "p-value");
  if (a.ci) {
    add_numbers(f, "ci_lower", low, "Lower end of the confidence interval");
    add_numbers(f, "ci_upper", high, "Upper end of the confidence interval");
  }
  add_statistics(a, e, f);
  add_labels(a.labels, f);
  f.changed = true;
  return f;
}

void act(const Args& a, Session& s) {
  if (!s.estimates()) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Context c = s.context();
  data::Frame f = frame_of(a, s.estimates()->results, a.level > 0 ? a.level : c.settings.level);
  if (a.file.empty()) return s.set_frame(std::move(f));
  const std::string path = kit::with_extension(a.file, "dta");
  const bool exists = c.host.info(path).exists;
  if (exists && !a.replace && !a.append)
    throw Error(602, "file " + path + " already exists", std::nullopt, {"say replace or append"});
  if (exists && a.append) {
    const data::FramePtr before = s.frame_pointer();
    s.set_frame(kit::load_dta(c, path));
    try {
      const std::string more = c.host.temporary_name() + ".dta";
      kit::store_dta(c, f, more);
      s.quietly([&] { s.run_command("append using \"" + more + "\""); });
      c.host.remove(more);
    } catch (...) {
      s.set_frame(before);
      throw;
    }
    f = s.frame();
    s.set_frame(before);
  }
  if (a.autoid) {
    std::vector<double> ids(f.rows);
    for (std::size_t i = 0; i < f.rows; ++i) ids[i] = static_cast<double>(i + 1);
    if (!f.find("_id")) add_numbers(f, "_id", ids, "");
  }
  kit::store_dta(s.context(), f, path);
  s.say("file " + path + " saved");
}

}  // namespace

extern const Command regsave_command =
    define<Args>("regsave", "Coefficients of the last estimates as a data set")
        .anything(&Args::names)
        .using_file(&Args::file, false)
        .flag("Tstat", &Args::t, "t statistics")
        .flag("Pval", &Args::p, "p-values")
        .flag("CI", &Args::ci, "confidence intervals")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .text("ADDLABel", &Args::labels, "name, value, name, value …: variables that are the same in every row")
        .text("addvar", &Args::scalars, "further scalars of e()")
        .flag("NOCons", &Args::no_constant, "without the constant")
        .flag("CMDline", &Args::cmdline, "a variable with the command")
        .flag("AUTOid", &Args::autoid, "a variable _id that numbers the rows")
        .flag("detail", &Args::all, "all scalars of e()")
        .flag("replace", &Args::replace, "overwrite the file; without using, the data in memory anyway")
        .flag("append", &Args::append, "add to the file")
        .changes(Effect::data | Effect::files)
        .remark("Without using, the coefficients take the place of the data in memory: preserve them first.")
        .example("In memory",
                 "sysuse auto\nquietly regress price mpg weight\nscalar b = _b[mpg]\nregsave, tstat pval ci",
                 "_N == 3 & var[1] == \"mpg\" & abs(coef[1] - b) < 1e-9 & N[1] == 74")
        .example("Two models in a file",
                 "sysuse auto\ntempfile t\nquietly regress price mpg\nregsave mpg using `t', addlabel(model, one, k, "
                 "1) replace\n"
                 "quietly regress price mpg weight\nregsave mpg using `t', addlabel(model, two, k, 2) append\n"
                 "use `t', clear",
                 "_N == 2 & model[2] == \"two\" & k[2] == 2 & coef[1] < coef[2]")
        .acts(act);

}  // namespace nqp::commands::regsave_
