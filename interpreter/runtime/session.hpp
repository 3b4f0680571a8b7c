// One interactive session or one do-file run: data, macros, programs, results; everything a front talks to.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include "grammar/parse.hpp"
#include "interpreter/command/command.hpp"
#include "interpreter/dataset/frame.hpp"
#include "interpreter/eval/scope.hpp"
#include "interpreter/host/host.hpp"
#include "interpreter/report/sink.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::runtime {

using Macros = std::map<std::string, std::string, std::less<>>;

// A program defined by `program`: its body stays unexpanded.
struct Program {
  std::string name;
  std::string result_class;                                // "", rclass, eclass, sclass
  bool sort_preserve = false;
  bool byable = false;
  bool by_once = false;                                    // byable(onecall): it looks after the groups itself
  std::string properties;
  std::shared_ptr<const std::vector<ast::Statement>> body;
  ast::ScriptPtr script;                                   // the text its spans point into
  std::string source;
};

// What is private to the prompt, a do-file or a running program.
struct Level {
  Macros locals;
  ast::ScriptPtr script;                       // what spans of the running statements point into
  const Program* program = nullptr;
  std::optional<data::FramePtr> preserved;     // by preserve
  std::string preserved_frame;                 // the name of the frame they are of
  std::vector<std::string> order_keys;         // what the data were sorted by when the mark was set
  std::uint64_t order_mark = 0;                // of a sortpreserve program: where its rows were; 0: none
  std::vector<std::string> temporary_variables, temporary_files, temporary_names;
  command::Results returned;                   // return scalar … of a program
  const command::ByGroups* by = nullptr;       // of a byable program
  std::size_t by_index = 0;                    // the group it runs for, from 0
  int loops = 0;                               // around the running statement, in this level
  std::pair<data::Row, data::Row> window{0, 0};  // rows in view of a byable program; empty: all
};

// Raised by exit and continue; caught by the block that they end.
struct ExitRequest {
  int code = 0;
  bool everything = false;                     // exit, clear or exit at the prompt: ends the session
};
struct LoopRequest {
  bool leave = false;                          // continue, break
};

// What set trace, set rmsg and set output ask for.
struct Reporting {
  enum class Show { everything, notes, errors };
  bool trace = false;
  int trace_depth = 32000;
  bool timing = false;
  Show show = Show::everything;
};

// Thrown in a replica (see Session::replica) by what only the whole session can do. No Error: capture lets it through.
struct NeedsWholeSession {};

// What a replication finds when it begins.
struct Snapshot {
  Macros globals, locals;
  std::map<std::string, eval::Value, std::less<>> scalars;
  std::map<std::string, eval::Matrix, std::less<>> matrices;
};

// The commands as typed, kept in a file by cmdlog.
struct CommandLog {
  std::string path;
  std::unique_ptr<host::Appender> file;
  bool on = true;
};

class Session final : public eval::Environment {
 public:
  Session(host::Host& host, report::Sink& sink);
  ~Session() override;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // --- for fronts -------------------------------------------------------------------------------------------
  // Runs text; 0 or the return code of the error that stopped it (already reported). With keep_going errors do
  // not stop it and the first code is returned.
  int run(std::string text, std::string name = {}, bool echo = false, bool keep_going = false);
  int run_file(const std::string& path, const std::vector<std::string>& arguments, bool echo, bool keep_going);
  static bool is_complete(std::string_view text) { return grammar::is_complete(text); }
  void interrupt() { interrupted_.store(true); }           // async-signal-safe
  bool wants_exit() const { return exit_.has_value(); }
  int exit_code() const { return exit_ ? exit_->code : 0; }

  // --- for session-level commands -----------------------------------------------------------------------------
  const data::Frame& frame() const { return *frame_; }
  data::FramePtr frame_pointer() const { return frame_; }
  void set_frame(data::Frame f);
  void set_frame(data::FramePtr f) { frame_ = std::move(f); }
  std::map<std::string, data::FramePtr>& frames() { return frames_; }
  std::string& frame_name() { return frame_name_; }
  // frames() holds the frames that are not current. Errors 111 unknown frame, 110 name taken.
  void change_frame(const std::string& name);
  void add_frame(const std::string& name, data::FramePtr f);
  void in_frame(const std::string& name, const std::function<void()>& f);  // and back again

