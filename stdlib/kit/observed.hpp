// What descriptive commands look at: rows, weights, and the non-missing values of a variable in them.
#pragma once

#include <span>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct WeightedRows {
  std::vector<data::Row> rows;  // ascending
  std::vector<double> weights;  // one per row as given, none of them zero; empty without weights
  command::WeightKind kind = command::WeightKind::none;

  std::size_t size() const { return rows.size(); }
};

// Rows in view where if and in hold and the weight is neither missing nor zero; there may be none.
// Errors: 401 non-integer frequency weights, 402 negative weights.
WeightedRows weighted_rows(const command::Context& c, const command::Sample& sample,
                           const command::Weight& weight = {});

// Error 2000 when there is no row.
void need_rows(const WeightedRows& rows);

// Rows where none of the variables is missing.
WeightedRows complete_rows(const WeightedRows& rows, const std::vector<const data::Column*>& columns);

// The rows whose code (one per row) equals `code`.
WeightedRows rows_of_group(const WeightedRows& rows, std::span<const std::uint32_t> codes, std::uint32_t code);

struct Observed {
  std::vector<double> x;  // non-missing values
  std::vector<double> w;  // their weights; empty without weights
  command::WeightKind kind = command::WeightKind::none;
};

Observed observed(const data::Column& column, const WeightedRows& rows);
Observed observed(const std::vector<double>& values, const WeightedRows& rows);  // one value per row of the frame

// Σ of the weights, or the number of rows.
double total_weight(const WeightedRows& rows);

}  // namespace nqp::kit
