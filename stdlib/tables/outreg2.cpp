// outreg2: one model a call, added to the table in the file.
#include <algorithm>
#include <map>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/estout_options.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/table_terms.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::outreg2_ {
namespace {

using namespace command;
using kit::BodyAndOptions;
using runtime::Session;

struct Args {
  std::string body, file;
  std::vector<ast::Option> options;
};

// A column of the table that grows from call to call.
struct Column {
  Results e;
  std::string title, above;            // ctitle() and cttop()
  std::vector<std::string> keep, drop;
  std::vector<std::pair<std::string, std::string>> added;  // rows of addtext and addstat
  bool constant = true, observations = true, r2 = true, adjusted = false, panels = true;
};

// The tables of a session by file.
using Tables = std::map<std::string, std::vector<Column>>;

std::string number(const ast::Option* o, const ast::Option* all, const std::string& otherwise) {
  if (o) return kit::table_format(o->argument, otherwise);
  return all ? kit::table_format(all->argument, otherwise) : otherwise;
}

// addtext(Year FE, YES, City FE, NO); addstat(name, expression, …).
std::vector<std::string> comma_list(const ast::Option& o) {
  std::vector<std::string> out;
  std::string_view rest = o.argument;
  while (true) {
    const std::size_t comma = kit::find_outside(rest, ',');
    out.push_back(kit::unquoted(kit::trim(rest.substr(0, comma))));
    if (comma == std::string_view::npos) break;
    rest = rest.substr(comma + 1);
  }
  if (out.size() % 2 != 0)
    throw Error(198, o.name + "() takes pairs: a label, a comma and what stands beside it", o.argument_span);
  return out;
}

// The value of an expression when these were the last estimates: e(N_g) is that of the column.
double value_after(const Results& e, const std::string& expression, Session& s) {
  std::optional<Estimates> last = s.estimates_slot();
  s.estimates_slot() = Estimates{e, 0};
  try {
    const double x = s.number(expression);
    s.estimates_slot() = std::move(last);
    return x;
  } catch (...) {
    s.estimates_slot() = std::move(last);
    throw;
  }
}

Column read_column(BodyAndOptions& line, const kit::TableModel& m, bool labels, Session& s) {
  Column c;
  c.e = *m.e;
  if (const ast::Option* t = line.find("CTitles")) c.title = kit::unquoted(t->argument);
  const std::string depvar = c.e.macro_or("depvar");
  if (const ast::Option* t = line.find("CTTop")) c.above = kit::unquoted(t->argument);
  if (c.title.empty() && !line.find("NODEPvar")) c.title = labels ? kit::variable_label(depvar, s.frame()) : depvar;
  if (const ast::Option* k = line.find("Keep")) c.keep = grammar::split_words(k->argument);
  if (const ast::Option* d = line.find("Drop")) c.drop = grammar::split_words(d->argument);
  c.constant = !line.find("NOCons");
  c.observations = !line.find("NOObs");
  c.r2 = !line.find("NOR2");
  c.adjusted = line.find("ADJR2") != nullptr;
  c.panels = !line.find("NONI");
  if (const ast::Option* added = line.find("ADDStat")) {
    const ast::Option* decimals = line.find("ADEC");
    const std::vector<std::string> list = comma_list(*added);
    const std::string format = number(decimals, nullptr, "a3");
    for (std::size_t i = 0; i + 1 < list.size(); i += 2)
      c.added.emplace_back(list[i], kit::table_number(value_after(c.e, list[i + 1], s), format));
  }
  if (const ast::Option* scalars = line.find("e"))
    for (const std::string& name : grammar::split_words(scalars->argument)) {
      const double* value = c.e.find_scalar(name);
      if (value) c.added.emplace_back(name, kit::table_number(*value, number(line.find("ADEC"), nullptr, "a3")));
    }
  if (const ast::Option* added = line.find("ADDText")) {
    const std::vector<std::string> list = comma_list(*added);
    for (std::size_t i = 0; i + 1 < list.size(); i += 2) c.added.emplace_back(list[i], list[i + 1]);
  }
  return c;
}

void add_row(report::PaperTable& t, const std::string& label, const std::vector<std::string>& cells) {
  if (std::all_of(cells.begin(), cells.end(), [](const std::string& c) { return c.empty(); })) return;
  report::PaperRow r;
  r.cells.push_back({label});
  for (const std::string& c : cells) r.cells.push_back({c});
  t.foot.push_back(std::move(r));
}

// Observations, R-squared, number of panels, then what was added, in the order of first appearance.
void foot(report::PaperTable& t, const std::vector<Column>& columns, const std::string& r2_format) {
  const auto each = [&](auto&& f) {
    std::vector<std::string> cells;
    for (const Column& c : columns) cells.push_back(f(c));
    return cells;
  };
  const auto counted = [](double x) {
    return data::is_missing(x) ? "" : text::trimmed(text::format_number(x, "%20.0fc"));
  };
  const auto share = [&](double x) { return data::is_missing(x) ? "" : kit::table_number(x, r2_format); };
  add_row(t, "Observations", each([&](const Column& c) { return c.observations ? counted(c.e.scalar_or("N")) : ""; }));
  add_row(t, "R-squared", each([&](const Column& c) { return c.r2 && !c.adjusted ? share(c.e.scalar_or("r2")) : ""; }));
  add_row(t, "Adj. R-squared", each([&](const Column& c) { return c.adjusted ? share(c.e.scalar_or("r2_a")) : ""; }));
  std::string panel;
  for (const Column& c : columns)
    if (panel.empty() && c.panels) panel = c.e.macro_or("ivar");
  if (!panel.empty())
    add_row(t, "Number of " + panel,
            each([&](const Column& c) {
              return c.panels && c.e.find_macro("ivar") ? counted(c.e.scalar_or("N_g")) : "";
            }));
  std::vector<std::string> labels;
  for (const Column& c : columns)
    for (const auto& row : c.added)
      if (std::find(labels.begin(), labels.end(), row.first) == labels.end()) labels.push_back(row.first);
  for (const std::string& label : labels)
    add_row(t, label, each([&](const Column& c) {
              for (const auto& [name, text] : c.added)
                if (name == label) return text;
              return std::string();
            }));
}

// The coefficients that a column shows; the rest of its e(b) is left out before the models meet.
Results shown(const Column& c) {
  Results out = c.e;
  const eval::Matrix* b = c.e.find_matrix("b");
  const eval::Matrix* V = c.e.find_matrix("V");
  if (!b || !V) return out;
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < b->columns; ++j) {
    const std::string& name = b->column_names[j];
    const bool constant = name == "_cons" || (name.size() > 6 && name.compare(name.size() - 6, 6, ":_cons") == 0);
    if (constant ? !c.constant : !c.keep.empty() && !kit::matches_terms(c.keep, name)) continue;
    if (kit::matches_terms(c.drop, name)) continue;
    kept.push_back(j);
  }
  eval::Matrix some(1, kept.size()), var(kept.size(), kept.size());
  for (std::size_t j = 0; j < kept.size(); ++j) {
    some(0, j) = (*b)(0, kept[j]);
    some.column_names[j] = var.column_names[j] = var.row_names[j] = b->column_names[kept[j]];
    for (std::size_t i = 0; i < kept.size(); ++i) var(i, j) = (*V)(kept[i], kept[j]);
  }
  out.matrix("b", std::move(some)).matrix("V", std::move(var));
  return out;
}

