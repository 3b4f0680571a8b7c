// lroc: the ROC curve of a binary model and the area under it.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/point_figure.hpp"
#include "stdlib/kit/roc_points.hpp"

namespace nqp::commands::lroc_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  bool no_graph = false;
  std::vector<ast::Option> options;
};

void act(const Args& a, Session& s) {
  const kit::RocCurve curve = kit::roc_curve(s);
  const Results& e = s.estimates()->results;
  s.say("");
  s.say((e.macro_or("cmd") == "probit" ? "Probit" : "Logistic") + std::string(" model for ") + e.macro_or("depvar"));
  s.say("");
  s.say(fmt::format("Number of observations = {:>8.0f}", curve.n));
  s.say(fmt::format("Area under ROC curve   = {:>8.4f}", curve.area));
  if (!a.no_graph) {
    kit::PointFigure f;
    for (const kit::RocPoint& p : curve.points) {
      f.x.push_back(1 - p.specificity);
      f.y.push_back(p.sensitivity);
    }
    f.joined = true;
    f.line_x = f.line_y = {0, 1};
    f.x_title = "1 - Specificity";
    f.y_title = "Sensitivity";
    f.more = fmt::format("note(\"Area under ROC curve = {:.4f}\") ", curve.area);
    f.options = a.options;
    kit::draw_point_figure(f, s);
  }
  s.r() = Results{}.scalar("N", curve.n).scalar("area", curve.area);
}

}  // namespace

extern const Command lroc_command =
    define<Args>("lroc", "ROC curve of a binary model")
        .flag("noGraph", &Args::no_graph, "the area only")
        .any_options(&Args::options)
        .no_by()
        .stores({{"r(N)", "number of observations"}, {"r(area)", "area under the curve"}})
        .changes(Effect::results | Effect::process)
        .remark(
            "After logit, logistic, probit and cloglog. The area is the share of pairs of outcomes 1 and 0 that the "
            "prediction orders rightly, ties counting one half.")
        .example("Pairs ordered rightly, counted by ranks",
                 "sysuse auto\nquietly logit foreign mpg\nquietly summarize foreign\nscalar n1 = r(sum)\nscalar n0 = "
                 "_N - n1\n"
                 "predict double p\negen r = rank(p)\nquietly summarize r if foreign\n"
                 "scalar U = (r(sum) - n1*(n1 + 1)/2)/(n1*n0)\nlroc, nograph",
                 "abs(r(area) - U) < 1e-12 & r(N) == 74")
        .example("The curve", "sysuse auto\nquietly probit foreign weight\nlroc, name(roc)", "r(area) > .8")
        .acts(act);

}  // namespace nqp::commands::lroc_
