// esttab: publication tables of stored estimates.
#include <algorithm>
#include <deque>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/estout_forms.hpp"
#include "stdlib/kit/estout_options.hpp"
#include "stdlib/kit/table_betas.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::esttab_ {
namespace {

using namespace command;
using kit::BodyAndOptions;
using kit::CellStatistic;

struct Args {
  std::string names, file;
  std::vector<ast::Option> options;
};

struct Words {
  std::string note;  // "t statistics"
  bool brackets = false;
};

// What stands under the coefficients: t unless another statistic is asked for; nothing with `not`.
std::string second_statistic(BodyAndOptions& line, const std::string& usual, CellStatistic& c, Words& words) {
  struct Choice {
    const char* option;
    const char* what;
    const char* format;
    const char* note;
  };
  static constexpr Choice choices[] = {{"se", "se", "a3", "Standard errors"},
                                       {"p", "p", "%9.3f", "p-values"},
                                       {"ci", "ci", "a3", "confidence intervals"},
                                       {"t", "t", "%9.2f", "t statistics"},
                                       {"z", "z", "%9.2f", "z statistics"}};
  const Choice* chosen = line.find("not") ? nullptr : &choices[3];
  std::string typed;
  for (const Choice& choice : choices) {
    const ast::Option* o = line.find(choice.option);
    const bool first = !chosen || chosen == &choices[3];
    if (!o || !first) continue;
    chosen = &choice;
    typed = o->argument;
  }
  if (const ast::Option* aux = line.find("AUX")) {
    std::string_view rest = aux->argument;
    c.what = kit::listed_texts(rest).front();
    c.formats = {kit::table_format(aux->argument.substr(aux->argument.find(c.what) + c.what.size()), "a3")};
    words.note = c.what;
    return c.what;
  }
  if (!chosen) return {};
  c.what = c.label = chosen->what;
  c.formats = {kit::table_format(typed, usual.empty() ? chosen->format : usual)};
  words.note = chosen->note;
  return c.what;
}

void read_lines(BodyAndOptions& line, bool plain, kit::ModelTableOptions& o, Words& words) {
  CellStatistic main, second;
  main.what = main.label = "b";
  main.star = !line.find("NOSTar") && !plain;
  const ast::Option *format = line.find("b"), *beta = line.find("BEta");
  const std::string usual = plain ? "%9.0g" : "a3";
  main.formats = {kit::table_format(format ? format->argument : "", usual)};
  if (beta) {
    main.what = main.label = "beta";
    main.formats = {kit::table_format(beta->argument, plain ? usual : "%9.3f")};
    o.constant = o.constant && line.find("CONStant");
  }
  if (const ast::Option* x = line.find("main")) {
    main.what = main.label = kit::listed_texts(x->argument).front();
    main.formats = {kit::table_format(x->argument.substr(x->argument.find(main.what) + main.what.size()), "a3")};
  }
  if (const ast::Option* star = line.find("STar") ? line.find("STar") : line.find("STARLevels")) {
    main.star = true;
    if (star->has_argument) o.stars = kit::star_levels(star->argument);
  }
  if (!main.star && !line.find("Cells")) o.stars.clear();
  const std::string what = second_statistic(line, plain ? "%9.0g" : "", second, words);
  words.brackets = line.find("BRackets") != nullptr || what == "ci";
  if (!line.find("NOPArentheses") && !line.find("NOPAR") && (!plain || line.find("PArentheses"))) {
    second.absolute = line.find("ABS") != nullptr;
    second.open = words.brackets ? "[" : "(";
    second.close = words.brackets ? "]" : ")";
  } else {
    words.note.clear();
  }
  line.find("PArentheses");
  if (line.find("STARAUX")) std::swap(main.star, second.star);
  if (what.empty()) o.lines = {{main}};
  else if (line.find("WIDE")) o.lines = {{main, second}};
  else o.lines = {{main}, {second}};
  if (const ast::Option* cells = line.find("Cells")) {
    kit::read_cells(cells->argument, o);
    words.note.clear();
    o.column_labels = true;
  }
}

// The row of titles: what mtitles() says, else the dependent variables.
void read_titles(BodyAndOptions& line, const std::vector<kit::TableModel>& models, const data::Frame& frame,
                 bool labels, bool plain, kit::ModelTableOptions& o) {
  const bool numbered = line.find("NUMbers") != nullptr;
  o.numbers = !line.find("NONUMbers") && (!plain || numbered);
  const ast::Option* given = line.find("MTitles") ? line.find("MTitles") : line.find("MLabels");
  const bool none = line.find("NOMTitles") != nullptr || line.find("NOMLabels") != nullptr;
  const bool no_depvars = line.find("NODEPvars") != nullptr;
  const bool names = !line.find("DEPvars") && plain;
  if (none) return;
  if (given && given->has_argument) {
    const std::size_t comma = kit::find_outside(given->argument, ',');
    const std::string text = given->argument.substr(0, comma);
    if (kit::trim(text) == "none") return;
    o.titles = kit::listed_texts(text);
    const bool asked = comma != std::string::npos && given->argument.find("depvar", comma) != std::string::npos;
    if (!o.titles.empty() || !asked) return;
    given = nullptr;  // mlabels(, depvars): the dependent variables after all
  }
  for (const kit::TableModel& m : models) {
    const std::string depvar = m.e->macro_or("depvar");
    const std::string title = m.e->macro_or("estimates_title", m.name == "." ? depvar : m.name);
    if (given || names) o.titles.push_back(title);
    else o.titles.push_back(no_depvars ? "" : labels ? kit::variable_label(depvar, frame) : depvar);
  }
  if (std::all_of(o.titles.begin(), o.titles.end(), [](const std::string& t) { return t.empty(); })) o.titles.clear();
}

void read_notes(BodyAndOptions& line, bool plain, const Words& words, kit::ModelTableOptions& o) {
  const bool none = line.find("NONOTEs") != nullptr || (plain && !line.find("NOTEs"));
  line.find("NOTEs");
  if (!none && !words.note.empty()) {
    const bool interval = words.note == "confidence intervals";
    const std::string level = interval ? kit::table_number(o.level, "%4.0g") + "% " : std::string();
    const char* before = o.lines[0][0].what == "beta" ? "Standardized beta coefficients; " : "";
    o.notes.push_back({before + level + words.note + (words.brackets ? " in brackets" : " in parentheses")});
  }
  if (!none)
    if (const ast::Option* note = line.find("NOTE")) o.notes.push_back({kit::unquoted(note->argument)});
  if (const ast::Option* more = line.find("ADDNotes"))
    for (std::string& text : kit::listed_texts(more->argument)) o.notes.push_back({std::move(text)});
  const bool starred = std::any_of(o.lines.begin(), o.lines.end(), [](const auto& l) {
    return std::any_of(l.begin(), l.end(), [](const CellStatistic& c) { return c.star; });
  });
  if (!none && starred) o.notes.push_back(kit::star_limits(o));
}

int width_of(BodyAndOptions& line, const char* option, int by_default, runtime::Session& s) {
  const ast::Option* o = line.find(option);
  if (!o) return by_default;
  double widest = 1;  // modelwidth(10 12): one width for all columns
  for (const std::string& width : kit::listed_texts(o->argument)) widest = std::max(widest, s.number(width));
  return static_cast<int>(std::min(widest, 80.0));
}

// fe(id "City FE" year "Year FE"): YES where the model absorbs or holds the effects.
void read_effects(BodyAndOptions& line, std::vector<std::pair<std::string, std::string>>& effects) {
  const ast::Option* o = line.find("fe");
  if (!o) return;
  const std::vector<std::string> texts = kit::listed_texts(o->argument);
  for (std::size_t i = 0; i < texts.size(); i += 2)
    effects.emplace_back(texts[i], i + 1 < texts.size() ? texts[i + 1] : texts[i] + " FE");
}

bool holds_effect(const Results& e, const std::string& variable) {
  std::string absorbed = e.macro_or("absvars") + " " + e.macro_or("absvar");
  if (e.macro_or("cmd") == "xtreg" && e.macro_or("model") == "fe") absorbed += " " + e.macro_or("ivar");
  for (const std::string& word : kit::listed_texts(absorbed))
    if (word == variable || word == "i." + variable) return true;
  const eval::Matrix* b = e.find_matrix("b");
  if (!b) return false;
  const std::string dummy = "." + variable;
  return std::any_of(b->column_names.begin(), b->column_names.end(), [&](const std::string& name) {
    return name.size() > dummy.size() && name.compare(name.size() - dummy.size(), dummy.size(), dummy) == 0 &&
           name.find('#') == std::string::npos && name[0] >= '0' && name[0] <= '9';
  });
}

// unstack: a column for every equation. `parts` holds what the new models point to.
std::vector<kit::TableModel> unstacked(const std::vector<kit::TableModel>& models, std::deque<Results>& parts) {
  std::vector<kit::TableModel> out;
  for (const kit::TableModel& m : models) {
    const eval::Matrix* b = m.e->find_matrix("b");
    if (!b && !m.e->matrices.empty()) b = &m.e->matrices.front().second;  // of estpost
    std::vector<std::string> equations;
    for (std::size_t j = 0; b && j < b->columns; ++j) {
      const std::string equation = kit::parse_coefficient_name(b->column_names[j]).equation;
      if (std::find(equations.begin(), equations.end(), equation) == equations.end()) equations.push_back(equation);
    }
    if (equations.size() < 2) {
      out.push_back(m);
      continue;
    }
    for (const std::string& equation : equations) {
      Results part = *m.e;
      for (auto& [name, matrix] : part.matrices) {
        if (matrix.columns != b->columns || matrix.column_names != b->column_names) continue;
        std::vector<std::size_t> kept;
        for (std::size_t j = 0; j < matrix.columns; ++j)
          if (kit::parse_coefficient_name(matrix.column_names[j]).equation == equation) kept.push_back(j);
        const bool square = matrix.rows == matrix.columns;
        eval::Matrix some(square ? kept.size() : matrix.rows, kept.size());
        for (std::size_t j = 0; j < kept.size(); ++j) {
          some.column_names[j] = kit::parse_coefficient_name(matrix.column_names[kept[j]]).name;
          if (square) some.row_names[j] = some.column_names[j];
          for (std::size_t i = 0; i < some.rows; ++i) some(i, j) = matrix(square ? kept[i] : i, kept[j]);
        }
        matrix = std::move(some);
      }
      part.macro("depvar", equation);
      parts.push_back(std::move(part));
      out.push_back({".", &parts.back()});
    }
  }
  return out;
}

bool is_matrix_table(const Args& a, std::string& inside) {
  const std::string_view names = kit::trim(a.names);
  const std::size_t open = names.find('(');
  if (open == std::string_view::npos || names.back() != ')') return false;
  const std::string_view word = names.substr(0, open);
  const bool matrix = word.size() >= 3 && std::string_view("matrix").substr(0, word.size()) == word;
  if (!matrix && word != "r" && word != "e") return false;
  inside = std::string(matrix ? names.substr(open + 1, names.size() - open - 2) : names);
  return true;
}

void act(const Args& a, runtime::Session& s) {
  BodyAndOptions line;
  line.options = a.options;
  if (std::string inside; is_matrix_table(a, inside)) {
    kit::TableFile file;
    kit::read_file(line, a.file, file);
    const bool titled = !line.find("NOMTitles");
    const ast::Option* title = line.find("TItle");
    kit::note_without_effect(line, {"Label", "NONUMbers", "COMpress", "NOGAPs", "GAPs", "NONOTEs", "NOOBS", "NOSTar",
                                    "COLLabels", "VARWidth", "MODELWidth", "PLAIN"}, s);
    return kit::matrix_table(inside, title, line, file, titled, s);
  }
  std::vector<kit::TableModel> models = kit::table_models(a.names, s);
  std::deque<Results> parts;
  if (line.find("UNSTACK")) models = unstacked(models, parts);
  kit::ModelTableOptions o;
  o.stars = kit::star_levels("* 0.05 ** 0.01 *** 0.001");
  kit::TableFile file;
  kit::read_file(line, a.file, file);
  const bool labels = line.find("Label") != nullptr, plain = line.find("PLAIN") != nullptr;
  line.find("NOLabel");
  o.variable_labels = labels;
  Words words;
  kit::read_rows(line, o);
  read_lines(line, plain, o, words);
  if (const ast::Option* t = line.find("TRansform")) o.transforms = kit::read_transforms(*t, s.context());
  std::deque<Results> with_beta;
  if (o.lines[0][0].what == "beta")
    for (kit::TableModel& m : models) {
      with_beta.push_back(*m.e);
      kit::add_betas(m.name, with_beta.back(), s);
      m.e = &with_beta.back();
    }
  read_titles(line, models, s.frame(), labels, plain, o);
  std::vector<std::pair<std::string, std::string>> effects;
  read_effects(line, effects);
  kit::read_foot(line, labels, o);
  o.gaps = !line.find("NOGAPs") && !plain;
  line.find("GAPs");
  if (const ast::Option* g = line.find("MGroups")) o.groups = kit::head_groups(g->argument, models.size());
  if (const ast::Option* c = line.find("COLLabels")) {
    const std::vector<std::string> texts = kit::listed_texts(c->argument);
    o.column_labels = !(texts.size() == 1 && texts[0] == "none");
    if (o.column_labels) kit::set_column_labels(texts, o);
  }
  if (plain && o.lines.size() == 2) o.column_labels = true;
  read_notes(line, plain, words, o);
  const bool compress = line.find("COMpress") != nullptr;
  const bool interval = words.note == "confidence intervals";
  report::PaperTable t;
  const int name_width = width_of(line, "VARWidth", labels ? (compress ? 16 : 20) : 12, s);
  const int cell_width = width_of(line, "MODELWidth", (compress ? 9 : 12) + (interval ? 8 : 0), s);
  line.find("LEGend");  // the stars are explained anyway
  if (file.format != report::PaperFormat::tex)
    kit::note_without_effect(line, {"PREHead", "POSTHead", "PREFoot", "POSTFoot"}, s);
  kit::refuse_margin(line);
  kit::note_without_effect(
      line, {"noisily", "type", "NOTYpe", "NOOUTput", "NOEQLINES", "LABCOL2", "ONECell", "STARDetach", "EXTRAcols",
             "INCELLdelimiter", "LZ", "NOLZ",
             "MSign", "DMARKer", "TOPfile", "BOTtomfile", "STARKeep", "STARDrop", "EQUALSTARS",
             "NOLInes", "LONGtable", "NOABBREV", "ABBREV",
             "STYle", "discrete", "EQuations"},
      s);
  line.check_all_known();
  t = kit::model_table(models, o, s.frame());
  t.name_width = name_width;
  t.cell_width = cell_width;
  if (!line.find("MODELWidth")) kit::widen_cells(t);
  t.star_width = o.stars.empty() ? 0 : static_cast<int>(o.stars.back().symbol.size());
  for (auto effect = effects.rbegin(); effect != effects.rend(); ++effect) {
    report::PaperRow r;
    r.cells.push_back({effect->second});
    for (const kit::TableModel& m : models) r.cells.push_back({holds_effect(*m.e, effect->first) ? "YES" : "NO"});
    r.cells.resize(t.columns + 1);
    t.foot.insert(t.foot.begin(), std::move(r));
  }
  kit::put_table(t, file, s);
  s.r() = Results{}
              .scalar("ncols", static_cast<double>(t.columns))
              .scalar("nrows", static_cast<double>(t.head.size() + t.body.size() + t.foot.size()));
}

}  // namespace

