// The parts of a plan: typed nodes that compute chunks of rows.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "grammar/ast/span.hpp"
#include "interpreter/dataset/column.hpp"
#include "interpreter/eval/value.hpp"

namespace nqp::eval {

struct Rows {
  data::Row begin = 0;
  std::size_t count = 0;
};

// Chunk-sized blocks, handed out and taken back like a stack: a plan needs as many as its expression is deep,
// however many terms it has.
class Scratch {
 public:
  explicit Scratch(std::size_t rows) : rows_(rows) {}

  double* numbers() {
    if (numbers_used_ == numbers_.size()) numbers_.emplace_back(new double[rows_]);
    return numbers_[numbers_used_++].get();
  }
  std::string_view* texts() {
    if (texts_used_ == texts_.size()) texts_.emplace_back(new std::string_view[rows_]);
    return texts_[texts_used_++].get();
  }

  // Gives back what was taken during its life.
  class Loan {
   public:
    explicit Loan(Scratch& s) : scratch_(s), numbers_(s.numbers_used_), texts_(s.texts_used_) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() {
      scratch_.numbers_used_ = numbers_;
      scratch_.texts_used_ = texts_;
    }

   private:
    Scratch& scratch_;
    std::size_t numbers_, texts_;
  };

 private:
  std::size_t rows_, numbers_used_ = 0, texts_used_ = 0;
  std::vector<std::unique_ptr<double[]>> numbers_;
  std::vector<std::unique_ptr<std::string_view[]>> texts_;
};

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

class NumberNode {
 public:
  virtual ~NumberNode() = default;
  virtual void write(Rows rows, double* out, Scratch& scratch) = 0;
  // The values where they are, or in a block of the scratch: valid as long as the caller's loan.
  virtual const double* read(Rows rows, Scratch& scratch) {
    double* out = scratch.numbers();
    write(rows, out, scratch);
    return out;
  }
  // No magnitude in the block written or read last, which has these values, is larger; below data::missing it says that
  // nothing is missing.
  virtual double largest(Rows rows, const double* values);
  // The same as far as it is known without a look at the values.
  double bound() const { return bound_; }

 protected:
  double bound_ = unbounded;
};

class TextNode {
 public:
  virtual ~TextNode() = default;
  // The views stay valid until the node writes again.
  virtual void write(Rows rows, std::string_view* out, Scratch& scratch) = 0;
};

// One of number and text is set.
struct Node {
  std::unique_ptr<NumberNode> number;
  std::unique_ptr<TextNode> text;
  std::optional<Value> constant;              // the value, when it is the same in every row
  const data::Column* column = nullptr;       // a string column read as it stands
  bool absent = false;                        // a stored result that does not exist: equals "" and `.`
  ast::Span span;

  bool is_string() const { return text != nullptr; }
};

Node constant_node(Value value, ast::Span span);

}  // namespace nqp::eval
