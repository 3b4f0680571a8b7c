// kdensity: kernel density estimates at a grid of points.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/new_names.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/density/kernel_density.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::kdensity_ {
namespace {

using namespace command;
using numeric::Kernel;

struct Args {
  Variables variable;
  Sample sample;
  Weight weight;
  Kernel kernel = Kernel::epanechnikov;
  std::string kernel_name, generate, at;
  double bandwidth = 0;
  int points = 0;
  bool no_graph = false, normal = false;
  std::vector<ast::Option> graph_options;
};

Kernel kernel_named(const std::string& name, Kernel otherwise) {
  static const std::vector<std::pair<const char*, Kernel>> names = {
      {"EPanechnikov", Kernel::epanechnikov}, {"EPAN2", Kernel::epan2},
      {"BIweight", Kernel::biweight},         {"COSine", Kernel::cosine},
      {"GAUssian", Kernel::gaussian},         {"PARzen", Kernel::parzen},
      {"RECtangle", Kernel::rectangle},       {"TRIangle", Kernel::triangle}};
  if (name.empty()) return otherwise;
  if (kit::lower(name) == "epan2") return Kernel::epan2;
  for (const auto& [full, k] : names)
    if (kit::abbreviates(kit::lower(name), full)) return k;
  throw Error(198, "unknown kernel: " + name, std::nullopt,
              {"kernels are epanechnikov epan2 biweight cosine gaussian parzen rectangle triangle"});
}

const char* text_of(Kernel k) {
  static const char* names[] = {"epanechnikov", "epan2",  "biweight",  "cosine",
                                "gaussian",     "parzen", "rectangle", "triangle"};
  return names[static_cast<int>(k)];
}

// Two new variables: the points and the density there; one of the density alone with at().
data::Frame with_results(const Args& a, const numeric::Density& d, const std::vector<data::Row>& at_rows,
                         const std::string& kernel_name, const Context& c) {
  std::vector<std::string> names;
  for (std::string_view rest = kit::trim(a.generate); !rest.empty(); rest = kit::trim(rest))
    names.push_back(kit::take_word(rest));
  const std::size_t needed = a.at.empty() || names.size() == 2 ? 2 : 1;
  if (names.size() != needed)
    throw Error(198, fmt::format("generate() needs {} new name{}", needed, needed == 1 ? "" : "s"));
  data::Frame f = c.frame;
  if (a.at.empty() && d.x.size() > f.rows) f = kit::add_observations(f, d.x.size() - f.rows);
  for (std::size_t k = 0; k < needed; ++k) {
    if (!data::valid_name(names[k])) throw Error(198, names[k] + " is an invalid name");
    if (f.find(names[k])) throw Error(110, "variable " + names[k] + " already defined");
    const bool density = k + 1 == needed;
    std::vector<double> values(f.rows, data::missing);
    for (std::size_t i = 0; i < d.x.size(); ++i)
      values[a.at.empty() ? i : at_rows[i]] = density ? d.density[i] : d.x[i];
    data::Variable v;
    v.name = names[k];
    v.column = data::make_numeric(data::Storage::double_, values);
    v.format = data::default_format(v.column->type());
    v.label = density ? "Density of " + a.variable[0] + ", kernel " + kernel_name : a.variable[0];
    f.add(std::move(v));
  }
  return f;
}

struct Estimated {
  Output out;
  numeric::Density density;
  double mean = 0, sd = 0;  // of the data
};

Estimated estimate(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  const kit::Observed o = kit::observed(c.numeric(a.variable[0]), rows);
  if (o.x.empty()) throw Error(2000, "no observations");
  numeric::DensitySpec spec;
  spec.x = o.x;
  spec.weights = o.w;
  spec.kind = o.kind;
  spec.kernel = kernel_named(a.kernel_name, a.kernel);
  spec.bandwidth = a.bandwidth;
  spec.points = a.points;
  std::vector<data::Row> at_rows;
  if (!a.at.empty()) {
    const data::Column& at = c.numeric(a.at);
    for (data::Row i = c.scope.begin; i < c.scope.end; ++i) {
      if (at.missing_at(i)) continue;
      at_rows.push_back(i);
      spec.at.push_back(at.number(i));
    }
  }
  const numeric::Density d = kit::compute(c, [&](numeric::Progress& p) { return numeric::kernel_density(spec, p); });
  Output out;
  const std::string name = text_of(spec.kernel);
  out.line(fmt::format("kernel = {}, bandwidth = {}", name, text::trimmed(text::format_number(d.bandwidth, "%9.4f"))));
  out.r = Results{}.scalar("bwidth", d.bandwidth).scalar("n", static_cast<double>(d.x.size())).scalar("scale", d.scale);
  out.r->scalar("N", d.n).macro("kernel", name);
  if (!a.generate.empty()) out.frame = with_results(a, d, at_rows, name, c);
  const numeric::Summary of_data = numeric::summarize(o.x, o.w, o.kind);
  return {std::move(out), d, of_data.mean, of_data.sd};
}

// The density as a chart, with the normal density of the same mean and deviation when asked.
kit::Chart density_chart(const Args& a, const Estimated& e, const Context& c) {
  const numeric::Density& d = e.density;
  kit::Chart chart;
  kit::Layer curve;
  curve.mark = kit::Mark::line;
  curve.pen.colour = kit::series_colour(0);
  curve.pen.width = 1.2;
  curve.x = d.x;
  curve.y = d.density;
  curve.label = "Kernel density";
  chart.x.title = kit::variable_label(a.variable[0], c.frame);
  chart.y.title = "Density";
  chart.layers.push_back(std::move(curve));
  if (a.normal) {
    kit::Layer normal;
    normal.mark = kit::Mark::line;
    normal.pen.colour = kit::series_colour(1);
    normal.pen.dashes = kit::dashes_of("dash");
    normal.label = "Normal density";
    normal.x = d.x;
    for (const double x : d.x) normal.y.push_back(numeric::dist::normalden(x, e.mean, e.sd));
    chart.layers.push_back(std::move(normal));
  }
  return chart;
}

void draw(const Args& a, const Estimated& e, runtime::Session& s) {
  kit::Chart chart = density_chart(a, e, s.context());
  kit::Page page;
  std::string added;
  for (const ast::Option& o : a.graph_options) {
    const std::string name = kit::lower(o.name);
    if (kit::abbreviates(name, "ADDPLot")) added = std::string(kit::trim(o.argument));
    else if (kit::abbreviates(name, "RECast")) kit::recast(o.argument, chart.layers[0]);
    else if (kit::abbreviates(name, "NORMOPts")) {
      for (const ast::Option& look : grammar::parse_options(o.argument))
        if (chart.layers.size() > 1) kit::read_mark_option(look, chart.layers.back());
    } else if (!kit::read_mark_option(o, chart.layers[0]) && !kit::read_figure_option(o, s, chart, page))
      throw Error(198, "option " + o.name + " not allowed", o.name_span);
  }
  if (!added.empty()) kit::add_plots(added, s, chart, page);
  kit::show_chart(std::move(chart), page, s);
}

void act(const Args& a, runtime::Session& s) {
  Estimated e = estimate(a, s.context());
  if (!a.no_graph) draw(a, e, s);
  if (e.out.frame) {
    e.out.frame->changed = true;
    s.set_frame(std::move(*e.out.frame));
  }
  s.r() = std::move(*e.out.r);
  s.show(e.out.document);
}

}  // namespace

