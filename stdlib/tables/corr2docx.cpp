// corr2docx: Pearson's correlations below the diagonal and Spearman's above it, as a Word document.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/correlation_stars.hpp"
#include "stdlib/kit/estout_options.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::corr2docx_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string file;
  std::vector<ast::Option> options;
};

// pearson(pw) spearman(ignore): whether a triangle is wanted, and from the rows of each pair or of all.
struct Wanted {
  bool there = true, pairs = true;
};

Wanted read_wanted(const ast::Option* o) {
  Wanted w;
  if (!o) return w;
  w.there = o->argument != "ignore";
  w.pairs = o->argument == "pw" || o->argument.empty();
  if (w.there && !w.pairs && o->argument != "lw")
    throw Error(198, o->name + "() takes pw, lw or ignore", o->argument_span);
  return w;
}

void act(const Args& a, runtime::Session& s) {
  kit::BodyAndOptions line;
  line.options = a.options;
  kit::TableFile file;
  kit::read_file(line, a.file, file);
  std::vector<kit::Star> stars;
  if (const ast::Option* star = line.find("STar"))
    stars = kit::star_levels(star->has_argument ? star->argument : "* 0.1 ** 0.05 *** 0.01");
  if (line.find("NOSTar")) stars.clear();
  const ast::Option *format = line.find("fmt"), *title = line.find("TItle"), *note = line.find("note");
  const bool labels = line.find("Label") != nullptr;
  const Wanted pearson = read_wanted(line.find("PEArson")), spearman = read_wanted(line.find("SPEarman"));
  kit::note_without_effect(line, {"FONT", "PAGEsize", "MARGIN", "LAYOUT", "DIAGonal"}, s);
  line.check_all_known();
  std::string list;
  std::vector<std::string> shown;
  for (const std::string& name : a.variables) {
    list += " " + name;
    shown.push_back(labels ? kit::variable_label(name, s.frame()) : name);
  }
  const std::vector<std::uint8_t> use = s.context().select(a.sample);
  const Results ranks = spearman.there
                            ? kit::results_on_rows("spearman" + list + (spearman.pairs ? ", pw" : ""), use, s)
                            : Results{};
  const Results r = kit::results_on_rows("pwcorr" + list + (pearson.pairs ? "" : ", listwise"), use, s);
  kit::CorrelationTriangle lower{r.find_matrix("C"), r.find_matrix("sig")};
  if (!pearson.there) lower = {};
  report::PaperTable t =
      kit::correlation_table(lower, {ranks.find_matrix("Rho"), ranks.find_matrix("P")}, shown,
                             kit::table_format(format ? format->argument : "", "%9.3f"), stars);
  if (title) t.title = kit::unquoted(title->argument);
  if (note) t.notes.push_back({kit::unquoted(note->argument)});
  kit::put_table(t, file, s);
  s.r() = r;
  if (const eval::Matrix* rho = ranks.find_matrix("Rho")) s.r().matrix("Rho", *rho);
}

}  // namespace

extern const Command corr2docx_command =
    define<Args>("corr2docx", "Correlations as a Word document")
        .varlist(&Args::variables, {2, std::numeric_limits<int>::max(), true})
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .any_options(&Args::options)
        .stores({{"r(C)", "Pearson's correlations"},
                 {"r(sig)", "their significance"},
                 {"r(Nobs)", "observations of each pair"},
                 {"r(N)", "observations of the last pair"},
                 {"r(rho)", "correlation of the first two variables"},
                 {"r(Rho)", "Spearman's rank correlations"}})
        .changes(Effect::results | Effect::files)
        .remark("Pearson's correlations stand below the diagonal, Spearman's above it; pearson(ignore) and "
                "spearman(ignore) leave one out, lw takes the rows that all variables have. star has stars at 10, 5 "
                "and 1 percent, star(* .05) others.")
        .example("As a Word document",
                 "sysuse auto\nquietly spearman price weight\nscalar s = r(rho)\ntempfile t\n"
                 "corr2docx price mpg weight using `t'.docx, star replace\n"
                 "scalar there = fileexists(\"`t'.docx\")",
                 "there == 1 & abs(el(r(C), 2, 1) + .46859669) < 1e-7 & abs(el(r(Rho), 3, 1) - s) < 1e-12")
        .example("Pearson's alone", "sysuse auto\ncorr2docx price mpg rep78, spearman(ignore) fmt(%6.3f)",
                 "r(N) == 69 & rowsof(r(sig)) == 3 & r(rho) < 0 & el(r(Nobs), 1, 2) == 74")
        .acts(act);

}  // namespace nqp::commands::corr2docx_
