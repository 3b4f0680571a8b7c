// estat ic, summarize, vce: after any estimator.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/report/document.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/information_criteria.hpp"
#include "stdlib/kit/model_data.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;
using report::Align;
using report::text_cell;

InformationCriteria information_criteria(const Results& e, double n) {
  InformationCriteria k;
  k.N = n > 0 ? n : e.scalar_or("N");
  k.ll_0 = e.scalar_or("ll_0");
  k.ll = e.scalar_or("ll");
  k.df = e.scalar_or("rank");
  if (data::is_missing(k.df)) {
    const eval::Matrix* V = e.find_matrix("V");
    k.df = 0;
    for (std::size_t i = 0; V && i < V->rows; ++i) k.df += (*V)(i, i) > 0 ? 1 : 0;
  }
  if (data::is_missing(k.ll)) return k;
  k.aic = -2 * k.ll + 2 * k.df;
  k.bic = -2 * k.ll + k.df * std::log(k.N);
  return k;
}

report::Table criteria_table(const std::vector<std::pair<std::string, InformationCriteria>>& models) {
  report::Table t;
  t.columns = {{12, 0, false}, {9, 1, true}, {9, 2, false}, {9, 2, false}, {6, 2, false}, {9, 2, false}, {9, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.rule();
  t.row({head("Model"), head("N"), head("ll(null)"), head("ll(model)"), head("df"), head("AIC"), head("BIC")});
  t.rule();
  for (const auto& [name, k] : models)
    t.row({head(text::abbreviate(name, 12).c_str()), report::number_cell(k.N, "%12.0fc"),
           report::number_cell(k.ll_0, "%9.0g"), report::number_cell(k.ll, "%9.0g"), report::number_cell(k.df, "%6.0f"),
           report::number_cell(k.aic, "%9.0g"), report::number_cell(k.bic, "%9.0g")});
  t.rule();
  return t;
}

eval::Matrix criteria_matrix(const std::vector<std::pair<std::string, InformationCriteria>>& models) {
  eval::Matrix S(models.size(), 6);
  S.column_names = {"N", "ll0", "ll", "df", "AIC", "BIC"};
  for (std::size_t i = 0; i < models.size(); ++i) {
    const InformationCriteria& k = models[i].second;
    const double values[] = {k.N, k.ll_0, k.ll, k.df, k.aic, k.bic};
    S.row_names[i] = models[i].first;
    for (std::size_t j = 0; j < 6; ++j) S(i, j) = values[j];
  }
  return S;
}

Output estat_ic(EstatCall& call) {
  const ast::Option* n = call.line.find("n");
  call.line.check_all_known();
  if (data::is_missing(call.e.scalar_or("ll")))
    throw Error(321, "estat ic needs a log likelihood, and the last estimates have none");
  const double given = n ? std::strtod(n->argument.c_str(), nullptr) : 0;
  const std::vector<std::pair<std::string, InformationCriteria>> models{{".", information_criteria(call.e, given)}};
  Output out;
  out.document.blank();
  out.line("Akaike's information criterion and Bayesian information criterion");
  out.document.blank();
  out.document.add(criteria_table(models));
  out.r = Results{}.matrix("S", criteria_matrix(models));
  return out;
}

Output estat_vce(EstatCall& call) {
  const bool correlation = call.line.find("Correlation") != nullptr;
  call.line.check_all_known();
  const eval::Matrix* kept = call.e.find_matrix("V");
  if (kept == nullptr) throw Error(321, "the last estimates have no covariance matrix");
  eval::Matrix V = *kept;
  if (correlation) {
    const eval::Matrix raw = V;
    for (std::size_t i = 0; i < V.rows; ++i)
      for (std::size_t j = 0; j < V.columns; ++j) {
        const double scale = std::sqrt(raw(i, i) * raw(j, j));
        V(i, j) = scale > 0 ? raw(i, j) / scale : 0;
      }
  }
  report::Table t;
  t.columns = {{12, 0, false}, {0, 0, true}};
  std::vector<report::Cell> head{text_cell("e(V)", Align::right), text_cell("")};
  for (std::size_t j = 0; j < V.columns; ++j) {
    t.columns.push_back({9, 2, false});
    head.push_back(text_cell(text::abbreviate(V.column_names[j], 9), Align::right));
  }
  t.rule();
  t.row(head);
  t.rule();
  for (std::size_t i = 0; i < V.rows; ++i) {
    std::vector<report::Cell> row{text_cell(text::abbreviate(V.row_names[i], 12), Align::right), text_cell("")};
    for (std::size_t j = 0; j <= i; ++j) row.push_back(report::number_cell(V(i, j), correlation ? "%7.4f" : "%9.0g"));
    t.row(std::move(row));
  }
  t.rule();
  Output out;
  out.document.blank();
  out.line(correlation ? "Correlation matrix of coefficients" : "Covariance matrix of coefficients");
  out.document.blank();
  out.document.add(std::move(t));
  out.r = Results{}.matrix("V", std::move(V));
  return out;
}

namespace {

// Mean, sd, min, max of one column over the sample, unweighted.
std::vector<double> summary(std::span<const double> x) {
  double mean = 0, ss = 0, low = x[0], high = x[0];
  for (const double v : x) mean += v / static_cast<double>(x.size());
  for (const double v : x) {
    ss += (v - mean) * (v - mean);
    low = std::min(low, v);
    high = std::max(high, v);
  }
  const double sd = x.size() > 1 ? std::sqrt(ss / static_cast<double>(x.size() - 1)) : data::missing;
  return {mean, sd, low, high};
}

}  // namespace

namespace {

// What estat summarize looks at: the dependent variable and the regressors, or the variables of pca and its kind.
struct SummarizedColumns {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;
  std::size_t n = 0;
};

SummarizedColumns summarized_columns(const EstatCall& call) {
  SummarizedColumns out;
  const eval::Matrix* means = call.e.find_matrix("means");
  if (call.e.macro_or("depvar").empty() && means != nullptr) {
    const EstimationSample sample = last_sample(call.context);
    out.n = sample.size();
    for (const std::string& name : means->column_names) {
      const data::Column& x = call.context.numeric(name);
      out.names.push_back(name);
      out.values.emplace_back();
      for (const data::Row r : sample.rows) out.values.back().push_back(x.number(r));
    }
    return out;
  }
  const ModelData m = model_data(call.context);
  out.n = m.sample.size();
  out.names = {call.e.macro_or("depvar")};
  out.values = {m.y};
  for (std::size_t j = 0; j < m.names.size(); ++j) {
    const auto column = m.x.column(j);
    out.names.push_back(m.names[j]);
    out.values.emplace_back(column.begin(), column.end());
  }
  return out;
}

}  // namespace

Output estat_summarize(EstatCall& call) {
  call.line.check_all_known();
  const SummarizedColumns m = summarized_columns(call);
  eval::Matrix stats(m.names.size(), 4);
  stats.column_names = {"mean", "sd", "min", "max"};
  stats.row_names = m.names;
  report::Table t;
  t.columns = {{12, 0, false}, {9, 3, true}, {9, 3, false}, {9, 3, false}, {9, 3, false}};
  t.rule();
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.row({head("Variable"), head("Mean"), head("Std. dev."), head("Min"), head("Max")});
  t.rule();
  for (std::size_t i = 0; i < stats.rows; ++i) {
    const std::vector<double> s = summary(m.values[i]);
    std::vector<report::Cell> row{text_cell(text::abbreviate(stats.row_names[i], 12), Align::right)};
    for (std::size_t j = 0; j < 4; ++j) {
      stats(i, j) = s[j];
      row.push_back(report::number_cell(s[j], "%9.0g"));
    }
    t.row(std::move(row));
  }
  t.rule();
  Output out;
  out.document.blank();
  out.line("Estimation sample " + call.e.macro_or("cmd") + "     Number of obs = " +
           count_text(static_cast<double>(m.n)));
  out.document.blank();
  out.document.add(std::move(t));
  out.r = Results{}.scalar("N", static_cast<double>(m.n)).matrix("stats", std::move(stats));
  return out;
}

}  // namespace nqp::kit
