// Kernels of the function table, run over chunks.
#include <algorithm>
#include <array>
#include <cmath>

#include "interpreter/eval/call.hpp"
#include "interpreter/eval/compilation.hpp"

namespace nqp::eval {
namespace {

// A missing argument gives `.`, and so does a result that is no number.
template <class Function, class... X>
double strict_call(Function f, X... x) {
  if ((data::is_missing(x) || ...)) return data::missing;
  return data::checked(f(x...));
}

// Results of kernels that see missing values: extended missing codes pass, what is no number becomes `.`.
double tidy(double x) { return std::isfinite(x) && x > -data::missing ? x : data::missing; }

template <class Kernel, std::size_t N>
class StrictNode final : public NumberNode {
 public:
  StrictNode(Kernel kernel, std::vector<Node> arguments) : kernel_(kernel), arguments_(std::move(arguments)) {}

  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    std::array<const double*, N> x{};
    for (std::size_t k = 0; k < N; ++k) x[k] = arguments_[k].number->read(rows, scratch);
    run(rows.count, x, out, std::make_index_sequence<N>());
  }

 private:
  template <std::size_t... K>
  void run(std::size_t n, const std::array<const double*, N>& x, double* out, std::index_sequence<K...>) {
    for (std::size_t i = 0; i < n; ++i) out[i] = strict_call(kernel_, x[K][i]...);
  }

  Kernel kernel_;
  std::vector<Node> arguments_;
};

// Reads all arguments of one chunk, then hands them over row by row.
class NumberRows {
 public:
  explicit NumberRows(std::vector<Node> arguments)
      : arguments_(std::move(arguments)), columns_(arguments_.size()), row_(arguments_.size()) {}

  void read(Rows rows, Scratch& scratch) {
    for (std::size_t k = 0; k < arguments_.size(); ++k) columns_[k] = arguments_[k].number->read(rows, scratch);
  }
  std::span<const double> row(std::size_t i) {
    for (std::size_t k = 0; k < columns_.size(); ++k) row_[k] = columns_[k][i];
    return row_;
  }

 private:
  std::vector<Node> arguments_;
  std::vector<const double*> columns_;
  std::vector<double> row_;
};

class ListNode final : public NumberNode {
 public:
  ListNode(NumberList kernel, std::vector<Node> arguments) : kernel_(kernel), rows_(std::move(arguments)) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    rows_.read(rows, scratch);
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = tidy(kernel_(rows_.row(i)));
  }

 private:
  NumberList kernel_;
  NumberRows rows_;
};

double draw(RandomDraw kernel, numeric::Rng& rng, std::span<const double> x) {
  if (std::any_of(x.begin(), x.end(), data::is_missing)) return data::missing;
  return data::checked(kernel(rng, x));
}

class RandomNode final : public NumberNode {
 public:
  RandomNode(RandomDraw kernel, std::vector<Node> arguments, const Compilation& c)
      : kernel_(kernel), rows_(std::move(arguments)), c_(c) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    rows_.read(rows, scratch);
    numeric::Rng& rng = c_.scope.environment.rng();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const bool used = c_.sees(rows.begin + static_cast<data::Row>(i));
      out[i] = used ? draw(kernel_, rng, rows_.row(i)) : data::missing;
    }
  }

 private:
  RandomDraw kernel_;
  NumberRows rows_;
  const Compilation& c_;
};

// Arguments of any kind as values; constants are set once.
class ValueRows {
 public:
  explicit ValueRows(std::vector<Node> arguments)
      : arguments_(std::move(arguments)), numbers_(arguments_.size()), texts_(arguments_.size()),
        row_(arguments_.size()) {
    for (std::size_t k = 0; k < arguments_.size(); ++k) {
      row_[k].is_string = arguments_[k].is_string();
      if (arguments_[k].constant) row_[k] = *arguments_[k].constant;
    }
  }

  void read(Rows rows, Scratch& scratch) {
    for (std::size_t k = 0; k < arguments_.size(); ++k) {
      Node& a = arguments_[k];
      if (a.constant) continue;
      if (!a.is_string()) {
        numbers_[k] = a.number->read(rows, scratch);
        continue;
      }
      std::string_view* views = scratch.texts();
      a.text->write(rows, views, scratch);
      texts_[k] = views;
    }
  }

  std::span<const Value> row(std::size_t i) {
    for (std::size_t k = 0; k < row_.size(); ++k) {
      if (numbers_[k]) row_[k].number = numbers_[k][i];
      if (texts_[k]) row_[k].text.assign(texts_[k][i]);
    }
    return row_;
  }

 private:
  std::vector<Node> arguments_;
  std::vector<const double*> numbers_;
  std::vector<const std::string_view*> texts_;
  std::vector<Value> row_;
};

class GeneralNumber final : public NumberNode {
 public:
  GeneralNumber(General kernel, std::vector<Node> arguments, const Scope& scope)
      : kernel_(kernel), rows_(std::move(arguments)), scope_(scope) {}
  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    rows_.read(rows, scratch);
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = tidy(kernel_(rows_.row(i), scope_).number);
  }

 private:
  General kernel_;
  ValueRows rows_;
  const Scope& scope_;
};

class GeneralText final : public TextNode {
 public:
  GeneralText(General kernel, std::vector<Node> arguments, const Scope& scope)
      : kernel_(kernel), rows_(std::move(arguments)), scope_(scope) {}
  void write(Rows rows, std::string_view* out, Scratch& scratch) override {
    if (texts_.size() < rows.count) texts_.resize(rows.count);
    const Scratch::Loan loan(scratch);
    rows_.read(rows, scratch);
    for (std::size_t i = 0; i < rows.count; ++i) {
      texts_[i] = std::move(kernel_(rows_.row(i), scope_).text);
      out[i] = texts_[i];
    }
  }

