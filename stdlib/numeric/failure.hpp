// What leaves the numeric core when a result cannot be computed. Everything that can be computed but deserves a
// word (collinear columns, singletons, slow convergence) is a fact in the result instead.
#pragma once

#include <exception>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace nqp::numeric {

// Values are the return codes the language shows.
enum class FailureCode {
  noninteger_frequency_weights = 401,
  negative_weights = 402,
  no_variance = 409,
  not_converged = 430,
  data_requirement = 459,
  not_identified = 481,
  requirement = 498,
  conformability = 503,
  not_positive_definite = 506,
  overflow = 1400,
  no_observations = 2000,
  insufficient_observations = 2001,
};

// Facts are numbers with a fixed technical key ("N", "K", "groups"); the command layer makes the sentence.
class Failure : public std::exception {
 public:
  using Fact = std::pair<std::string, double>;

  Failure(FailureCode code_value, std::string what, std::initializer_list<Fact> fact_list = {})
      : code(code_value), facts(fact_list), what_(std::move(what)) {}

  const char* what() const noexcept override { return what_.c_str(); }

  FailureCode code;
  std::vector<Fact> facts;

 private:
  std::string what_;
};

}  // namespace nqp::numeric
