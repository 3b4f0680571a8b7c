// Date literals td(1mar2019), tm(2019m3) … and ranges of the declared time variable tin(), twithin().
#include <cmath>
#include <cstdlib>

#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/text/date.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/leap_second.hpp"

namespace nqp::eval {
namespace {

std::optional<double> plain_number(const std::string& text) {
  char* end = nullptr;
  const double x = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return std::nullopt;
  return x;
}

// 'd' 'c' 'w' 'm' 'q' 'h' 'y', and anything else for plain numbers.
std::optional<double> parse_literal(const std::string& text, char unit) {
  switch (unit) {
    case 'd': return text::parse_date(text, "DMY");
    case 'c':
    case 'C': {
      for (const char* mask : {"DMYhms", "DMYhm", "DMYh", "DMY"})
        if (auto value = text::parse_clock(text, mask)) return unit == 'C' ? text::with_leap_seconds(*value) : *value;
      return std::nullopt;
    }
    case 'w': return text::parse_period(text, "YW", 'w');
    case 'm': return text::parse_period(text, "YM", 'm');
    case 'q': return text::parse_period(text, "YQ", 'q');
    case 'h': return text::parse_period(text, "YH", 'h');
    default: return plain_number(text);
  }
}

const char* example_of(char unit) {
  switch (unit) {
    case 'd': return "1mar2019";
    case 'c':
    case 'C': return "1mar2019 14:30:00";
    case 'w': return "2019w9";
    case 'm': return "2019m3";
    case 'q': return "2019q1";
    case 'h': return "2019h1";
    default: return "2019";
  }
}

double literal(const ast::Expression& operand, char unit) {
  if (const auto value = parse_literal(operand.text, unit)) return *value;
  throw Error(198, "invalid syntax: " + operand.text + " is no date of this kind", operand.span,
              {std::string("write it like ") + example_of(unit)});
}

// The time variable lies between two dates; an empty one is an open end.
class WithinNode final : public NumberNode {
 public:
  WithinNode(std::unique_ptr<NumberNode> time, double low, double high, bool strict)
      : time_(std::move(time)), low_(low), high_(high), strict_(strict) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* t = time_->read(rows, scratch);
    for (std::size_t i = 0; i < rows.count; ++i) {
      const bool inside = strict_ ? (t[i] > low_) & (t[i] < high_) : (t[i] >= low_) & (t[i] <= high_);
      out[i] = inside && t[i] < data::missing ? 1 : 0;
    }
  }

 private:
  std::unique_ptr<NumberNode> time_;
  double low_, high_;
  bool strict_;
};

char unit_of(const data::Variable& time) {
  const auto format = text::parse_format(time.format);
  return format && format->kind == text::Format::Kind::date ? format->date_unit : 'g';
}

Node within_call(const ast::Expression& e, Compilation& c) {
  const std::string syntax = e.text + "(d1,d2)";
  if (e.operands.size() != 2) throw Error(198, "invalid syntax: " + syntax + " takes 2 arguments", e.span);
  const auto& panel = c.scope.frame.panel;
  if (!panel || panel->time.empty())
    throw Error(111, "time variable not set", e.span, {"declare it first: tsset year, or xtset id year"});
  const data::Variable& time = find_variable(c.scope.frame, panel->time, false, e.span);
  const char unit = unit_of(time);
  double bounds[2] = {-HUGE_VAL, HUGE_VAL};
  for (std::size_t k = 0; k < 2; ++k)
    if (!e.operands[k].text.empty()) bounds[k] = literal(e.operands[k], unit);
  Node values = variable_node(time, e.span, c);
  require_number(values);
  Node node;
  node.number = std::make_unique<WithinNode>(std::move(values.number), bounds[0], bounds[1], e.text == "twithin");
  node.span = e.span;
  return node;
}

}  // namespace

std::optional<Node> build_date_call(const ast::Expression& e, Compilation& c) {
  if (e.text == "tin" || e.text == "twithin") return within_call(e, c);
  const bool named = e.text == "d" || (e.text.size() == 2 && e.text[0] == 't');
  const char unit = e.text.back();
  constexpr std::string_view units = "dcCwmqhy";
  if (!named || units.find(unit) == std::string_view::npos) return std::nullopt;
  if (e.operands.size() != 1)
    throw Error(198, "invalid syntax: " + e.text + "() takes 1 date", e.span,
                {"write " + e.text + "(" + example_of(unit) + ")"});
  return constant_node(literal(e.operands[0], unit), e.span);
}

}  // namespace nqp::eval
