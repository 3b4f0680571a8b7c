#include "stdlib/kit/predicted_index.hpp"

#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"

namespace nqp::kit {

std::vector<double> predicted_index(const PredictionRequest& r) {
  std::vector<double> xb = linear_prediction(r.e, r.equation, r.context);
  add_offset(r.e, xb, r.context);
  return xb;
}

std::vector<double> predicted_index_error(const PredictionRequest& r) {
  return prediction_error(r.e, *r.e.find_matrix("V"), r.context);
}

std::string second_equation(const command::Results& e) {
  const eval::Matrix& b = *e.find_matrix("b");
  const std::string first = parse_coefficient_name(b.column_names.at(0)).equation;
  for (const std::string& name : b.column_names)
    if (const std::string q = parse_coefficient_name(name).equation; q != first && !q.empty()) return q;
  return {};
}

}  // namespace nqp::kit
