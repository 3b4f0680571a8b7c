// estimates: keep estimates under names, bring them back, compare them.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/estimates_file.hpp"
#include "stdlib/kit/estimates_table.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/information_criteria.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::estimates_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string raw;
};

using Line = kit::BodyAndOptions;

void store(Line& line, Session& s) {
  const ast::Option* title = line.find("TItle");
  line.find("NOCOPY");
  line.check_all_known();
  if (!data::valid_name(line.body))
    throw Error(198, line.body + " invalid name", std::nullopt, {"estimates store name"});
  kit::find_estimates(".", s);
  s.estimates_slot()->results.macro("_estimates_name", line.body);  // estadd reaches the stored copy by it
  Estimates e = *s.estimates();
  if (title) e.results.macro("estimates_title", kit::unquoted(title->argument));
  s.store(line.body, std::move(e));
}

void restore(Line& line, Session& s) {
  line.check_all_known();
  s.estimates_slot() = Estimates(kit::find_estimates(line.body, s));
  s.say("(results " + line.body + " are active now)");
}

void dir(Line& line, Session& s) {
  line.check_all_known();
  const std::vector<std::string> names = kit::estimate_names(line.body, s);
  if (names.empty()) return s.say("(no estimation results stored)");
  report::Table t;
  t.columns = {{12, 0, false}, {12, 1, true}, {12, 2, false}, {10, 2, false}, {30, 2, false}};
  const auto cell = [](std::string text) { return report::text_cell(std::move(text)); };
  t.rule();
  t.row({report::text_cell("Name", report::Align::right), cell("Command"), cell("Depvar"),
         report::text_cell("N", report::Align::right), cell("Title")});
  t.rule();
  for (const std::string& name : names) {
    const Results& e = kit::find_estimates(name, s).results;
    t.row({report::text_cell(text::abbreviate(name, 12), report::Align::right), cell(e.macro_or("cmd")),
           cell(e.macro_or("depvar")), report::number_cell(e.scalar_or("N"), "%12.0fc"),
           cell(e.macro_or("estimates_title", e.macro_or("title")))});
  }
  t.rule();
  report::Document d;
  d.blank();
  d.add(std::move(t));
  s.show(d);
  s.r() = Results{}.macro("names", text::joined(names));
}

void drop(Line& line, Session& s) {
  line.check_all_known();
  if (line.body.empty())
    throw Error(100, "names of estimates required", std::nullopt, {"estimates drop _all drops all"});
  for (const std::string& name : kit::estimate_names(line.body, s)) kit::forget_estimates(name, s);
}

void clear(Line& line, Session& s) {
  line.check_all_known();
  for (const std::string& name : kit::estimate_names("", s)) kit::forget_estimates(name, s);
}

std::vector<std::string> names_or_last(const std::string& body, Session& s) {
  if (body.empty()) return {"."};
  std::vector<std::string> out;
  for (const std::string& word : grammar::split_words(body)) {
    if (word == ".") out.push_back(word);
    else
      for (std::string& name : kit::estimate_names(word, s)) out.push_back(std::move(name));
  }
  return out;
}

void replay(Line& line, Session& s) {
  kit::DisplayOptions o;
  if (const ast::Option* level = line.find("Level")) o.level = kit::read_level(*level);
  o.base_levels = line.find("BASElevels") != nullptr;
  line.check_all_known();
  for (const std::string& name : names_or_last(line.body, s)) {
    const Results& e = kit::find_estimates(name, s).results;
    if (name != ".") {
      s.say("");
      s.say("Model " + name);
    }
    s.show(kit::show_estimates(e, o, s.context()));
  }
}