extern const Command esttab_command =
    define<Args>("esttab", "Tables of estimates as papers print them")
        .anything(&Args::names)
        .using_file(&Args::file, false)
        .any_options(&Args::options)
        .stores({{"r(ncols)", "columns of numbers"}, {"r(nrows)", "rows of the table"}})
        .changes(Effect::results | Effect::files)
        .remark(
            "t statistics stand in parentheses unless se, p or ci is given; stars are 5, 1 and 0.1 percent unless "
            "star(* 0.10 ** 0.05 *** 0.01) says otherwise.")
        .remark("The file's ending chooses its kind: .rtf .docx .tex .html .md .csv .xlsx .txt.")
        .remark("In LaTeX prehead() posthead() prefoot() postfoot() write lines of their own instead of the begin, the "
                "rules and the end of the table.")
        .remark("Names in keep(), drop() and indicate() that no model has are error 111, unless relax stands behind "
                "them: keep(x z, relax). In order() they make an empty row.")
        .remark("indicate(\"Year FE = *.year\") and fe(id \"City FE\" year \"Year FE\") make YES/NO rows.")
        .example("Two models on the screen",
                 "sysuse auto\neststo: regress price weight\neststo: regress price weight mpg\nesttab, se r2",
                 "r(ncols) == 2")
        .example("Stars at 10, 5 and 1 percent, written to a file",
                 "sysuse auto\nquietly regress price weight i.foreign\nestimates store m1\ntempfile t\n"
                 "esttab m1 using `t'.rtf, b(%6.3f) se star(* 0.1 ** 0.05 *** 0.01) mtitles(\"Price\") label nogaps "
                 "replace\n"
                 "scalar there = fileexists(\"`t'.rtf\")",
                 "there == 1")
        .example("Coefficients in percent, and a matrix",
                 "sysuse auto\nquietly regress price weight\ntempfile t u\n"
                 "esttab . using `t'.csv, transform(@*100) plain b(%9.1f) not noobs\n"
                 "scalar there = strpos(fileread(\"`t'.csv\"), \"204.4\") > 0\nmatrix A = (1, 2 \\ 3, 4)\n"
                 "esttab matrix(A, fmt(1))",
                 "there == 1 & r(ncols) == 2 & r(nrows) == 4")
        .example("Standardised coefficients",
                 "sysuse auto\nregress price weight mpg, beta\ntempfile t\n"
                 "esttab using `t'.csv, beta(%9.6f) not plain\n"
                 "quietly summarize price\nscalar SY = r(sd)\nquietly summarize weight\n"
                 "scalar B = _b[weight]*r(sd)/SY\nlocal b : display %8.6f B\n"
                 "scalar there = strpos(fileread(\"`t'.csv\"), substr(\"`b'\", 1, 8)) > 0",
                 "there == 1")
        .acts(act);

}  // namespace nqp::commands::esttab_
