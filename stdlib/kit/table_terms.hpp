// Coefficients that the options of tables name.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/model_table.hpp"

namespace nqp::kit {

struct NamedTerm {
  std::string equation, name;
};

// Error 111 for a pattern of the option that none of the coefficients matches.
void require_terms(const std::string& option, const std::vector<std::string>& patterns,
                   const std::vector<NamedTerm>& known);

// The same for all options of a table of models that have these coefficients.
void require_table_terms(const ModelTableOptions& o, const std::vector<TableModel>& models,
                         const std::vector<NamedTerm>& known);

// "0.year" stands for an absorbed effect of year, as estfe of the package reghdfe writes it.
bool absorbs_term(const command::Results& e, std::string pattern);

}  // namespace nqp::kit
