// The fitted model as margins sees it: a response that is a function of a few indices, each a sum of products of
// inputs, and inputs (variables and indicators of levels) that may be set to other values.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/margins_response.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct MarginInput {
  std::string variable;                // "x", "L.x", "g"
  bool indicator = false;
  double level = 0;
};

struct MarginsModel {
  struct Term {
    std::size_t column = 0;            // of e(b)
    std::size_t index = 0;             // of the response
    std::vector<std::size_t> inputs;   // empty: the constant
  };
  struct Factor {
    std::string variable;
    std::vector<double> levels;        // ascending
    double base = 0;
  };

  EstimationSample sample;             // with the weights of e(wexp)
  std::vector<MarginInput> inputs;
  numeric::Matrix values;              // rows of the sample × inputs
  std::vector<double> offset;          // empty: none
  std::vector<double> b;               // e(b); where the response reads variables a 1 behind it
  std::vector<Term> terms;
  std::vector<Term> omitted;           // without a coefficient; empty when the sample was narrowed
  std::vector<Factor> factors;         // of the model, in order of appearance
  std::vector<std::string> variables;  // that dydx(*) means, in order of appearance
  MarginResponse response;

  const Factor* factor(const std::string& variable) const;
};

// The level that a categorical factor of a coefficient's name stands for.
double factor_level(const ast::Factor& f);

// Adds that level to the factors of a model; the mark of a factor that stands `alone` in its term tells the base.
void note_level(const ast::Factor& f, bool alone, std::vector<MarginsModel::Factor>& factors);

// Errors: 301 no estimates, 322 variables changed.
MarginsModel margins_model(const MarginResponse& response, const command::Sample& narrowed,
                           const command::Context& c);

// The inputs of one row with some replaced. Setting a factor sets all its indicators; levels that the model does not
// know are the error 322.
struct Setting {
  std::string variable;
  double value = 0;
};
void apply(const MarginsModel& m, const std::vector<Setting>& settings, double* inputs);

// The product of a term's inputs, and its derivative in a variable.
double term_value(const MarginsModel::Term& t, const double* inputs);
double term_slope(const MarginsModel& m, const MarginsModel::Term& t, const std::string& variable,
                  const double* inputs);

// Response of a row and its gradient in the coefficients (added times `weight`).
double add_response(const MarginsModel& m, const double* inputs, double offset, double weight, double* gradient);

// A derivative, or with logarithms of the variable (x), the response (y) or both.
enum class MarginEffect { dydx, eyex, eydx, dyex };

// The effect of a variable on the response and its gradient.
double add_derivative(const MarginsModel& m, MarginEffect kind, const std::string& variable, const double* inputs,
                      double offset, double weight, double* gradient);

}  // namespace nqp::kit
