// Tables of estimates on their way out: which models, which file, what is said about it.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/report/paper_table.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/model_table.hpp"
#include "stdlib/kit/options_of.hpp"

namespace nqp::kit {

// Names stored by eststo, in the order in which they came.
std::vector<std::string> eststo_names(runtime::Session& s);
void set_eststo_names(const std::vector<std::string>& names, runtime::Session& s);

// Models by names and wildcards (in the order of storing); nothing: those of eststo, else the last estimates. Errors
// 111 for a name that is not stored, 301 when there is nothing at all.
std::vector<TableModel> table_models(const std::string& names, runtime::Session& s);

struct TableFile {
  std::string path;  // empty: the screen
  report::PaperFormat format = report::PaperFormat::text;
  report::PaperStyle style;
  bool replace = false, append = false;
  std::vector<std::pair<std::string, std::string>> substitutions{};  // in what is written
};

// Numbers are never cut: a column of text as wide as the longest cell of the body asks for.
void widen_cells(report::PaperTable& t);

// Shows the table, or writes it and says so. Error 602 when the file exists and neither replace nor append is given.
void put_table(const report::PaperTable& t, const TableFile& file, runtime::Session& s);

// The table that put_table() last showed on the screen in this session; empty when none.
struct ShownPaper {
  std::optional<report::PaperTable> table;
};

// Says that options which a table maker knows from elsewhere change nothing here.
void note_without_effect(BodyAndOptions& line, std::initializer_list<const char*> names, runtime::Session& s);

// The words of a list of "quoted" or bare texts.
std::vector<std::string> listed_texts(std::string_view text);

}  // namespace nqp::kit
