// Nodes that read the data: constants, variables, row numbers, elements at other rows, running sums.
#include <algorithm>

#include "interpreter/dataset/number_codec.hpp"
#include "interpreter/dataset/panel.hpp"
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/operation.hpp"

namespace nqp::eval {
namespace {

using data::Row;

class ConstantNumber final : public NumberNode {
 public:
  explicit ConstantNumber(double value) : value_(value) {}
  void write(Rows rows, double* out, Scratch&) override { std::fill(out, out + rows.count, value_); }

 private:
  double value_;
};

class ConstantText final : public TextNode {
 public:
  explicit ConstantText(std::string value) : value_(std::move(value)) {}
  void write(Rows rows, std::string_view* out, Scratch&) override {
    std::fill(out, out + rows.count, std::string_view(value_));
  }

 private:
  std::string value_;
};

// How many of the rows lie within a column of this size: evaluation for an empty view reads beyond the end.
std::size_t rows_within(Rows rows, std::size_t size) {
  return rows.begin < size ? std::min(rows.count, size - rows.begin) : 0;
}

class NumberColumn final : public NumberNode {
 public:
  NumberColumn(const data::Column& column, std::shared_ptr<ColumnBound> known)
      : column_(column), known_(std::move(known)) {
    if (const auto* doubles = std::get_if<data::Buffer<double>>(&column.numbers())) values_ = doubles->data();
  }
  void write(Rows rows, double* out, Scratch&) override {
    const std::size_t n = rows_within(rows, column_.size());
    if (n > 0) column_.read(rows.begin, n, out);
    std::fill(out + n, out + rows.count, data::missing);
  }
  const double* read(Rows rows, Scratch& scratch) override {
    if (values_ && rows_within(rows, column_.size()) == rows.count) return values_ + rows.begin;
    return NumberNode::read(rows, scratch);
  }
  double largest(Rows rows, const double* values) override {
    if (known_->rows.begin != rows.begin || known_->rows.count != rows.count)
      *known_ = {rows, largest_magnitude(values, rows.count)};
    return known_->bound;
  }

 private:
  const data::Column& column_;
  std::shared_ptr<ColumnBound> known_;
  const double* values_ = nullptr;
};

class TextColumn final : public TextNode {
 public:
  explicit TextColumn(const data::Column& column) : column_(column) {}
  void write(Rows rows, std::string_view* out, Scratch&) override {
    const std::size_t n = rows_within(rows, column_.size());
    for (std::size_t i = 0; i < n; ++i) out[i] = column_.text(rows.begin + i);
    std::fill(out + n, out + rows.count, std::string_view());
  }

 private:
  const data::Column& column_;
};

class OverlayNumbers final : public NumberNode {
 public:
  OverlayNumbers(const double* values, std::size_t size) : values_(values), size_(size) {}
  void write(Rows rows, double* out, Scratch&) override {
    const std::size_t n = rows_within(rows, size_);
    std::copy(values_ + rows.begin, values_ + rows.begin + n, out);
    std::fill(out + n, out + rows.count, data::missing);
  }

 private:
  const double* values_;
  std::size_t size_;
};

class OverlayTexts final : public TextNode {
 public:
  OverlayTexts(const std::string* values, std::size_t size) : values_(values), size_(size) {}
  void write(Rows rows, std::string_view* out, Scratch&) override {
    const std::size_t n = rows_within(rows, size_);
    std::copy(values_ + rows.begin, values_ + rows.begin + n, out);
    std::fill(out + n, out + rows.count, std::string_view());
  }

 private:
  const std::string* values_;
  std::size_t size_;
};

// _n and _N.
class CounterNode final : public NumberNode {
 public:
  CounterNode(const Scope& scope, bool total) : scope_(scope), total_(total) {}
  void write(Rows rows, double* out, Scratch&) override {
    for_each_group(scope_, rows, [&](Rows part, Row begin, Row end) {
      double* to = out + (part.begin - rows.begin);
      const double first = total_ ? static_cast<double>(end - begin) : static_cast<double>(part.begin) - begin + 1;
      const double step = total_ ? 0 : 1;
      for (std::size_t i = 0; i < part.count; ++i) to[i] = first + step * static_cast<double>(i);
    });
  }

 private:
  const Scope& scope_;
  bool total_;
};

class NumberElement final : public NumberNode {
 public:
  NumberElement(const data::Column& column, const double* overlay, std::unique_ptr<NumberNode> index,
                const Scope& scope)
      : column_(column), overlay_(overlay), index_(std::move(index)), scope_(scope) {}

  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* index = index_->read(rows, scratch);
    if (overlay_) return gather(rows, index, out, [&](Row row) { return overlay_[row]; });
    std::visit(
        [&](const auto& values) { gather(rows, index, out, [&](Row row) { return data::decode(values[row]); }); },
        column_.numbers());
  }

 private:
  template <class At>
  void gather(Rows rows, const double* index, double* out, At at) const {
    const std::size_t size = column_.size();
    for_each_group(scope_, rows, [&](Rows part, Row begin, Row end) {
      const std::size_t first = part.begin - rows.begin;
      for (std::size_t i = first; i < first + part.count; ++i) {
        const Row row = element_row(index[i], begin, end);
        out[i] = row < size ? at(row) : data::missing;
      }
    });
  }

