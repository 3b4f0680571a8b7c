// Fixed effects to be absorbed: what they are, which rows are singletons, how many degrees of freedom they take.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/code_source.hpp"
#include "stdlib/numeric/codes.hpp"

namespace nqp::numeric {

// One term of absorb(): `i.a` has an intercept, `a##c.x` an intercept and slopes, `a#c.x` slopes only.
struct Effect {
  Codes codes{};                                  // n
  bool intercept = true;
  std::vector<std::span<const double>> slopes{};  // each n
};

// 1 keeps the row. Drops, until none remain, rows whose level of an intercept effect occurs once. With fweights a row
// of weight > 1 is no singleton. O(n) in total (Correia 2015).
struct Singletons {
  std::vector<std::uint8_t> keep;
  std::size_t dropped = 0;
};
Singletons find_singletons(const std::vector<Effect>& effects, std::span<const double> frequency = {});

// One row for each intercept or slope set, in the order of the effects (intercept before slopes).
struct EffectCount {
  std::size_t effect = 0;
  bool is_slope = false;
  double levels = 0;
  double redundant = 0;
  bool nested = false;   // within a cluster variable: all its levels are redundant
  bool inexact = false;  // three or more sets: a lower bound on redundancy
};

struct AbsorbedDof {
  std::vector<EffectCount> counts;
  double df_a_initial = 0;    // Σ levels
  double df_a_redundant = 0;  // Σ redundant, nested ones included
  double df_a_nested = 0;     // levels counted as redundant because nested
  double df_a = 0;            // df_a_initial - df_a_redundant
  bool nested = false;        // some intercept set is nested in a cluster variable
};

// Accounting of reghdfe (Correia 2017): nested sets cost nothing; the first other intercept set loses one level when
// some set is nested; later ones lose the connected components of their bipartite graph with earlier sets (pairwise
// maximum). Slope sets lose the levels where the slope variable is constant (with intercept) or zero.
AbsorbedDof absorbed_dof(const std::vector<Effect>& effects, const std::vector<Codes>& clusters);

// The same from counts of levels already there (slopes' redundancies too): nested(i) and components(i, j) are asked
// about effects by their number.
AbsorbedDof absorbed_dof(std::vector<EffectCount> counts, const std::function<bool(std::size_t)>& nested,
                         const std::function<double(std::size_t, std::size_t)>& components);

// Connected components of the bipartite graph of two sets of levels (Abowd, Creecy and Kramarz 2002).
std::int32_t connected_components(Codes a, Codes b);
// Of the rows whose weight is not zero; no weights: of all.
std::size_t connected_components(const CodeSource& a, const CodeSource& b, std::size_t rows,
                                 std::span<const double> weights = {});

// Every level of `inner` lies within one level of `outer`, in the rows whose weight is not zero.
bool is_nested(const CodeSource& inner, const CodeSource& outer, std::size_t rows,
               std::span<const double> weights = {});

// Component (dense, from 0) of every row: mobility groups.
std::vector<std::int32_t> mobility_groups(Codes a, Codes b);

}  // namespace nqp::numeric