void stats(Line& line, Session& s) {
  const ast::Option* n = line.find("n");
  line.check_all_known();
  std::vector<std::pair<std::string, kit::InformationCriteria>> models;
  for (const std::string& name : names_or_last(line.body, s))
    models.emplace_back(name, kit::information_criteria(kit::find_estimates(name, s).results,
                                                        n ? s.number(n->argument) : 0));
  report::Document d;
  d.blank();
  d.line("Akaike's information criterion and Bayesian information criterion");
  d.blank();
  d.add(kit::criteria_table(models));
  s.show(d);
  s.r() = Results{}.matrix("S", kit::criteria_matrix(models));
}

std::string format_or(const ast::Option* o, const std::string& otherwise) {
  return o && o->has_argument && !o->argument.empty() ? o->argument : otherwise;
}

kit::EstimatesTableOptions table_options(Line& line) {
  kit::EstimatesTableOptions o;
  o.b_format = format_or(line.find("b"), o.b_format);
  const ast::Option *se = line.find("se"), *t = line.find("t"), *p = line.find("p"), *star = line.find("STAR");
  o.se = se != nullptr;
  o.t = t != nullptr;
  o.p = p != nullptr;
  o.se_format = format_or(se, o.b_format);
  o.t_format = format_or(t, o.t_format);
  o.p_format = format_or(p, o.p_format);
  if (star) {
    o.stars = star->has_argument ? grammar::parse_numlist(star->argument) : std::vector<double>{.05, .01, .001};
    std::sort(o.stars.rbegin(), o.stars.rend());
    if (o.se || o.t || o.p) throw Error(198, "star may not be combined with se, t or p");
  }
  if (const ast::Option* list = line.find("STats")) o.statistics = grammar::split_words(list->argument);
  o.eform = line.find("EForm");
  if (const ast::Option* f = line.find("STFmt")) o.statistics_format = f->argument;
  if (const ast::Option* list = line.find("Keep")) o.keep = grammar::split_words(list->argument);
  if (const ast::Option* list = line.find("DRop")) o.drop = grammar::split_words(list->argument);
  if (const ast::Option* title = line.find("TItle")) o.title = kit::unquoted(title->argument);
  for (const char* accepted : {"VARLabel", "MODELwidth", "VARwidth", "EQuations", "NOEmpty", "NOOMITted", "STYle",
                               "CODEd", "NEWPanel", "VSQUISH", "Label"})
    line.find(accepted);
  line.check_all_known();
  return o;
}

void table(Line& line, Session& s) {
  const kit::EstimatesTableOptions o = table_options(line);
  std::vector<std::pair<std::string, const Results*>> models;
  for (const std::string& name : names_or_last(line.body, s))
    models.emplace_back(name == "." ? "Active" : name, &kit::find_estimates(name, s).results);
  s.show(kit::estimates_table(models, o));
}

// The words of "save", "use" and "describe using" that name a file.
std::string file_of(const std::string& body) {
  const std::string path = kit::unquoted(kit::trim(body));
  if (path.empty()) throw Error(100, "a file name is required", std::nullopt, {"for example: estimates save model"});
  return kit::with_extension(path, "ster");
}

void save(Line& line, Session& s) {
  const bool replace = line.find("replace") != nullptr;
  line.check_all_known();
  const std::string path = file_of(line.body);
  const Results& e = kit::find_estimates(".", s).results;
  kit::require_free(s.context(), path, replace);
  s.host().write(path, kit::estimates_text(e));
  s.say("file " + path + " saved");
}

void use(Line& line, Session& s) {
  line.check_all_known();
  const std::string path = file_of(line.body);
  Estimates e;
  e.results = kit::read_estimates(s.host().read(path), path);
  s.post(std::move(e), {});
}

void describe(Line& line, Session& s) {
  line.check_all_known();
  std::string_view rest = line.body;
  const std::string first = kit::take_word(rest);
  Results e;
  if (first == "using") {
    const std::string path = file_of(std::string(rest));
    e = kit::read_estimates(s.host().read(path), path);
  } else {
    e = kit::find_estimates(first.empty() ? "." : first, s).results;
  }
  const std::string title = e.macro_or("estimates_title", e.macro_or("title"));
  s.say("");
  s.say("  Estimation results produced by");
  s.say("");
  s.say("     . " + e.macro_or("cmdline"), report::Style::input);
  if (!title.empty()) s.say("  Title: " + title);
  s.r() = Results{}.macro("cmdline", e.macro_or("cmdline")).macro("title", title);
}

