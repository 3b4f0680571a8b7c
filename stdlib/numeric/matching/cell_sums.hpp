// Sums of kernel × value over many points on a line, by expansions about the centres of short cells.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/matching/match.hpp"

namespace nqp::numeric {

// The normal kernel exp(-u²/2) by its Taylor expansion about the centre of a cell (a one-dimensional fast Gauss
// transform, Greengard and Strain 1991), the tricube kernel (1-|u|³)³, a polynomial on either side, exactly.
class CellSums {
 public:
  // Places are those of `sorted`, ascending.
  CellSums(std::vector<double> sorted, MatchKernel kernel, double bandwidth);

  const std::vector<double>& sorted() const { return sorted_; }
  void add_values(std::vector<double> value);   // one per place; sets are numbered from 0

  struct Range {
    std::size_t from = 0, to = 0;
  };
  // Places that count for a kernel at p: all that are not negligible beside the nearest one.
  Range range(double p) const;
  // Whether the range has to be added up one by one: few points, or none near, where expansions lose digits.
  bool singly(double p, Range r) const;
  double kernel(double difference) const;

  double one_by_one(std::size_t set, double p, Range r) const;
  double by_cells(std::size_t set, double p, Range r) const;
  // Sum of positive values; `alone` tells how it was made.
  double positive_sum(double p, Range r, bool& alone) const;

 private:
  struct Cell {
    double centre;
    std::size_t from, to;
  };
  double normal_part(std::size_t set, double p, std::size_t cell) const;
  double tricube_part(std::size_t set, double p, std::size_t cell, Range r, std::size_t middle, double& largest) const;
  double nearest(double p) const;

  std::vector<double> sorted_;
  bool normal_;
  double bandwidth_;
  std::size_t powers_;
  std::vector<Cell> cells_;
  std::vector<std::size_t> cell_of_;
  std::vector<std::vector<double>> values_, moments_;   // [cell or place][power]
};

}  // namespace nqp::numeric
