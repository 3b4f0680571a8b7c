// Unevaluated sums of two doubles (about 106 bits) from error-free transformations: Dekker (1971), Knuth TAOCP 2,
// Ogita, Rump and Oishi (2005). No fused multiply-add and no extended type, so every machine gives the same bits.
#pragma once

#include <span>

namespace nqp::numeric {

struct DoubleDouble {
  double hi = 0.0;
  double lo = 0.0;

  double value() const { return hi + lo; }
};

// a + b = hi + lo exactly.
inline DoubleDouble two_sum(double a, double b) {
  const double s = a + b;
  const double bb = s - a;
  return {s, (a - (s - bb)) + (b - bb)};
}

// The same when |a| >= |b|.
inline DoubleDouble quick_two_sum(double a, double b) {
  const double s = a + b;
  return {s, b - (s - a)};
}

// a * b = hi + lo exactly, for |a|, |b| < 2^995.
inline DoubleDouble two_product(double a, double b) {
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  const double p = a * b;
  const double ta = splitter * a;
  const double ah = ta - (ta - a);
  const double al = a - ah;
  const double tb = splitter * b;
  const double bh = tb - (tb - b);
  const double bl = b - bh;
  return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

inline DoubleDouble operator+(DoubleDouble a, double b) {
  const DoubleDouble s = two_sum(a.hi, b);
  return quick_two_sum(s.hi, s.lo + a.lo);
}

inline DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble s = two_sum(a.hi, b.hi);
  const DoubleDouble t = two_sum(a.lo, b.lo);
  const DoubleDouble u = quick_two_sum(s.hi, s.lo + t.hi);
  return quick_two_sum(u.hi, u.lo + t.lo);
}

inline DoubleDouble operator-(DoubleDouble a) { return {-a.hi, -a.lo}; }
inline DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + (-b); }

inline DoubleDouble operator*(DoubleDouble a, double b) {
  const DoubleDouble p = two_product(a.hi, b);
  return quick_two_sum(p.hi, p.lo + a.lo * b);
}

inline DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble p = two_product(a.hi, b.hi);
  return quick_two_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

inline DoubleDouble operator/(DoubleDouble a, double b) {
  const double q = a.hi / b;
  const DoubleDouble r = a - two_product(q, b);
  return quick_two_sum(q, r.value() / b);
}

// Σx, Σwx, Σxy and Σwxy in double-double, left to right. `weights` empty means ones.
DoubleDouble sum(std::span<const double> x);
DoubleDouble weighted_sum(std::span<const double> x, std::span<const double> weights);
DoubleDouble dot(std::span<const double> x, std::span<const double> y);

// Weighted mean Σwx/Σw, correctly rounded up to the last bit or two. Undefined (NaN) for no rows.
double mean(std::span<const double> x, std::span<const double> weights = {});

// Σw(x-c)², differences and squares in double-double around the exact mean when `centre` is the mean as two parts.
double sum_squares_about(std::span<const double> x, std::span<const double> weights, DoubleDouble centre);

}  // namespace nqp::numeric
