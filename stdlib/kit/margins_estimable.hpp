// Which margins the data can tell. A prediction is estimable when its row of regressors is a combination of rows that
// were observed (Searle 1971, Linear Models, section 5.4): columns that were omitted must depend on the others there as
// they do in the sample. Cells without observations do not.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "stdlib/kit/margins_model.hpp"

namespace nqp::kit {

// An omitted column as the sum of coefficients times terms of the model, by their places in `terms`; an empty sum is a
// column of zeros.
struct ColumnRelation {
  MarginsModel::Term omitted;
  std::vector<std::pair<std::size_t, double>> sum;
  double tolerance = 0;
};

// Of every omitted column that the terms of its index explain; not of those that absorbed effects explain.
std::vector<ColumnRelation> column_relations(const MarginsModel& m);

// Whether setting the variable may break the relation.
bool concerns(const ColumnRelation& r, const MarginsModel& m, const std::string& variable);

// Whether the relation holds at these inputs; for its derivative when a variable is named.
bool holds_at(const ColumnRelation& r, const MarginsModel& m, const double* inputs, const std::string& derivative = {});

}  // namespace nqp::kit
