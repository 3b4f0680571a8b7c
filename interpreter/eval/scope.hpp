// What an expression can see: the data (a window of rows and its by-groups) and the session's environment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "interpreter/dataset/frame.hpp"
#include "interpreter/eval/matrix.hpp"
#include "interpreter/eval/value.hpp"

namespace nqp::numeric::rng {
class Generator;
}
namespace nqp::numeric {
using Rng = rng::Generator;
}

namespace nqp::eval {

using Stored = std::variant<std::monostate, double, std::string, const Matrix*>;

// The session as expressions see it. `kind` is 'r', 'e', 's' or 'c'.
class Environment {
 public:
  virtual ~Environment() = default;
  virtual std::optional<Value> scalar(std::string_view name) const = 0;
  virtual const Matrix* matrix(std::string_view name) const = 0;
  virtual Stored stored(char kind, std::string_view name) const = 0;
  virtual std::uint64_t sample_id() const = 0;            // of the current e(sample); 0 when there is none
  virtual numeric::Rng& rng() const = 0;
  virtual void poll() const = 0;                          // throws Error 1 when the user asked to stop
  virtual bool abbreviations() const = 0;                 // set varabbrev
  virtual std::vector<std::string>& regex_groups() const = 0;  // what regexs() returns
  virtual data::FramePtr frame_named(std::string_view name) const;  // nullptr when there is none
  virtual double by_state(std::string_view function) const;    // _by(), _byindex(), _bylastcall() of a program
  // fileexists(), fileread(), filewrite(); arguments are checked. Without a session there are no files.
  virtual Value file(std::string_view function, const std::vector<Value>& arguments) const;
};

struct Scope {
  const data::Frame& frame;
  const Environment& environment;
  data::Row begin = 0, end = 0;                           // the rows in view
  const std::vector<data::Row>* group_starts = nullptr;   // begins of by-groups and the end, covering the view

  Scope(const data::Frame& f, const Environment& e)
      : frame(f), environment(e), end(static_cast<data::Row>(f.rows)) {}
};

}  // namespace nqp::eval
