#include "stdlib/kit/graphs.hpp"

#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using report::Scene;
using runtime::Session;

namespace {

void require_figure_room(const std::string& path, bool replace, Session& s) {
  if (!replace && s.host().info(path).exists)
    throw Error(602, "file " + path + " already exists", std::nullopt, {"the option replace overwrites it"});
}

}  // namespace

report::Figures& graphs(Session& s) { return s.state<report::Figures>(); }

void keep_graph(const std::string& name, Scene scene, Session& s) {
  report::Figures& g = graphs(s);
  g.current = name.empty() ? "Graph" : name;
  g.by_name[g.current] = std::move(scene);
}

const Scene& find_graph(const std::string& name, Session& s) {
  report::Figures& g = graphs(s);
  const std::string& wanted = name.empty() ? g.current : name;
  if (const auto it = g.by_name.find(wanted); it != g.by_name.end()) return it->second;
  if (const auto it = g.by_file.find(with_extension(wanted, "gph")); it != g.by_file.end()) return it->second;
  std::vector<std::string> notes;
  if (g.by_name.empty()) notes.push_back("no figure has been drawn yet");
  throw Error(111, "graph " + (wanted.empty() ? std::string("window") : wanted) + " not found", std::nullopt,
              std::move(notes));
}

void write_graph(const Scene& scene, const std::string& path, const std::string& as, int width, bool replace,
                 Session& s) {
  std::string kind = lower(as);
  if (kind.empty() && path.rfind('.') != std::string::npos) kind = lower(path.substr(path.rfind('.') + 1));
  require_figure_room(path, replace, s);
  std::string bytes;
  if (kind == "svg") bytes = report::svg_of(scene);
  else if (kind == "png") bytes = report::png_of(scene, width);
  else if (kind == "tif" || kind == "tiff") bytes = report::tif_of(report::pixels_of(scene, width));
  else if (kind == "emf") bytes = report::emf_of(report::pixels_of(scene, width));
  else if (kind == "pdf") bytes = report::pdf_of(scene);
  else if (kind == "eps" || kind == "ps") bytes = report::eps_of(scene);
  else throw Error(198, "figures are not written as ." + kind, std::nullopt, {"use .png .tif .emf .pdf .svg or .eps"});
  s.host().write(path, bytes);
  s.say("(file " + path + " saved as " + upper(kind) + " format)");
}

void save_graph(const Scene& scene, const std::string& path, bool replace, Session& s) {
  const std::string full = with_extension(path, "gph");
  require_figure_room(full, replace, s);
  s.host().write(full, report::svg_of(scene));
  graphs(s).by_file[full] = scene;
  s.say("(file " + full + " saved)");
}

}  // namespace nqp::kit
