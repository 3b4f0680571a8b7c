// lsens: sensitivity and specificity against the cut of predicted probabilities.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/point_figure.hpp"
#include "stdlib/kit/roc_points.hpp"

namespace nqp::commands::lsens_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  bool no_graph = false;
  std::string cuts, sensitivity, specificity;
  std::vector<ast::Option> options;
};

void add(data::Frame& f, const std::string& name, const std::string& label, const std::vector<double>& values) {
  if (name.empty()) return;
  kit::check_new_name(f, name);
  std::vector<double> column(f.rows, data::missing);
  for (std::size_t i = 0; i < values.size() && i < column.size(); ++i) column[i] = values[i];
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, std::move(column));
  v.format = "%10.0g";
  v.label = label;
  f.add(std::move(v));
}

void act(const Args& a, Session& s) {
  const kit::RocCurve curve = kit::roc_curve(s);
  std::vector<double> cuts, sensitivity, specificity;
  for (auto p = curve.points.rbegin(); p != curve.points.rend(); ++p) {
    cuts.push_back(p->cut);
    sensitivity.push_back(p->sensitivity);
    specificity.push_back(p->specificity);
  }
  if (!a.no_graph) {
    kit::PointFigure f;
    f.x = f.line_x = cuts;
    f.y = sensitivity;
    f.line_y = specificity;
    f.joined = true;
    f.x_title = "Probability cutoff";
    f.y_title = "Sensitivity/Specificity";
    f.more = "legend(on order(1 \"Sensitivity\" 2 \"Specificity\")) ";
    f.options = a.options;
    kit::draw_point_figure(f, s);
  }
  data::Frame f = s.frame();
  const std::size_t before = f.variables.size();
  add(f, a.cuts, "Probability cutoff", cuts);
  add(f, a.sensitivity, "Sensitivity", sensitivity);
  add(f, a.specificity, "Specificity", specificity);
  if (f.variables.size() == before) return;
  f.changed = true;
  s.set_frame(std::move(f));
}

}  // namespace

extern const Command lsens_command =
    define<Args>("lsens", "Sensitivity and specificity against the cut")
        .flag("noGraph", &Args::no_graph, "no figure")
        .text("GENProb", &Args::cuts, "new variable with the cuts")
        .text("GENSEns", &Args::sensitivity, "new variable with sensitivities")
        .text("GENSPec", &Args::specificity, "new variable with specificities")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::data | Effect::process)
        .remark("After logit, logistic, probit and cloglog: a prediction of at least the cut counts as positive.")
        .example("The lowest cut makes all positive",
                 "sysuse auto\nquietly logit foreign mpg\nlsens, genprob(c) gensens(se) genspec(sp) nograph",
                 "se[1] == 1 & sp[1] == 0")
        .example("The figure", "sysuse auto\nquietly logit foreign weight\nlsens", "_N == 74")
        .acts(act);

}  // namespace nqp::commands::lsens_
