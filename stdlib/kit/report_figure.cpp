#include "stdlib/kit/report_figure.hpp"

#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "stdlib/kit/files.hpp"

namespace nqp::kit {

using command::Context;

namespace {

void read_report_option(const ast::Option& o, const std::vector<std::size_t>& marks, Chart& chart, Page& page,
                        const Context& c) {
  const NumberOf number = [&c](std::string_view text) {
    return eval::evaluate_number(*grammar::parse_expression(text), c.scope);
  };
  bool known = false;
  for (const std::size_t m : marks) known = read_mark_option(o, chart.layers.at(m)) || known;
  if (!known && !read_figure_option(o, number, chart, page))
    throw Error(198, "option " + o.name + " not allowed", o.name_span);
}

// set scheme goes for figures of commands too.
void settle_scheme(Page& page, const Context& c) {
  if (page.scheme) return;
  const eval::Value scheme = eval::evaluate(*grammar::parse_expression("c(scheme)"), c.scope);
  page.scheme = scheme.text;
}

report::Figure kept_figure(report::Scene scene, const Page& page, const Context& c) {
  if (!page.saving.empty()) require_free(c, with_extension(page.saving, "gph"), page.replace);
  report::Figure f;
  f.scene = std::make_shared<const report::Scene>(std::move(scene));
  f.name = page.name, f.saving = page.saving, f.replace = page.replace;
  return f;
}

}  // namespace

report::Figure report_figure(Chart chart, const std::vector<ast::Option>& options,
                             const std::vector<std::size_t>& marks, const Context& c) {
  Page page;
  for (const ast::Option& o : options) read_report_option(o, marks, chart, page, c);
  settle_scheme(page, c);
  return kept_figure(draw_page(chart, page), page, c);
}

report::Figure report_panels(std::vector<Chart> charts, const std::vector<ast::Option>& options, const Context& c) {
  Page page;
  page.width = 576;
  Chart frame;
  for (Chart& chart : charts) {
    const std::string own = std::exchange(chart.title, "");
    for (const ast::Option& o : options) read_report_option(o, {}, chart, page, c);
    frame.title = std::exchange(chart.title, own);
    frame.title_look = std::exchange(chart.title_look, {});
  }
  settle_scheme(page, c);
  std::vector<report::Scene> parts;
  const auto columns = static_cast<double>(charts.size());
  const PageRoom room = page_room(frame, page.width, page.height);
  for (Chart& chart : charts) {
    finish_chart(chart, page);
    parts.push_back(draw(chart, page.width / columns, room.bottom - room.top));
  }
  return kept_figure(combine(parts, static_cast<int>(charts.size()), frame, page.width, page.height), page, c);
}

report::Figure report_figure(Chart chart, const std::string& options, const std::vector<std::size_t>& marks,
                             const Context& c) {
  return report_figure(std::move(chart), grammar::parse_options(options), marks, c);
}

Guide zero_line() {
  Guide g;
  g.pen.colour = {110, 110, 110};
  g.pen.width = 0.7;
  return g;
}

Guide start_line(double at) {
  Guide g = zero_line();
  g.at = at;
  g.pen.dashes = dashes_of("dash");
  return g;
}

}  // namespace nqp::kit
