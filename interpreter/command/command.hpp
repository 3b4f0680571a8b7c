// A command is a declaration and a function. From the declaration come binding and its errors, help, completion and
// tests; the function sees a plain struct of arguments.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tuple>
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
};

// Builds a Command whose arguments land in the members of Args. The name's capitals are its least abbreviation:
// "SUmmarize" accepts su, sum … summarize; all-lower-case names may not be abbreviated.
template <class Args>
class Definition {
 public:
  Definition(std::string name, std::string title);

  // The body of the command.
  Definition& varlist(Variables Args::*member, Count count = {});               // existing variables
  Definition& terms(Terms Args::*member, Count count = {});                     // with i. c. # L. operators
  Definition& dependent(std::string Args::*member);                             // a first variable before the terms
  Definition& dependent(Terms Args::*member);                                   // may carry time-series operators
  Definition& new_variables(std::vector<NewVariable> Args::*member, Count count = {});
  Definition& expression(ast::ExpressionPtr Args::*member);                     // the body is an expression
  Definition& anything(std::string Args::*member);                              // the body as text
  Definition& raw(std::string Args::*member);                                   // all that follows the word, as text
  Definition& assigned(ast::ExpressionPtr Args::*member, bool required = true); // = exp
  Definition& if_in(Sample Args::*member);
  Definition& weights(Weight Args::*member, std::vector<WeightKind> allowed, WeightKind by_default = WeightKind::none);
  Definition& using_file(std::string Args::*member, bool required = true);

  // Options. Capitals in the name give the least abbreviation: "Level" accepts l(), le() … ; "noCONStant" accepts nocons.
  Definition& flag(std::string name, bool Args::*member, std::string help);
  template <class E>
  Definition& one_of(E Args::*member, std::vector<std::pair<std::string, E>> choices, std::string help);
  Definition& number(std::string name, double Args::*member, double low, double high, std::string help);
  Definition& integer(std::string name, int Args::*member, int low, int high, std::string help);
  Definition& numbers(std::string name, std::vector<double> Args::*member, std::string help);
  Definition& text(std::string name, std::string Args::*member, std::string help);
  Definition& text(std::string name, std::optional<std::string> Args::*member, std::string help);
  Definition& choice(std::string name, std::string Args::*member, std::vector<std::string> words, std::string help);
  Definition& variable(std::string name, std::string Args::*member, std::string help);
  Definition& variables(std::string name, Variables Args::*member, std::string help);
  Definition& term_list(std::string name, Terms Args::*member, std::string help);
  Definition& new_variable(std::string name, NewVariable Args::*member, std::string help);
  Definition& expression_option(std::string name, ast::ExpressionPtr Args::*member, std::string help);
  Definition& vce(Vce Args::*member, std::vector<std::string> kinds);           // vce() robust r cluster()
  Definition& any_options(std::vector<ast::Option> Args::*member);              // options not declared land here
  Definition& required(const std::string& option);                              // Error 198 when it is not given

  Definition& alias(std::string name);
  Definition& prefix(std::string Args::*command);                               // the command behind the colon
  Definition& replays();                       // no variables at all: the last results are to be shown again
  Definition& by_native();
  Definition& no_by();
  Definition& stores(std::vector<std::pair<std::string, std::string>> results);
  Definition& changes(Effect effect);
  Definition& reference(std::string text);
  Definition& remark(std::string text);
  Definition& example(std::string title, std::string code, std::string holds);

  Command runs(Output (*run)(const Args&, const Context&));
  Command acts(void (*act)(const Args&, runtime::Session&));

 private:
  using Setter = std::function<void(Args&, const Bound&, const Context&)>;

  template <class T, class Convert>
  Definition& option(OptionKind kind, const std::string& name, std::string help, T Args::*member, Convert convert);
  Command command_;
  std::vector<Setter> setters_;
};

template <class Args>
Definition<Args> define(std::string name, std::string title) {
  return Definition<Args>(std::move(name), std::move(title));
}

}  // namespace nqp::command

#include "interpreter/command/definition.ipp"
