// Wild restricted efficient bootstrap of one linear restriction after two-stage least squares (Davidson and MacKinnon
// 2010; clusters as in Roodman, MacKinnon, Nielsen and Webb 2019, section 7).
#pragma once

#include "stdlib/numeric/vce/wild_bootstrap.hpp"

namespace nqp::numeric {

struct WildIvSpec {
  std::span<const double> y{};           // n
  MatrixView x{};                        // n × k, the constant a column like any other
  std::vector<std::size_t> endogenous{}; // columns of x
  MatrixView excluded{};                 // n × m instruments that are no regressors
  Codes clusters{};                      // n: of the variance and of the draws; every row its own for robust errors
  std::vector<double> restriction{};     // k: the row r'b
  double value = 0;                      // tested: r'b = value
  double factor = 1;                     // of the sandwich
  bool impose_null = true;
  WildWeight weight = WildWeight::rademacher;
  int replications = 999;
  std::uint64_t seed = 0;
};

struct WildIvTest {
  WildTest test;
  double estimate = 0, standard_error = 0;  // of r'b
  std::size_t replications = 0;             // 2^G when all sign vectors are used
  bool enumerates = false;
};

// Failures: not_positive_definite for instruments or regressors of deficient rank, insufficient_observations (one
// cluster).
WildIvTest wild_instruments(const WildIvSpec& spec, Progress& progress);

}  // namespace nqp::numeric
