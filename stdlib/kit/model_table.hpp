// Estimates side by side as papers print them: what esttab, estout and outreg2 share.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/dataset/frame.hpp"
#include "interpreter/report/paper_table.hpp"
#include "stdlib/kit/table_text.hpp"

namespace nqp::kit {

struct TableModel {
  std::string name;
  const command::Results* e = nullptr;
};

// One number of a coefficient: where it comes from and how it looks.
struct CellStatistic {
  std::string what;                  // b se t z p ci ci_l ci_u, or the name of a matrix in e()
  std::vector<std::string> formats;  // of the rows in turn; the last one for all that follow
  bool star = false;
  std::string open, close;  // ( )
  std::string label;        // heading of its column
  std::string between = ",";           // the limits of ci
  std::string vacant;                  // where the model lacks the coefficient
  std::string p_of;                    // matrix of e() whose p-values the stars follow
  bool joined = false;                 // & before it: in the cell of the one before
  bool absolute = false;
  std::vector<std::string> keep, drop; // terms
  std::vector<bool> models;            // pattern(); empty: all
};

struct FootStatistic {
  std::string what;  // a scalar or text of e(); aic, bic
  std::string label, format;
};

// A row that says in which models coefficients stand: "Year FE = *.year".
struct Indicator {
  std::string label;
  std::vector<std::string> patterns;
  bool relaxed = false;  // names that no model has are allowed
};

struct HeadGroup {
  std::string text;
  int span = 1;
};

// b becomes f(b), se becomes |f'(b)| se and intervals are transformed at their ends; t and p stay.
struct RowTransform {
  std::vector<std::string> patterns;  // of terms; empty: all
  std::function<double(double)> f, derivative;
};

struct ModelTableOptions {
  std::vector<std::vector<CellStatistic>> lines;  // under one another; within a line side by side
  std::vector<std::string> keep, drop, order;     // terms, with wildcards
  bool keep_relaxed = false, drop_relaxed = false;  // names that no model has are allowed; else error 111
  bool order_adds = false;                          // such names of order() get empty rows
  std::vector<std::pair<std::string, std::string>> rename, labels;
  std::vector<std::pair<std::string, std::string>> headings;  // a term and the row of text above it
  std::vector<std::string> equation_labels;                   // in the order of the headings
  std::string heading_mark;                                   // of models that have the term, beside a heading
  bool variable_labels = false, constant = true, omitted = false, base_levels = false, gaps = true;
  bool equation_heads = true, eform = false;
  std::vector<RowTransform> transforms;
  std::string interaction = " # ";
  std::vector<Indicator> indicators;
  std::string yes = "Yes", no = "No";
  std::vector<FootStatistic> foot;
  std::vector<Star> stars;  // largest limit first
  bool numbers = true;
  std::vector<std::string> titles;  // one a model; empty: no row of titles
  std::vector<HeadGroup> groups;    // above the models, left to right
  bool column_labels = false;
  std::string title;
  std::vector<report::PaperNote> notes;
  double level = 95;
};

// Rows are coefficients in the order in which the models bring them, the constant last. Labels come from `frame`.
report::PaperTable model_table(const std::vector<TableModel>& models, const ModelTableOptions& o,
                               const data::Frame& frame);

}  // namespace nqp::kit