extern const Command kdensity_command =
    define<Args>("kdensity", "Kernel density estimates")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::iweight})
        .text("Kernel", &Args::kernel_name, "the kernel; epanechnikov when not given")
        .one_of(&Args::kernel,
                {{"EPanechnikov", Kernel::epanechnikov},
                 {"EPAN2", Kernel::epan2},
                 {"BIweight", Kernel::biweight},
                 {"COSine", Kernel::cosine},
                 {"GAUssian", Kernel::gaussian},
                 {"PARzen", Kernel::parzen},
                 {"RECtangle", Kernel::rectangle},
                 {"TRIangle", Kernel::triangle}},
                "the kernel")
        .number("BWidth", &Args::bandwidth, 0, 1e300, "bandwidth")
        .integer("N", &Args::points, 1, 1 << 24, "number of points")
        .text("Generate", &Args::generate, "new variables for the points and the density there")
        .variable("AT", &Args::at, "estimate at the values of this variable")
        .flag("noGRaph", &Args::no_graph, "numbers only, no figure")
        .flag("NORmal", &Args::normal, "the normal density of the same mean and standard deviation beside it")
        .any_options(&Args::graph_options)
        .stores({{"r(bwidth)", "bandwidth"},
                 {"r(n)", "number of points"},
                 {"r(scale)", "1/(N h)"},
                 {"r(N)", "number of observations"},
                 {"r(kernel)", "name of the kernel"}})
        .changes(Effect::data | Effect::results | Effect::process)
        .reference(
            "Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, sections 2.4 and 3.4.")
        .remark("The default kernel has support of width 2 sqrt(5); epan2 is the same parabola on (-1, 1).")
        .remark("The default bandwidth is 0.9 min(sd, IQR/1.349) / N^(1/5).")
        .example("Density of weights", "sysuse auto\nkdensity weight, generate(w d) nograph", "r(n) == 50 & d[25] > 0")
        .example("At given points", "sysuse auto\nkdensity mpg, kernel(gaussian) bwidth(2) at(mpg) generate(f) nograph",
                 "f[1] > 0 & r(bwidth) == 2")
        .example("Draws of a placebo test and their p values",
                 "clear\nset obs 100\nset seed 1\ngenerate b = rnormal()\ngenerate p = 2*normal(-abs(b))\n"
                 "kdensity b, addplot(scatter p b, yaxis(2) msymbol(oh)) xline(2, lpattern(dash)) yline(.1, axis(2))",
                 "r(n) == 50")
        .acts(act);

}  // namespace nqp::commands::kdensity_
