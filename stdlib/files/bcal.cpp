// bcal: business calendars.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/ado_path.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/business_calendar.hpp"
#include "interpreter/text/date.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::bcal_ {
namespace {

using namespace nqp::command;
using text::BusinessCalendar;

struct Args {
  std::string what, from, purpose, centre, date_format;
  Sample sample;
  NewVariable generate;
  Variables exclude_missing;
  int most_gap = 10;
  bool replace = false, personal = false;
};

std::string shown_day(double d) { return text::format_date(d, 'd', "DDmonCCYY"); }

std::string calendar_name(std::string word) {
  word = kit::unquoted(word);
  const std::size_t ending = word.rfind(".stbcal");
  if (ending != std::string::npos && ending + 7 == word.size()) word.resize(ending);
  const std::string name = word.substr(word.find_last_of("/\\") + 1);
  if (!data::valid_name(name)) throw Error(198, name + " is no name of a calendar");
  return name;
}

std::string calendar_path(const std::string& word, runtime::Session& s) {
  const std::string plain = kit::unquoted(word);
  const std::string file =
      plain.size() > 7 && plain.compare(plain.size() - 7, 7, ".stbcal") == 0 ? plain : plain + ".stbcal";
  for (const std::string& folder :
       {std::string(), runtime::system_folder("PERSONAL", s), runtime::system_folder("PLUS", s)})
    if (s.host().info(folder + file).exists) return folder + file;
  throw Error(601, "calendar " + file + " not found", std::nullopt,
              {"bcal create name, from(datevar) makes one of data"});
}

Results described(const BusinessCalendar& c, runtime::Session& s) {
  const double days = c.last - c.first + 1, included = static_cast<double>(c.days.size());
  report::Document d;
  d.blank();
  d.line("  Business calendar " + c.name + " (format %tb" + c.name + "):");
  d.line("    purpose:  " + c.purpose);
  d.line("    range:    " + shown_day(c.first) + "  " + shown_day(c.last));
  d.line("    center:   " + shown_day(c.centre));
  d.line(fmt::format("    omitted:  {:.0f} days", days - included));
  d.line(fmt::format("    included: {:.0f} days", included));
  s.show(d);
  Results r;
  r.macro("name", c.name).macro("purpose", c.purpose);
  r.scalar("min_date_td", c.first).scalar("max_date_td", c.last).scalar("ctr_date_td", c.centre);
  r.scalar("omitted", days - included).scalar("included", included);
  return r;
}

const std::shared_ptr<const BusinessCalendar> load(const std::string& word, runtime::Session& s) {
  const std::string path = calendar_path(word, s), name = calendar_name(word);
  text::load_business_calendar(text::parse_business_calendar(name, s.host().read(path)));
  return text::find_business_calendar(name);
}

// The days that occur in the variable, where the others are not missing.
std::vector<double> days_of(const Args& a, const Context& c) {
  const data::Column& column = c.numeric(resolve_variables(a.from, c).at(0));
  std::vector<double> out;
  for (const data::Row r : c.rows(a.sample)) {
    const double d = column.number(r);
    if (data::is_missing(d)) continue;
    if (std::any_of(a.exclude_missing.begin(), a.exclude_missing.end(),
                    [&](const std::string& v) { return c.variable(v).column->missing_at(r); }))
      continue;
    if (d != std::floor(d)) throw Error(459, a.from + " holds values that are no days");
    out.push_back(d);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.empty()) throw Error(2000, "no observations");
  return out;
}

void create(const Args& a, const std::string& word, runtime::Session& s) {
  if (a.from.empty())
    throw Error(198, "option from() required", std::nullopt, {"the variable of days that are business days"});
  BusinessCalendar b;
  b.name = calendar_name(word);
  b.purpose = a.purpose;
  b.days = days_of(a, s.context());
  b.first = b.centre = b.days.front();
  b.last = b.days.back();
  for (std::size_t i = 1; i < b.days.size(); ++i)
    if (b.days[i] - b.days[i - 1] - 1 > a.most_gap)
      throw Error(
          459,
          fmt::format("{:.0f} days without business after {}", b.days[i] - b.days[i - 1] - 1, shown_day(b.days[i - 1])),
          std::nullopt, {"maxgap(#) allows more"});
  if (!a.centre.empty()) {
    const auto day = text::parse_date(kit::unquoted(a.centre), "DMY");
    if (!day || !std::binary_search(b.days.begin(), b.days.end(), *day))
      throw Error(198, "centerdate() is no business day");
    b.centre = *day;
  }
  const std::string folder = a.personal ? runtime::system_folder("PERSONAL", s) : "";
  std::string file = folder + kit::unquoted(word);
  if (file.size() < 7 || file.compare(file.size() - 7, 7, ".stbcal") != 0) file += ".stbcal";
  const Context c = s.context();
  kit::require_free(c, file, a.replace);
  data::Frame f = s.frame();
  if (!a.generate.name.empty()) {
    const data::Column& column = c.numeric(resolve_variables(a.from, c).at(0));
    std::vector<double> numbers(f.rows, data::missing);
    for (const data::Row r : c.rows(a.sample))
      numbers[r] = text::business_day(b, column.number(r)).value_or(data::missing);
    data::Variable v;
    v.name = a.generate.name;
    v.column = data::make_numeric(data::Storage::long_, numbers);
    v.format = "%tb" + b.name;
    f.add(std::move(v));
  }
  s.host().write(file, text::write_business_calendar(b));
  text::load_business_calendar(b);
  if (!a.generate.name.empty()) {
    f.changed = true;
    s.set_frame(std::move(f));
  }
  Results r = described(b, s);
  r.macro("fn", file);
  s.r() = std::move(r);
}

void directory(runtime::Session& s) {
  std::vector<std::string> names;
  for (const std::string& file : s.host().list(s.host().folder()))
    if (file.size() > 7 && file.compare(file.size() - 7, 7, ".stbcal") == 0)
      names.push_back(file.substr(0, file.size() - 7));
  const std::string all = text::joined(names);
  s.say(names.empty() ? "(no calendar in the working folder)" : std::to_string(names.size()) + " calendars: " + all);
  s.r() = Results{}.macro("bcal_list", all);
}

// The calendars of the formats of the data: those that are not loaded are read.
void check(runtime::Session& s) {
  std::string all;
  for (const data::Variable& v : s.frame().variables) {
    if (v.format.compare(0, 3, "%tb") != 0) continue;
    const std::string name = v.format.substr(3, v.format.find(':') - 3);
    if (!text::find_business_calendar(name)) load(name, s);
    s.say("%tb" + name + ": used by " + v.name);
    all += (all.empty() ? "" : " ") + v.name;
  }
  if (all.empty()) s.say("(no variable has a %tb format)");
  s.r() = Results{}.macro("varlist", all);
}

void act(const Args& a, runtime::Session& s) {
  const std::vector<std::string> words = grammar::split_words(a.what);
  const std::string what = words.empty() ? "" : words[0];
  if (kit::abbreviates(what, "CReate") && words.size() == 2) return create(a, words[1], s);
  if (what == "load" && words.size() == 2) {
    s.r() = described(*load(words[1], s), s);
    return;
  }
  if (kit::abbreviates(what, "Describe") && words.size() == 2) {
    const auto known = text::find_business_calendar(calendar_name(words[1]));
    s.r() = described(known ? *known : *load(words[1], s), s);
    return;
  }
  if (what == "dir" && words.size() == 1) return directory(s);
  if (what == "check") return check(s);
  throw Error(198, "bcal create, load, describe, dir or check");
}

}  // namespace

