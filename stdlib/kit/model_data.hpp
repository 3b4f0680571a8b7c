// The data behind the last estimates, read again by the names in e(b).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

// The regressors of one equation, row by row: one value for each column of e(b), 1 for _cons.
class Regressors {
 public:
  // `equation` "" means the first. Error 111 when a variable of the model is gone.
  Regressors(const command::Results& e, const std::string& equation, const command::Context& c);

  const std::vector<std::size_t>& columns() const { return columns_; }  // of e(b)
  const std::vector<std::string>& names() const { return names_; }

  // Calls f(row, x) for every row in view, x with one value per column; a row that misses a regressor gets nullptr.
  void for_each_row(const std::function<void(std::size_t row, const double* x)>& f);

 private:
  const command::Context& context_;
  std::vector<std::size_t> columns_;
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<eval::Plan>> plans_;  // null: the constant
};

// xb for every row of the frame, `.` where a regressor is missing or outside the view. Offsets are not added.
std::vector<double> linear_prediction(const command::Results& e, const std::string& equation,
                                      const command::Context& c);

// √(x'Vx) for every row; V is a matrix with the columns of e(b).
std::vector<double> prediction_error(const command::Results& e, const eval::Matrix& V, const command::Context& c,
                                     const std::string& equation = "");

// Values of e(depvar) for every row of the frame.
std::vector<double> depvar_values(const command::Results& e, const command::Context& c);

// Dependent variable and regressors on e(sample): estimated slopes only, the constant apart.
struct ModelData {
  EstimationSample sample;               // with the weights of e(wexp)
  std::vector<double> y;
  numeric::Matrix x;
  std::vector<std::string> names;        // of the columns of x, as in e(b)
  std::vector<std::size_t> columns;      // of e(b)
  bool constant = false;
};
ModelData model_data(const command::Context& c);

}  // namespace nqp::kit
