// pwcorr_a: correlations with stars, on the screen or in a file.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/correlation_stars.hpp"
#include "stdlib/kit/estout_options.hpp"

namespace nqp::commands::pwcorr_a_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string file, format = "%6.3f", stars = "* 0.1 ** 0.05 *** 0.01", title, note;
  double one = 0, five = 0, ten = 0;
  bool label = false, no_stars = false, listwise = false;
  std::vector<ast::Option> options;
};

// star1(.01) star5(.05) star10(.1) of pwcorr_a, or star(* .1 ** .05 *** .01).
std::vector<kit::Star> star_levels(const Args& a) {
  if (a.no_stars) return {};
  std::vector<kit::Star> stars = kit::star_levels(a.stars);
  if (stars.size() != 3) return stars;
  const double asked[] = {a.ten, a.five, a.one};
  for (std::size_t i = 0; i < 3; ++i)
    if (asked[i] > 0) {
      stars[i].limit = asked[i];
      stars[i].text = kit::table_number(asked[i], "%4.0g");
    }
  return stars;
}

void act(const Args& a, runtime::Session& s) {
  kit::TableFile file;
  kit::BodyAndOptions line;
  line.options = a.options;
  kit::read_file(line, a.file, file);
  line.check_all_known();
  const Context c = s.context();
  const std::vector<std::uint8_t> use = c.select(a.sample);
  const data::FramePtr before = s.frame_pointer();
  std::string command = "pwcorr";
  std::vector<std::string> shown;
  for (const std::string& name : a.variables) {
    command += " " + name;
    shown.push_back(a.label ? kit::variable_label(name, *before) : name);
  }
  if (a.listwise) command += ", listwise";
  const Results r = kit::results_on_rows(command, use, s);
  report::PaperTable t = kit::correlation_table({r.find_matrix("C"), r.find_matrix("sig")}, {}, shown,
                                                kit::table_format(a.format, "%6.3f"), star_levels(a));
  t.title = a.title;
  if (!a.note.empty()) t.notes.push_back({a.note});
  kit::put_table(t, file, s);
  s.r() = r;
}

}  // namespace

extern const Command pwcorr_a_command =
    define<Args>("pwcorr_a", "Correlations with stars")
        .varlist(&Args::variables, {2, std::numeric_limits<int>::max(), true})
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .text("Format", &Args::format, "of the numbers: %6.3f, 3")
        .text("fmt", &Args::format, "the same")
        .number("star1", &Args::one, 0, 1, "limit of three stars; .01")
        .number("star5", &Args::five, 0, 1, "limit of two stars; .05")
        .number("star10", &Args::ten, 0, 1, "limit of one star; .1")
        .text("star", &Args::stars, "* 0.1 ** 0.05 *** 0.01")
        .flag("NOSTAR", &Args::no_stars, "no stars")
        .flag("LISTwise", &Args::listwise, "the same rows for all pairs")
        .flag("Label", &Args::label, "labels instead of names")
        .text("TItle", &Args::title, "above the table")
        .text("note", &Args::note, "under the table")
        .any_options(&Args::options)
        .stores({{"r(C)", "correlations"},
                 {"r(sig)", "their significance"},
                 {"r(Nobs)", "observations of each pair"},
                 {"r(N)", "observations of the last pair"},
                 {"r(rho)", "correlation of the first two variables"}})
        .changes(Effect::results | Effect::files)
        .example("On the screen", "sysuse auto\npwcorr_a price mpg weight rep78, star1(0.01) star5(0.05) star10(0.1)",
                 "abs(el(r(C), 4, 2) - .40234039) < 1e-8")
        .example(
            "As a Word document",
            "sysuse auto\ntempfile t\npwcorr_a price mpg weight using `t'.docx, star(* .1 ** .05 *** .01) replace\n"
            "scalar there = fileexists(\"`t'.docx\")",
            "there == 1 & r(N) == 74")
        .acts(act);

}  // namespace nqp::commands::pwcorr_a_
