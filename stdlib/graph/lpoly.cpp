// lpoly: local polynomial regression, drawn and kept.
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/smooth_curves.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::lpoly_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  Variables variables;
  Sample sample;
  std::string kernel, generate, se, at, line_look;
  double bandwidth = 0, pilot = 0, level = 0;
  int degree = 0, points = 0;
  bool ci = false, no_graph = false, no_scatter = false;
  std::vector<ast::Option> graph_options;
};

struct Curve {
  std::vector<double> at;
  std::vector<data::Row> at_rows;  // with at()
  numeric::LocalPolynomial fit;
  numeric::Kernel kernel;
  std::size_t n = 0;
};

Curve estimate(const Args& a, const Context& c) {
  const kit::KnownPairs d = kit::known_pairs(a.variables[0], a.variables[1], c.rows(a.sample), c);
  Curve out;
  out.n = d.x.size();
  out.kernel = kit::kernel_of_name(a.kernel, numeric::Kernel::epanechnikov);
  if (a.at.empty()) {
    out.at = kit::even_points(d.x, a.points);
  } else {
    const data::Column& at = c.numeric(a.at);
    for (data::Row r = c.scope.begin; r < c.scope.end; ++r)
      if (!at.missing_at(r)) out.at_rows.push_back(r), out.at.push_back(at.number(r));
  }
  numeric::LocalPolynomialSpec spec;
  spec.x = d.x, spec.y = d.y, spec.at = out.at;
  spec.kernel = out.kernel;
  spec.degree = a.degree;
  spec.bandwidth = a.bandwidth;
  spec.pilot = a.pilot;
  spec.errors = a.ci || !a.se.empty();
  out.fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::local_polynomial(spec, p); });
  return out;
}

void add_column(data::Frame& f, const std::string& name, const std::string& label, const std::vector<double>& values,
                const Curve& q, const Context& c) {
  kit::check_new_name(f, name);
  std::vector<double> column(f.rows, data::missing);
  for (std::size_t i = 0; i < values.size(); ++i) column[q.at_rows.empty() ? i : q.at_rows[i]] = kit::stored(values[i]);
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(kit::default_storage(c), column);
  v.format = data::default_format(v.column->type());
  v.label = label;
  f.add(std::move(v));
}

// generate(x y), or generate(y) with at(); se(name).
std::optional<data::Frame> with_curve(const Args& a, const Curve& q, const Context& c) {
  const std::vector<std::string> names = grammar::split_words(a.generate);
  const std::size_t needed = a.at.empty() || names.size() == 2 ? 2 : 1;
  if (!a.generate.empty() && names.size() != needed)
    throw Error(198, fmt::format("generate() needs {} new name{}", needed, needed == 1 ? "" : "s"));
  if (names.empty() && a.se.empty()) return std::nullopt;
  data::Frame f = c.frame;
  if (a.at.empty() && q.at.size() > f.rows) f = kit::add_observations(f, q.at.size() - f.rows);
  if (names.size() == 2) add_column(f, names[0], "lpoly smoothing grid", q.at, q, c);
  if (!names.empty()) add_column(f, names.back(), "lpoly smooth: " + a.variables[0], q.fit.fitted, q, c);
  if (!a.se.empty()) add_column(f, a.se, "lpoly se: " + a.variables[0], q.fit.se, q, c);
  f.changed = true;
  return f;
}

std::string selection(const Sample& s) {
  std::string out;
  if (s.condition) out += " if " + grammar::unparse(*s.condition);
  if (s.range) out += " in " + s.range->first + (s.range->last.empty() ? "" : "/" + s.range->last);
  return out;
}

std::string figure_text(const Args& a, const Curve& q) {
  const std::string data = a.variables[0] + " " + a.variables[1] + selection(a.sample);
  std::string marks, figure;
  bool titled = false, noted = false;
  kit::Layer probe;
  for (const ast::Option& o : a.graph_options) {
    const std::string text = " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
    (kit::read_mark_option(o, probe) ? marks : figure) += text;
    titled = titled || kit::abbreviates(kit::lower(o.name), "TItle");
    noted = noted || kit::lower(o.name) == "note";
  }
  if (!titled) figure += " title(\"Local polynomial smooth\")";
  if (!noted)
    figure += fmt::format(" note(\"kernel = {}, degree = {}, bandwidth = {}\")", kit::kernel_text(q.kernel), a.degree,
                          text::trimmed(text::format_number(q.fit.bandwidth, "%9.3g")));
  std::string curve = fmt::format(", kernel({}) degree({}) bwidth({}) pwidth({})", kit::kernel_text(q.kernel), a.degree,
                                  q.fit.bandwidth, q.fit.pilot);
  if (a.points > 0) curve += fmt::format(" n({})", a.points);
  if (a.ci) curve += fmt::format(" level({})", a.level);
  const std::string band = a.ci ? "(lpolyci " + data + curve + ") " : "";
  const std::string points = a.no_scatter ? "" : "(scatter " + data + "," + marks + ") ";
  const std::string line = a.ci ? "" : "(lpoly " + data + curve + " " + a.line_look + ")";
  return band + points + line + "," + figure;
}