  Level& level() { return *levels_.back(); }
  std::size_t depth() const { return levels_.size(); }
  Level& caller();                                          // the level below the running program's
  Macros& globals() { return globals_; }
  std::map<std::string, eval::Value, std::less<>>& scalars() { return scalars_; }
  std::map<std::string, eval::Matrix, std::less<>>& matrices() { return matrices_; }
  std::map<std::string, Program, std::less<>>& programs() { return programs_; }
  std::map<std::string, command::Estimates, std::less<>>& stored_estimates() { return stored_; }

  command::Results& r() { return r_; }
  command::Results& s() { return s_; }
  const command::Estimates* estimates() const { return e_ ? &*e_ : nullptr; }
  std::optional<command::Estimates>& estimates_slot() { return e_; }
  // Files e() with its sample (one per row of the data; may be empty).
  void post(command::Estimates e, const std::vector<std::uint8_t>& sample);
  // Keeps estimates under a name; their sample becomes the variable _est_name when the data have it marked.
  void store(const std::string& name, command::Estimates e);

  command::Settings& settings() { return settings_; }
  host::Host& host() { return host_; }
  report::Sink& sink() { return sink_; }
  numeric::Rng& generator() { return rng_; }
  int& rc() { return rc_; }
  Reporting& reporting() { return reporting_; }
  std::optional<CommandLog>& command_log() { return command_log_; }
  // What commands keep for as long as the session lives, one object a type: open files, timers.
  template <class T>
  T& state() {
    if (replica_) throw NeedsWholeSession{};
    std::shared_ptr<void>& object = states_[std::type_index(typeid(T))];
    if (!object) object = std::make_shared<T>();
    return *static_cast<T*>(object.get());
  }

  void show(const report::Document& d);                     // to the sink and the logs, unless quiet
  void say(std::string text, report::Style style = report::Style::text);
  bool quiet() const { return quiet_ > 0; }
  std::vector<std::pair<std::string, std::unique_ptr<report::Sink>>>& logs() { return logs_; }

  // Runs text in a level of its own (do) or the current one (include); errors propagate as Error, unless with nostop,
  // where they are shown and the next command is run.
  void run_script(ast::ScriptPtr script, const std::vector<std::string>& arguments, bool own_level, bool echo,
                  bool nostop = false);
  void run_program(const Program& p, const std::string& arguments_text);
  void run_statements(const std::vector<ast::Statement>& statements);
  // One command with its macros expanded already; prefixes included.
  void run_command(const std::string& text);
  // Runs f with output off / on.
  void quietly(const std::function<void()>& f);
  void noisily(const std::function<void()>& f);
  // 0 or the code of the error f ended with; the error is shown when noisy.
  int captured(const std::function<void()>& f, bool noisy);

  std::string expand(const ast::Template& t);
  std::string expand(std::string_view text);                // text of macros
  eval::Scope scope() const;
  command::Context context() const;
  double number(std::string_view expression) const;         // evaluates text
  eval::Value value(std::string_view expression) const;
  bool holds(const std::string& condition);                 // of if and while: observation 1
  ast::ExpressionPtr expression(const std::string& text);   // parsed once
  std::string temporary_name();                             // __000000, __000001 …

  // --- for replications in other threads ------------------------------------------------------------------------
  Snapshot snapshot() const;
  // A session of its own with the data, programs, results and settings of this one. It outlives nothing here: host
  // and sink belong to the caller. What it cannot do alone throws NeedsWholeSession.
  std::unique_ptr<Session> replica(host::Host& host, report::Sink& sink) const;
  // Before a replication: everything but data and random stream as in `from` and at `start`. After it: throws
  // NeedsWholeSession when something changed that the next replication, or the user, would see.
  void begin_replication(const Session& from, const Snapshot& start);
  void end_replication(const Session& from, const Snapshot& start) const;
  bool is_replica() const { return replica_; }

  void preserve();                                          // Error 621
  void restore(bool keep, bool discard);                    // Error 622

  // --- for expressions ----------------------------------------------------------------------------------------
  std::optional<eval::Value> scalar(std::string_view name) const override;
  const eval::Matrix* matrix(std::string_view name) const override;
  eval::Stored stored(char kind, std::string_view name) const override;
  std::uint64_t sample_id() const override;
  numeric::Rng& rng() const override { return rng_; }
  void poll() const override;
  bool abbreviations() const override { return settings_.varabbrev; }
  std::vector<std::string>& regex_groups() const override { return regex_groups_; }
  data::FramePtr frame_named(std::string_view name) const override;
  double by_state(std::string_view function) const override;
  eval::Value file(std::string_view function, const std::vector<eval::Value>& arguments) const override;