Results& last(Session& s) {
  kit::find_estimates(".", s);
  return s.estimates_slot()->results;
}

void title(Line& line, Session& s) {
  std::string_view text = kit::trim(line.body);
  if (!text.empty() && text.front() == ':') text = kit::trim(text.substr(1));
  if (text.empty()) return s.say(last(s).macro_or("estimates_title"));
  last(s).macro("estimates_title", kit::unquoted(text));
}

// notes: text adds one; notes and notes list show them; notes drop forgets them.
void notes(Line& line, Session& s) {
  Results& e = last(s);
  const int n = static_cast<int>(e.scalar_or("_notes", 0));
  std::string_view text = kit::trim(line.body);
  if (!text.empty() && text.front() == ':') {
    e.macro("note" + std::to_string(n + 1), std::string(kit::trim(text.substr(1))));
    e.scalar("_notes", n + 1);
    return;
  }
  if (kit::starts_with(text, "drop")) {
    for (int i = 1; i <= n; ++i) e.macro("note" + std::to_string(i), "");
    e.scalar("_notes", 0);
    return;
  }
  for (int i = 1; i <= n; ++i) s.say("  " + std::to_string(i) + ". " + e.macro_or("note" + std::to_string(i)));
}

// esample: varlist if marks the rows of the last estimates anew, after use; alone it counts them.
void mark_sample(const std::string& rest, Session& s) {
  const std::size_t colon = rest.find(':');
  if (colon == std::string::npos) {
    const double n = s.estimates() && s.estimates()->sample_id != 0 ? s.number("e(N)") : 0;
    return s.say(n > 0 ? "e(sample) is set" : "e(sample) is not set");
  }
  kit::find_estimates(".", s);
  const std::string touse = s.temporary_name();
  std::string body = rest.substr(colon + 1);
  body = body.substr(0, kit::find_outside(body, ','));
  const std::size_t condition = (" " + body + " ").find(" if ");
  const std::string names = body.substr(0, condition), filter = condition < body.size() ? body.substr(condition) : "";
  Estimates e = *s.estimates();
  const Context c = s.context();
  Sample sample;
  if (const std::string_view f = kit::trim(filter); f.size() > 3)
    sample.condition = s.expression(std::string(f.substr(3)));
  std::vector<std::uint8_t> use = c.select(sample);
  for (const std::string& name : resolve_variables(names, c)) {
    const data::Column& column = *c.variable(name).column;
    for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && !column.missing_at(i);
  }
  s.post(std::move(e), use);
}

// for names: command runs it after each of the models.
void for_each(const std::string& rest, Session& s) {
  const std::size_t colon = rest.find(':');
  if (colon == std::string::npos)
    throw Error(198, "estimates for needs a colon", std::nullopt, {"estimates for m1 m2: test x"});
  const std::optional<Estimates> before = s.estimates_slot();
  const std::string command = rest.substr(colon + 1);
  for (const std::string& name : names_or_last(rest.substr(0, colon), s)) {
    s.estimates_slot() = Estimates(kit::find_estimates(name, s));
    s.say("");
    s.say("Model " + name);
    try {
      s.run_command(command);
    } catch (...) {
      s.estimates_slot() = before;
      throw;
    }
  }
  s.estimates_slot() = before;
}

struct Subcommand {
  const char* name;
  void (*run)(Line&, Session&);
};
constexpr Subcommand subcommands[] = {{"STOre", store},   {"REStore", restore}, {"dir", dir},     {"drop", drop},
                                      {"clear", clear},   {"TABle", table},     {"Replay", replay}, {"stats", stats},
                                      {"SAve", save},     {"use", use},         {"DEscribe", describe},
                                      {"TItle", title},   {"notes", notes}};

