// Statistics within groups: values put side by side group by group in one pass.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/dataset/groups.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::kit {

using numeric::WeightKind;

// The non-missing values of each group in the order of the rows, with their weights (rows of weight zero or missing
// are left out). O(n).
class GroupValues {
 public:
  GroupValues(std::span<const double> x, const data::Groups& g, std::span<const double> weights = {},
              WeightKind kind = WeightKind::none);

  std::size_t groups() const { return starts_.size() - 1; }
  std::span<const double> values(std::size_t group) const;
  std::span<const double> weights(std::size_t group) const;  // empty without weights
  WeightKind kind() const { return kind_; }

  // f(begin, end) on ranges of groups, on several cores when there is much to do.
  void for_groups(const std::function<void(std::size_t, std::size_t)>& f) const;
  // One number for each group; f is called from several threads.
  std::vector<double> each(const std::function<double(std::span<const double>)>& f) const;

 private:
  std::vector<std::size_t> starts_;
  data::Buffer<double> values_, weights_;
  WeightKind kind_;
};

// mean median p1-p99 sd variance semean sebinomial sepoisson sum rawsum count min max iqr range skewness kurtosis cv
// first last firstnm lastnm: the names of collapse and tabstat.
struct Statistic {
  enum class Kind {
    mean,
    percentile,
    sd,
    variance,
    semean,
    sebinomial,
    sepoisson,
    sum,
    rawsum,
    count,
    min,
    max,
    iqr,
    range,
    skewness,
    kurtosis,
    cv,
    first,
    last,
    firstnm,
    lastnm
  };
  Kind kind = Kind::mean;
  double p = 50;
  std::string name = "mean";  // as written
};
std::optional<Statistic> parse_statistic(std::string_view name);

// One number for each group; first and last are not among these (they look at missing values too).
// Undefined results are `.`; the sum of no values is 0.
std::vector<double> statistic(const Statistic& s, const GroupValues& v);

// The same for mean, sum, rawsum, count, min and max (of large data sd, variance and semean) without weights, straight
// from one value per row: nothing is put side by side. No value for other statistics.
std::optional<std::vector<double>> quick_statistic(const Statistic& s, std::span<const double> x,
                                                   const data::Groups& g);

// Σ wx / Σ w and its like for one group.
double statistic_of(const Statistic& s, std::span<const double> x, std::span<const double> w, WeightKind kind);

// All rows in one group where use is not zero (empty: all rows).
data::Groups one_group(std::size_t rows, std::span<const std::uint8_t> use = {});

}  // namespace nqp::kit
