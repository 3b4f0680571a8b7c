#include "interpreter/command/results.hpp"

namespace nqp::command {
namespace {

template <class T>
void put(Named<T>& list, std::string_view name, T value) {
  for (auto& [n, v] : list)
    if (n == name) {
      v = std::move(value);
      return;
    }
  list.emplace_back(std::string(name), std::move(value));
}

template <class T>
const T* find(const Named<T>& list, std::string_view name) {
  for (const auto& [n, v] : list)
    if (n == name) return &v;
  return nullptr;
}

}  // namespace

Results::Results() = default;
Results::Results(const Results&) = default;
Results::Results(Results&&) noexcept = default;
Results& Results::operator=(const Results&) = default;
Results& Results::operator=(Results&&) noexcept = default;
Results::~Results() = default;

Results& Results::scalar(std::string_view name, double value) { return put(scalars, name, value), *this; }

Results& Results::macro(std::string_view name, std::string value) {
  return put(macros, name, std::move(value)), *this;
}

Results& Results::matrix(std::string_view name, eval::Matrix value) {
  return put(matrices, name, std::move(value)), *this;
}

const double* Results::find_scalar(std::string_view name) const { return find(scalars, name); }
const std::string* Results::find_macro(std::string_view name) const { return find(macros, name); }
const eval::Matrix* Results::find_matrix(std::string_view name) const { return find(matrices, name); }

std::string Results::macro_or(std::string_view name, std::string_view otherwise) const {
  const std::string* m = find_macro(name);
  return m ? *m : std::string(otherwise);
}

double Results::scalar_or(std::string_view name, double otherwise) const {
  const double* x = find_scalar(name);
  return x ? *x : otherwise;
}

}  // namespace nqp::command
