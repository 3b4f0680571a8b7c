// Runs the evaluator of a user's likelihood on the rows of its sample, and differentiates what it returns.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "stdlib/kit/user_likelihood.hpp"

namespace nqp::kit {

// Starting values as ml init writes them: "eq:x=1 /sigma=2", "1 2 3, copy" or the name of a matrix.
void read_user_start(const std::string& text, UserLikelihood& m, runtime::Session& s);

// While it lives, the data in memory are the rows of the sample; afterwards they are what they were, also when the
// evaluator fails. Parameters stand equation by equation, omitted columns left out, constants last.
class UserEvaluator {
 public:
  // Errors: 304 no model, those of the sample and of the designs.
  explicit UserEvaluator(runtime::Session& s);
  ~UserEvaluator();
  UserEvaluator(const UserEvaluator&) = delete;
  UserEvaluator& operator=(const UserEvaluator&) = delete;

  std::vector<double> start() const;
  std::vector<std::size_t> constants() const;        // positions of constants among the parameters
  double log_likelihood(std::span<const double> b);  // NaN when it is missing
  // The value, and when asked its gradient and negative Hessian.
  double derivatives(std::span<const double> b, std::vector<double>* gradient, numeric::Matrix* information);
  numeric::Matrix scores(std::span<const double> b);  // rows × parameters, without weights
  void finish();                                      // the data as they were

  const EstimationSample& sample() const { return data_.front().sample; }
  const std::vector<double>& weights() const { return model_.weights; }
  double observations() const { return n_; }
  const LikelihoodData& first() const { return data_.front(); }
  std::vector<Equation> named_equations() const;

 private:
  using Thetas = std::vector<std::vector<double>>;  // one value for each row, one vector for each equation

  std::size_t width(std::size_t q) const;
  Thetas thetas(std::span<const double> b) const;
  std::vector<double> rows_at(const Thetas& at, std::span<const double> b);  // log likelihoods of rows
  std::vector<double> call_by_rows(const Thetas& at);
  std::vector<double> call_with_parameters(std::span<const double> b, const Thetas* at);
  double sum_at(std::span<const double> b);
  double weighted_sum(const std::vector<double>& rows) const;
  void set_steps(const Thetas& at, const std::vector<double>& here, std::span<const double> b);
  double by_rows(std::span<const double> b, std::vector<double>& g, numeric::Matrix& h);
  double by_parameters(std::span<const double> b, std::vector<double>& g, numeric::Matrix& h);
  eval::Matrix parameter_row(std::span<const double> b) const;
  void run(const std::string& command);

  runtime::Session& s_;
  UserLikelihood& model_;
  data::FramePtr before_;  // the data as they were
  data::Frame rows_only_;  // those of the sample
  std::vector<LikelihoodData> data_;
  std::vector<std::string> names_;  // of temporary variables: the log likelihood, then one for each equation
  std::vector<double> steps_;       // of differences, one for each equation or parameter
  std::vector<std::string> globals_;
  double n_ = 0;
  bool active_ = false;
};

}  // namespace nqp::kit
