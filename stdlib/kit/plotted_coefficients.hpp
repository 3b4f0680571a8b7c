// The coefficients that coefplot draws: which ones, under which names, with which limits.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/dataset/missing.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct PlotChoice {
  std::vector<std::string> keep, drop, order;
  std::vector<std::pair<std::string, std::string>> rename, labels, headings;
  std::string transform, errors, mark_labels;
  bool omitted = false, base = false, no_ci = false, no_labels = false, vertical = false, eform = false, offset = true;
  double level = 95;
  std::vector<double> more_levels;  // of intervals drawn over the first one
  std::string recast, ci_recast, added_plot, limits, format = "%9.3g";
  bool labelled = false;
  int sorted = 0;                   // by the estimates: 1 ascending, -1 descending
  std::optional<double> shift;      // of the series beside its places, one apart; else as many series need
  bool as_equation = false, swap_names = false;  // aseq(): one equation, by this name or that of the model;
  std::string equation;                          // swapnames: places are equations instead of terms
  std::vector<ast::Option> ci_look, mark_look;
};

// False for an option that is not one of the estimates.
bool read_plot_choice(const ast::Option& o, PlotChoice& c, runtime::Session& s);

struct PlottedCoefficient {
  std::string term;
  double b = 0, low = 0, high = 0, se = data::missing, p = data::missing;
};

std::vector<PlottedCoefficient> plotted_coefficients(const command::Results& e, const PlotChoice& c,
                                                     runtime::Session& s);

// matrix(C[,1]), ci((C[,2] C[,3])) or se(C[,2]): places and limits from matrices, as event studies of other commands
// leave them. Errors: 111 no such matrix, 503 no such row or column.
std::vector<PlottedCoefficient> plotted_matrix(const std::string& source, const PlotChoice& c, runtime::Session& s);

// mlabel, or mlabel(expression of @b @se @pval @ll @ul), which may be text: "***" and the like.
std::string mark_label(const PlottedCoefficient& p, const PlotChoice& c, runtime::Session& s);

}  // namespace nqp::kit
