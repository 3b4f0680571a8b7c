#include "stdlib/kit/compute.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::kit {

using numeric::FailureCode;

namespace {

std::string facts_of(const numeric::Failure& f) {
  std::string out;
  for (const auto& [key, value] : f.facts) out += (out.empty() ? "" : ", ") + key + " = " + text::macro_number(value);
  return out;
}

std::string message_of(const numeric::Failure& f) {
  switch (f.code) {
    case FailureCode::no_observations: return "no observations";
    case FailureCode::insufficient_observations: return "insufficient observations";
    case FailureCode::noninteger_frequency_weights: return "may not use noninteger frequency weights";
    case FailureCode::negative_weights: return "negative weights encountered";
    case FailureCode::not_converged: return "convergence not achieved";
    case FailureCode::not_identified:
      return "equation not identified; must have at least as many instruments not in the regression as there are "
             "instrumented variables";
    case FailureCode::not_positive_definite: return "matrix not positive definite";
    case FailureCode::conformability: return "conformability error";
    case FailureCode::data_requirement:
    case FailureCode::no_variance:
    case FailureCode::overflow:
    case FailureCode::requirement: return f.what();
  }
  return f.what();
}

std::string advice_for(FailureCode code) {
  switch (code) {
    case FailureCode::insufficient_observations:
      return "the model has more coefficients than the sample can tell apart";
    case FailureCode::no_variance: return "leave it out, or look at it with tabulate";
    case FailureCode::overflow: return "values are too large or too small for the model: rescale the variables";
    case FailureCode::not_converged: return "check collinear or badly scaled variables, or allow more iterations";
    case FailureCode::no_observations: return "if, in and missing values leave no row";
    default: return {};
  }
}

}  // namespace

void rethrow_as_error(const numeric::Failure& failure) {
  std::vector<std::string> notes;
  if (std::string facts = facts_of(failure); !facts.empty()) notes.push_back(std::move(facts));
  if (std::string advice = advice_for(failure.code); !advice.empty()) notes.push_back(std::move(advice));
  throw Error(static_cast<int>(failure.code), message_of(failure), std::nullopt, std::move(notes));
}

double stored(double x) { return data::checked(x); }

}  // namespace nqp::kit
