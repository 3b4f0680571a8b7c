// Log likelihoods that programs of the user evaluate: the model of ml, its evaluation and its maximum.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

struct UserEquation {
  std::string name;  // "eq1" when none is written; "/sigma" stands alone
  command::Terms x;
  bool constant = true;
  std::string offset, exposure;

  bool ancillary() const { return !name.empty() && name[0] == '/'; }
};

// Kept in the session from `ml model` to the next one.
struct UserLikelihood {
  bool defined = false;
  std::string method, program, title;
  std::vector<UserEquation> equations;
  command::Terms ys;
  LikelihoodArgs arguments;                           // if, in, weights, vce()
  std::vector<std::pair<std::string, double>> start;  // "eq:name", or "" for the next in order
  int tested = 1;                                     // equations whose slopes the test of the model is about

  // While the program runs: what mleval and mlsum read.
  const std::vector<std::vector<double>>* thetas =
      nullptr;                  // x b, one value for each row, one vector for each equation
  std::vector<double> weights;  // one per row in memory; empty: ones

  // Rows have log likelihoods of their own in a variable: lf, lf0, lf1, lf2. Else their sum goes to a scalar.
  bool by_rows() const { return method.compare(0, 2, "lf") == 0; }
};

// "lf prog (y = x1 x2) (lnsigma:) /rho if … [w], options" becomes the model of the session. Errors 198.
void define_user_likelihood(const std::string& line, runtime::Session& s);

// The evaluator once at the starting values: the log likelihood (NaN when it is missing).
double check_user_likelihood(runtime::Session& s);

// Newton's method with numerical derivatives. For lf they are those of the rows with respect to the linear
// combinations, for other methods those of the sum with respect to the parameters. e() is filed and shown.
// Errors: 304 no model, 1400 no feasible start, those of the evaluator; 430 without convergence.
void maximise_user_likelihood(const LikelihoodArgs& shown, bool search, bool show, const std::string& eform,
                              runtime::Session& s);

}  // namespace nqp::kit
