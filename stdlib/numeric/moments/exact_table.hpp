// Fisher's exact test of tables of any size.
#pragma once

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

// The probability, given both margins, of all tables that are no more probable than this one; counts are integers.
// NaN when that takes more than `most_paths` steps. Mehta and Patel (1983), JASA 78, 427-434: paths through the network
// of partial tables are cut off where all or none of their ends count.
double exact_table_p(MatrixView counts, double most_paths, Progress& progress);

// 2 x 2: of the tables as far from independence as this one or further, on its side.
double exact_one_sided_p(MatrixView counts);

}  // namespace nqp::numeric
