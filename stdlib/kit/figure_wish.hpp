// graph, graph(…) and nograph of a command whose Args derive from FigureWish.
#pragma once

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/event_figure.hpp"

namespace nqp::kit {

template <class Args>
command::Definition<Args>& figure_wish(command::Definition<Args>& d, bool drawn_by_default) {
  d.flag("GRaph", &Args::graph, drawn_by_default ? "draw the figure (default)" : "draw the figure");
  d.text("GRaph", &Args::graph_options, "options of the figure: title(), xline(), name(), saving() …");
  if (drawn_by_default) d.flag("noGRaph", &Args::no_graph, "no figure");
  return d;
}

}  // namespace nqp::kit
