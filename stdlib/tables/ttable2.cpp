// ttable2: means of two groups and their t tests, one row a variable.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/estout_options.hpp"

namespace nqp::commands::ttable2_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string file, by, format = "%6.3f", stars = "* 0.1 ** 0.05 *** 0.01", title, note;
  bool label = false, unequal = false, welch = false, t = false, p = false;
  std::vector<ast::Option> options;
};

const char* const columns[] = {"N_1", "mean_1", "N_2", "mean_2", "diff", "t", "p"};

// One row a variable: what ttest stores.
eval::Matrix tests(const Args& a, runtime::Session& s) {
  eval::Matrix out(a.variables.size(), 7);
  out.row_names = a.variables;
  out.column_names.assign(std::begin(columns), std::end(columns));
  const std::string options = std::string(a.unequal ? " unequal" : "") + (a.welch ? " welch" : "");
  for (std::size_t i = 0; i < a.variables.size(); ++i) {
    s.quietly([&] { s.run_command("ttest " + a.variables[i] + ", by(" + a.by + ")" + options); });
    const Results& r = s.r();
    const double values[] = {r.scalar_or("N_1"),
                             r.scalar_or("mu_1"),
                             r.scalar_or("N_2"),
                             r.scalar_or("mu_2"),
                             r.scalar_or("mu_1") - r.scalar_or("mu_2"),
                             r.scalar_or("t"),
                             r.scalar_or("p")};
    for (std::size_t j = 0; j < 7; ++j) out(i, j) = values[j];
  }
  return out;
}

// The two values of the grouping variable among the rows, as heads of columns.
std::vector<std::string> group_names(const std::string& by, const data::Frame& f) {
  const data::Variable& v = f.at(by);
  if (v.is_string()) return {"first", "second"};
  double low = data::missing, high = -data::missing;
  for (std::size_t i = 0; i < f.rows; ++i) {
    const double x = v.column->number(i);
    if (data::is_missing(x)) continue;
    low = std::min(low, x);
    high = std::max(high, x);
  }
  const data::ValueLabel* labels = f.labels_of(v);
  const auto name = [&](double x) {
    const auto found = labels ? labels->find(x) : data::ValueLabel::const_iterator();
    return labels && found != labels->end() ? found->second : kit::table_number(x, "%9.0g");
  };
  return {name(low), name(high)};
}

report::PaperTable table_of(const eval::Matrix& m, const std::vector<std::string>& groups, const Args& a,
                            const data::Frame& f) {
  const std::string format = kit::table_format(a.format, "%6.3f");
  const std::vector<kit::Star> stars = a.stars.empty() ? std::vector<kit::Star>() : kit::star_levels(a.stars);
  report::PaperTable t;
  t.title = a.title;
  t.columns = 5 + (a.t ? 1 : 0) + (a.p ? 1 : 0);
  t.name_width = a.label ? 24 : 14;
  report::PaperRow head;
  for (const std::string& text : {std::string("Variables"), "G1(" + groups[0] + ")", std::string("Mean1"),
                                  "G2(" + groups[1] + ")", std::string("Mean2"), std::string("MeanDiff")})
    head.cells.push_back({text});
  if (a.t) head.cells.push_back({"t"});
  if (a.p) head.cells.push_back({"p"});
  t.head.push_back(std::move(head));
  for (std::size_t i = 0; i < m.rows; ++i) {
    report::PaperRow row;
    row.cells.push_back({a.label ? kit::variable_label(m.row_names[i], f) : m.row_names[i]});
    for (std::size_t j = 0; j < 5; ++j)
      row.cells.push_back({kit::table_number(m(i, j), j == 0 || j == 2 ? "%12.0f" : format)});
    row.cells.back().stars = kit::stars_of(m(i, 6), stars);
    if (a.t) row.cells.push_back({kit::table_number(m(i, 5), format)});
    if (a.p) row.cells.push_back({kit::table_number(m(i, 6), format)});
    t.body.push_back(std::move(row));
  }
  report::PaperNote limits;
  for (const kit::Star& s : stars) limits.stars.emplace_back(s.symbol, s.text);
  t.notes.push_back(std::move(limits));
  if (!a.note.empty()) t.notes.push_back({a.note});
  return t;
}

void act(const Args& a, runtime::Session& s) {
  kit::TableFile file;
  kit::BodyAndOptions line;
  line.options = a.options;
  kit::read_file(line, a.file, file);
  Args shown = a;
  if (const ast::Option* star = line.find("STar"); star && star->has_argument) shown.stars = star->argument;
  if (line.find("NOSTar")) shown.stars.clear();
  kit::note_without_effect(line, {"NOT", "STARAUX", "PAGEsize", "FONT", "MARGIN", "LAYOUT"}, s);
  line.check_all_known();
  const std::vector<std::uint8_t> use = s.context().select(a.sample);
  const data::FramePtr before = s.frame_pointer();
  s.set_frame(data::keep_rows(*before, use));
  const std::vector<std::string> groups = group_names(a.by, s.frame());
  eval::Matrix m;
  try {
    m = tests(a, s);
  } catch (...) {
    s.set_frame(before);
    throw;
  }
  s.set_frame(before);
  kit::put_table(table_of(m, groups, shown, *before), file, s);
  s.r() = Results{}.matrix("table", std::move(m));
}

}  // namespace

extern const Command ttable2_command =
    define<Args>("ttable2", "Means of two groups with t tests")
        .varlist(&Args::variables, {1})
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .variable("by", &Args::by, "the two groups to compare")
        .required("by")
        .text("Format", &Args::format, "of the numbers: %6.3f, 3")
        .text("fmt", &Args::format, "the same")
        .flag("UNEqual", &Args::unequal, "the variances may differ")
        .flag("Welch", &Args::welch, "Welch's degrees of freedom")
        .flag("tvalue", &Args::t, "a column of t statistics")
        .flag("pvalue", &Args::p, "a column of p-values")
        .flag("Label", &Args::label, "labels instead of names")
        .text("TItle", &Args::title, "above the table")
        .text("note", &Args::note, "under the table")
        .any_options(&Args::options)
        .alias("tabttest")
        .alias("t2docx")
        .alias("ttable3")
        .stores({{"r(table)", "N and mean of both groups, difference, t and p, one row a variable"}})
        .changes(Effect::results | Effect::files)
        .remark("star(* 0.1 ** 0.05 *** 0.01) says which stars the differences have, nostar that they have none.")
        .remark("The numbers are those of ttest. t2docx is the same command with using file.docx, and ttable3 is "
                "another name of it.")
        .example("On the screen", "sysuse auto\nttable2 price mpg weight, by(foreign) tvalue\nmatrix t = r(table)",
                 "abs(t[1,6] + .4139) < .0001 & t[2,1] == 52 & t[2,3] == 22")
        .example("As a Word document",
                 "sysuse auto\ntempfile t\nt2docx price mpg using `t'.docx, by(foreign) replace\n"
                 "scalar there = fileexists(\"`t'.docx\")",
                 "there == 1")
        .acts(act);

}  // namespace nqp::commands::ttable2_