// Names of keep() and drop() that neither the models nor the data have: columns may lack what others have.
void check_terms(const std::vector<Column>& columns, const data::Frame& frame) {
  std::vector<kit::NamedTerm> known;
  for (const Column& c : columns)
    if (const eval::Matrix* b = c.e.find_matrix("b"))
      for (const std::string& name : b->column_names) {
        const kit::CoefficientName n = kit::parse_coefficient_name(name);
        known.push_back({n.equation, n.name});
      }
  const auto check = [&](const char* option, std::vector<std::string> patterns) {
    std::erase_if(patterns, [&](const std::string& p) {
      const auto& factors = kit::parse_coefficient_name(p).term.factors;
      return !factors.empty() && std::all_of(factors.begin(), factors.end(), [&](const ast::Factor& f) {
        return frame.find(f.pattern) != nullptr;
      });
    });
    kit::require_terms(option, patterns, known);
  };
  check("keep", columns.back().keep);
  check("drop", columns.back().drop);
}

// "se pval" of asterisk(), paren() and bracket(): names as stats() has them.
bool is_among(const std::string& word, const ast::Option* o, bool otherwise) {
  if (!o || !o->has_argument) return otherwise;
  const std::vector<std::string> words = grammar::split_words(o->argument);
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Look {
  kit::ModelTableOptions options;
  std::string r2_format = "%9.3f", statistic_note;
};

struct Known {
  const char *name, *what, *option, *format, *note;
};
constexpr Known known_statistics[] = {{"coef", "b", "BDEC", "auto", "coefficients"},
                                      {"se", "se", "SDEC", "auto", "standard errors"},
                                      {"tstat", "t", "TDEC", "%9.2f", "t-statistics"},
                                      {"pval", "p", "PDEC", "%9.3f", "p-values"},
                                      {"ci", "ci", "CDEC", "auto", "confidence intervals"},
                                      {"ci_low", "ci_l", "CDEC", "auto", "lower limits"},
                                      {"ci_high", "ci_u", "CDEC", "auto", "upper limits"}};

// The lines of a coefficient and what the note says about them. Brackets stand around the second, or around those of
// paren() and bracket(); stars behind the coefficient, or behind those of asterisk().
std::string read_lines(BodyAndOptions& line, const std::vector<std::string>& words, bool stars,
                       kit::ModelTableOptions& out) {
  const ast::Option *round = line.find("PAREN"), *square = line.find("BRacket"), *starred = line.find("ASTERisk");
  const bool none = line.find("NOPAren") != nullptr;
  const ast::Option* all = line.find("DEC");
  for (const Known& k : known_statistics) line.find(k.option);  // decimals of lines that are not shown are allowed
  std::string parentheses, brackets;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto* k = std::find_if(std::begin(known_statistics), std::end(known_statistics),
                                 [&](const Known& x) { return words[i] == x.name; });
    if (k == std::end(known_statistics))
      throw Error(198, "stats(): " + words[i] + " is unknown", std::nullopt, {"coef se tstat pval ci ci_low ci_high"});
    kit::CellStatistic c;
    c.what = k->what;
    c.star = stars && is_among(words[i], starred, i == 0);
    c.formats = {number(line.find(k->option), all, k->format)};
    const bool named = (round && round->has_argument) || (square && square->has_argument);
    const bool in_square = square && is_among(words[i], square, !named && i == 1);
    const bool in_round = !none && !in_square && is_among(words[i], round, !named && i == 1);
    if (in_square || in_round) {
      c.open = in_square ? "[" : "(";
      c.close = in_square ? "]" : ")";
      std::string& note = in_square ? brackets : parentheses;
      note += (note.empty() ? "" : ", ") + std::string(k->note);
    }
    out.lines.push_back({std::move(c)});
  }
  if (!parentheses.empty()) parentheses += " in parentheses";
  if (!brackets.empty()) parentheses += (parentheses.empty() ? "" : ", ") + brackets + " in brackets";
  return parentheses;
}

