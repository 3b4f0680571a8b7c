// Vector forms of the functions that conditions are made of: cond, max, min, inlist, inrange, missing.
#include <algorithm>

#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/operation.hpp"

namespace nqp::eval {
namespace {

using Nodes = std::vector<Node>;

class ConditionNumber final : public NumberNode {
 public:
  explicit ConditionNumber(Nodes arguments) : arguments_(std::move(arguments)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* test = arguments_[0].number->read(rows, scratch);
    const double* yes = arguments_[1].number->read(rows, scratch);
    const double* no = arguments_[2].number->read(rows, scratch);
    const double* unknown = arguments_.size() > 3 ? arguments_[3].number->read(rows, scratch) : yes;
    map(rows.count, out, []<class T>(T t, T y, T n, T u) {
      return choose(t < spread(data::missing, T{}), choose(t != spread(0.0, T{}), y, n), u);
    }, test, yes, no, unknown);
  }

 private:
  Nodes arguments_;
};

class ConditionText final : public TextNode {
 public:
  explicit ConditionText(Nodes arguments) : arguments_(std::move(arguments)) {}
  void write(Rows rows, std::string_view* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* test = arguments_[0].number->read(rows, scratch);
    const std::string_view* yes = texts(1, rows, scratch);
    const std::string_view* no = texts(2, rows, scratch);
    const std::string_view* unknown = arguments_.size() > 3 ? texts(3, rows, scratch) : yes;
    for (std::size_t i = 0; i < rows.count; ++i)
      out[i] = data::is_missing(test[i]) ? unknown[i] : test[i] != 0 ? yes[i] : no[i];
  }

 private:
  const std::string_view* texts(std::size_t k, Rows rows, Scratch& scratch) {
    std::string_view* views = scratch.texts();
    arguments_[k].text->write(rows, views, scratch);
    return views;
  }

  Nodes arguments_;
};

// max and min skip missing values; all missing gives `.`.
template <bool Largest>
class ExtremeNode final : public NumberNode {
 public:
  explicit ExtremeNode(Nodes arguments) : arguments_(std::move(arguments)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    std::fill(out, out + rows.count, data::missing);
    for (Node& a : arguments_) {
      const Scratch::Loan loan(scratch);
      const double* x = a.number->read(rows, scratch);
      map(rows.count, out, []<class T>(T candidate, T best) {
        const T limit = spread(data::missing, T{});
        const auto better = Largest ? (candidate > best) | (best == limit) : candidate < best;
        return choose(better & (candidate < limit), candidate, best);
      }, x, out);
    }
  }

 private:
  Nodes arguments_;
};

class InListNode final : public NumberNode {
 public:
  explicit InListNode(Nodes arguments) : arguments_(std::move(arguments)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* x = arguments_[0].number->read(rows, scratch);
    std::fill(out, out + rows.count, 0.0);
    for (std::size_t k = 1; k < arguments_.size(); ++k) {
      const Scratch::Loan inner(scratch);
      if (arguments_[k].constant) {
        map(rows.count, out, [value = arguments_[k].constant->number]<class T>(T a, T found) {
          return choose(a == spread(value, T{}), spread(1.0, T{}), found);
        }, x, out);
        continue;
      }
      const double* value = arguments_[k].number->read(rows, scratch);
      map(rows.count, out, []<class T>(T a, T b, T found) {
        return choose(a == b, spread(1.0, T{}), found);
      }, x, value, out);
    }
  }

 private:
  Nodes arguments_;
};

// A missing bound is open; a missing x is in no range.
class InRangeNode final : public NumberNode {
 public:
  explicit InRangeNode(Nodes arguments) : arguments_(std::move(arguments)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* x = arguments_[0].number->read(rows, scratch);
    const double* low = arguments_[1].number->read(rows, scratch);
    const double* high = arguments_[2].number->read(rows, scratch);
    map(rows.count, out, []<class T>(T value, T least, T most) {
      const T limit = spread(data::missing, T{});
      const auto above = (least >= limit) | (value >= least);
      const auto below = (most >= limit) | (value <= most);
      return truth<T>(above & below & (value < limit));
    }, x, low, high);
  }

 private:
  Nodes arguments_;
};

// 1 where any argument is missing or "".
class MissingNode final : public NumberNode {
 public:
  explicit MissingNode(Nodes arguments) : arguments_(std::move(arguments)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    std::fill(out, out + rows.count, 0.0);
    for (Node& a : arguments_) {
      const Scratch::Loan loan(scratch);
      if (!a.is_string()) {
        const double* x = a.number->read(rows, scratch);
        map(rows.count, out, []<class T>(T value, T found) {
          return choose(value < spread(data::missing, T{}), found, spread(1.0, T{}));
        }, x, out);
        continue;
      }
      std::string_view* text = scratch.texts();
      a.text->write(rows, text, scratch);
      for (std::size_t i = 0; i < rows.count; ++i) out[i] = text[i].empty() ? 1.0 : out[i];
    }
  }

 private:
  Nodes arguments_;
};

void require_same_operands(const Nodes& arguments, std::size_t first) {
  for (std::size_t k = first + 1; k < arguments.size(); ++k)
    if (arguments[k].is_string() != arguments[first].is_string()) type_mismatch(arguments[k].span);
}

template <class T>
Node fast_number(Nodes& arguments) {
  Node node;
  node.number = std::make_unique<T>(std::move(arguments));
  return node;
}

std::optional<Node> condition(Nodes& arguments) {
  if (arguments.size() < 3 || arguments.size() > 4) return std::nullopt;
  require_number(arguments[0]);
  require_same_operands(arguments, 1);
  if (!arguments[1].is_string()) return fast_number<ConditionNumber>(arguments);
  Node node;
  node.text = std::make_unique<ConditionText>(std::move(arguments));
  return node;
}

std::optional<Node> make(const std::string& name, Nodes& arguments) {
  if (name == "cond") return condition(arguments);
  if (name == "missing" || name == "mi") return fast_number<MissingNode>(arguments);
  if (name == "inlist" && arguments.size() < 2) return std::nullopt;
  if (name == "inrange" && arguments.size() != 3) return std::nullopt;
  if (name == "inlist" || name == "inrange") require_same_operands(arguments, 0);
  for (const Node& a : arguments)
    if (a.is_string()) return std::nullopt;
  if (name == "max") return fast_number<ExtremeNode<true>>(arguments);
  if (name == "min") return fast_number<ExtremeNode<false>>(arguments);
  if (name == "inlist") return fast_number<InListNode>(arguments);
  return fast_number<InRangeNode>(arguments);
}

}  // namespace

std::optional<Node> build_fast(const std::string& name, std::vector<Node>& arguments, ast::Span span) {
  if (arguments.empty()) return std::nullopt;
  const bool constant = std::all_of(arguments.begin(), arguments.end(),
                                    [](const Node& n) { return n.constant.has_value(); });
  auto node = make(name, arguments);
  if (!node) return std::nullopt;
  node->span = span;
  return folded(std::move(*node), constant);
}

}  // namespace nqp::eval
