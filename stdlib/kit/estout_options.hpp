// Options that esttab and estout share.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/model_table.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/table_output.hpp"

namespace nqp::kit {

// A format as typed: 3, a3, %9.3f. Error 198 for anything else (120 for a wrong %format).
std::string table_format(const std::string& typed, const std::string& by_default);

// star(* 0.10 ** 0.05 *** 0.01). Error 198.
std::vector<Star> star_levels(const std::string& typed);

// keep drop order rename indicate coeflabels mgroups title notes interaction … ; which kind of file.
void read_rows(BodyAndOptions& line, ModelTableOptions& o);
void read_foot(BodyAndOptions& line, bool labels, ModelTableOptions& o);  // stats() scalars() r2 ar2 N …
void read_file(BodyAndOptions& line, const std::string& path, TableFile& file);
void read_cells(const std::string& typed, ModelTableOptions& o);  // cells(b(star fmt(3)) se(par))
void set_column_labels(const std::vector<std::string>& texts, ModelTableOptions& o);  // collabels()
void refuse_margin(BodyAndOptions& line);  // Error 198 for margin: coefficients would stand in its place
std::vector<HeadGroup> head_groups(const std::string& typed, std::size_t models);

// "p<0.05" limits as the note under the table shows them.
report::PaperNote star_limits(const ModelTableOptions& o);

}  // namespace nqp::kit
