// One- and two-way tables of frequencies or of means: what tabulate, tab1 and tab2 share.
#pragma once

#include <string>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct TabulateArgs {
  command::Variables variables;
  command::Sample sample;
  command::Weight weight;
  bool missing = false, no_label = false, sort = false, no_freq = false, plot = false;
  bool row = false, column = false, cell = false, expected = false, contributions = false, no_key = false;
  bool row_sort = false, column_sort = false;
  bool chi2 = false, lr_chi2 = false, v = false, gamma = false, tau_b = false, exact = false, all = false;
  bool lr_contributions = false, key = false, no_log = false;
  std::string exact_effort;  // exact(#)
  bool first_only = false;  // tab2: the first variable with each of the others
  bool wrap = false;
  std::string numbers;        // tabi: the cells
  bool replace = false;       // tabi: the cells become the data
  std::string subpopulation;  // tabulate: only rows where this variable is not 0 count
  std::string generate, matrix_cells, matrix_rows, matrix_columns, summarize;
  bool no_means = false, no_standard = false, no_obs = false;
  bool means = false, standard = false, freq = false, obs = false;  // with summarize(): only these
};

// Options that all three have, and those of two-way tables.
void one_way_options(command::Definition<TabulateArgs>& d);
void two_way_options(command::Definition<TabulateArgs>& d);

// Adds the table to the document and files r(). `rows` are those that if, in and weights leave.
void tabulate_one_way(const std::string& variable, const WeightedRows& rows, const TabulateArgs& a,
                      const command::Context& c, command::Output& out);
void tabulate_two_way(const std::string& row_variable, const std::string& column_variable, const WeightedRows& rows,
                      const TabulateArgs& a, const command::Context& c, command::Output& out);

// --- shared by the drawings -----------------------------------------------------------------------------------

// A dimension of a table.
struct Dimension {
  const data::Variable* variable = nullptr;
  Levels levels;                   // of the rows used
  std::vector<std::string> texts;  // one per level
};
Dimension dimension(const std::string& variable, const WeightedRows& rows, const TabulateArgs& a,
                    const command::Context& c);

// Rows where no dimension is missing, unless missing values count as levels.
WeightedRows tabulated_rows(const command::Variables& variables, const WeightedRows& rows, const TabulateArgs& a,
                            const command::Context& c);

// Weights as they count in a table: aweights scaled to the number of rows; ones without weights. Rows outside
// subpop() count nothing, but their levels are part of the table.
std::vector<double> counting_weights(const WeightedRows& rows, const TabulateArgs& a, const command::Context& c);

constexpr std::size_t most_rows_one_way = 12000, most_rows_two_way = 1200, most_columns_two_way = 80;
void require_room(const Dimension& d, std::size_t most);

std::string heading_of(const data::Variable& v);  // label, else name
std::size_t stub_width(const std::vector<std::string>& texts, std::size_t least, int linesize);
report::Cell frequency_cell(double n);  // 1,234; aweights keep their fractions

void two_way_summary(const Dimension& r, const Dimension& k, const WeightedRows& rows, const TabulateArgs& a,
                     const command::Context& c, command::Output& out);
void one_way_summary(const Dimension& d, const WeightedRows& rows, const TabulateArgs& a, const command::Context& c,
                     command::Output& out);

// A two-way layout: several lines in a cell, columns split over panels when they do not fit.
struct TwoWayLayout {
  std::vector<std::string> stub_heading;  // lines above the row names
  std::string column_heading;
  std::vector<std::string> rows, columns;  // names, "Total" included
  // lines[i][k]: the lines of cell (i, k), as many in every cell
  std::vector<std::vector<std::vector<report::Cell>>> cells;
  bool total_row = true, total_column = true;
};
report::Document draw_two_way(const TwoWayLayout& t, int linesize);

}  // namespace nqp::kit
