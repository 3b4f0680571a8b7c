// Likelihoods that do not fall apart into rows: one term for each group (panel, stratum), a function of all
// parameters.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// The log likelihood of group g at b (p parameters). `score` (p) and `hessian` (p × p, whole) take its derivatives,
// added to what stands there; both are null when only the value is wanted.
using GroupLikelihood = std::function<double(std::size_t g, const double* b, double* score, double* hessian)>;

struct GroupSpec {
  std::size_t groups = 0, parameters = 0;
  GroupLikelihood group;
  std::function<void(const double* b)> adapt;  // called before every iteration when set
  std::vector<double> weights;         // per group; empty: ones
  std::vector<double> start;
  int iterations = 300;
  double N = 0;                        // rows, for LikelihoodFit::N
};

// Newton-Raphson as maximise(). `clusters` empty: V is the inverse information, or with `robust` the sandwich of the
// groups' scores with factor G/(G-1); otherwise clusters of groups, one code per group.
LikelihoodFit maximise_groups(const GroupSpec& spec, bool robust, const std::vector<Codes>& clusters,
                              Progress& progress);

// Rows of the groups, one after another: group g has rows begin[g] … begin[g+1]-1 of y, x and offset.
struct GroupedRows {
  std::span<const double> y;
  MatrixView x{};
  std::span<const double> offset{};    // or empty
  std::vector<std::size_t> begin;

  double index(std::size_t row, const double* b) const;
};

// Conditional logit: the probability of the positive outcomes given their number (Chamberlain 1980). The sum over all
// ways to place them runs by the recursion of Howard (1972); y is 0 or 1.
GroupLikelihood conditional_logit(const GroupedRows& rows);

// Poisson given the group's total (Hausman, Hall and Griliches 1984).
GroupLikelihood conditional_poisson(const GroupedRows& rows);

// Poisson with gamma effects of mean 1 and variance α; the last parameter is ln α, the one before it the constant when
// x has none (same source).
GroupLikelihood gamma_poisson(const GroupedRows& rows, bool constant);

// How the nodes of a quadrature are placed for each group: at the posterior mean with the posterior standard deviation
// (Naylor and Smith 1982), at the mode with its curvature (Liu and Pierce 1994), or the same for all.
enum class Adaptation { mean_variance, mode, none };

// Outcomes with normal effects of variance exp(last parameter), integrated by Gauss-Hermite quadrature. `row` is the
// likelihood of one index, with `ancillary` of two: the second is the parameter before the last, the same for all rows
// (ln σ of a normal outcome). `adapt` places the nodes for parameters b; `group` keeps them, so that its derivatives are
// those of the sum over the nodes.
struct NormalEffects {
  GroupLikelihood group;
  std::function<void(const double* b)> adapt;
};
NormalEffects normal_effects(const GroupedRows& rows, bool constant, const RowLikelihood& row, int points,
                             Adaptation adaptation = Adaptation::mean_variance, bool ancillary = false);

// Nodes and weights of ∫ f(x) exp(-x²) dx.
struct Quadrature {
  std::vector<double> nodes, weights;
};
Quadrature gauss_hermite(int points);

}  // namespace nqp::numeric
