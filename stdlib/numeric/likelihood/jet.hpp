// A number with its first and second derivatives in M variables: likelihoods written as formulas give their gradient
// and Hessian without a second formula to keep in step.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace nqp::numeric {

template <std::size_t M>
struct Jet {
  double value = 0;
  std::array<double, M> first{};
  std::array<double, M * M> second{};  // all M × M, symmetric

  Jet() = default;
  Jet(double v) : value(v) {}  // NOLINT: constants mix with variables in formulas
  // Variable number `which` at v.
  static Jet variable(double v, std::size_t which) {
    Jet x(v);
    x.first[which] = 1;
    return x;
  }
};

// f(a) from f, f' and f'' at a.
template <std::size_t M>
Jet<M> chained(const Jet<M>& a, double f, double f1, double f2) {
  Jet<M> out(f);
  for (std::size_t i = 0; i < M; ++i) out.first[i] = f1 * a.first[i];
  for (std::size_t i = 0; i < M; ++i)
    for (std::size_t j = 0; j < M; ++j)
      out.second[i * M + j] = f1 * a.second[i * M + j] + f2 * a.first[i] * a.first[j];
  return out;
}

template <std::size_t M>
Jet<M> operator+(const Jet<M>& a, const Jet<M>& b) {
  Jet<M> out(a.value + b.value);
  for (std::size_t i = 0; i < M; ++i) out.first[i] = a.first[i] + b.first[i];
  for (std::size_t i = 0; i < M * M; ++i) out.second[i] = a.second[i] + b.second[i];
  return out;
}

template <std::size_t M>
Jet<M> operator*(const Jet<M>& a, const Jet<M>& b) {
  Jet<M> out(a.value * b.value);
  for (std::size_t i = 0; i < M; ++i) out.first[i] = a.first[i] * b.value + a.value * b.first[i];
  for (std::size_t i = 0; i < M; ++i)
    for (std::size_t j = 0; j < M; ++j)
      out.second[i * M + j] = a.second[i * M + j] * b.value + a.value * b.second[i * M + j] +
                              a.first[i] * b.first[j] + a.first[j] * b.first[i];
  return out;
}

template <std::size_t M>
Jet<M> operator-(const Jet<M>& a) {
  return chained(a, -a.value, -1.0, 0.0);
}
template <std::size_t M>
Jet<M> operator-(const Jet<M>& a, const Jet<M>& b) {
  return a + -b;
}
template <std::size_t M>
Jet<M> operator/(const Jet<M>& a, const Jet<M>& b) {
  const double r = 1 / b.value;
  return a * chained(b, r, -r * r, 2 * r * r * r);
}
template <std::size_t M>
Jet<M> operator/(double c, const Jet<M>& a) {
  return Jet<M>(c) / a;
}
template <std::size_t M>
Jet<M> operator+(const Jet<M>& a, double c) {
  Jet<M> out = a;
  out.value += c;
  return out;
}
template <std::size_t M>
Jet<M> operator+(double c, const Jet<M>& a) {
  return a + c;
}
template <std::size_t M>
Jet<M> operator-(const Jet<M>& a, double c) {
  return a + -c;
}
template <std::size_t M>
Jet<M> operator-(double c, const Jet<M>& a) {
  return -a + c;
}
template <std::size_t M>
Jet<M> operator*(const Jet<M>& a, double c) {
  return chained(a, c * a.value, c, 0.0);
}
template <std::size_t M>
Jet<M> operator*(double c, const Jet<M>& a) {
  return a * c;
}

template <std::size_t M>
Jet<M> exp(const Jet<M>& a) {
  const double e = std::exp(a.value);
  return chained(a, e, e, e);
}
template <std::size_t M>
Jet<M> log(const Jet<M>& a) {
  const double r = 1 / a.value;
  return chained(a, std::log(a.value), r, -r * r);
}
template <std::size_t M>
Jet<M> sqrt(const Jet<M>& a) {
  const double r = std::sqrt(a.value);
  return chained(a, r, 0.5 / r, -0.25 / (r * a.value));
}

}  // namespace nqp::numeric