Look read_look(BodyAndOptions& line, bool labels) {
  Look look;
  kit::ModelTableOptions& o = look.options;
  o.variable_labels = labels;
  o.labels = {{"_cons", "Constant"}};
  o.stars = kit::star_levels("* 0.1 ** 0.05 *** 0.01");
  if (const ast::Option* alpha = line.find("ALpha")) {
    std::string levels = alpha->argument, marks;
    std::replace(levels.begin(), levels.end(), ',', ' ');
    const ast::Option* symbol = line.find("SYmbol");
    std::string symbols = symbol ? symbol->argument : "*** ** * +";
    std::replace(symbols.begin(), symbols.end(), ',', ' ');
    const std::vector<std::string> limits = grammar::split_words(levels), symbol_words = grammar::split_words(symbols);
    for (std::size_t i = 0; i < limits.size() && i < symbol_words.size(); ++i)
      marks += symbol_words[i] + " " + limits[i] + " ";
    o.stars = kit::star_levels(marks);
  }
  else if (line.find("2aster")) o.stars = kit::star_levels("* 0.05 ** 0.01");
  line.find("3aster");
  const bool stars = !line.find("NOASter");
  if (!stars) o.stars.clear();
  std::vector<std::string> words{"coef", "se"};
  if (line.find("TStat")) words[1] = "tstat";
  else if (line.find("PVALue")) words[1] = "pval";
  else if (line.find("CI")) words[1] = "ci";
  if (line.find("NOSE")) words.pop_back();
  if (const ast::Option* asked = line.find("STATs")) words = grammar::split_words(asked->argument);
  look.statistic_note = read_lines(line, words, stars, o);
  if (line.find("EFORM")) o.eform = true;
  if (const ast::Option* level = line.find("Level")) {
    o.level = kit::read_level(*level);
  }
  if (const ast::Option* order = line.find("SORTvar")) o.order = grammar::split_words(order->argument);
  if (const ast::Option* r = line.find("RDEC")) look.r2_format = kit::table_format(r->argument, "%9.3f");
  return look;
}