 private:
  struct Prepared;
  class LevelGuard;

  void run_statement(const ast::Statement& s);
  void run_foreach(const ast::Statement& s);
  void run_forvalues(const ast::Statement& s);
  void run_while(const ast::Statement& s);
  void run_if(const ast::Statement& s);
  bool run_body(const std::vector<ast::Statement>& body);   // false when the loop was left
  void define_program(const ast::Statement& s);
  void run_input(const ast::Statement& s);
  void run_block(const ast::Statement& s);
  void restore_preserved(const Level& l);
  void trace(const ast::Statement& s, const std::string& expanded);
  void trace_program(const char* what, const std::string& name);
  void mark_order();
  void restore_order(std::uint64_t mark);
  void note_command(const std::string& source);
  void note_time(double started);
  void run_prefixed(const Prepared& call, std::size_t next_prefix, const command::ByGroups* by);
  void run_by(const Prepared& call, std::size_t prefix, bool sort_first);
  bool load_program(const std::string& name);
  void run_bare(const Prepared& call, const command::ByGroups* by);
  void run_by_group(const Prepared& call, const command::ByGroups& by, const std::function<void()>& once);
  void run_built_in(const Prepared& call, const command::ByGroups* by);
  void run_prefix_command(const Prepared& call, std::size_t prefix, const command::Command& command,
                          const command::ByGroups* by);
  void commit(command::Output out, const command::Command& command);
  void apply(const command::Patch& patch);
  void reorder(const std::vector<data::Row>& order, std::vector<std::string> sorted_by);
  void locate(const std::string& expanded, const ast::Statement* statement);
  [[noreturn]] void refuse_rest(const ast::ScriptPtr& script);
  void report(const Error& e);
  std::shared_ptr<const Prepared> parsed(const std::string& text);
  void append_pieces(const std::vector<ast::Piece>& pieces, int depth, std::string& out);
  void append_macro_value(const std::string& value, bool verbatim, int depth, std::string& out);
  std::string evaluate_macro(const std::string& expression);
  std::string increment(const ast::Piece& p, int depth);
  void end_level();

  host::Host& host_;
  report::Sink& sink_;
  data::FramePtr frame_;
  std::map<std::string, data::FramePtr> frames_;
  std::string frame_name_ = "default";
  std::vector<std::unique_ptr<Level>> levels_;
  Macros globals_;
  std::map<std::string, eval::Value, std::less<>> scalars_;
  std::map<std::string, eval::Matrix, std::less<>> matrices_;
  std::map<std::string, Program, std::less<>> programs_;
  std::map<std::string, command::Estimates, std::less<>> stored_;
  command::Results r_, s_;
  std::optional<command::Estimates> e_;
  std::uint64_t next_sample_ = 1;
  std::uint64_t next_temporary_ = 0;
  command::Settings settings_;
  mutable numeric::Rng rng_;
  std::unordered_map<std::string, ast::ExpressionPtr> expressions_;
  mutable std::vector<std::string> regex_groups_;
  mutable std::atomic<bool> interrupted_{false};
  std::optional<ExitRequest> exit_;
  std::vector<std::pair<std::string, std::unique_ptr<report::Sink>>> logs_;
  std::unordered_map<std::string, std::shared_ptr<const Prepared>> memo_;
  // Where the error being handled arose: the innermost statement, kept until it is reported or captured.
  struct Location {
    std::string expanded;
    ast::ScriptPtr script;
    ast::Span span;
  };
  std::optional<Location> location_;
  ast::Span current_;                             // of the statement that runs
  std::pair<data::Row, data::Row> window_{0, 0};  // rows in view of the command that runs; empty: all
  mutable std::vector<data::Row> window_starts_;  // the same as one by-group, so that _n counts within it
  std::map<std::type_index, std::shared_ptr<void>> states_;
  std::optional<CommandLog> command_log_;
  Reporting reporting_;
  const command::ByGroups* by_ = nullptr;         // in force for the program that is about to run
  std::size_t by_index_ = 0;
  int inside_ = 0;                                // blocks and programs around the running statement
  int quiet_ = 0;
  bool replica_ = false;
  int rc_ = 0;
  bool echo_ = false;
  bool keep_going_ = false;
  int first_error_ = 0;
};

}  // namespace nqp::runtime
