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

  // Not inline: this code would otherwise be made again in every file that has one.
  Results();
  Results(const Results&);
  Results(Results&&) noexcept;
  Results& operator=(const Results&);
  Results& operator=(Results&&) noexcept;
  ~Results();

  // Each replaces what is filed under the name.
  Results& scalar(std::string_view name, double value);
  Results& macro(std::string_view name, std::string value);
  Results& matrix(std::string_view name, eval::Matrix value);

  const double* find_scalar(std::string_view name) const;
  const std::string* find_macro(std::string_view name) const;
  const eval::Matrix* find_matrix(std::string_view name) const;
  std::string macro_or(std::string_view name, std::string_view otherwise = {}) const;
  double scalar_or(std::string_view name, double otherwise = data::missing) const;
  bool empty() const { return scalars.empty() && macros.empty() && matrices.empty(); }
};

// One estimation: e() and the identity of its e(sample).
struct Estimates {
  Results results;
  std::uint64_t sample_id = 0;
};

}  // namespace nqp::command