void act(const Args& a, Session& s) {
  std::string_view all = a.raw;
  const std::string begin = kit::take_word(all);
  if (begin == "for") return for_each(std::string(all), s);
  if (kit::starts_with(begin, "esample")) return mark_sample(a.raw.substr(a.raw.find("esample") + 7), s);
  Line line;  // titles and notes may hold commas
  if (kit::starts_with(begin, "title") || kit::starts_with(begin, "notes")) line.body = std::string(kit::trim(a.raw));
  else line = kit::split_options(a.raw);
  const std::size_t colon = line.body.find(':');
  if (colon != std::string::npos && line.body.find(' ') > colon) line.body.insert(colon, " ");
  std::string_view rest = line.body;
  const std::string word = kit::take_word(rest);
  line.body = std::string(kit::trim(rest));
  for (const Subcommand& sub : subcommands)
    if (kit::abbreviates(word, sub.name)) return sub.run(line, s);
  throw Error(
      198, word.empty() ? "estimates needs a subcommand" : "estimates " + word + " not allowed", std::nullopt,
      {"store, restore, dir, drop, clear, table, replay, stats, save, use, describe, title, notes, for, esample"});
}

}  // namespace

extern const Command estimates_command =
    define<Args>("ESTimates", "Store, restore and compare estimates")
        .raw(&Args::raw)
        .stores({{"r(names)", "dir: names of the stored estimates"},
                 {"r(S)", "stats: N, ll0, ll, df, AIC, BIC of every model"},
                 {"r(cmdline)", "describe: the command"},
                 {"r(title)", "describe: the title"}})
        .changes(Effect::estimates | Effect::results)
        .remark("estimates store name, restore name, dir, drop names, clear, replay [names], stats [names].")
        .remark("estimates table [names] [, b(fmt) se t p star(levels) stats(N r2 aic …) keep() drop() title()].")
        .example("Two models side by side",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate z = mod(_n, 7)\ngenerate y = x + mod(_n, 3)\n"
                 "quietly regress y x\nestimates store small\nquietly regress y x z\nestimates store large\n"
                 "estimates table small large, se stats(N r2)\nestimates stats small large\n"
                 "matrix S = r(S)",
                 "rowsof(S) == 2")
        .remark(
            "estimates save file [, replace], use file, describe [name | using file], title [: text], notes [: text], "
            "for names: command, esample: [varlist] [if]. Saved estimates leave their sample behind; esample: marks "
            "it.")
        .example("In a file and back",
                 "sysuse auto\nquietly regress price mpg\nestimates title: first\ntempfile t\nestimates save `t'\n"
                 "quietly regress price weight\nestimates use `t'\nestimates describe\n"
                 "estimates esample: price mpg if foreign == 0\nquietly count if e(sample)\nscalar n = r(N)\n"
                 "estimates describe",
                 "n == 52 & e(df_r) == 72 & r(title) == \"first\" & r(cmdline) == \"regress price mpg\"")
        .example("A command after several models",
                 "sysuse auto\nquietly regress price mpg\nestimates store m1\nquietly regress price mpg weight\n"
                 "estimates store m2\nestimates for m1 m2: test mpg",
                 "r(df_r) == 71")
        .example("The names of what is stored",
                 "sysuse auto\nquietly regress price mpg\nestimates store small\n"
                 "quietly regress price mpg weight\nestimates store large\nestimates dir",
                 "r(names) == \"large small\"")
        .example("An earlier model again",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate y = x + mod(_n, 3)\nquietly regress y x\n"
                 "estimates store m\nquietly regress y\nestimates restore m\nestimates replay",
                 "e(df_m) == 1")
        .acts(act);

}  // namespace nqp::commands::estimates_