  const data::Column& column_;
  const double* overlay_;
  std::unique_ptr<NumberNode> index_;
  const Scope& scope_;
};

class TextElement final : public TextNode {
 public:
  TextElement(const data::Column& column, const std::string* overlay, std::unique_ptr<NumberNode> index,
              const Scope& scope)
      : column_(column), overlay_(overlay), index_(std::move(index)), scope_(scope) {}

  void write(Rows rows, std::string_view* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* index = index_->read(rows, scratch);
    for_each_group(scope_, rows, [&](Rows part, Row begin, Row end) {
      const std::size_t first = part.begin - rows.begin;
      for (std::size_t i = first; i < first + part.count; ++i) out[i] = at(element_row(index[i], begin, end));
    });
  }

 private:
  std::string_view at(Row row) const {
    if (row >= column_.size()) return {};
    return overlay_ ? std::string_view(overlay_[row]) : column_.text(row);
  }

  const data::Column& column_;
  const std::string* overlay_;
  std::unique_ptr<NumberNode> index_;
  const Scope& scope_;
};

// sum(): missing counts as zero; starts again in every group, and when rows are asked for a second time.
class RunningSum final : public NumberNode {
 public:
  RunningSum(std::unique_ptr<NumberNode> operand, const Compilation& c) : operand_(std::move(operand)), c_(c) {}

  void write(Rows rows, double* out, Scratch& scratch) override {
    const Scratch::Loan loan(scratch);
    const double* x = operand_->read(rows, scratch);
    if (rows.begin < next_) total_ = 0;
    const bool all = c_.selected.empty();
    for_each_group(c_.scope, rows, [&](Rows part, Row begin, Row) {
      if (begin != group_) total_ = 0;
      group_ = begin;
      const std::size_t first = part.begin - rows.begin;
      double total = total_;
      for (std::size_t i = first; i < first + part.count; ++i) {
        const bool counts = !data::is_missing(x[i]) && (all || c_.sees(rows.begin + static_cast<Row>(i)));
        total += counts ? x[i] : 0.0;
        out[i] = data::checked(total);
      }
      total_ = total;
    });
    next_ = rows.begin + static_cast<Row>(rows.count);
  }

 private:
  std::unique_ptr<NumberNode> operand_;
  const Compilation& c_;
  double total_ = 0;
  Row next_ = 0, group_ = 0;
};

Node of(std::unique_ptr<NumberNode> number, ast::Span span) {
  Node node;
  node.number = std::move(number);
  node.span = span;
  return node;
}

Node of(std::unique_ptr<TextNode> text, ast::Span span) {
  Node node;
  node.text = std::move(text);
  node.span = span;
  return node;
}

}  // namespace

std::pair<Row, Row> group_of(const Scope& s, Row row) {
  const Row rows = static_cast<Row>(s.frame.rows);
  if (!s.group_starts || s.group_starts->empty()) return {0, rows};
  const std::vector<Row>& starts = *s.group_starts;
  const auto next = std::upper_bound(starts.begin(), starts.end(), row);
  if (next == starts.begin()) return {0, *next};
  if (next == starts.end()) return {starts.back(), rows};
  return {*(next - 1), *next};
}

Row element_row(double index, Row begin, Row end) {
  if (!(index >= 1) || !(index < static_cast<double>(end - begin) + 1)) return data::no_row;
  return begin + static_cast<Row>(index) - 1;
}

Node constant_node(Value value, ast::Span span) {
  Node node = value.is_string ? of(std::make_unique<ConstantText>(value.text), span)
                              : of(std::make_unique<ConstantNumber>(value.number), span);
  node.constant = std::move(value);
  return node;
}

Node variable_node(const data::Variable& v, ast::Span span, Compilation& c) {
  const bool changing = !c.overlay.name.empty() && c.overlay.name == v.name;
  if (v.is_string()) {
    if (changing && c.overlay.texts)
      return of(std::make_unique<OverlayTexts>(c.overlay.texts, c.scope.frame.rows), span);
    Node node = of(std::make_unique<TextColumn>(*v.column), span);
    node.column = v.column.get();
    return node;
  }
  if (changing && c.overlay.numbers)
    return of(std::make_unique<OverlayNumbers>(c.overlay.numbers, c.scope.frame.rows), span);
  std::shared_ptr<ColumnBound>& known = c.bounds[v.column.get()];
  if (!known) known = std::make_shared<ColumnBound>();
  return of(std::make_unique<NumberColumn>(*v.column, known), span);
}

Node element_node(const data::Variable& v, Node index, ast::Span span, Compilation& c) {
  require_number(index);
  c.elsewhere.insert(v.name);
  const bool changing = !c.overlay.name.empty() && c.overlay.name == v.name;
  if (v.is_string())
    return of(std::make_unique<TextElement>(*v.column, changing ? c.overlay.texts : nullptr, std::move(index.number),
                                            c.scope), span);
  return of(std::make_unique<NumberElement>(*v.column, changing ? c.overlay.numbers : nullptr,
                                            std::move(index.number), c.scope), span);
}

Node counter_node(bool total, ast::Span span, const Compilation& c) {
  if (total && !c.scope.group_starts) return constant_node(static_cast<double>(c.scope.frame.rows), span);
  return of(std::make_unique<CounterNode>(c.scope, total), span);
}

Node running_sum_node(Node operand, ast::Span span, const Compilation& c) {
  require_number(operand);
  return of(std::make_unique<RunningSum>(std::move(operand.number), c), span);
}

}  // namespace nqp::eval
