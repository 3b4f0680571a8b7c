// What the commands that build composite indices share: options, the indicators of the rows in use, weights given as
// matrices, and the variables they make.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/index/index_weights.hpp"
#include "stdlib/numeric/index/indicators.hpp"

namespace nqp::kit {

struct IndicatorArgs {
  command::Variables variables, positive, negative;
  command::Sample sample;
  std::string moderate, generate, scope = "pooled", norm = "minmax", id, time, z_stub;
  double shift = 0, smooth = 0;
  bool floor = false, replace = false, no_norm = false;
};

// The options that these commands take.
template <class Args>
command::Definition<Args>& indicator_options(command::Definition<Args>&& d) {
  return d.varlist(&Args::variables)
      .if_in(&Args::sample)
      .text("GENerate", &Args::generate, "new variable with the score")
      .variables("POSitive", &Args::positive, "the more the better; the default")
      .variables("NEGative", &Args::negative, "the less the better")
      .text("MODerate", &Args::moderate, "best at a value: x 5 z 1.5")
      .variable("id", &Args::id, "units; the panel variable when one is declared")
      .variable("Time", &Args::time, "periods; the time variable when one is declared")
      .text("SCOpe", &Args::scope, "pooled: all rows together; byyear: every period alone; base(#): scaled by period #")
      .choice("norm", &Args::norm, {"minmax", "max", "sum", "vector", "zscore"}, "how indicators are scaled")
      .number("shift", &Args::shift, 0, 1e6, "added to the scaled values before they become shares")
      .number("smooth", &Args::smooth, 0, 1, "scaled values become # + (1-#) z")
      .flag("floor", &Args::floor, "values below the base period count as 0")
      .flag("NONorm", &Args::no_norm, "the variables are scaled already")
      .text("Zstub", &Args::z_stub, "keep the scaled values in new variables stub + name")
      .flag("replace", &Args::replace, "new variables may exist already")
      .no_by();
}

// The rows of one scope: all, or those of one period.
struct IndicatorBlock {
  double period = 0;  // `.` when all rows stand together
  std::vector<data::Row> rows;
  numeric::Matrix x;              // as given; empty when nobody asked for it
  numeric::Normalised scaled;     // z before shift and smooth
  numeric::Matrix z;              // after them; empty when there are none
  const numeric::Matrix& shifted() const { return z.data.empty() ? scaled.z : z; }
  // Instead of x, scaled.z and z: whole columns of the frame that are scaled while they are read. Empty: the values are
  // above.
  std::vector<const data::Column*> source;
  std::vector<std::uint8_t> reversed;   // of the source: the less the better
  double shift = 0, smooth = 0;         // of the source
  std::size_t indicators() const { return scaled.constant.size(); }
  // z (or what shift and smooth make of it) of rows begin … begin+n-1: where it stands, or made in `room`.
  const double* read(std::size_t indicator, std::size_t begin, std::size_t n, bool shifted_too, double* room) const;
  double units = 0, periods = 0;  // distinct ids and periods; `.` when not known
};

struct Indicators {
  std::vector<std::string> names;
  std::vector<numeric::Indicator> directions;
  std::vector<IndicatorBlock> blocks;
  std::size_t rows = 0, dropped = 0;  // used; left out for missing indicators
  std::string scope;                  // for the report
};

// Reads and scales. Errors: 198 for contradictory options, 459 for values a scaling cannot take, 2000 no rows,
// 2001 a scope of one row. `given` keeps the values as given, too. `streamed`: the caller reads block by block, so that
// whole columns under minmax need no copy.
Indicators read_indicators(const IndicatorArgs& a, const command::Context& c, bool reverse_vectors = false,
                           bool given = false, bool streamed = false);

// numeric::entropy_weights of the shifted indicators, in several threads.
numeric::EntropyWeights block_entropy(const IndicatorBlock& b, double k, double inside_log = 0);

std::string direction_mark(const numeric::Indicator& i);

// The weights of a matrix for these indicators: its column w (or its only one), by name when every name is there, else
// in order. Errors: 111 no such matrix, 503 another number, 459 negative or all zero. Sums other than 1 are rescaled
// and `note` says so.
std::vector<double> matrix_weights(const std::string& matrix, const std::vector<std::string>& names,
                                   const command::Context& c, std::string& note);

// Error 110 when the name exists without `replace`; adds a double variable, or replaces it.
void check_index_name(const std::string& name, bool replace, const command::Context& c);
void put_index(data::Frame& f, const std::string& name, const std::string& label, const std::vector<double>& values);

// The scaled values asked for by zstub(), and a table with a row N mean sd min max for each score.
void keep_scaled(const IndicatorArgs& a, const Indicators& in, data::Frame& f);
report::Table score_summary(const std::vector<std::pair<std::string, std::vector<double>>>& scores);

// Notes on rows left out and indicators that do not vary.
void indicator_notes(const Indicators& in, command::Output& out);

// A failure of the numeric core in words that name the indicator.
[[noreturn]] void indicator_failure(const numeric::Failure& f, const Indicators& in);

}  // namespace nqp::kit
