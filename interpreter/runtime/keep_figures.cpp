#include "interpreter/runtime/keep_figures.hpp"

#include "interpreter/report/figures.hpp"

namespace nqp::runtime {
namespace {

std::string figure_file(const std::string& name) {
  const std::size_t slash = name.find_last_of("/\\");
  const std::size_t dot = name.rfind('.');
  const bool extended = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  return extended ? name : name + ".gph";
}

std::vector<report::Figure> figures_of(const report::Document& d) {
  std::vector<report::Figure> out;
  for (const report::Block& b : d.blocks)
    if (const auto* f = std::get_if<report::Figure>(&b)) out.push_back(*f);
  return out;
}

}  // namespace

void keep_figures(report::Document& d, Session& s) {
  const std::vector<report::Figure> figures = figures_of(d);
  for (const report::Figure& f : figures)
    if (!f.saving.empty() && !f.replace && s.host().info(figure_file(f.saving)).exists)
      throw Error(602, "file " + figure_file(f.saving) + " already exists", std::nullopt,
                  {"the option replace overwrites it"});
  auto& kept = s.state<report::Figures>();
  for (const report::Figure& f : figures) {
    if (!f.saving.empty()) {
      const std::string file = figure_file(f.saving);
      s.host().write(file, report::svg_of(*f.scene));
      kept.by_file[file] = *f.scene;
      d.line("(file " + file + " saved)");
    }
    kept.current = f.name.empty() ? "Graph" : f.name;
    kept.by_name[kept.current] = *f.scene;
  }
}

}  // namespace nqp::runtime
