#include "stdlib/kit/components.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Results;
using report::Align;
using report::number_cell;
using report::text_cell;

Correlated correlated(const Context& c, const command::Variables& names, const command::Sample& sample,
                      const command::Weight& weight) {
  if (names.size() < 2) throw Error(102, "too few variables specified: at least two are needed");
  std::vector<const data::Column*> columns;
  for (const std::string& name : names) columns.push_back(&c.numeric(name));
  Correlated out;
  out.names = names;
  out.rows = complete_rows(weighted_rows(c, sample, weight), columns);
  need_rows(out.rows);
  if (out.rows.size() < 2) throw Error(2001, "insufficient observations: at least two are needed");
  numeric::Matrix x(out.rows.size(), names.size());
  for (std::size_t k = 0; k < names.size(); ++k) columns[k]->read_rows(out.rows.rows, x.data.data() + k * x.rows);
  const numeric::Covariance moments =
      compute(c, [&](numeric::Progress&) { return numeric::covariance(x, out.rows.weights, out.rows.kind); });
  out.n = moments.n;
  out.means = moments.means;
  out.correlation = moments.correlation;
  out.covariance = moments.covariance;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const double variance = moments.covariance(k, k);
    if (!(variance > 0))
      throw Error(498, "variable " + names[k] + " has zero variance in the sample", std::nullopt, {"leave it out"});
    out.sds.push_back(std::sqrt(variance));
  }
  return out;
}

Output begin_components(const Context& c, const std::string& cmd, const Correlated& x, bool covariance) {
  Output out;
  Results e;
  e.scalar("N", x.n);
  e.macro("cmd", cmd).macro("cmdline", c.command_line).macro("Ctype", covariance ? "covariance" : "correlation");
  e.macro("predict", "predict").macro("properties", "nob noV eigen");
  e.matrix("C", named_matrix(covariance ? x.covariance : x.correlation, x.names, x.names));
  e.matrix("means", named_row(x.means, "mean", x.names)).matrix("sds", named_row(x.sds, "sd", x.names));
  out.e = command::Estimates{std::move(e), 0};
  out.sample.assign(c.frame.rows, 0);
  for (const data::Row i : x.rows.rows) out.sample[i] = 1;
  return out;
}

std::vector<std::string> numbered(const std::string& stem, std::size_t n) {
  std::vector<std::string> out;
  for (std::size_t k = 1; k <= n; ++k) out.push_back(stem + std::to_string(k));
  return out;
}

report::Table loading_table(const eval::Matrix& l, const std::vector<double>& last, const std::string& last_name,
                            double blanks) {
  report::Table t;
  t.columns = {{12, 0, false}};
  std::vector<report::Cell> head{text_cell("Variable", Align::right)};
  for (std::size_t j = 0; j < l.columns; ++j) {
    t.columns.push_back({9, 1, j == 0});
    head.push_back(text_cell(l.column_names[j], Align::right));
  }
  if (!last.empty()) {
    t.columns.push_back({11, 1, true});
    head.push_back(text_cell(last_name, Align::right));
  }
  t.rule();
  t.row(std::move(head));
  t.rule();
  for (std::size_t i = 0; i < l.rows; ++i) {
    std::vector<report::Cell> row{text_cell(text::abbreviate(l.row_names[i], 12), Align::right)};
    for (std::size_t j = 0; j < l.columns; ++j)
      row.push_back(std::abs(l(i, j)) < blanks ? text_cell("") : number_cell(l(i, j), "%9.4f"));
    if (!last.empty()) row.push_back(number_cell(std::abs(last[i]) < 1e-12 ? 0 : last[i], "%9.4g"));
    t.row(std::move(row));
  }
  t.rule();
  return t;
}

