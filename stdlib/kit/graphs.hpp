// The figures of a session by name, and figures as files.
#pragma once

#include <string>

#include "interpreter/report/figures.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

report::Figures& graphs(runtime::Session& s);

void keep_graph(const std::string& name, report::Scene scene, runtime::Session& s);

// The figure of a name or a saved file; "" is the current one. Error 111.
const report::Scene& find_graph(const std::string& name, runtime::Session& s);

// Writes .svg .png .pdf .eps .ps .tif(f as png) by the ending or `as`. Errors 602, 198 for an unknown kind.
void write_graph(const report::Scene& scene, const std::string& path, const std::string& as, int width, bool replace,
                 runtime::Session& s);

// Keeps the figure under a file's name (.gph is added) for combine and use, and writes it there as SVG.
void save_graph(const report::Scene& scene, const std::string& path, bool replace, runtime::Session& s);

}  // namespace nqp::kit