// word excel tex write a file each; those behind the first are returned.
std::vector<kit::TableFile> read_kind(BodyAndOptions& line, kit::TableFile& file) {
  std::vector<kit::TableFile> more;
  const std::string stem = file.path;
  bool first = true;
  const auto kind = [&](const char* option, report::PaperFormat format, const char* ending) {
    if (!line.find(option)) return;
    const bool whole = report::format_of_ending(stem).has_value();
    kit::TableFile& target = first || whole ? file : more.emplace_back();
    target.format = format;
    target.path = whole ? stem : stem + ending;
    target.replace = true;
    first = false;
  };
  kind("WORD", report::PaperFormat::rtf, ".rtf");
  kind("EXcel", report::PaperFormat::xlsx, ".xlsx");
  kind("TEX", report::PaperFormat::tex, ".tex");
  kind("TExt", report::PaperFormat::tab, ".txt");
  const auto known = report::format_of_ending(file.path);
  if (known) file.format = *known == report::PaperFormat::text ? report::PaperFormat::tab : *known;
  else file.path += ".txt", file.format = report::PaperFormat::tab;
  return more;
}

// outreg2 using file, sum(log): descriptive statistics of variables, of keep() or of all numeric ones. sum alone takes
// the rows of the last estimation.
void describe(const Args& a, BodyAndOptions& line, const std::string& rows, Session& s) {
  std::string variables = a.body, statistics = "N mean sd min max";
  if (const ast::Option* k = line.find("Keep")) variables = k->argument;
  if (const ast::Option* k = line.find("EQKeep")) statistics = k->argument;
  if (kit::trim(variables).empty())
    for (const data::Variable& v : s.frame().variables)
      if (!v.column->is_string()) variables += v.name + " ";
  const ast::Option* decimals = line.find("DEC") ? line.find("DEC") : line.find("BDEC");
  kit::TableFile file;
  file.path = a.file;
  read_kind(line, file);
  std::string command = "sumtab " + variables + rows + " using \"" + file.path + "\", stats(" + statistics + ")";
  if (decimals) command += " format(" + decimals->argument + ")";
  if (const ast::Option* t = line.find("TITle")) command += " title(\"" + kit::unquoted(t->argument) + "\")";
  if (line.find("LABel")) command += " label";
  if (line.find("replace")) command += " replace";
  if (line.find("append")) command += " append";
  kit::note_without_effect(line, {"SEEout", "EQDrop", "GROUPvar", "LANDscape", "ONECol"}, s);
  line.check_all_known();
  s.run_command(command);
}

