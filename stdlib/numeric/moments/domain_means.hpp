// Means, totals, proportions and ratios of several variables with their joint variance, over domains (subpopulations).
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

enum class Estimand { mean, total, proportion, ratio };

struct DomainSpec {
  MatrixView x;  // rows are observations, columns variables; for ratios numerator, denominator, numerator …
  Estimand estimand = Estimand::mean;
  Codes domain;  // dense codes 0 … domains-1; empty: one domain
  std::int32_t domains = 1;
  std::span<const double> weights;
  WeightKind kind = WeightKind::none;
  Codes cluster;  // empty: observations are independent
};

// Estimates ordered variable by variable, domains within.
struct DomainMeans {
  double n = 0;
  double df = 0;  // n - 1, or clusters - 1
  double clusters = 0;
  std::vector<double> b;
  Matrix V;
  std::vector<double> domain_n;  // observations per domain
};

// Linearised variance c Σ z z' with z the influence of an observation (or cluster) and c = n/(n-1), or G/(G-1) for
// clusters; 1 for proportions without clusters. Särndal, Swensson and Wretman (1992), sections 5.5-5.8.
DomainMeans domain_means(const DomainSpec& spec);

}  // namespace nqp::numeric
