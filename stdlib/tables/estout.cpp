// estout: tables of estimates, every part chosen by options; esttab is the same with the usual choices made.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/estout_options.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::estout_ {
namespace {

using namespace command;
using kit::BodyAndOptions;

struct Args {
  std::string names, file;
  std::vector<ast::Option> options;
};

void act(const Args& a, runtime::Session& s) {
  BodyAndOptions line;
  line.options = a.options;
  const std::vector<kit::TableModel> models = kit::table_models(a.names, s);
  kit::ModelTableOptions o;
  o.stars = kit::star_levels("* 0.05 ** 0.01 *** 0.001");
  o.numbers = false;
  o.gaps = false;
  kit::TableFile file;
  bool bare = false;
  if (const ast::Option* style = line.find("STYle")) {
    const std::string name = kit::lower(style->argument);
    bare = name == "tex";
    if (name == "tex") file.format = report::PaperFormat::tex;
    if (name == "html") file.format = report::PaperFormat::html;
    if (name == "tab") file.format = report::PaperFormat::tab;
  }
  kit::read_file(line, a.file, file);
  // style(tex) is rows alone: begin and end are what prehead() and postfoot() say.
  if (bare)
    for (auto* part : {&file.style.prehead, &file.style.posthead, &file.style.prefoot, &file.style.postfoot})
      if (!*part) part->emplace();
  o.variable_labels = line.find("Label") != nullptr;
  kit::read_rows(line, o);
  const ast::Option* cells = line.find("Cells");
  kit::read_cells(cells ? cells->argument : "b", o);
  o.column_labels = true;
  if (const ast::Option* c = line.find("COLLabels")) {
    const std::vector<std::string> texts =
        kit::listed_texts(c->argument.substr(0, kit::find_outside(c->argument, ',')));
    o.column_labels = !(texts.size() == 1 && texts[0] == "none");
    kit::set_column_labels(texts, o);
  }
  if (const ast::Option* levels = line.find("STARLevels")) o.stars = kit::star_levels(levels->argument);
  if (const ast::Option* titles = line.find("MLabels")) {
    const std::string text = titles->argument.substr(0, kit::find_outside(titles->argument, ','));
    if (kit::trim(text) != "none") o.titles = kit::listed_texts(text);
  } else {
    for (const kit::TableModel& m : models) o.titles.push_back(m.name);
  }
  if (line.find("STats")) kit::read_foot(line, o.variable_labels, o);
  if (const ast::Option* g = line.find("MGroups")) o.groups = kit::head_groups(g->argument, models.size());
  if (line.find("LEGend")) o.notes.push_back(kit::star_limits(o));
  if (file.format != report::PaperFormat::tex)
    kit::note_without_effect(line, {"PREHead", "POSTHead", "PREFoot", "POSTFoot"}, s);
  kit::refuse_margin(line);
  kit::note_without_effect(line,
                           {"numbers", "type", "unstack", "Delimiter",
                            "end", "VARWidth", "MODELWidth", "NOLEGend", "ABBrev"},
                           s);
  line.check_all_known();
  report::PaperTable t = kit::model_table(models, o, s.frame());
  kit::widen_cells(t);
  kit::put_table(t, file, s);
  s.r() = Results{}.scalar("ncols", static_cast<double>(t.columns));
}

}  // namespace

extern const Command estout_command =
    define<Args>("estout", "Tables of estimates, every part chosen by options")
        .anything(&Args::names)
        .using_file(&Args::file, false)
        .any_options(&Args::options)
        .stores({{"r(ncols)", "columns of numbers"}})
        .changes(Effect::results | Effect::files)
        .example("Coefficients with stars over standard errors",
                 "sysuse auto\neststo m1: regress price weight\n"
                 "estout m1, cells(b(star fmt(3)) se(par fmt(2))) stats(r2 N, fmt(%9.3f %9.0f)) legend",
                 "r(ncols) == 1")
        .example("Side by side",
                 "sysuse auto\neststo m1: regress price weight\nestout m1, cells(\"b se\") collabels(\"Coef.\" \"SE\")",
                 "r(ncols) == 2")
        .acts(act);

}  // namespace nqp::commands::estout_
