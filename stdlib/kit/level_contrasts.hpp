// Contrast operators: which combinations of the levels of one factor are compared.
#pragma once

#include <string>
#include <vector>

namespace nqp::kit {

// "rb2", "h", "jw", "p(1 2)": kinds are r a ar g h j p q, '{' for weights of the user's own, 'c' for a variable that
// multiplies, 0 for none.
struct LevelOperator {
  char kind = 0;
  bool reverse = false;                        // ar
  bool weighted = false;                       // gw hw jw pw qw: by observations
  bool own_base = false;                       // rb2
  double base = 0;
  std::vector<double> picked;                  // levels (degrees for p and q) wanted; empty: all
  std::vector<std::vector<double>> weights{};  // {g 1 -1 0}: one weight a level
};

bool is_level_operator(const std::string& op);  // with base and levels

LevelOperator read_level_operator(const std::string& op);                          // "i" and "" mean none; Error 198
std::string read_own_weights(const std::string& text, LevelOperator& op);  // "{g 1 -1 0}" → "g"; Error 198

struct LevelContrast {
  std::string name;                            // "r2vs1.g", "p1.g"
  std::vector<double> weights;                 // one per level
};

// levels ascending; counts: one weight a level, all 1 where every level counts alike. Polynomials P of p. (in the
// level values) and q. (in their places) have Σ n P_j P_k = 0 and Σ n P_j² = Σ n; the contrast is Σ n P m / Σ n.
// Error 198 for a base or level that the factor does not have, or a factor of one level.
std::vector<LevelContrast> level_contrasts(const LevelOperator& op, const std::string& variable,
                                           const std::vector<double>& levels, double base,
                                           const std::vector<double>& counts);

}  // namespace nqp::kit
