// asdoc: what a command shows, as a table in a Word file.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/shown_tables.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::asdoc_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string raw;
};

// Models that nest has gathered for the file so far.
struct Nested {
  std::string path;
  std::vector<Results> models;
  std::vector<std::string> added;  // labels of add(); the texts are macros "added label" of the models
};

struct Wishes {
  kit::TableFile file;
  std::string title, command;
  int decimals = -1;
  std::vector<std::pair<std::string, std::string>> added;  // add(label, text, …) of the model
  bool nest = false, label = false, standard_errors = true;
};

std::vector<std::pair<std::string, std::string>> added_rows(const ast::Option& o) {
  std::vector<std::string> texts;
  for (std::string_view rest = o.argument;;) {
    const std::size_t comma = kit::find_outside(rest, ',');
    texts.push_back(kit::unquoted(kit::trim(rest.substr(0, comma))));
    if (comma == std::string_view::npos) break;
    rest = rest.substr(comma + 1);
  }
  if (texts.size() % 2 != 0)
    throw Error(198, "add() takes pairs: a label, a comma and what stands beside it", o.argument_span);
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i < texts.size(); i += 2) out.emplace_back(texts[i], texts[i + 1]);
  return out;
}

// asdoc summarize x, stat(N mean sd) is the table of tabstat.
std::string with_statistics(std::string_view body, const std::string& rest, const std::string& statistics) {
  const std::string word = kit::take_word(body);
  const bool tabstat = kit::abbreviates(word, "tabstat");
  if (!tabstat && !kit::abbreviates(word, "SUmmarize"))
    throw Error(198, "option stat() belongs to asdoc summarize and asdoc tabstat");
  const std::string options = (rest.empty() ? ", " : rest + " ") + "statistics(" + statistics + ")";
  return "tabstat " + std::string(body) + options + (tabstat ? "" : " columns(statistics)");
}

// asdoc ttest x y z, by(g) is a table with a row for each variable; "" for other commands.
std::string several_tests(std::string_view body) {
  if (kit::take_word(body) != "ttest") return {};
  const ast::Arguments a = grammar::parse_arguments(std::string(body));
  const bool several = grammar::split_words(a.body).size() > 1 && a.body.find('=') == std::string::npos;
  return several ? "ttable2 " + std::string(body) : std::string();
}

// star(all): correlate has no stars, pwcorr over the same rows has.
std::string starred(std::string& body) {
  std::string_view rest = body;
  if (!kit::abbreviates(kit::take_word(rest), "CORrelate")) return "star(.05)";
  body = "pwcorr " + std::string(rest);
  return "casewise star(.05)";
}

// Options of asdoc leave; the others belong to the command.
Wishes read(const std::string& raw, Session& s) {
  kit::BodyAndOptions line = kit::split_options(raw);
  Wishes w;
  w.file.path = "Myfile.doc";
  std::string rest, statistics;
  for (const ast::Option& o : line.options) {
    const std::string name = kit::lower(o.name), text = o.argument;
    if (name == "save") w.file.path = kit::listed_texts(text).front();
    else if (name == "replace") w.file.replace = true;
    else if (name == "append") w.file.append = true;
    else if (name == "title") w.title = kit::unquoted(text);
    else if (name == "dec") w.decimals = std::clamp(static_cast<int>(s.number(text)), 0, 10);
    else if (name == "nest") w.nest = true;
    else if (name == "label") w.label = true;
    else if (name == "rep" && text == "t") w.standard_errors = false;
    else if (name == "add") w.added = added_rows(o);
    else if (name == "star" && text == "all") rest += (rest.empty() ? ", " : " ") + starred(line.body);
    else if (name == "stat" || name == "stats") statistics = text;
    else if (name == "rep" || name == "fs" || name == "font" || name == "hide" || name == "abb" || name == "cnames" ||
             name == "tzok" || name == "text")
      continue;
    else rest += (rest.empty() ? ", " : " ") + o.name + (o.has_argument ? "(" + text + ")" : "");
  }
  w.command = line.body + rest;
  if (const std::string body = several_tests(line.body); !body.empty()) w.command = body + rest + " tvalue pvalue";
  if (!statistics.empty()) w.command = with_statistics(line.body, rest, statistics);
  if (!report::format_of_ending(w.file.path)) w.file.path += ".doc";
  w.file.format = *report::format_of_ending(w.file.path);
  return w;
}

