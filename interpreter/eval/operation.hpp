// What the operators do to numbers, one at a time or two at a time. Everything is free of branches: a missing
// operand and a result that is no number give `.`; comparisons need no special case because missing is large.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>

#include "grammar/ast/expression.hpp"
#include "interpreter/dataset/missing.hpp"

namespace nqp::eval {

// Two doubles in one register; g++ and clang both know this form, and it needs no optimiser to become vector code.
using Pair = double __attribute__((vector_size(16)));
using PairMask = decltype(Pair{} < Pair{});

inline double spread(double x, double) { return x; }
inline Pair spread(double x, Pair) { return Pair{x, x}; }
inline double choose(bool test, double a, double b) { return test ? a : b; }
inline Pair choose(PairMask test, Pair a, Pair b) { return test ? a : b; }

inline double magnitude(double x) { return std::fabs(x); }
inline Pair magnitude(Pair x) {
  using Bits = decltype(Pair{} < Pair{});
  const auto bits = reinterpret_cast<Bits>(x) & 0x7fffffffffffffffLL;
  return reinterpret_cast<Pair>(bits);
}

inline Pair load(const double* p) {
  Pair v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(double* p, Pair v) { std::memcpy(p, &v, sizeof v); }

// out[i] = f(in[i]…), two at a time. f takes doubles or pairs. `out` may be one of `in`.
template <class F, class... In>
void map(std::size_t n, double* out, F f, const In*... in) {
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const Pair x = f(load(in + i)...), y = f(load(in + i + 2)...);
    store(out + i, x);
    store(out + i + 2, y);
  }
  for (; i < n; ++i) out[i] = f(in[i]...);
}

template <class T>
T keep_finite(T r, T a, T b) {
  const T limit = spread(data::missing, T{});
  return choose((a < limit) & (b < limit) & (magnitude(r) < limit), r, limit);
}

template <class T>
T truth(auto test) {
  return choose(test, spread(1.0, T{}), spread(0.0, T{}));
}

struct Add {
  template <class T> T operator()(T a, T b) const { return keep_finite<T>(a + b, a, b); }
};
struct Subtract {
  template <class T> T operator()(T a, T b) const { return keep_finite<T>(a - b, a, b); }
};
struct Multiply {
  template <class T> T operator()(T a, T b) const { return keep_finite<T>(a * b, a, b); }
};
struct Divide {
  template <class T> T operator()(T a, T b) const { return keep_finite<T>(a / b, a, b); }
};
struct Equal {
  template <class T> T operator()(T a, T b) const { return truth<T>(a == b); }
};
struct NotEqual {
  template <class T> T operator()(T a, T b) const { return truth<T>(a != b); }
};
struct Less {
  template <class T> T operator()(T a, T b) const { return truth<T>(a < b); }
};
struct LessEqual {
  template <class T> T operator()(T a, T b) const { return truth<T>(a <= b); }
};
struct Greater {
  template <class T> T operator()(T a, T b) const { return truth<T>(a > b); }
};
struct GreaterEqual {
  template <class T> T operator()(T a, T b) const { return truth<T>(a >= b); }
};
struct And {
  template <class T> T operator()(T a, T b) const {
    const T zero = spread(0.0, T{});
    return truth<T>((a != zero) & (b != zero));
  }
};
struct Or {
  template <class T> T operator()(T a, T b) const {
    const T zero = spread(0.0, T{});
    return truth<T>((a != zero) | (b != zero));
  }
};

inline double power(double a, double b) {
  if (data::is_missing(a) || data::is_missing(b)) return data::missing;
  return data::checked(b == 2 ? a * a : std::pow(a, b));
}

template <class T>
T negative(T a) {
  const T limit = spread(data::missing, T{});
  return choose(a < limit, -a, limit);
}

template <class T>
T negation(T a) {
  return truth<T>(a == spread(0.0, T{}));
}

// f(Op{}) for the operator's function object. Not for power.
template <class F>
decltype(auto) with_operation(ast::Operator op, F&& f) {
  switch (op) {
    case ast::Operator::subtract: return f(Subtract{});
    case ast::Operator::multiply: return f(Multiply{});
    case ast::Operator::divide: return f(Divide{});
    case ast::Operator::equal: return f(Equal{});
    case ast::Operator::not_equal: return f(NotEqual{});
    case ast::Operator::less: return f(Less{});
    case ast::Operator::less_equal: return f(LessEqual{});
    case ast::Operator::greater: return f(Greater{});
    case ast::Operator::greater_equal: return f(GreaterEqual{});
    case ast::Operator::and_: return f(And{});
    case ast::Operator::or_: return f(Or{});
    default: return f(Add{});
  }
}

inline double apply(ast::Operator op, double a, double b) {
  if (op == ast::Operator::power) return power(a, b);
  return with_operation(op, [&](auto f) { return f(a, b); });
}

inline bool is_comparison(ast::Operator op) {
  return op >= ast::Operator::equal && op <= ast::Operator::greater_equal;
}

// The operator gives 0 or 1.
inline bool is_truth(ast::Operator op) {
  return is_comparison(op) || op == ast::Operator::and_ || op == ast::Operator::or_;
}

// `order` is negative, zero or positive as by string comparison.
inline bool compares(ast::Operator op, int order) {
  return with_operation(op, [&](auto f) { return f(static_cast<double>(order), 0.0) != 0; });
}

// The four rules of arithmetic without a look at missing values, for operands and results known to be finite.
template <class F>
void with_plain_operation(ast::Operator op, F&& f) {
  switch (op) {
    case ast::Operator::subtract: return f([](auto a, auto b) { return a - b; });
    case ast::Operator::multiply: return f([](auto a, auto b) { return a * b; });
    case ast::Operator::divide: return f([](auto a, auto b) { return a / b; });
    default: return f([](auto a, auto b) { return a + b; });
  }
}

// max |x[i]|: below data::missing when nothing is missing.
double largest_magnitude(const double* x, std::size_t n);

// out[i] = op(a[i], b[i]). `out` may be `a`. A null pointer stands for the constant next to it.
void combine(ast::Operator op, const double* a, double a_constant, const double* b, double b_constant, double* out,
             std::size_t n);

}  // namespace nqp::eval
