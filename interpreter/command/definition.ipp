// Members of Definition: each adds a slot to the signature and a setter for one member of Args.
#pragma once

#include "interpreter/command/convert.hpp"

namespace nqp::command {

template <class Args>
Definition<Args>::Definition(std::string name, std::string title) {
  std::tie(command_.name, command_.least) = abbreviation(name);
  command_.title = std::move(title);
}

template <class Args>
Definition<Args>& Definition<Args>::varlist(Variables Args::*member, Count count) {
  command_.signature.body = Body::variables;
  command_.signature.count = count;
  setters_.push_back([member](Args& a, const Bound& b, const Context& c) { a.*member = body_variables(b, c); });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::terms(Terms Args::*member, Count count) {
  command_.signature.body = Body::terms;
  if (command_.signature.dependents == 0) command_.signature.count = count;
  const auto skip = static_cast<std::ptrdiff_t>(command_.signature.dependents);
  setters_.push_back([member, skip](Args& a, const Bound& b, const Context& c) {
    const Terms all = body_terms(b, c);
    (a.*member).assign(all.begin() + std::min<std::ptrdiff_t>(skip, std::ssize(all)), all.end());
  });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::dependent(std::string Args::*member) {
  command_.signature.body = Body::terms;
  command_.signature.dependents = 1;
  setters_.push_back([member](Args& a, const Bound& b, const Context& c) {
    a.*member = term_name(body_terms(b, c).front());
    c.numeric(a.*member);
  });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::dependent(Terms Args::*member) {
  command_.signature.body = Body::terms;
  command_.signature.dependents = 1;
  command_.signature.dependent_operators = true;
  setters_.push_back([member](Args& a, const Bound& b, const Context& c) {
    const Terms all = body_terms(b, c);
    (a.*member).assign(all.begin(), all.begin() + std::min<std::ptrdiff_t>(1, std::ssize(all)));
  });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::new_variables(std::vector<NewVariable> Args::*member, Count count) {
  command_.signature.body = Body::new_variables;
  command_.signature.count = count;
  setters_.push_back([member](Args& a, const Bound& b, const Context& c) { a.*member = body_new_variables(b, c); });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::expression(ast::ExpressionPtr Args::*member) {
  command_.signature.body = Body::expression;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) { a.*member = body_expression(b); });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::anything(std::string Args::*member) {
  command_.signature.body = Body::anything;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) { a.*member = b.arguments.body; });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::raw(std::string Args::*member) {
  command_.signature.body = Body::raw;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) { a.*member = b.raw; });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::assigned(ast::ExpressionPtr Args::*member, bool required) {
  command_.signature.assigned = required ? Signature::Need::required : Signature::Need::optional;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) { a.*member = b.arguments.assigned; });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::if_in(Sample Args::*member) {
  command_.signature.if_allowed = command_.signature.in_allowed = true;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) {
    a.*member = Sample{b.arguments.condition, b.arguments.range};
  });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::weights(Weight Args::*member, std::vector<WeightKind> allowed,
                                            WeightKind by_default) {
  command_.signature.weights = allowed;
  command_.signature.default_weight = by_default == WeightKind::none ? allowed.front() : by_default;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) {
    a.*member = bind_weight(*b.signature, b.arguments.weight);
  });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::using_file(std::string Args::*member, bool required) {
  command_.signature.using_file = required ? Signature::Need::required : Signature::Need::optional;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) {
    a.*member = b.arguments.using_file.value_or(std::string());
  });
  return *this;
}

