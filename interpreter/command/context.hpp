// The world as a running command sees it: read-only, but for the random stream and files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/command/arguments.hpp"
#include "interpreter/command/results.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/eval/scope.hpp"
#include "interpreter/host/host.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::command {

// by or bysort in force. A command that declares by_native() sees all groups at once (starts); any other is run
// once for each group with the view narrowed to it.
struct ByGroups {
  Variables variables;             // the grouping variables
  std::vector<data::Row> starts;   // begin of every group and the number of rows
};

struct Settings {
  std::string type = "float";      // set type
  bool varabbrev = true;
  double level = 95;
  int linesize = 79;
  bool more = false;
  bool warn_macro = false;
};

// Lets long computations of the numeric core stop when the user asks.
class PollProgress final : public numeric::Progress {
 public:
  explicit PollProgress(const eval::Environment& environment) : environment_(environment) {}
  bool cancelled() const override {
    environment_.poll();
    return false;
  }

 private:
  const eval::Environment& environment_;
};

class Context {
 public:
  Context(const data::Frame& f, const eval::Environment& env, const Settings& s, host::Host& h)
      : frame(f), environment(env), settings(s), host(h), scope(f, env), progress(env) {}

  const data::Frame& frame;
  const eval::Environment& environment;
  const Settings& settings;
  host::Host& host;
  eval::Scope scope;                       // the rows in view
  mutable PollProgress progress;
  const ByGroups* by = nullptr;            // set for by_native commands under by
  const Results* r = nullptr;              // r() and e() of the session
  const Estimates* e = nullptr;            // nullptr when there are no estimates
  std::string command_line;                // as typed, macros expanded
  long line_offset = 0;                    // added to a position in command_line: where the call's spans count from

  // 1 for rows where if and in hold; one per row of the frame.
  std::vector<std::uint8_t> select(const Sample& s) const;
  std::vector<data::Row> rows(const Sample& s) const;
  const data::Variable& variable(std::string_view name) const;     // Error 111
  const data::Column& numeric(std::string_view name) const;        // Error 109 for a string variable
  void poll() const { environment.poll(); }

  // Where `part` of `text` stands when `text` is some words of the command; nullopt when it is none. Commands that
  // read a free body point into the line with it.
  std::optional<ast::Span> place(std::string_view text, ast::Span part) const;
};

}  // namespace nqp::command
