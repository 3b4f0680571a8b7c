// Any bytes as an expression: read, written out, and computed for one value and for every row of a small frame.
#include "grammar/parse.hpp"
#include "interpreter/dataset/column.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/eval/scope.hpp"
#include "stdlib/numeric/rng/generator.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace nqp;

// A session with nothing in it.
class Nothing final : public eval::Environment {
 public:
  std::optional<eval::Value> scalar(std::string_view) const override { return std::nullopt; }
  const eval::Matrix* matrix(std::string_view) const override { return nullptr; }
  eval::Stored stored(char, std::string_view) const override { return std::monostate(); }
  std::uint64_t sample_id() const override { return 0; }
  numeric::Rng& rng() const override { return rng_; }
  void poll() const override {}
  bool abbreviations() const override { return true; }
  std::vector<std::string>& regex_groups() const override { return groups_; }

 private:
  mutable numeric::Rng rng_{12345};
  mutable std::vector<std::string> groups_;
};

data::Frame small_frame() {
  data::Frame f;
  f.rows = 5;
  const double numbers[] = {1, -2.5, data::missing, 1e300, 0};
  const std::string texts[] = {"a", "", "1.5", "\xE4\xB8\xAD", "01jan2020"};
  data::Variable x, s;
  x.name = "x";
  x.column = data::make_numeric(data::Storage::double_, numbers);
  x.format = "%10.0g";
  s.name = "s";
  s.column = data::make_strings(texts);
  s.format = "%9s";
  f.add(std::move(x));
  f.add(std::move(s));
  return f;
}

void compute(const std::string& text, const eval::Scope& scope) {
  const ast::ExpressionPtr e = grammar::parse_expression(text);
  fuzz::answers([&] { grammar::parse_expression(grammar::unparse(*e)); });
  fuzz::answers([&] { eval::evaluate(*e, scope); });
  fuzz::answers([&] {
    const auto plan = eval::compile(*e, scope);
    if (plan->is_string()) return;
    double out[5];
    plan->numbers(0, 5, out);
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Nothing nothing;
  static const data::Frame frame = small_frame();
  const std::string text = fuzz::text(data, size);
  fuzz::answers([&] { compute(text, eval::Scope(frame, nothing)); });
  fuzz::answers([&] { grammar::parse_matrix_expression(text); });
  return 0;
}
