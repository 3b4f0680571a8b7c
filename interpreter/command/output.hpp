// What a command gives back. Nothing is changed or printed before the session commits it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/ast/error.hpp"
#include "interpreter/command/results.hpp"
#include "interpreter/dataset/frame.hpp"
#include "interpreter/eval/value.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::command {

// Few rows of one numeric variable: applied in place when nobody else holds the column.
struct Patch {
  std::string variable;
  std::vector<data::Row> rows;
  std::vector<double> values;
};

// The rows of the data in another order: applied in place as far as nobody else holds the columns.
struct Reordering {
  std::vector<data::Row> order;
  std::vector<std::string> sorted_by;
};

struct Output {
  std::optional<data::Frame> frame;
  std::optional<Patch> patch;
  std::optional<Reordering> reordering;
  std::optional<Results> r;                              // replaces r()
  std::optional<Estimates> e;                            // replaces e()
  std::vector<std::uint8_t> sample;                      // e(sample) of e, one per row of the frame
  std::vector<std::pair<std::string, std::string>> locals;    // of the caller, e.g. levelsof, local(l)
  std::vector<std::pair<std::string, eval::Value>> scalars;   // session scalars
  std::vector<std::pair<std::string, eval::Matrix>> matrices; // session matrices
  report::Document document;
  Named<Results> stored;                                 // estimates to keep under names, of the sample of e
  std::optional<Error> failure;                          // thrown when all is committed: results that did not converge

  // Not inline: this code would otherwise be made again in every file that has one.
  Output();
  Output(const Output&);
  Output(Output&&) noexcept;
  Output& operator=(const Output&);
  Output& operator=(Output&&) noexcept;
  ~Output();

  // One line of the report.
  Output& line(std::string text, report::Style style = report::Style::text) {
    document.line(std::move(text), style);
    return *this;
  }
};

}  // namespace nqp::command
