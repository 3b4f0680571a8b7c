// graph: figures drawn, combined, kept and written to files.
#include <algorithm>
#include <cmath>
#include <optional>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/bar_chart.hpp"
#include "stdlib/kit/drawn_charts.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/graphs.hpp"
#include "stdlib/kit/pie_chart.hpp"
#include "stdlib/kit/scatter_matrix.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::graph_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string text;
};

void export_figure(const std::string& rest, Session& s) {
  kit::BodyAndOptions line = kit::split_options(rest);
  const ast::Option* width = line.find("Width");
  const ast::Option* as = line.find("as");
  const ast::Option* name = line.find("name");
  const bool replace = line.find("replace") != nullptr;
  for (const char* accepted : {"Height", "FONTface", "ORientation", "CMYK", "MAG", "LOGO", "quality"})
    line.find(accepted);
  line.check_all_known();
  const std::string path = kit::unquoted(line.body);
  if (path.empty()) throw Error(100, "graph export needs a file", std::nullopt, {"graph export figure.png, replace"});
  const int pixels = width ? std::clamp(static_cast<int>(s.number(width->argument)), 50, 20000) : 0;
  kit::write_graph(kit::find_graph(name ? name->argument : "", s), path, as ? as->argument : "", pixels, replace, s);
}

void save_figure(const std::string& rest, Session& s) {
  kit::BodyAndOptions line = kit::split_options(rest);
  const bool replace = line.find("replace") != nullptr;
  line.find("asis");
  line.check_all_known();
  const std::vector<std::string> words = kit::listed_texts(line.body);
  if (words.empty()) throw Error(100, "graph save needs a file");
  kit::save_graph(kit::find_graph(words.size() > 1 ? words[0] : "", s), words.back(), replace, s);
}

// What graph combine asks for.
struct PageWish {
  kit::Page page;
  kit::Chart frame;
  int columns = 1;
  double text_scale = 1;  // iscale(); the more figures, the smaller
  bool by_columns = false, common_x = false, common_y = false;
};

void read_page_option(const ast::Option& o, double figures, PageWish& w, Session& s) {
  const std::string name = kit::lower(o.name);
  const auto is = [&](const char* full) { return kit::abbreviates(name, full); };
  ast::Option title = o;
  if (is("L1title") || is("B1title")) title.name = name[0] == 'l' ? "ytitle" : "xtitle";
  if (is("Cols")) w.columns = std::max(1, static_cast<int>(s.number(o.argument)));
  else if (is("Rows")) w.columns = std::max(1, static_cast<int>(std::ceil(figures / s.number(o.argument))));
  else if (is("COLFirst")) w.by_columns = true;
  else if (is("XCOMmon")) w.common_x = true;
  else if (is("YCOMmon")) w.common_y = true;
  else if (name == "iscale")
    w.text_scale = o.argument[0] == '*' ? w.text_scale * s.number(o.argument.substr(1)) : s.number(o.argument);
  else if (!kit::read_figure_option(title, s, w.frame, w.page))
    throw Error(198, "option " + o.name + " not allowed");
}

// Figures whose charts are known are drawn anew in the shape of their cells.
void redraw_parts(std::vector<report::Scene>& parts, const PageWish& w, int wide, int tall, Session& s) {
  std::vector<std::optional<kit::Chart>> charts;
  std::vector<kit::Chart*> known;
  for (const report::Scene& part : parts) {
    const kit::Chart* c = kit::chart_of(part, s);
    charts.push_back(c ? std::optional(*c) : std::nullopt);
  }
  for (std::optional<kit::Chart>& c : charts)
    if (c) known.push_back(&*c);
  if (w.common_x) kit::share_reach(known, 0);
  if (w.common_y) kit::share_reach(known, 1);
  const kit::PageRoom room = kit::page_room(w.frame, w.page.width, w.page.height);
  const double page = std::min(w.page.width, w.page.height) / kit::Page().height;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!charts[i]) continue;
    charts[i]->zoom = std::clamp(w.text_scale * page, 0.1, 5.0);
    parts[i] = kit::draw(*charts[i], (room.right - room.left) / wide, (room.bottom - room.top) / tall);
  }
}

void combine_figures(const std::string& rest, Session& s) {
  kit::BodyAndOptions line = kit::split_options(rest);
  std::vector<report::Scene> parts;
  for (const std::string& name : kit::listed_texts(line.body)) parts.push_back(kit::find_graph(name, s));
  if (parts.empty()) throw Error(100, "graph combine needs names of figures");
  const auto n = static_cast<double>(parts.size());
  PageWish w;
  w.columns = static_cast<int>(std::ceil(std::sqrt(n)));
  w.text_scale = std::pow(n, -0.3);
  for (const ast::Option& o : line.options) read_page_option(o, n, w, s);
  const int wide = std::clamp(w.columns, 1, static_cast<int>(parts.size()));
  redraw_parts(parts, w, wide, static_cast<int>(std::ceil(n / wide)), s);
  kit::keep_page(kit::combine(parts, wide, w.frame, w.page.width, w.page.height, w.by_columns), w.page, s);
}

