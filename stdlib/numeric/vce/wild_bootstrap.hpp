// Wild cluster bootstrap of linear restrictions after least squares (Cameron, Gelbach and Miller 2008; the fast form of
// Roodman, MacKinnon, Nielsen and Webb 2019), and the score bootstrap of Kline and Santos (2012).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

enum class WildWeight { rademacher, mammen, webb, normal, gamma };

// Draws by group: all sign vectors when they are no more than the replications and weights are Rademacher's.
class WildDraws {
 public:
  WildDraws() = default;
  WildDraws(std::size_t groups, WildWeight weight, int replications, std::uint64_t seed);
  std::size_t replications() const { return replications_; }
  bool all_signs() const { return all_signs_; }
  std::vector<double> draw(std::size_t replication) const;

 private:
  std::size_t groups_ = 0, replications_ = 0;
  WildWeight weight_ = WildWeight::rademacher;
  std::uint64_t seed_ = 0;
  bool all_signs_ = false;
};

struct WildSpec {
  std::span<const double> y{};        // n
  MatrixView x{};                     // n × k of full rank, the constant a column like any other
  std::span<const double> weights{};  // n, or empty
  Codes absorbed{};                   // one effect to be taken out of y and x; empty: none
  std::vector<Codes> clusters{};      // of the variance; several are multiway. Empty: homoskedastic errors
  Codes draw_by{};                    // rows that share a draw
  MatrixView restrictions{};          // q × k
  double factor = 1;                  // of the sandwich
  double dof = 1;                     // N - K, of homoskedastic errors
  bool impose_null = true;
  bool score = false;                 // multiplies scores instead of residuals
  WildWeight weight = WildWeight::rademacher;
  int replications = 999;
  std::uint64_t seed = 0;
};

struct WildTest {
  double statistic = 0;              // t for one restriction, else the Wald statistic / q
  std::vector<double> draws;         // of the statistic; those without a positive variance are left out
  std::size_t left_out = 0;

  double p_symmetric() const;        // share of draws as far from zero as the statistic; ties count
  double p_equal_tail() const;
  double p_lower() const;
  double p_upper() const;
};

class WildBootstrap {
 public:
  // Views in the spec must outlive the object. Failures: insufficient_observations (one cluster),
  // not_positive_definite (x of deficient rank).
  explicit WildBootstrap(const WildSpec& spec);
  ~WildBootstrap();
  WildBootstrap(const WildBootstrap&) = delete;
  WildBootstrap& operator=(const WildBootstrap&) = delete;

  // R b = values is tested, with the same draws at every call.
  WildTest test(std::span<const double> values, Progress& progress) const;

  std::size_t replications() const;  // 2^G when all sign vectors are used
  bool enumerates() const;
  double estimate() const;           // R b̂ of the first restriction
  double standard_error() const;     // of it

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

// Where p >= alpha: pairs of ends, infinite where p does not fall below alpha within 1e6 standard errors. One
// restriction. `tail` picks the p-value.
struct ConfidencePiece {
  double low = 0, high = 0;
};
std::vector<ConfidencePiece> wild_confidence_set(const WildBootstrap& b, double alpha,
                                                 double (WildTest::*p_value)() const, Progress& progress);

}  // namespace nqp::numeric