report::Table eigenvalue_table(const eval::Matrix& values, double total, const std::string& stem) {
  report::Table t;
  t.columns = {{12, 0, false}, {12, 1, true}, {12, 1, false}, {12, 1, false}, {12, 1, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.rule();
  t.row({head(stem == "Comp" ? "Component" : "Factor"), head("Eigenvalue"), head("Difference"), head("Proportion"),
         head("Cumulative")});
  t.rule();
  double sum = 0;
  for (std::size_t j = 0; j < values.columns; ++j) {
    const double x = values(0, j), next = j + 1 < values.columns ? x - values(0, j + 1) : data::missing;
    sum += x;
    t.row({text_cell(stem + std::to_string(j + 1), Align::right), number_cell(x, "%10.0g"), number_cell(next, "%10.0g"),
           number_cell(x / total, "%9.4f"), number_cell(sum / total, "%9.4f")});
  }
  t.rule();
  return t;
}

namespace {

// Weights of the standardised variables, p × k: eigenvectors after pca; after factor the regression weights
// R⁻¹ L Φ (Thomson 1951).
numeric::Matrix score_weights(const Results& e) {
  const eval::Matrix* rotated = e.find_matrix("r_L");
  const numeric::Matrix l = numeric_matrix(rotated ? *rotated : *e.find_matrix("L"));
  if (e.macro_or("cmd") == "pca") return l;
  numeric::Matrix structure = l;
  if (const eval::Matrix* phi = e.find_matrix("r_Phi"); phi && rotated) {
    structure = numeric::Matrix(l.rows, l.cols);
    for (std::size_t i = 0; i < l.rows; ++i)
      for (std::size_t j = 0; j < l.cols; ++j)
        for (std::size_t k = 0; k < l.cols; ++k) structure(i, j) += l(i, k) * (*phi)(k, j);
  }
  return numeric::solve_spd(numeric_matrix(*e.find_matrix("C")), structure);
}

}  // namespace

std::vector<std::vector<double>> component_scores(const Results& e, const Context& c) {
  const eval::Matrix &means = *e.find_matrix("means"), &sds = *e.find_matrix("sds");
  const numeric::Matrix w = compute(c, [&](numeric::Progress&) { return score_weights(e); });
  const bool covariance = e.macro_or("Ctype") == "covariance";
  const std::size_t n = c.frame.rows;
  std::vector<std::vector<double>> out(w.cols, std::vector<double>(n, 0));
  std::vector<double> x(n);
  std::vector<bool> absent(n, false);
  for (std::size_t i = 0; i < w.rows; ++i) {
    c.numeric(means.column_names[i]).read(0, n, x.data());
    const double mean = means(0, i), scale = covariance ? 1 : sds(0, i);
    for (std::size_t row = 0; row < n; ++row) {
      if (data::is_missing(x[row])) absent[row] = true;
      else
        for (std::size_t k = 0; k < w.cols; ++k) out[k][row] += (x[row] - mean) / scale * w(i, k);
    }
  }
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t k = 0; k < w.cols && absent[row]; ++k) out[k][row] = data::missing;
  return out;
}

const Results& component_estimates(const Context& c, const std::string& who) {
  const std::string cmd = c.e ? c.e->results.macro_or("cmd") : std::string();
  if (cmd != "pca" && cmd != "factor")
    throw Error(301, "last estimates not found", std::nullopt, {who + " follows pca or factor"});
  return c.e->results;
}

Output predict_components(const std::vector<command::NewVariable>& targets, const command::Sample& sample,
                          const std::vector<ast::Option>& options, const Context& c) {
  const Results& e = component_estimates(c, "predict");
  for (const ast::Option& o : options) {
    const bool known = abbreviates(o.name, "SCore") || abbreviates(o.name, "Regression") || o.name == "notable" ||
                       abbreviates(o.name, "norotated");
    if (!known) throw Error(198, "option " + o.name + " not allowed", o.name_span, {"predict computes scores here"});
  }
  const auto scores = component_scores(e, c);
  if (targets.size() > scores.size()) {
    throw Error(103, "too many variables specified: there are " + std::to_string(scores.size()) + " components",
                std::nullopt, {"components() or factors() keeps more"});
  }
  const std::vector<std::uint8_t> use = c.select(sample);
  Output out;
  if (options.empty()) out.line("(option score assumed)");
  data::Frame f = c.frame;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    check_new_name(f, targets[k].name);
    std::vector<double> values = scores[k];
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!use[i]) values[i] = data::missing;
    data::Variable v;
    v.name = targets[k].name;
    const std::string& written = targets[k].type.empty() ? targets[0].type : targets[k].type;
    const auto type = data::parse_type(written);
    v.column = data::make_numeric(type ? type->storage : default_storage(c), values);
    v.format = data::default_format(v.column->type());
    const bool pca = e.macro_or("cmd") == "pca";
    v.label = "Scores for " + std::string(pca ? "component " : "factor ") + std::to_string(k + 1);
    f.add(std::move(v));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace nqp::kit