void act(const Args& a, Session& s) {
  BodyAndOptions line;
  line.options = a.options;
  if (const ast::Option* sum = line.find("SUM"))
    return describe(a, line, sum->has_argument ? "" : " if e(sample)", s);
  // outreg2 [variables] [models]: stored names are models, the rest are terms to keep.
  std::vector<std::string> names, terms;
  std::string body = a.body;
  for (char& c : body)
    if (c == '[' || c == ']') c = ' ';
  for (const std::string& word : grammar::split_words(body))
    (s.stored_estimates().count(word) || word.find('*') != std::string::npos ? names : terms).push_back(word);
  kit::TableFile file;
  file.path = a.file;
  const std::vector<kit::TableFile> more = read_kind(line, file);
  file.replace = true;
  const bool replace = line.find("replace") != nullptr, append = line.find("append") != nullptr;
  // The table of the session changes only when the file has been written.
  std::vector<Column> columns;
  if (append && !replace) columns = s.state<Tables>()[file.path];
  if (!replace && !append && s.host().info(file.path).exists)
    throw Error(602, "file " + file.path + " already exists", std::nullopt,
                {"replace starts a new table, append adds a column"});
  const bool labels = line.find("LABel") != nullptr;
  std::string joined;
  for (const std::string& n : names) joined += n + " ";
  for (const kit::TableModel& m : kit::table_models(joined.empty() ? "." : joined, s)) {
    Column c = read_column(line, m, labels, s);
    if (c.keep.empty()) c.keep = terms;
    columns.push_back(std::move(c));
  }
  Look look = read_look(line, labels);
  if (const ast::Option* t = line.find("TITle")) look.options.title = kit::unquoted(t->argument);
  const bool no_notes = line.find("NONOTes") != nullptr;
  std::vector<std::string> added;
  if (const ast::Option* n = line.find("ADDNote")) added = kit::listed_texts(n->argument);
  kit::note_without_effect(line,
                           {"SEEout", "AUTO", "LONG", "QUIetly", "EQDrop", "EQKeep", "GROUPvar", "ADEC", "LANDscape",
                            "SIDEway", "SE", "ONECol", "SLOW", "RAW", "FMT", "SEE", "TEXT"},
                           s);
  if (!line.find("ALpha")) kit::note_without_effect(line, {"SYmbol"}, s);
  line.check_all_known();

  check_terms(columns, s.frame());
  std::vector<Results> parts;
  std::vector<kit::TableModel> models;
  for (const Column& c : columns) parts.push_back(shown(c));
  const bool topped = std::any_of(columns.begin(), columns.end(), [](const Column& c) { return !c.above.empty(); });
  for (std::size_t j = 0; j < columns.size(); ++j) {
    auto& groups = look.options.groups;
    if (topped && j > 0 && columns[j].above == columns[j - 1].above) ++groups.back().span;
    else if (topped) groups.push_back({columns[j].above, 1});
    models.push_back({columns[j].title, &parts[j]});
    look.options.titles.push_back(columns[j].title);
  }
  if (!no_notes) {
    const bool robust = columns.back().e.macro_or("vcetype") == "Robust";
    std::string note = look.statistic_note;
    if (kit::starts_with(note, "standard")) note = robust ? "Robust " + note : "S" + note.substr(1);
    if (!note.empty()) look.options.notes.push_back({std::move(note)});
    report::PaperNote limits;
    for (auto star = look.options.stars.rbegin(); star != look.options.stars.rend(); ++star)
      limits.stars.emplace_back(star->symbol, star->text);
    if (!limits.stars.empty()) look.options.notes.push_back(std::move(limits));
  }
  for (std::string& text : added) look.options.notes.push_back({std::move(text)});
  report::PaperTable t = kit::model_table(models, look.options, s.frame());
  if (t.head.size() > 1) t.head.back().cells[0].text = "VARIABLES";
  foot(t, columns, look.r2_format);
  kit::put_table(t, file, s);
  for (const kit::TableFile& f : more) kit::put_table(t, f, s);
  s.state<Tables>()[file.path] = columns;
  s.r() = Results{}.scalar("ncols", static_cast<double>(t.columns));
}

}  // namespace

extern const Command outreg2_command =
    define<Args>("outreg2", "Tables of estimates that grow model by model")
        .anything(&Args::body)
        .using_file(&Args::file)
        .any_options(&Args::options)
        .stores({{"r(ncols)", "models in the table"}})
        .changes(Effect::results | Effect::files)
        .remark(
            "Standard errors stand in parentheses and stars are 10, 5 and 1 percent: *** p<0.01, ** p<0.05, * p<0.1.")
        .remark("outreg2 [varlist] using file, sum(log) eqkeep(N mean sd min max) writes descriptive statistics; sum "
                "alone those of the last estimation's rows.")
        .remark("2aster has two levels, ** p<0.01, * p<0.05; alpha() and symbol() any. stats(coef se tstat pval ci) "
                "are the lines, asterisk() those with stars, paren() and bracket() those enclosed; noparen none. "
                "cttop() stands above ctitle(), equal neighbours joined; sortvar() orders the rows.")
        .remark("keep() and drop() take names of coefficients, or of variables that this model lacks; others are error "
                "111.")
        .remark("append adds a column to the table that replace began in this session.")
        .example(
            "Two models in a Word table",
            "sysuse auto\ntempfile t\nquietly regress price weight\noutreg2 using `t'.doc, replace ctitle(OLS) dec(3)\n"
            "quietly regress price weight mpg, robust\noutreg2 using `t'.doc, append ctitle(Controls) addtext(Year FE, "
            "YES)",
            "r(ncols) == 2")
        .example("Stored models",
                 "sysuse auto\nquietly regress price weight\nestimates store m1\ntempfile t\n"
                 "outreg2 [m1] using `t'.txt, replace tstat bdec(3) tdec(2) nocons",
                 "r(ncols) == 1")
        .acts(act);

}  // namespace nqp::commands::outreg2_