void list_figures(Session& s) {
  std::string names;
  for (const auto& g : kit::graphs(s).by_name) names += (names.empty() ? "" : " ") + g.first;
  if (!names.empty()) s.say("  " + names);
  s.r() = Results{}.macro("list", names);
}

void drop_figures(const std::string& names, Session& s) {
  report::Figures& g = kit::graphs(s);
  for (const std::string& name : grammar::split_words(names)) {
    if (name == "_all") g.by_name.clear();
    else if (g.by_name.erase(name) == 0) throw Error(111, "graph " + name + " not found");
  }
  if (!g.by_name.count(g.current)) g.current.clear();
}

void act(const Args& a, Session& s) {
  std::string_view rest = a.text;
  const std::string_view trimmed = kit::trim(rest);
  std::size_t end = 0;
  while (end < trimmed.size() && trimmed[end] != ' ' && trimmed[end] != ',' && trimmed[end] != '(') ++end;
  const std::string word = kit::lower(trimmed.substr(0, end));
  const std::string more(kit::trim(trimmed.substr(end)));
  const auto is = [&](const char* full) { return kit::abbreviates(word, full); };
  if (is("EXport")) return export_figure(more, s);
  if (is("save")) return save_figure(more, s);
  if (is("COMbine")) return combine_figures(more, s);
  if (is("DIR")) return list_figures(s);
  if (is("drop")) return drop_figures(more, s);
  if (is("DISplay")) {
    // Options of size say how a window shows it: there is none.
    const std::string name(kit::trim(kit::split_options(more).body));
    if (!kit::find_graph(name, s).shapes.empty() && !name.empty()) kit::graphs(s).current = name;
    return;
  }
  if (is("RENAME")) {
    const std::vector<std::string> names = grammar::split_words(kit::split_options(more).body);
    if (names.size() != 2) throw Error(198, "graph rename oldname newname");
    report::Scene scene = kit::find_graph(names[0], s);
    drop_figures(names[0], s);
    return kit::keep_graph(names[1], std::move(scene), s);
  }
  if (is("use")) {
    const std::string file = kit::unquoted(kit::split_options(more).body);
    return kit::keep_graph("Graph", kit::find_graph(file, s), s);
  }
  // Figures are drawn into files; on and off are about a window.
  if (word == "on" || word == "off") return;
  if (word == "close" || word == "query" || word == "set" || word == "describe") return;
  kit::Page page;
  kit::Chart chart;
  if (word == "bar" || word == "hbar") {
    chart = kit::read_bar_chart(more, word == "hbar", s, page);
  } else if (word == "box" || word == "hbox") {
    chart = kit::read_box_chart(more, word == "hbox", s, page);
  } else if (word == "dot") {
    chart = kit::read_dot_chart(more, s, page);
  } else if (word == "pie") {
    return kit::draw_pie(more, s);
  } else if (is("MATrix")) {
    return kit::draw_scatter_matrix(more, s);
  } else {
    return kit::draw_twoway(is("TWoway") ? more : a.text, s);
  }
  kit::show_chart(std::move(chart), page, s);
}

}  // namespace

extern const Command graph_command =
    define<Args>("GRaph", "Figures: draw, combine, keep, write")
        .raw(&Args::text)
        .stores({{"r(list)", "names of the figures, after graph dir"}})
        .changes(Effect::process | Effect::files | Effect::results)
        .remark(
            "graph bar hbar dot box hbox pie matrix twoway. graph export writes .png .pdf .svg .eps; graph combine "
            "puts figures on one page; graph save keeps one under a file's name.")
        .example("Bars of means", "sysuse auto\ngraph bar (mean) price, over(foreign)\ngraph dir",
                 "r(list) == \"Graph\"")
        .example("Shares, dots and every pair",
                 "sysuse auto\ngraph pie, over(rep78) plabel(_all percent) name(p)\n"
                 "graph dot (mean) price, over(rep78) name(d)\ngraph matrix price mpg weight, half name(m)\ngraph dir",
                 "r(list) == \"d m p\"")
        .example("Two on a page",
                 "sysuse auto\nscatter mpg weight, name(a)\nhistogram mpg, name(b)\n"
                 "graph combine a b, name(c) rows(1)\ngraph dir",
                 "wordcount(r(list)) == 3")
        .acts(act);

}  // namespace nqp::commands::graph_