// Adds a slot and a setter that runs only when the option was given.
template <class Args>
template <class T, class Convert>
Definition<Args>& Definition<Args>::option(OptionKind kind, const std::string& name, std::string help, T Args::*member,
                                           Convert convert) {
  OptionSlot slot;
  std::tie(slot.name, slot.least) = abbreviation(name);
  slot.kind = kind;
  slot.help = std::move(help);
  setters_.push_back([member, convert, key = slot.name](Args& a, const Bound& b, const Context& c) {
    if (const ast::Option* o = b.given(key)) a.*member = convert(*o, c);
  });
  command_.signature.options.push_back(std::move(slot));
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::flag(std::string name, bool Args::*member, std::string help) {
  return option(OptionKind::flag, name, std::move(help), member,
                [](const ast::Option&, const Context&) { return true; });
}

template <class Args>
template <class E>
Definition<Args>& Definition<Args>::one_of(E Args::*member, std::vector<std::pair<std::string, E>> choices,
                                           std::string help) {
  for (const auto& [word, value] : choices) {
    OptionSlot slot;
    std::tie(slot.name, slot.least) = abbreviation(word);
    slot.kind = OptionKind::choice_flag;
    slot.help = help;
    for (const auto& other : choices) slot.words.push_back(abbreviation(other.first).first);
    setters_.push_back([member, value = value, key = slot.name](Args& a, const Bound& b, const Context&) {
      if (b.given(key)) a.*member = value;
    });
    command_.signature.options.push_back(std::move(slot));
  }
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::number(std::string name, double Args::*member, double low, double high,
                                           std::string help) {
  return option(OptionKind::number, name, std::move(help), member,
                [low, high](const ast::Option& o, const Context& c) { return to_number(o, low, high, c); });
}

template <class Args>
Definition<Args>& Definition<Args>::integer(std::string name, int Args::*member, int low, int high,
                                            std::string help) {
  return option(OptionKind::integer, name, std::move(help), member,
                [low, high](const ast::Option& o, const Context& c) { return to_integer(o, low, high, c); });
}

template <class Args>
Definition<Args>& Definition<Args>::numbers(std::string name, std::vector<double> Args::*member, std::string help) {
  return option(OptionKind::numbers, name, std::move(help), member,
                [](const ast::Option& o, const Context&) { return to_numbers(o); });
}

template <class Args>
Definition<Args>& Definition<Args>::text(std::string name, std::string Args::*member, std::string help) {
  return option(OptionKind::text, name, std::move(help), member,
                [](const ast::Option& o, const Context&) { return to_text(o); });
}

template <class Args>
Definition<Args>& Definition<Args>::text(std::string name, std::optional<std::string> Args::*member,
                                         std::string help) {
  return option(OptionKind::text, name, std::move(help), member,
                [](const ast::Option& o, const Context&) { return to_text(o); });
}

template <class Args>
Definition<Args>& Definition<Args>::choice(std::string name, std::string Args::*member, std::vector<std::string> words,
                                           std::string help) {
  return option(OptionKind::choice, name, std::move(help), member,
                [words](const ast::Option& o, const Context&) { return to_choice(o, words); });
}

template <class Args>
Definition<Args>& Definition<Args>::variable(std::string name, std::string Args::*member, std::string help) {
  return option(OptionKind::variable, name, std::move(help), member,
                [](const ast::Option& o, const Context& c) { return to_variable(o, c); });
}

template <class Args>
Definition<Args>& Definition<Args>::variables(std::string name, Variables Args::*member, std::string help) {
  return option(OptionKind::variables, name, std::move(help), member,
                [](const ast::Option& o, const Context& c) { return to_variables(o, c); });
}

template <class Args>
Definition<Args>& Definition<Args>::term_list(std::string name, Terms Args::*member, std::string help) {
  return option(OptionKind::terms, name, std::move(help), member,
                [](const ast::Option& o, const Context& c) { return to_terms(o, c); });
}

template <class Args>
Definition<Args>& Definition<Args>::new_variable(std::string name, NewVariable Args::*member, std::string help) {
  return option(OptionKind::new_variable, name, std::move(help), member,
                [](const ast::Option& o, const Context& c) { return to_new_variable(o, c); });
}

template <class Args>
Definition<Args>& Definition<Args>::expression_option(std::string name, ast::ExpressionPtr Args::*member,
                                                      std::string help) {
  return option(OptionKind::expression, name, std::move(help), member,
                [](const ast::Option& o, const Context&) { return to_expression(o); });
}

template <class Args>
Definition<Args>& Definition<Args>::vce(Vce Args::*member, std::vector<std::string> kinds) {
  add_vce_slots(command_.signature, kinds);
  setters_.push_back([member, kinds = std::move(kinds)](Args& a, const Bound& b, const Context& c) {
    a.*member = to_vce(b, kinds, c);
  });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::any_options(std::vector<ast::Option> Args::*member) {
  command_.signature.any_options = true;
  setters_.push_back([member](Args& a, const Bound& b, const Context&) { a.*member = b.unmatched; });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::required(const std::string& option) {
  for (OptionSlot& s : command_.signature.options)
    if (s.name == option) s.required = true;
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::alias(std::string name) {
  command_.aliases.push_back(std::move(name));
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::prefix(std::string Args::*command) {
  command_.prefix = true;
  setters_.push_back([command](Args& a, const Bound& b, const Context&) { a.*command = b.prefixed; });
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::replays() {
  command_.signature.count.least = 0;
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::by_native() {
  command_.by_native = true;
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::no_by() {
  command_.by_allowed = false;
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::stores(std::vector<std::pair<std::string, std::string>> results) {
  for (auto& [name, meaning] : results) command_.stores.push_back({std::move(name), std::move(meaning)});
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::changes(Effect effect) {
  command_.effect = command_.effect | effect;
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::reference(std::string text) {
  command_.references.push_back(std::move(text));
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::remark(std::string text) {
  command_.remarks.push_back(std::move(text));
  return *this;
}

template <class Args>
Definition<Args>& Definition<Args>::example(std::string title, std::string code, std::string holds) {
  command_.examples.push_back({std::move(title), std::move(code), std::move(holds)});
  return *this;
}

template <class Args>
Command Definition<Args>::runs(Output (*run)(const Args&, const Context&)) {
  command_.prepare = [setters = setters_, run](const Bound& b, const Context& c) -> BoundCall {
    auto args = std::make_shared<Args>();
    for (const auto& set : setters) set(*args, b, c);
    return [args, run](const Context& world) { return run(*args, world); };
  };
  return command_;
}

template <class Args>
Command Definition<Args>::acts(void (*act)(const Args&, runtime::Session&)) {
  command_.session_level = true;
  command_.prepare_session = [setters = setters_, act](const Bound& b, const Context& c) -> SessionCall {
    auto args = std::make_shared<Args>();
    for (const auto& set : setters) set(*args, b, c);
    return [args, act](runtime::Session& session) { act(*args, session); };
  };
  return command_;
}

}  // namespace nqp::command
