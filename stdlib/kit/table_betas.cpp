#include "stdlib/kit/table_betas.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::kit {

void add_betas(const std::string& name, command::Results& e, runtime::Session& s) {
  std::uint64_t id = 0;
  if (name == ".") id = s.estimates() ? s.estimates()->sample_id : 0;
  else if (const auto it = s.stored_estimates().find(name); it != s.stored_estimates().end()) id = it->second.sample_id;
  const data::Column* mark = nullptr;
  for (const data::SampleMark& m : s.frame().samples)
    if (m.id == id) mark = m.column.get();
  const eval::Matrix* b = e.find_matrix("b");
  if (!mark || !b) throw Error(322, "beta needs the sample of the estimates in memory");
  const command::Context c = s.context();
  std::vector<double> weights(c.frame.rows, 1.0);
  if (const std::string w = e.macro_or("wexp"); !w.empty())
    weights = eval::evaluate_numbers(*grammar::parse_expression(w.substr(w.find('=') + 1)), c.scope);
  // Weighted sums of a series over the sample: sd by the usual formula, Σw scaled away.
  struct Sums {
    double w = 0, mean = 0, squares = 0;
    void add(double x, double weight) {
      w += weight;
      const double d = x - mean;
      mean += d * weight / w;
      squares += weight * d * (x - mean);
    }
    double sd() const { return std::sqrt(squares / w); }
  };
  const std::vector<double> y = depvar_values(e, c);
  Regressors x(e, "", c);
  std::vector<Sums> sums(x.columns().size());
  Sums of_y;
  x.for_each_row([&](std::size_t row, const double* values) {
    if (!values || mark->missing_at(row) || mark->number(row) == 0) return;
    of_y.add(y[row], weights[row]);
    for (std::size_t j = 0; j < sums.size(); ++j) sums[j].add(values[j], weights[row]);
  });
  std::vector<double> beta(b->columns, data::missing);
  for (std::size_t j = 0; j < sums.size(); ++j)
    if (x.names()[j] != "_cons")
      beta[x.columns()[j]] = data::checked((*b)(0, x.columns()[j]) * sums[j].sd() / of_y.sd());
  e.matrix("beta", named_row(beta, "y1", b->column_names));
}

}  // namespace nqp::kit
