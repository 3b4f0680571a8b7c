// Stored results: r(), e(), s(). Order of filing is kept for `return list`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/eval/matrix.hpp"

namespace nqp::command {

template <class T>
using Named = std::vector<std::pair<std::string, T>>;

struct Results {
  Named<double> scalars;
  Named<std::string> macros;
  Named<eval::Matrix> matrices;

  Results& scalar(std::string name, double value) { return put(scalars, std::move(name), value); }
  Results& macro(std::string name, std::string value) { return put(macros, std::move(name), std::move(value)); }
  Results& matrix(std::string name, eval::Matrix value) { return put(matrices, std::move(name), std::move(value)); }

  const double* find_scalar(std::string_view name) const { return find(scalars, name); }
  const std::string* find_macro(std::string_view name) const { return find(macros, name); }
  const eval::Matrix* find_matrix(std::string_view name) const { return find(matrices, name); }
  std::string macro_or(std::string_view name, std::string otherwise = {}) const {
    const std::string* m = find_macro(name);
    return m ? *m : otherwise;
  }
  double scalar_or(std::string_view name, double otherwise = data::missing) const {
    const double* x = find_scalar(name);
    return x ? *x : otherwise;
  }
  bool empty() const { return scalars.empty() && macros.empty() && matrices.empty(); }

 private:
  template <class T>
  Results& put(Named<T>& list, std::string name, T value) {
    for (auto& [n, v] : list)
      if (n == name) return v = std::move(value), *this;
    list.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  template <class T>
  static const T* find(const Named<T>& list, std::string_view name) {
    for (const auto& [n, v] : list)
      if (n == name) return &v;
    return nullptr;
  }
};

// One estimation: e() and the identity of its e(sample).
struct Estimates {
  Results results;
  std::uint64_t sample_id = 0;
};

}  // namespace nqp::command
