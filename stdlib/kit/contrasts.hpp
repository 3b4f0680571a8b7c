// Contrasts of the levels of factor variables as weights of cells and coefficients: contrast, pwcompare, margins r.g.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/level_contrasts.hpp"
#include "stdlib/kit/margins_model.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

// "r.g#h@k c.x", "{g 1 -1 0}": factors that are compared, those whose levels are gone through one by one, variables
// that multiply.
struct ContrastTerm {
  struct Part {
    std::string variable;
    ast::Factor factor;
    LevelOperator op;                  // none: all differences, tested but not shown
  };
  std::string text;
  std::vector<Part> compared;
  std::vector<std::string> within, slopes;

  bool shown() const;                  // some part has an operator
};

// Errors: 198 other operators, 111 unknown variables.
std::vector<ContrastTerm> read_contrasts(const std::string& text, const command::Context& c);
bool names_contrasts(const std::string& text);  // some word has a contrast operator

// Weights of the cells of a term, all combinations of levels, the last factor fastest.
struct CellContrasts {
  std::vector<std::vector<Setting>> cells;
  std::vector<std::string> cell_names;                       // "2.g#1.h"
  std::vector<std::string> names;                            // "r2vs1.g#r1vs0.h@1.k"
  numeric::Matrix weights;                                   // contrasts × cells
  std::vector<std::pair<std::size_t, std::size_t>> blocks;   // contrasts that are tested together
  std::vector<std::string> block_names;                      // "1.k"; one empty name without @
};

// Error 322 for a factor that is not in the model, 198 for a base that is no level or a factor of one level.
// e(sample) is read for operators that weight by observations.
CellContrasts cell_contrasts(const ContrastTerm& t, const std::vector<MarginsModel::Factor>& factors,
                             const command::Context& c);
CellContrasts pairwise_contrasts(const ContrastTerm& t, const std::vector<MarginsModel::Factor>& factors);

// e(b) as sums over cells. Errors: 301 no estimates, 303 no such equation; "" is the first.
struct CellModel {
  std::vector<CoefficientName> names;
  std::vector<double> b;
  numeric::Matrix V;
  std::vector<MarginsModel::Factor> factors;
  std::string equation;
};
CellModel cell_model(const command::Results& e, const std::string& equation);

// Weights of the coefficients: contrasts × e(b). Factors that the term does not name are balanced, all levels alike;
// coefficients of continuous variables count when the variables are exactly the term's. In a model with empty cells a
// contrast that is no combination of the rows of the design (e(sample) is read) is not estimable: its row is zero.
numeric::Matrix coefficient_weights(const CellContrasts& k, const ContrastTerm& t, const CellModel& m,
                                    const command::Context& c);

// b and V of functions of the coefficients as results that tables and tests read; df_r of the model is kept.
command::Results linear_results(const std::vector<std::string>& names, numeric::MatrixView L, const CellModel& m,
                                const command::Results& model);

}  // namespace nqp::kit
