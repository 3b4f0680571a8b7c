#include "stdlib/kit/parameter_expression.hpp"

#include <algorithm>
#include <map>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

const std::string parameter_stem = "_nqp_parameter_";

// The session with parameters as scalars of reserved names.
class ParameterEnvironment final : public eval::Environment {
 public:
  ParameterEnvironment(const eval::Environment& outer, std::span<const double> values)
      : outer_(outer), values_(values) {}

  std::optional<eval::Value> scalar(std::string_view name) const override {
    if (name.substr(0, parameter_stem.size()) != parameter_stem) return outer_.scalar(name);
    const auto i = static_cast<std::size_t>(std::atoi(std::string(name.substr(parameter_stem.size())).c_str()));
    return i < values_.size() ? std::optional<eval::Value>(values_[i]) : std::nullopt;
  }
  const eval::Matrix* matrix(std::string_view name) const override { return outer_.matrix(name); }
  eval::Stored stored(char kind, std::string_view name) const override { return outer_.stored(kind, name); }
  std::uint64_t sample_id() const override { return outer_.sample_id(); }
  numeric::Rng& rng() const override { return outer_.rng(); }
  void poll() const override { outer_.poll(); }
  bool abbreviations() const override { return outer_.abbreviations(); }
  std::vector<std::string>& regex_groups() const override { return outer_.regex_groups(); }
  data::FramePtr frame_named(std::string_view name) const override { return outer_.frame_named(name); }
  double by_state(std::string_view function) const override { return outer_.by_state(function); }
  eval::Value file(std::string_view function, const std::vector<eval::Value>& arguments) const override {
    return outer_.file(function, arguments);
  }

 private:
  const eval::Environment& outer_;
  std::span<const double> values_;
};

bool is_parameter_name(const std::string& s) {
  return !s.empty() && !(s[0] >= '0' && s[0] <= '9') &&
         std::all_of(s.begin(), s.end(), [](unsigned char ch) { return std::isalnum(ch) || ch == '_' || ch >= 0x80; });
}

// Reads one brace after the other and writes the expression that the language can evaluate.
class ParameterReader {
 public:
  ParameterReader(const std::function<double(std::string_view)>& number, const command::Context& c)
      : number_(number), context_(c) {}

  ParameterExpression read(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
      if (text[i] != '{') {
        plain += text[i];
        out_.text += text[i++];
        continue;
      }
      const std::size_t close = text.find('}', i);
      if (close == std::string_view::npos) throw Error(198, "{ is not closed by }");
      plain += brace(std::string(trim(text.substr(i + 1, close - i - 1))));
      i = close + 1;
    }
    if (out_.parameters.empty())
      throw Error(198, "no parameters in the expression", std::nullopt, {"write them in braces: {b0} + {b1}*x"});
    out_.tree = grammar::parse_expression(plain);
    collect(*out_.tree);
    return std::move(out_);
  }

 private:
  std::string parameter(const std::string& name, std::optional<double> start) {
    const auto known = std::find(out_.parameters.begin(), out_.parameters.end(), name);
    const auto i = static_cast<std::size_t>(known - out_.parameters.begin());
    if (known == out_.parameters.end()) {
      out_.parameters.push_back(name);
      out_.start.push_back(0);
    }
    if (start) out_.start[i] = *start;
    return "scalar(" + parameter_stem + std::to_string(i) + ")";
  }

  std::string brace(const std::string& inside) {
    if (const std::size_t colon = inside.find(':'); colon != std::string::npos)
      return combination(std::string(trim(std::string_view(inside).substr(0, colon))),
                         std::string(trim(std::string_view(inside).substr(colon + 1))));
    const std::size_t equal = inside.find('=');
    const std::string name(trim(std::string_view(inside).substr(0, equal)));
    if (!is_parameter_name(name))
      throw Error(198, "{" + inside + "} is no parameter", std::nullopt, {"{name} or {name=start}"});
    out_.text += "{" + name + "}";
    if (equal == std::string::npos) return parameter(name, std::nullopt);
    return parameter(name, number_(std::string_view(inside).substr(equal + 1)));
  }

  std::string combination(const std::string& name, const std::string& list) {
    if (!is_parameter_name(name)) throw Error(198, "{" + name + ":} is no linear combination");
    out_.text += "{" + name + ":" + (list.empty() ? "" : " " + list) + "}";
    if (list.empty()) {
      const auto it = combinations_.find(name);
      if (it == combinations_.end())
        throw Error(198, "{" + name + ":} is not defined: write {" + name + ": x1 x2} first");
      return it->second;
    }
    std::string sum;
    for (const std::string& word : grammar::split_words(list)) {
      if (word == "_cons") {
        sum += (sum.empty() ? "" : " + ") + parameter(name + "__cons", std::nullopt);
        continue;
      }
      for (const std::string& v : command::resolve_variables(word, context_))
        sum += (sum.empty() ? "" : " + ") + parameter(name + "_" + v, std::nullopt) + "*" + v;
    }
    return combinations_[name] = "(" + sum + ")";
  }

  void collect(const ast::Expression& e) {
    using Kind = ast::Expression::Kind;
    if (e.kind == Kind::name && context_.frame.find(e.text)) out_.variables.push_back(e.text);
    if (e.kind == Kind::call && e.text == "scalar") return;
    for (const ast::Expression& o : e.operands) collect(o);
  }

  const std::function<double(std::string_view)>& number_;
  const command::Context& context_;
  ParameterExpression out_;
  std::map<std::string, std::string> combinations_;
};

}  // namespace

ParameterExpression read_parameters(std::string_view text, const std::function<double(std::string_view)>& number,
                                    const command::Context& c) {
  return ParameterReader(number, c).read(text);
}

std::vector<double> at_parameters(const ParameterExpression& e, std::span<const double> values,
                                  const command::Context& c) {
  const ParameterEnvironment environment(c.environment, values);
  eval::Scope scope(c.frame, environment);
  scope.begin = c.scope.begin;
  scope.end = c.scope.end;
  scope.group_starts = c.scope.group_starts;
  std::vector<double> out(c.frame.rows, data::missing);
  if (scope.end > scope.begin)
    eval::compile(*e.tree, scope)->numbers(scope.begin, scope.end - scope.begin, out.data() + scope.begin);
  return out;
}

}  // namespace nqp::kit
