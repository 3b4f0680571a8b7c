// What predictions of models with an index are made of.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

// xb of equation(), the offset included, for every row of the frame.
std::vector<double> predicted_index(const PredictionRequest& r);

// The standard error of xb.
std::vector<double> predicted_index_error(const PredictionRequest& r);

// The second equation of e(b); "" without one.
std::string second_equation(const command::Results& e);

// f of every value that is not missing; what is no number becomes missing.
template <class F>
std::vector<double> where_present(std::vector<double> v, F&& f) {
  for (double& x : v)
    if (!data::is_missing(x)) x = data::checked(f(x));
  return v;
}

}  // namespace nqp::kit
