// The design matrix of an estimation: terms expanded to named columns, in the order and with the names of e(b).
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

// One coefficient of e(b).
struct Slot {
  enum class State { kept, base, empty, omitted };
  ast::Interaction term;       // with every level given: 2.g#c.x
  std::vector<bool> at_base;   // one per factor: a categorical factor at its base level
  State state = State::kept;
  std::size_t column = 0;      // of x, when kept
};

struct Design {
  numeric::Matrix x;           // one row per used row, kept columns only
  std::vector<Slot> slots;     // kept, base and empty ones
  bool constant = true;
};

// Levels come from the sample. A cell of an interaction with a factor at its base level is redundant, hence a base
// slot, when the interaction without that factor is in the model too or is the sum of cells of an earlier term (the
// constant counts). Errors 109, 452, and 908 for more than 32,000 coefficients.
Design make_design(const command::Terms& terms, bool constant, const EstimationSample& s, const command::Context& c);

// The values of one term (the dependent variable) on the sample.
std::vector<double> term_values(const ast::Interaction& term, const EstimationSample& s, const command::Context& c);

// Name in e(b), marks included: "1b.g", "2o.g#co.x", "o.x". An `omitted` slot is one that was kept in the design but
// found collinear.
std::string slot_name(const Slot& slot);

// Coefficients in the order of e(b), zeros for base, empty and omitted slots; `_cons` last.
struct Coefficients {
  std::vector<std::string> names;
  std::vector<double> b;
  numeric::Matrix V;
  std::vector<std::string> omitted;  // plain names of collinear slots: "x", "2.g"
  std::vector<std::string> empty;    // marked names of empty cells
};
// b and V are of the kept columns and, when `constant`, the constant behind them.
Coefficients coefficients(const Design& d, const std::vector<double>& b, numeric::MatrixView V,
                          const std::vector<std::uint8_t>& omitted);

// "note: x omitted because of collinearity." for every omitted coefficient.
void note_omitted(const Coefficients& k, command::Output& out);

}  // namespace nqp::kit