extern const Command bcal_command =
    define<Args>("bcal", "Business calendars")
        .anything(&Args::what)
        .if_in(&Args::sample)
        .text("from", &Args::from, "create: the variable whose days are business days")
        .text("Purpose", &Args::purpose, "create: a line about the calendar")
        .text("CENTERdate", &Args::centre, "create: the day that has number 0; the first by default")
        .text("DATEFormat", &Args::date_format, "accepted: days are written as 24nov2011")
        .new_variable("GENerate", &Args::generate, "create: the business days of from()")
        .variables("EXCLUDEmissing", &Args::exclude_missing, "create: days where these are missing do not count")
        .integer("MAXGap", &Args::most_gap, 0, 100000, "create: most days in a row without business")
        .flag("personal", &Args::personal, "create: into the folder PERSONAL")
        .flag("replace", &Args::replace, "create: overwrite the file")
        .no_by()
        .changes(Effect::data | Effect::files | Effect::results)
        .stores({{"r(name)", "name of the calendar"},
                 {"r(purpose)", "its purpose"},
                 {"r(min_date_td)", "first day"},
                 {"r(max_date_td)", "last day"},
                 {"r(ctr_date_td)", "day with number 0"},
                 {"r(omitted)", "days of the range without business"},
                 {"r(included)", "business days"},
                 {"r(fn)", "create: the file"},
                 {"r(bcal_list)", "dir: calendars"},
                 {"r(varlist)", "check: variables"}})
        .remark(
            "A calendar is a file name.stbcal. %tbname shows business days as dates; bofd(\"name\",d) and "
            "dofb(b,\"name\") convert; after tsset on business days L. is the business day before. Calendars are "
            "loaded by bcal load, create, describe or check, not by formats. In files, omit … if is not supported.")
        .example(
            "From trading days",
            "set obs 10\ngenerate d = td(3jan2011) + _n - 1\ndrop if inlist(dow(d), 0, 6)\n"
            "bcal create trade, from(d) generate(b) replace\nscalar n = r(included)\nscalar k = b[6]\n"
            "local file `\"`r(fn)'\"'\nlocal f : format b\nscalar named = \"`f'\" == \"%tbtrade\"\nerase \"`file'\"",
            "n == 8 & k == 5 & dofb(5, \"trade\") == td(10jan2011) & named == 1")
        .example("Calendars of the working folder", "bcal dir\nscalar ok = 1", "ok == 1")
        .example("Formats of the data", "sysuse auto\nbcal check\nscalar ok = 1", "ok == 1")
        .acts(act);

}  // namespace nqp::commands::bcal_
