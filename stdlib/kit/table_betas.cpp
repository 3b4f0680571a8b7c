#include "stdlib/kit/table_betas.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::kit {

namespace {

// Weighted moments of a series: the deviation by the usual formula with weights that add up to the number of rows.
struct SeriesSums {
  double rows = 0, w = 0, mean = 0, squares = 0, min = data::missing, max = data::missing;

  void add(double x, double weight) {
    rows += 1;
    w += weight;
    const double d = x - mean;
    mean += d * weight / w;
    squares += weight * d * (x - mean);
    if (rows == 1 || x < min) min = x;
    if (rows == 1 || x > max) max = x;
  }
  double sd() const { return std::sqrt(squares / w * rows / (rows - 1)); }
};

struct RegressorSums {
  std::vector<std::size_t> columns;      // of e(b)
  std::vector<std::string> names;
  std::vector<SeriesSums> of_x;
  SeriesSums of_y;
};

RegressorSums regressor_sums(std::uint64_t sample_id, const command::Results& e, runtime::Session& s) {
  const data::Column* mark = nullptr;
  for (const data::SampleMark& m : s.frame().samples)
    if (m.id == sample_id) mark = m.column.get();
  if (!mark || !e.find_matrix("b")) throw Error(322, "the sample of the estimates is not in memory");
  const command::Context c = s.context();
  std::vector<double> weights(c.frame.rows, 1.0);
  if (const std::string w = e.macro_or("wexp"); !w.empty())
    weights = eval::evaluate_numbers(*grammar::parse_expression(w.substr(w.find('=') + 1)), c.scope);
  const std::vector<double> y = depvar_values(e, c);
  Regressors x(e, "", c);
  RegressorSums out{x.columns(), x.names(), std::vector<SeriesSums>(x.columns().size()), {}};
  x.for_each_row([&](std::size_t row, const double* values) {
    if (!values || mark->missing_at(row) || mark->number(row) == 0) return;
    out.of_y.add(y[row], weights[row]);
    for (std::size_t j = 0; j < out.of_x.size(); ++j) out.of_x[j].add(values[j], weights[row]);
  });
  return out;
}

template <class F>
void add_regressor_row(const std::string& name, const RegressorSums& sums, F&& value, command::Results& e) {
  const eval::Matrix& b = *e.find_matrix("b");
  std::vector<double> out(b.columns, data::missing);
  for (std::size_t j = 0; j < sums.columns.size(); ++j)
    if (sums.names[j] != "_cons") out[sums.columns[j]] = data::checked(value(b(0, sums.columns[j]), sums.of_x[j]));
  e.matrix(name, named_row(out, "y1", b.column_names));
}

}  // namespace

void add_betas(std::uint64_t sample_id, command::Results& e, runtime::Session& s) {
  const RegressorSums sums = regressor_sums(sample_id, e, s);
  const double of_y = sums.of_y.sd();
  add_regressor_row("beta", sums, [of_y](double b, const SeriesSums& x) { return b * x.sd() / of_y; }, e);
}

void add_betas(const std::string& name, command::Results& e, runtime::Session& s) {
  std::uint64_t id = 0;
  if (name == ".") id = s.estimates() ? s.estimates()->sample_id : 0;
  else if (const auto it = s.stored_estimates().find(name); it != s.stored_estimates().end()) id = it->second.sample_id;
  add_betas(id, e, s);
}

void add_regressor_summaries(const std::vector<std::string>& statistics, std::uint64_t sample_id,
                             command::Results& e, runtime::Session& s) {
  const RegressorSums sums = regressor_sums(sample_id, e, s);
  for (const std::string& what : statistics)
    add_regressor_row(what, sums, [&](double b, const SeriesSums& x) {
      return what == "mean"  ? x.mean
             : what == "sd"  ? x.sd()
             : what == "min" ? x.min
             : what == "max" ? x.max
                             : std::exp(b * x.sd());
    }, e);
}

}  // namespace nqp::kit
