// The likelihood of stored estimates, put together again from e() and the data: what suest and predict, score need.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::kit {

// Logit, logistic, probit, cloglog, poisson, nbreg, ologit, oprobit, mlogit.
bool has_stored_likelihood(const std::string& cmd);

struct StoredIndex {
  std::string equation;                 // "rep78", "3"; "cut1", "lnalpha" for single parameters
  numeric::Matrix x;                    // rows × slopes
  std::vector<double> offset;
  bool constant = false;
};

struct StoredLikelihood {
  std::vector<data::Row> rows;          // of the frame
  std::vector<StoredIndex> indices;
  std::vector<double> y;                // as the rows of the likelihood take it
  numeric::RowLikelihood row;
  std::vector<std::size_t> columns;     // of e(b), in the order of the parameters; base and omitted ones left out
  std::vector<std::string> names;       // of those, without equation
  std::vector<std::size_t> index_of;    // the index each belongs to
  std::vector<double> b;

  numeric::LikelihoodSpec spec() const; // refers to this
};

// On the rows of `use` that miss nothing. Errors: 111 variables that are gone, 322 for other commands and when
// `use` has rows that miss something and `all_rows`.
StoredLikelihood stored_likelihood(const command::Results& e, const std::vector<std::uint8_t>& use, bool all_rows,
                                   const command::Context& c);

std::size_t score_equations(const command::Results& e);  // number of indices

// ∂ ln f/∂η of one equation ("": the first) for every row of the frame, `.` where something is missing. Error 303.
std::vector<double> index_scores(const command::Results& e, const std::string& equation, const command::Context& c);

}  // namespace nqp::kit