void act(const Args& asked, Session& s) {
  Args a = asked;
  if (!(a.level > 0)) a.level = s.settings().level;
  const Curve q = estimate(a, s.context());
  std::optional<data::Frame> changed = with_curve(a, q, s.context());
  if (!a.no_graph) kit::draw_twoway(figure_text(a, q), s);
  if (changed) s.set_frame(std::move(*changed));
  s.r() = Results{}
              .scalar("degree", a.degree)
              .scalar("ngrid", static_cast<double>(q.at.size()))
              .scalar("N", static_cast<double>(q.n))
              .scalar("bwidth", q.fit.bandwidth)
              .macro("kernel", kit::kernel_text(q.kernel));
  if (a.ci || !a.se.empty()) s.r().scalar("pwidth", q.fit.pilot);
}

}  // namespace

extern const Command lpoly_command =
    define<Args>("lpoly", "Local polynomial smoothing")
        .varlist(&Args::variables, Count{2, 2})
        .if_in(&Args::sample)
        .text("Kernel", &Args::kernel, "the kernel; epanechnikov when not given")
        .number("BWidth", &Args::bandwidth, 0, 1e300, "bandwidth; a rule of thumb when not given")
        .number("PWidth", &Args::pilot, 0, 1e300, "bandwidth for the residual variance; 1.5 times the other")
        .integer("DEGree", &Args::degree, 0, 10, "degree of the polynomial; 0")
        .integer("N", &Args::points, 1, 1 << 24, "number of points; min(N, 50)")
        .variable("AT", &Args::at, "smooth at the values of this variable")
        .text("GENerate", &Args::generate, "new variables for the points and the curve; one of them with at()")
        .text("SE", &Args::se, "new variable for standard errors")
        .flag("ci", &Args::ci, "pointwise confidence intervals")
        .number("Level", &Args::level, 10, 99.99, "confidence level")
        .text("LINEOPts", &Args::line_look, "how the curve looks")
        .flag("noSCatter", &Args::no_scatter, "the curve without the points")
        .flag("noGRaph", &Args::no_graph, "no figure")
        .any_options(&Args::graph_options)
        .stores({{"r(degree)", "degree of the polynomial"},
                 {"r(ngrid)", "number of points of the curve"},
                 {"r(N)", "number of observations"},
                 {"r(bwidth)", "bandwidth"},
                 {"r(pwidth)", "bandwidth of the residual variance, with ci or se()"},
                 {"r(kernel)", "name of the kernel"}})
        .changes(Effect::data | Effect::results | Effect::process)
        .reference(
            "Fan, J. and Gijbels, I. (1996). Local Polynomial Modelling and Its Applications, sections 3.1, 4.3.")
        .remark("Without bwidth() the rule of thumb of Fan and Gijbels (4.3) is used; an even degree takes the "
                "bandwidth of the odd degree above it. Weights are not available.")
        .example("Local lines with their intervals",
                 "sysuse auto\nlpoly mpg weight, degree(1) ci bwidth(300)", "r(bwidth) == 300 & r(pwidth) == 450")
        .example("A straight line stays one",
                 "set obs 20\ngenerate x = _n\ngenerate double y = 3 + 2*x\nset type double\n"
                 "lpoly y x, degree(1) bwidth(4) at(x) generate(s) nograph",
                 "reldif(s[1], 5) < 1e-12 & r(ngrid) == 20")
        .example("Local means", "sysuse auto\nlpoly mpg weight, generate(at smooth) se(se) nograph",
                 "r(ngrid) == 50 & r(pwidth) > r(bwidth) & smooth[1] > smooth[50]")
        .acts(act);

}  // namespace nqp::commands::lpoly_
