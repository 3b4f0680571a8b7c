// A command is a declaration and a function. From the declaration come binding and its errors, help, completion and
// tests; the function sees a plain struct of arguments.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/command/output.hpp"
#include "interpreter/command/signature.hpp"

namespace nqp::runtime {
class Session;
}

namespace nqp::command {

enum class Effect : unsigned { none = 0, data = 1, estimates = 2, results = 4, files = 8, process = 16 };
constexpr Effect operator|(Effect a, Effect b) { return Effect(unsigned(a) | unsigned(b)); }

struct Example {
  std::string title;
  std::string code;         // several lines; run in a fresh session
  std::string holds;        // an expression that is true afterwards
};

struct StoredResult {
  std::string name;         // "e(sigma_u)", "r(mean)"
  std::string meaning;
};

// A call whose arguments are bound: what runs.
using BoundCall = std::function<Output(const Context&)>;
using SessionCall = std::function<void(runtime::Session&)>;

struct Command {
  std::string name;                 // in full; may hold a second word ("import delimited")
  std::size_t least = 0;            // letters of the shortest abbreviation
  std::vector<std::string> aliases; // other full names
  std::string title;
  Signature signature;
  Effect effect = Effect::none;
  bool by_native = false;           // handles by-groups itself
  bool by_allowed = true;
  bool session_level = false;       // acts on the session (macros, control, files of commands)
  bool prefix = false;              // stands before another command: word …, options : command
  std::vector<StoredResult> stores;
  std::vector<std::string> references;
  std::vector<std::string> remarks;
  std::vector<Example> examples;

  // Binds the parsed arguments against the data and returns what to run; exactly one of the two is set.
  std::function<BoundCall(const Bound&, const Context&)> prepare;
  std::function<SessionCall(const Bound&, const Context&)> prepare_session;

  Command();
  Command(const Command&);
  Command(Command&&) noexcept;
  Command& operator=(const Command&);
  Command& operator=(Command&&) noexcept;
  ~Command();
};

}  // namespace nqp::command
