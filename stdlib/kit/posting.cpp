#include "stdlib/kit/posting.hpp"

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/compute.hpp"

namespace nqp::kit {

eval::Matrix named_matrix(numeric::MatrixView m, std::vector<std::string> rows, std::vector<std::string> columns) {
  eval::Matrix out(m.rows, m.cols);
  for (std::size_t j = 0; j < m.cols; ++j)
    for (std::size_t i = 0; i < m.rows; ++i) out(i, j) = stored(m(i, j));
  out.row_names = std::move(rows);
  out.column_names = std::move(columns);
  return out;
}

eval::Matrix named_row(const std::vector<double>& values, std::string row, std::vector<std::string> columns) {
  return named_matrix(numeric::MatrixView(values.data(), 1, values.size()), {std::move(row)}, std::move(columns));
}

numeric::Matrix numeric_matrix(const eval::Matrix& m) { return {m.rows, m.columns, m.values}; }

std::vector<double> row_values(const eval::Matrix& m) { return m.values; }

command::Results begin_estimates(const std::string& cmd, const std::string& title, const std::string& depvar,
                                 const command::Context& c) {
  command::Results e;
  e.macro("cmdline", c.command_line).macro("title", title).macro("cmd", cmd).macro("depvar", depvar);
  e.macro("predict", cmd + "_p");
  return e;
}

void post_scalars(command::Results& e, const command::Named<double>& scalars) {
  for (const auto& [name, value] : scalars) e.scalar(name, stored(value));
}

void post_coefficients(command::Results& e, const Coefficients& k) {
  e.matrix("b", named_row(k.b, "y1", k.names));
  e.matrix("V", named_matrix(k.V, k.names, k.names));
  e.macro("properties", "b V");
  if (k.empty.empty()) return;
  e.macro("empty", text::joined(k.empty));
}

void post_weight(command::Results& e, const command::Weight& w) {
  static const char* names[] = {"", "fweight", "aweight", "pweight", "iweight"};
  if (w.kind == command::WeightKind::none) return;
  e.macro("wtype", names[static_cast<int>(w.kind)]);
  e.macro("wexp", w.text);
}

command::Output estimation(command::Results e, const EstimationSample& s, const Coefficients& k, double level) {
  command::Output out;
  note_omitted(k, out);
  out.r = command::Results{}.scalar("level", level).matrix("table", result_table(coefficient_rows(e, level), e, false));
  out.e = command::Estimates{std::move(e), 0};
  out.sample = s.use;
  return out;
}

void require_convergence(bool converged, command::Output& out) {
  if (converged) return;
  out.failure.emplace(430, "convergence not achieved", std::nullopt,
                      std::vector<std::string>{"the results above are filed with e(converged) = 0; allow more iterations, "
                                               "or look for collinear or badly scaled variables"});
}

std::string depvar_name(const command::Terms& y) { return command::term_name(y.front()); }

}  // namespace nqp::kit