report::PaperTable nested_table(const Wishes& w, Session& s) {
  Nested& nested = s.state<Nested>();
  if (nested.path != w.file.path || w.file.replace) nested = {w.file.path, {}, {}};
  s.run_command(w.command);
  if (!s.estimates()) throw Error(301, "nest needs an estimation command");
  nested.models.push_back(s.estimates()->results);
  for (const auto& [label, text] : w.added) {
    nested.models.back().macro("added " + label, text);
    if (std::find(nested.added.begin(), nested.added.end(), label) == nested.added.end()) nested.added.push_back(label);
  }
  std::vector<kit::TableModel> models;
  kit::ModelTableOptions o;
  const std::string format = std::to_string(w.decimals < 0 ? 3 : w.decimals);
  for (const Results& e : nested.models) {
    models.push_back({".", &e});
    o.titles.push_back(w.label ? kit::variable_label(e.macro_or("depvar"), s.frame()) : e.macro_or("depvar"));
  }
  kit::CellStatistic b, second;
  b.what = b.label = "b";
  b.formats = second.formats = {format};
  b.star = true;
  second.what = second.label = w.standard_errors ? "se" : "t";
  second.open = "(";
  second.close = ")";
  o.lines = {{b}, {second}};
  o.stars = {{"*", "0.1", .1}, {"**", "0.05", .05}, {"***", "0.01", .01}};
  o.foot = {{"N", "Observations", "0"}, {"r2", "R-squared", format}};
  for (const std::string& label : nested.added) o.foot.push_back({"added " + label, label, format});
  o.variable_labels = w.label;
  o.notes.push_back({w.standard_errors ? "Standard errors are in parentheses" : "t statistics are in parentheses"});
  o.notes.push_back({"*** p<.01, ** p<.05, * p<.1"});
  return kit::model_table(models, o, s.frame());
}

void act(const Args& a, Session& s) {
  Wishes w = read(a.raw, s);
  if (kit::trim(w.command).empty())
    throw Error(198, "asdoc stands before a command", std::nullopt,
                {"asdoc summarize price mpg, save(table.doc) replace"});
  if (w.nest) {
    report::PaperTable t = nested_table(w, s);
    t.title = w.title;
    w.file.replace = true;  // the growing table takes the place of the one before
    w.file.append = false;
    return kit::put_table(t, w.file, s);
  }
  report::PaperTable t = kit::shown_tables(w.command, w.decimals, s);
  t.title = w.title;
  if (w.label)
    for (report::PaperRow& row : t.body)
      if (!row.cells.empty() && s.frame().find(row.cells[0].text))
        row.cells[0].text = kit::variable_label(row.cells[0].text, s.frame());
  if (!w.file.replace) w.file.append = true;
  const Results r = s.r();
  kit::put_table(t, w.file, s);
  s.r() = r;
}

}  // namespace

extern const Command asdoc_command =
    define<Args>("asdoc", "What a command shows, as a table in a Word file")
        .raw(&Args::raw)
        .changes(Effect::files)
        .remark(
            "asdoc command, save(file) replace append title() dec(#) nest label; other options belong to the command. "
            "summarize takes stat(N mean sd p50 …). Without save() the file is Myfile.doc; without replace the table "
            "is "
            "added to it.")
        .remark("asdoc ttest x y z, by(g) has a row for each variable.")
        .remark("asdoc regress …, nest puts models side by side in one table that grows.")
        .example("Descriptive statistics",
                 "sysuse auto\ntempfile t\nasdoc summarize price mpg, save(`t'.doc) replace title(Table 1) dec(2)\n"
                 "scalar there = fileexists(\"`t'.doc\")",
                 "there == 1 & r(N) == 74")
        .example("Two models side by side",
                 "sysuse auto\ntempfile t\nasdoc regress price mpg, nest save(`t'.txt) replace\n"
                 "asdoc regress price mpg weight, robust nest save(`t'.txt)\n"
                 "scalar both = strpos(fileread(\"`t'.txt\"), \"(2)\") > 0",
                 "both == 1 & e(df_m) == 2")
        .example("Correlations with stars",
                 "sysuse auto\ntempfile t\nasdoc cor price mpg rep78, save(`t'.txt) replace star(all)\n"
                 "scalar starred = strpos(fileread(\"`t'.txt\"), \"-0.456*\") > 0 | "
                 "strpos(fileread(\"`t'.txt\"), \"-0.4559*\") > 0",
                 "starred == 1 & r(N) == 69")
        .acts(act);

}  // namespace nqp::commands::asdoc_
