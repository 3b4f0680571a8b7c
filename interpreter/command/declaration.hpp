// The part of Definition that does not depend on the type of the arguments, compiled once: a declaration has hundreds
// of callers, and their code is what building nqp costs.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/command/command.hpp"

namespace nqp::command {

// A member of an argument struct whose type has been forgotten, by its place.
template <class T>
struct Field {
  std::size_t offset = 0;
  T& in(void* arguments) const { return *reinterpret_cast<T*>(static_cast<std::byte*>(arguments) + offset); }
};

using Words = std::initializer_list<std::string_view>;
using NamedTexts = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Declaration {
 protected:
  Declaration(std::string_view name, std::string_view title);
  Declaration(Declaration&&) noexcept;
  ~Declaration();

  void varlist(Field<Variables> field, Count count);
  void terms(Field<Terms> field, Count count);
  void dependent(Field<std::string> field);
  void dependent(Field<Terms> field);
  void new_variables(Field<std::vector<NewVariable>> field, Count count);
  void expression(Field<ast::ExpressionPtr> field);
  void anything(Field<std::string> field);
  void raw(Field<std::string> field);
  void assigned(Field<ast::ExpressionPtr> field, bool required);
  void if_in(Field<Sample> field);
  void weights(Field<Weight> field, std::initializer_list<WeightKind> allowed, WeightKind by_default);
  void using_file(Field<std::string> field, bool required);

  void flag(std::string_view name, Field<bool> field, std::string_view help);
  void number(std::string_view name, Field<double> field, double low, double high, std::string_view help);
  void integer(std::string_view name, Field<int> field, int low, int high, std::string_view help);
  void numbers(std::string_view name, Field<std::vector<double>> field, std::string_view help);
  void text(std::string_view name, Field<std::string> field, std::string_view help);
  void text(std::string_view name, Field<std::optional<std::string>> field, std::string_view help);
  void choice(std::string_view name, Field<std::string> field, Words words, std::string_view help);
  void variable(std::string_view name, Field<std::string> field, std::string_view help);
  void variables(std::string_view name, Field<Variables> field, std::string_view help);
  void term_list(std::string_view name, Field<Terms> field, std::string_view help);
  void new_variable(std::string_view name, Field<NewVariable> field, std::string_view help);
  void expression_option(std::string_view name, Field<ast::ExpressionPtr> field, std::string_view help);
  void vce(Field<Vce> field, Words kinds);
  void any_options(Field<std::vector<ast::Option>> field);
  void require(std::string_view option);

  // One flag of several that exclude one another; `set` puts its value into the arguments.
  void choice_flag(std::string_view name, std::vector<std::string> all, std::function<void(void*)> set,
                   std::string_view help);

  void prefix(Field<std::string> field);
  void stores(NamedTexts results);
  void example(std::string_view title, std::string_view code, std::string_view holds);

  // How arguments are made and handed to a function whose type has been forgotten.
  using Function = void (*)();
  using Make = std::shared_ptr<void> (*)();
  Command runs(Function run, Make make, Output (*call)(Function, const void*, const Context&));
  Command acts(Function act, Make make, void (*call)(Function, const void*, runtime::Session&));

  Command command_;

 private:
  using Setter = std::function<void(void*, const Bound&, const Context&)>;

  template <class T, class Convert>
  void option(OptionKind kind, std::string_view name, std::string_view help, Field<T> field, Convert convert);

  std::vector<Setter> setters_;
};

}  // namespace nqp::command
