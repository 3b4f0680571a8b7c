#include "interpreter/eval/scope.hpp"

namespace nqp::eval {

data::FramePtr Environment::frame_named(std::string_view) const { return nullptr; }

Value Environment::file(std::string_view function, const std::vector<Value>&) const {
  if (function == "fileread") return Value(std::string("fileread() error 601"));
  return Value(function == "filewrite" ? -603.0 : 0.0);
}

double Environment::by_state(std::string_view) const { return 0; }

}  // namespace nqp::eval
