// Forms of tables that esttab has beside coefficients as they are: transformed ones, and matrices.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/model_table.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/table_output.hpp"

namespace nqp::kit {

// transform(@*100), transform(exp(@) exp(@)), transform(ln* 100*@ 100): terms, the function and its derivative, which
// is computed numerically where it is not given. Error 198 without @.
std::vector<RowTransform> read_transforms(const ast::Option& o, const command::Context& c);

// "A, fmt(3) transpose": the elements of a matrix under its names, written to the file; r(ncols) and r(nrows).
void matrix_table(const std::string& text, const ast::Option* title, BodyAndOptions& line, const TableFile& file,
                  bool titled, runtime::Session& s);

}  // namespace nqp::kit
