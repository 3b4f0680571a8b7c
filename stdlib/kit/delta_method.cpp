#include "stdlib/kit/delta_method.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grammar/parse.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

namespace {

// The session with other coefficients.
class OtherCoefficients final : public eval::Environment {
 public:
  OtherCoefficients(const eval::Environment& session, const eval::Matrix& b) : session_(session), b_(b) {}

  eval::Matrix& b() { return b_; }

  std::optional<eval::Value> scalar(std::string_view name) const override { return session_.scalar(name); }
  const eval::Matrix* matrix(std::string_view name) const override { return session_.matrix(name); }
  eval::Stored stored(char kind, std::string_view name) const override {
    if (kind == 'e' && name == "b") return &b_;
    return session_.stored(kind, name);
  }
  std::uint64_t sample_id() const override { return session_.sample_id(); }
  numeric::Rng& rng() const override { return session_.rng(); }
  void poll() const override { session_.poll(); }
  bool abbreviations() const override { return session_.abbreviations(); }
  std::vector<std::string>& regex_groups() const override { return session_.regex_groups(); }
  data::FramePtr frame_named(std::string_view name) const override { return session_.frame_named(name); }
  double by_state(std::string_view function) const override { return session_.by_state(function); }

 private:
  const eval::Environment& session_;
  eval::Matrix b_;
};

}  // namespace

std::vector<NamedFunction> read_functions(const std::string& text) {
  if (trim(text).empty())
    throw Error(100, "an expression is required", std::nullopt, {"for example: nlcom _b[x1]/_b[x2]"});
  std::vector<Piece> pieces = split_pieces(text);
  const bool listed = std::all_of(pieces.begin(), pieces.end(), [](const Piece& p) { return p.grouped; });
  if (!listed) pieces = {{text, false}};
  std::vector<NamedFunction> out;
  for (const Piece& piece : pieces) {
    NamedFunction f;
    f.text = std::string(trim(piece.text));
    const std::size_t colon = find_outside(f.text, ':');
    if (colon != std::string::npos) {
      f.name = std::string(trim(std::string_view(f.text).substr(0, colon)));
      f.text = std::string(trim(std::string_view(f.text).substr(colon + 1)));
      if (!data::valid_name(f.name)) throw Error(198, f.name + " invalid name");
    }
    if (f.name.empty()) f.name = "_nl_" + std::to_string(out.size() + 1);
    f.function = grammar::parse_expression(f.text);
    out.push_back(std::move(f));
  }
  return out;
}

DeltaMethod delta_method(const std::vector<ast::ExpressionPtr>& functions, const command::Results& e,
                         const command::Context& c) {
  const eval::Matrix *b = e.find_matrix("b"), *V = e.find_matrix("V");
  if (!b) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  if (!V) throw Error(321, "the estimates have no variance matrix");
  OtherCoefficients environment(c.environment, *b);
  const eval::Scope scope(c.frame, environment);
  DeltaMethod out;
  const auto value = [&](const ast::ExpressionPtr& f) { return eval::evaluate_number(*f, scope); };
  for (const ast::ExpressionPtr& f : functions) {
    out.values.push_back(value(f));
    if (data::is_missing(out.values.back()))
      throw Error(498, "the expression is missing at the estimated coefficients", f->span);
  }
  numeric::Matrix G(functions.size(), b->columns);
  for (std::size_t j = 0; j < b->columns; ++j) {
    const double at = (*b)(0, j);
    if (!((*V)(j, j) > 0)) continue;  // base levels and omitted terms
    const double h = std::cbrt(std::numeric_limits<double>::epsilon()) * std::max(std::abs(at), 1e-3);
    const double above = at + h, below = at - h;
    for (std::size_t i = 0; i < functions.size(); ++i) {
      environment.b()(0, j) = above;
      const double high = value(functions[i]);
      environment.b()(0, j) = below;
      const double low = value(functions[i]);
      if (data::is_missing(high) || data::is_missing(low))
        throw Error(498, "the expression cannot be differentiated at the estimated coefficients", functions[i]->span);
      G(i, j) = (high - low) / (above - below);
    }
    environment.b()(0, j) = at;
  }
  out.V = numeric::quadratic_form(G, numeric_matrix(*V));
  return out;
}

}  // namespace nqp::kit
