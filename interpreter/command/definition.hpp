// Builds a Command from the members of an argument struct.
#pragma once

#include "interpreter/command/declaration.hpp"

namespace nqp::command {

// Builds a Command whose arguments land in the members of Args. The name's capitals are its least abbreviation:
// "SUmmarize" accepts su, sum … summarize; all-lower-case names may not be abbreviated.
template <class Args>
class Definition : private Declaration {
 public:
  Definition(std::string_view name, std::string_view title) : Declaration(name, title) {}

  // The body of the command.
  // Existing variables.
  Definition& varlist(Variables Args::*m, Count count = {}) { return Declaration::varlist(at(m), count), *this; }
  // With i. c. # L. operators.
  Definition& terms(Terms Args::*m, Count count = {}) { return Declaration::terms(at(m), count), *this; }
  // A first variable before the terms; the second form may carry time-series operators.
  Definition& dependent(std::string Args::*m) { return Declaration::dependent(at(m)), *this; }
  Definition& dependent(Terms Args::*m) { return Declaration::dependent(at(m)), *this; }
  Definition& new_variables(std::vector<NewVariable> Args::*m, Count count = {}) {
    return Declaration::new_variables(at(m), count), *this;
  }
  Definition& expression(ast::ExpressionPtr Args::*m) { return Declaration::expression(at(m)), *this; }
  // The body as text.
  Definition& anything(std::string Args::*m) { return Declaration::anything(at(m)), *this; }
  // All that follows the word, as text.
  Definition& raw(std::string Args::*m) { return Declaration::raw(at(m)), *this; }
  // = exp
  Definition& assigned(ast::ExpressionPtr Args::*m, bool required = true) {
    return Declaration::assigned(at(m), required), *this;
  }
  Definition& if_in(Sample Args::*m) { return Declaration::if_in(at(m)), *this; }
  Definition& weights(Weight Args::*m, std::initializer_list<WeightKind> allowed,
                      WeightKind by_default = WeightKind::none) {
    return Declaration::weights(at(m), allowed, by_default), *this;
  }
  Definition& using_file(std::string Args::*m, bool required = true) {
    return Declaration::using_file(at(m), required), *this;
  }

  // Options. Capitals in the name give the least abbreviation: "Level" accepts l(), le() … ; "noCONStant" accepts
  // nocons.
  Definition& flag(std::string_view name, bool Args::*m, std::string_view help) {
    return Declaration::flag(name, at(m), help), *this;
  }
  // Flags that exclude one another, each with the value it stands for.
  template <class E>
  Definition& one_of(E Args::*m, const std::vector<std::pair<std::string, E>>& choices, std::string_view help) {
    std::vector<std::string> all;
    for (const auto& c : choices) all.push_back(abbreviation(c.first).first);
    for (const auto& [word, value] : choices)
      choice_flag(
          word, all, [field = at(m), value = value](void* a) { field.in(a) = value; }, help);
    return *this;
  }
  Definition& number(std::string_view name, double Args::*m, double low, double high, std::string_view help) {
    return Declaration::number(name, at(m), low, high, help), *this;
  }
  Definition& integer(std::string_view name, int Args::*m, int low, int high, std::string_view help) {
    return Declaration::integer(name, at(m), low, high, help), *this;
  }
  Definition& numbers(std::string_view name, std::vector<double> Args::*m, std::string_view help) {
    return Declaration::numbers(name, at(m), help), *this;
  }
  Definition& text(std::string_view name, std::string Args::*m, std::string_view help) {
    return Declaration::text(name, at(m), help), *this;
  }
  Definition& text(std::string_view name, std::optional<std::string> Args::*m, std::string_view help) {
    return Declaration::text(name, at(m), help), *this;
  }
  Definition& choice(std::string_view name, std::string Args::*m, Words words, std::string_view help) {
    return Declaration::choice(name, at(m), words, help), *this;
  }
  Definition& variable(std::string_view name, std::string Args::*m, std::string_view help) {
    return Declaration::variable(name, at(m), help), *this;
  }
  Definition& variables(std::string_view name, Variables Args::*m, std::string_view help) {
    return Declaration::variables(name, at(m), help), *this;
  }
  Definition& term_list(std::string_view name, Terms Args::*m, std::string_view help) {
    return Declaration::term_list(name, at(m), help), *this;
  }
  Definition& new_variable(std::string_view name, NewVariable Args::*m, std::string_view help) {
    return Declaration::new_variable(name, at(m), help), *this;
  }
  Definition& expression_option(std::string_view name, ast::ExpressionPtr Args::*m, std::string_view help) {
    return Declaration::expression_option(name, at(m), help), *this;
  }
  // vce(), robust, r and cluster().
  Definition& vce(Vce Args::*m, Words kinds) { return Declaration::vce(at(m), kinds), *this; }
  // Options that are not declared land here.
  Definition& any_options(std::vector<ast::Option> Args::*m) { return Declaration::any_options(at(m)), *this; }
  // Error 198 when the option is not given.
  Definition& required(std::string_view option) { return require(option), *this; }

  Definition& alias(std::string_view name) { return command_.aliases.emplace_back(name), *this; }
  // The command behind the colon.
  Definition& prefix(std::string Args::*m) { return Declaration::prefix(at(m)), *this; }
  // No variables at all: the last results are to be shown again.
  Definition& replays() { return command_.signature.count.least = 0, *this; }
  Definition& by_native() { return command_.by_native = true, *this; }
  Definition& no_by() { return command_.by_allowed = false, *this; }
  Definition& stores(NamedTexts results) { return Declaration::stores(results), *this; }
  Definition& changes(Effect effect) { return command_.effect = command_.effect | effect, *this; }
  Definition& reference(std::string_view text) { return command_.references.emplace_back(text), *this; }
  Definition& remark(std::string_view text) { return command_.remarks.emplace_back(text), *this; }
  Definition& example(std::string_view title, std::string_view code, std::string_view holds) {
    return Declaration::example(title, code, holds), *this;
  }

  Command runs(Output (*run)(const Args&, const Context&)) {
    return Declaration::runs(reinterpret_cast<Function>(run), make, [](Function f, const void* a, const Context& c) {
      return reinterpret_cast<Output (*)(const Args&, const Context&)>(f)(*static_cast<const Args*>(a), c);
    });
  }
  Command acts(void (*act)(const Args&, runtime::Session&)) {
    return Declaration::acts(reinterpret_cast<Function>(act), make, [](Function f, const void* a, runtime::Session& s) {
      reinterpret_cast<void (*)(const Args&, runtime::Session&)>(f)(*static_cast<const Args*>(a), s);
    });
  }

 private:
  template <class T>
  static Field<T> at(T Args::*member) {
    auto* args = reinterpret_cast<Args*>(space_);
    return {static_cast<std::size_t>(reinterpret_cast<std::byte*>(&(args->*member)) - space_)};
  }
  static std::shared_ptr<void> make() { return std::make_shared<Args>(); }

  alignas(Args) static inline std::byte space_[sizeof(Args)];  // only for addresses
};

template <class Args>
Definition<Args> define(std::string_view name, std::string_view title) {
  return Definition<Args>(name, title);
}

}  // namespace nqp::command