 private:
  General kernel_;
  ValueRows rows_;
  const Scope& scope_;
  std::vector<std::string> texts_;
};

// The table keeps one result per string of a column's dictionary: substr(name,1,2) over a million rows with a
// hundred names is a hundred calls.
class ByCode {
 public:
  ByCode(General kernel, std::vector<Value> arguments, std::size_t at, const data::Column& column, const Scope& scope)
      : kernel_(kernel), arguments_(std::move(arguments)), at_(at), column_(column), scope_(scope),
        known_(column.dictionary()->size()), results_(known_.size()) {}

  const Value& at(std::size_t row) {
    const std::uint32_t code = row < column_.size() ? column_.codes()[row] : 0;
    if (!known_[code]) {
      arguments_[at_].text.assign(column_.dictionary()->text(code));
      results_[code] = kernel_(arguments_, scope_);
      known_[code] = 1;
    }
    return results_[code];
  }

 private:
  General kernel_;
  std::vector<Value> arguments_;
  std::size_t at_;
  const data::Column& column_;
  const Scope& scope_;
  std::vector<std::uint8_t> known_;
  std::vector<Value> results_;
};

class NumberByCode final : public NumberNode {
 public:
  explicit NumberByCode(ByCode table) : table_(std::move(table)) {}
  void write(Rows rows, double* out, Scratch&) override {
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = tidy(table_.at(rows.begin + i).number);
  }

 private:
  ByCode table_;
};

class TextByCode final : public TextNode {
 public:
  explicit TextByCode(ByCode table) : table_(std::move(table)) {}
  void write(Rows rows, std::string_view* out, Scratch&) override {
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = table_.at(rows.begin + i).text;
  }

 private:
  ByCode table_;
};

// One argument is a string column with few different values, the others are constants.
std::optional<ByCode> by_code(General kernel, const std::vector<Node>& arguments, const Scope& scope) {
  std::vector<Value> values(arguments.size());
  std::size_t at = arguments.size();
  for (std::size_t k = 0; k < arguments.size(); ++k) {
    if (arguments[k].constant) {
      values[k] = *arguments[k].constant;
      continue;
    }
    if (!arguments[k].column || at < arguments.size()) return std::nullopt;
    values[k] = Value(std::string());
    at = k;
  }
  if (at == arguments.size()) return std::nullopt;
  const data::Column& column = *arguments[at].column;
  if (column.dictionary()->size() > column.size() / 4) return std::nullopt;
  return ByCode(kernel, std::move(values), at, column, scope);
}

struct Maker {
  const Function& f;
  std::vector<Node>& arguments;
  Compilation& c;

  Node operator()(Number1 k) const { return of(std::make_unique<StrictNode<Number1, 1>>(k, std::move(arguments))); }
  Node operator()(Number2 k) const { return of(std::make_unique<StrictNode<Number2, 2>>(k, std::move(arguments))); }
  Node operator()(Number3 k) const { return of(std::make_unique<StrictNode<Number3, 3>>(k, std::move(arguments))); }
  Node operator()(Number4 k) const { return of(std::make_unique<StrictNode<Number4, 4>>(k, std::move(arguments))); }
  Node operator()(NumberList k) const { return of(std::make_unique<ListNode>(k, std::move(arguments))); }
  Node operator()(RandomDraw k) const { return of(std::make_unique<RandomNode>(k, std::move(arguments), c)); }
  Node operator()(General k) const {
    auto table = has_memory(f) ? std::nullopt : by_code(k, arguments, c.scope);
    if (f.result != 's')
      return table ? of(std::make_unique<NumberByCode>(std::move(*table)))
                   : of(std::make_unique<GeneralNumber>(k, std::move(arguments), c.scope));
    Node node;
    if (table)
      node.text = std::make_unique<TextByCode>(std::move(*table));
    else
      node.text = std::make_unique<GeneralText>(k, std::move(arguments), c.scope);
    return node;
  }

  static Node of(std::unique_ptr<NumberNode> number) {
    Node node;
    node.number = std::move(number);
    return node;
  }
};

struct Applier {
  std::span<const Value> x;
  const Scope& scope;

  std::vector<double> numbers() const {
    std::vector<double> list;
    for (const Value& v : x) list.push_back(v.number);
    return list;
  }

  Value operator()(Number1 k) const { return strict_call(k, x[0].number); }
  Value operator()(Number2 k) const { return strict_call(k, x[0].number, x[1].number); }
  Value operator()(Number3 k) const { return strict_call(k, x[0].number, x[1].number, x[2].number); }
  Value operator()(Number4 k) const { return strict_call(k, x[0].number, x[1].number, x[2].number, x[3].number); }
  Value operator()(NumberList k) const { return tidy(k(numbers())); }
  Value operator()(RandomDraw k) const { return draw(k, scope.environment.rng(), numbers()); }
  Value operator()(General k) const {
    Value v = k(x, scope);
    if (!v.is_string) v.number = tidy(v.number);
    return v;
  }
};

}  // namespace

Value apply(const Function& f, std::span<const Value> arguments, const Scope& scope) {
  return std::visit(Applier{arguments, scope}, f.kernel);
}

Node function_node(const Function& f, std::vector<Node> arguments, ast::Span span, Compilation& c) {
  const bool random = std::holds_alternative<RandomDraw>(f.kernel);
  const bool memory = has_memory(f);
  if (random || memory) ++c.ordered;
  const bool constant = std::all_of(arguments.begin(), arguments.end(),
                                    [](const Node& n) { return n.constant.has_value(); });
  Node node = std::visit(Maker{f, arguments, c}, f.kernel);
  node.span = span;
  return folded(std::move(node), constant && !random && !memory);
}

}  // namespace nqp::eval
