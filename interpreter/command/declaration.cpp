// Each member adds a slot to the signature and a setter for one field of the arguments.
#include "interpreter/command/declaration.hpp"

#include <algorithm>
#include <tuple>

#include "interpreter/command/convert.hpp"

namespace nqp::command {
namespace {

OptionSlot slot_of(OptionKind kind, std::string_view name, std::string_view help) {
  OptionSlot slot;
  std::tie(slot.name, slot.least) = abbreviation(std::string(name));
  slot.kind = kind;
  slot.help = help;
  return slot;
}

}  // namespace

Declaration::Declaration(std::string_view name, std::string_view title) {
  std::tie(command_.name, command_.least) = abbreviation(std::string(name));
  command_.title = title;
}

Declaration::Declaration(Declaration&&) noexcept = default;
Declaration::~Declaration() = default;

void Declaration::varlist(Field<Variables> field, Count count) {
  command_.signature.body = Body::variables;
  command_.signature.count = count;
  setters_.push_back([field](void* a, const Bound& b, const Context& c) { field.in(a) = body_variables(b, c); });
}

void Declaration::terms(Field<Terms> field, Count count) {
  command_.signature.body = Body::terms;
  if (command_.signature.dependents == 0) command_.signature.count = count;
  const auto skip = static_cast<std::ptrdiff_t>(command_.signature.dependents);
  setters_.push_back([field, skip](void* a, const Bound& b, const Context& c) {
    const Terms all = body_terms(b, c);
    field.in(a).assign(all.begin() + std::min<std::ptrdiff_t>(skip, std::ssize(all)), all.end());
  });
}

void Declaration::dependent(Field<std::string> field) {
  command_.signature.body = Body::terms;
  command_.signature.dependents = 1;
  setters_.push_back([field](void* a, const Bound& b, const Context& c) {
    field.in(a) = term_name(body_terms(b, c).front());
    c.numeric(field.in(a));
  });
}

void Declaration::dependent(Field<Terms> field) {
  command_.signature.body = Body::terms;
  command_.signature.dependents = 1;
  command_.signature.dependent_operators = true;
  setters_.push_back([field](void* a, const Bound& b, const Context& c) {
    const Terms all = body_terms(b, c);
    field.in(a).assign(all.begin(), all.begin() + std::min<std::ptrdiff_t>(1, std::ssize(all)));
  });
}

void Declaration::new_variables(Field<std::vector<NewVariable>> field, Count count) {
  command_.signature.body = Body::new_variables;
  command_.signature.count = count;
  setters_.push_back([field](void* a, const Bound& b, const Context& c) { field.in(a) = body_new_variables(b, c); });
}

void Declaration::expression(Field<ast::ExpressionPtr> field) {
  command_.signature.body = Body::expression;
  setters_.push_back([field](void* a, const Bound& b, const Context&) { field.in(a) = body_expression(b); });
}

void Declaration::anything(Field<std::string> field) {
  command_.signature.body = Body::anything;
  setters_.push_back([field](void* a, const Bound& b, const Context&) { field.in(a) = b.arguments.body; });
}

void Declaration::raw(Field<std::string> field) {
  command_.signature.body = Body::raw;
  setters_.push_back([field](void* a, const Bound& b, const Context&) { field.in(a) = b.raw; });
}

void Declaration::assigned(Field<ast::ExpressionPtr> field, bool required) {
  command_.signature.assigned = required ? Signature::Need::required : Signature::Need::optional;
  setters_.push_back([field](void* a, const Bound& b, const Context&) { field.in(a) = b.arguments.assigned; });
}

void Declaration::if_in(Field<Sample> field) {
  command_.signature.if_allowed = command_.signature.in_allowed = true;
  setters_.push_back([field](void* a, const Bound& b, const Context&) {
    field.in(a) = Sample{b.arguments.condition, b.arguments.range};
  });
}

void Declaration::weights(Field<Weight> field, std::initializer_list<WeightKind> allowed, WeightKind by_default) {
  command_.signature.weights = allowed;
  command_.signature.default_weight = by_default == WeightKind::none ? *allowed.begin() : by_default;
  setters_.push_back([field](void* a, const Bound& b, const Context&) {
    field.in(a) = bind_weight(*b.signature, b.arguments.weight);
  });
}

void Declaration::using_file(Field<std::string> field, bool required) {
  command_.signature.using_file = required ? Signature::Need::required : Signature::Need::optional;
  setters_.push_back([field](void* a, const Bound& b, const Context&) {
    field.in(a) = b.arguments.using_file.value_or(std::string());
  });
}

// Adds a slot and a setter that runs only when the option was given.
template <class T, class Convert>
void Declaration::option(OptionKind kind, std::string_view name, std::string_view help, Field<T> field,
                         Convert convert) {
  OptionSlot slot = slot_of(kind, name, help);
  setters_.push_back([field, convert, key = slot.name](void* a, const Bound& b, const Context& c) {
    if (const ast::Option* o = b.given(key)) field.in(a) = convert(*o, c);
  });
  command_.signature.options.push_back(std::move(slot));
}

void Declaration::flag(std::string_view name, Field<bool> field, std::string_view help) {
  option(OptionKind::flag, name, help, field, [](const ast::Option&, const Context&) { return true; });
}

void Declaration::choice_flag(std::string_view name, std::vector<std::string> all, std::function<void(void*)> set,
                              std::string_view help) {
  OptionSlot slot = slot_of(OptionKind::choice_flag, name, help);
  slot.words = std::move(all);
  setters_.push_back([set = std::move(set), key = slot.name](void* a, const Bound& b, const Context&) {
    if (b.given(key)) set(a);
  });
  command_.signature.options.push_back(std::move(slot));
}

void Declaration::number(std::string_view name, Field<double> field, double low, double high, std::string_view help) {
  option(OptionKind::number, name, help, field,
         [low, high](const ast::Option& o, const Context& c) { return to_number(o, low, high, c); });
}

void Declaration::integer(std::string_view name, Field<int> field, int low, int high, std::string_view help) {
  option(OptionKind::integer, name, help, field,
         [low, high](const ast::Option& o, const Context& c) { return to_integer(o, low, high, c); });
}

void Declaration::numbers(std::string_view name, Field<std::vector<double>> field, std::string_view help) {
  option(OptionKind::numbers, name, help, field, [](const ast::Option& o, const Context&) { return to_numbers(o); });
}

void Declaration::text(std::string_view name, Field<std::string> field, std::string_view help) {
  option(OptionKind::text, name, help, field, [](const ast::Option& o, const Context&) { return to_text(o); });
}

void Declaration::text(std::string_view name, Field<std::optional<std::string>> field, std::string_view help) {
  option(OptionKind::text, name, help, field, [](const ast::Option& o, const Context&) { return to_text(o); });
}

void Declaration::choice(std::string_view name, Field<std::string> field, Words words, std::string_view help) {
  option(OptionKind::choice, name, help, field,
         [allowed = std::vector<std::string>(words.begin(), words.end())](const ast::Option& o, const Context&) {
           return to_choice(o, allowed);
         });
  command_.signature.options.back().words.assign(words.begin(), words.end());
}

void Declaration::variable(std::string_view name, Field<std::string> field, std::string_view help) {
  option(OptionKind::variable, name, help, field,
         [](const ast::Option& o, const Context& c) { return to_variable(o, c); });
}

void Declaration::variables(std::string_view name, Field<Variables> field, std::string_view help) {
  option(OptionKind::variables, name, help, field,
         [](const ast::Option& o, const Context& c) { return to_variables(o, c); });
}

void Declaration::term_list(std::string_view name, Field<Terms> field, std::string_view help) {
  option(OptionKind::terms, name, help, field, [](const ast::Option& o, const Context& c) { return to_terms(o, c); });
}

void Declaration::new_variable(std::string_view name, Field<NewVariable> field, std::string_view help) {
  option(OptionKind::new_variable, name, help, field,
         [](const ast::Option& o, const Context& c) { return to_new_variable(o, c); });
}

void Declaration::expression_option(std::string_view name, Field<ast::ExpressionPtr> field, std::string_view help) {
  option(OptionKind::expression, name, help, field,
         [](const ast::Option& o, const Context&) { return to_expression(o); });
}

void Declaration::vce(Field<Vce> field, Words words) {
  std::vector<std::string> kinds(words.begin(), words.end());
  add_vce_slots(command_.signature, kinds);
  setters_.push_back([field, kinds = std::move(kinds)](void* a, const Bound& b, const Context& c) {
    field.in(a) = to_vce(b, kinds, c);
  });
}

void Declaration::any_options(Field<std::vector<ast::Option>> field) {
  command_.signature.any_options = true;
  setters_.push_back([field](void* a, const Bound& b, const Context&) { field.in(a) = b.unmatched; });
}

void Declaration::require(std::string_view option) {
  for (OptionSlot& s : command_.signature.options)
    if (s.name == option) s.required = true;
}

void Declaration::prefix(Field<std::string> field) {
  command_.prefix = true;
  setters_.push_back([field](void* a, const Bound& b, const Context&) { field.in(a) = b.prefixed; });
}

void Declaration::stores(NamedTexts results) {
  for (const auto& [name, meaning] : results) command_.stores.push_back({std::string(name), std::string(meaning)});
}

void Declaration::example(std::string_view title, std::string_view code, std::string_view holds) {
  command_.examples.push_back({std::string(title), std::string(code), std::string(holds)});
}

Command Declaration::runs(Function run, Make make, Output (*call)(Function, const void*, const Context&)) {
  command_.prepare = [setters = std::move(setters_), run, make, call](const Bound& b, const Context& c) -> BoundCall {
    const std::shared_ptr<void> args = make();
    for (const Setter& set : setters) set(args.get(), b, c);
    return [args, run, call](const Context& world) { return call(run, args.get(), world); };
  };
  return std::move(command_);
}

Command Declaration::acts(Function act, Make make, void (*call)(Function, const void*, runtime::Session&)) {
  command_.session_level = true;
  command_.prepare_session = [setters = std::move(setters_), act, make, call](const Bound& b,
                                                                              const Context& c) -> SessionCall {
    const std::shared_ptr<void> args = make();
    for (const Setter& set : setters) set(args.get(), b, c);
    return [args, act, call](runtime::Session& session) { call(act, args.get(), session); };
  };
  return std::move(command_);
}

}  // namespace nqp::command
