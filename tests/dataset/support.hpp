// What the tests of the dataset share: sample files, columns as vectors, errors as codes.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/frame.hpp"

namespace nqp::data::test {

inline std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream s;
  s << in.rdbuf();
  return s.str();
}

// A file of tests/dataset/data.
inline std::string sample(const std::string& name) { return bytes_of(NQP_SOURCE_DIR "/tests/dataset/data/" + name); }

inline std::vector<double> values(const Column& column) {
  std::vector<double> x(column.size());
  column.read(0, x.size(), x.data());
  return x;
}
inline std::vector<double> values(const Frame& f, const std::string& name) { return values(*f.at(name).column); }

inline std::vector<std::string> texts(const Column& column) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < column.size(); ++i) out.emplace_back(column.text(i));
  return out;
}
inline std::vector<std::string> texts(const Frame& f, const std::string& name) { return texts(*f.at(name).column); }

inline ColumnPtr numbers(std::vector<double> x) { return make_narrowest(x); }

// The return code, 0 when nothing is thrown.
template <class Action>
int code_of(const Action& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.code;
  }
  return 0;
}

}  // namespace nqp::data::test
