#include "stdlib/kit/production_units.hpp"

#include <fmt/format.h>

#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {
namespace {

std::vector<double> unit_row(const numeric::Matrix& m, std::size_t i) {
  std::vector<double> out(m.cols);
  for (std::size_t j = 0; j < m.cols; ++j) out[j] = m(i, j);
  return out;
}

void require_values(const Production& p) {
  for (std::size_t i = 0; i < p.rows.size(); ++i) {
    double inputs = 0;
    for (std::size_t j = 0; j < p.x.cols + p.y.cols; ++j) {
      const bool input = j < p.x.cols;
      const double v = input ? p.x(i, j) : p.y(i, j - p.x.cols);
      if (v < 0)
        throw Error(
            459, fmt::format("{} is negative in row {}", input ? p.inputs[j] : p.outputs[j - p.x.cols], p.rows[i] + 1));
      inputs += input ? v : 0;
    }
    if (inputs == 0) throw Error(459, fmt::format("all inputs are zero in row {}", p.rows[i] + 1));
  }
}

}  // namespace

std::vector<double> Production::input(std::size_t i) const { return unit_row(x, i); }
std::vector<double> Production::output(std::size_t i) const { return unit_row(y, i); }

Production read_production(const std::string& body, const command::Sample& sample, const command::Context& c) {
  const std::size_t equals = body.find('=');
  Production p;
  if (equals != std::string::npos) {
    p.inputs = command::resolve_variables(std::string_view(body).substr(0, equals), c);
    p.outputs = command::resolve_variables(std::string_view(body).substr(equals + 1), c);
  }
  if (p.inputs.empty() || p.outputs.empty())
    throw Error(198, "inputs and outputs are written inputs = outputs", std::nullopt,
                {"for example capital labour = gdp"});
  for (const data::Row r : c.rows(sample)) {
    bool whole = true;
    for (const auto* list : {&p.inputs, &p.outputs})
      for (const std::string& v : *list) whole = whole && !data::is_missing(c.numeric(v).number(r));
    if (whole) p.rows.push_back(r);
    else ++p.dropped;
  }
  if (p.rows.empty()) throw Error(2000, "no observations");
  p.x = numeric::Matrix(p.rows.size(), p.inputs.size()), p.y = numeric::Matrix(p.rows.size(), p.outputs.size());
  for (std::size_t j = 0; j < p.inputs.size(); ++j) c.numeric(p.inputs[j]).read_rows(p.rows, p.x.column(j).data());
  for (std::size_t j = 0; j < p.outputs.size(); ++j) c.numeric(p.outputs[j]).read_rows(p.rows, p.y.column(j).data());
  require_values(p);
  return p;
}

Technology technology(const Production& p, const std::vector<std::size_t>& members) {
  std::vector<std::size_t> inputs(p.x.cols), outputs(p.y.cols);
  for (std::size_t j = 0; j < inputs.size(); ++j) inputs[j] = j;
  for (std::size_t j = 0; j < outputs.size(); ++j) outputs[j] = j;
  return {numeric::submatrix(p.x, members, inputs), numeric::submatrix(p.y, members, outputs)};
}

numeric::Returns parse_returns(const std::string& word) {
  if (word == "vrs") return numeric::Returns::variable;
  return word == "nirs" ? numeric::Returns::nonincreasing : numeric::Returns::constant;
}

}  // namespace nqp::kit
