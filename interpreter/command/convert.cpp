#include "interpreter/command/convert.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/text/ascii.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::command {
namespace {

std::string range_text(double low, double high) {
  if (std::isinf(high)) return fmt::format("must be at least {}", text::macro_number(low));
  if (std::isinf(low)) return fmt::format("must be at most {}", text::macro_number(high));
  return fmt::format("must be between {} and {}", text::trimmed(text::format_number(low, "%12.0g")),
                     text::trimmed(text::format_number(high, "%12.0g")));
}

bool strip(std::string& s, std::string_view open, std::string_view close) {
  if (s.size() < open.size() + close.size() || s.compare(0, open.size(), open) != 0 ||
      s.compare(s.size() - close.size(), close.size(), close) != 0)
    return false;
  s = s.substr(open.size(), s.size() - open.size() - close.size());
  return true;
}

// The kinds a vce() word may abbreviate, each with its synonyms and its least abbreviation.
struct VceWord {
  const char* name;
  std::size_t least;
  const char* kind;
};
constexpr VceWord vce_words[] = {
    {"ols", 3, "ols"},           {"oim", 3, "oim"},
    {"conventional", 4, "conventional"}, {"unadjusted", 2, "unadjusted"},
    {"robust", 1, "robust"},     {"hc1", 3, "robust"},
    {"hc2", 3, "hc2"},           {"hc3", 3, "hc3"},
    {"cluster", 2, "cluster"},   {"bootstrap", 4, "bootstrap"},
    {"jackknife", 4, "jackknife"}, {"dkraay", 2, "dkraay"},
    {"hac", 3, "hac"},           {"iid", 3, "iid"},
    {"opg", 3, "opg"},           {"twoway", 3, "twoway"},
    {"placebo", 4, "placebo"},   {"noinference", 5, "noinference"},
};

std::string vce_kind(const std::string& word, const std::vector<std::string>& kinds, const ast::Option& o) {
  for (const VceWord& w : vce_words) {
    const std::string name = w.name;
    if (word.size() < w.least || name.compare(0, word.size(), word) != 0) continue;
    if (std::find(kinds.begin(), kinds.end(), w.kind) != kinds.end()) return w.kind;
  }
  std::string allowed;
  for (const std::string& k : kinds) allowed += (allowed.empty() ? "" : ", ") + k;
  throw Error(198, "vcetype " + word + " not allowed", o.argument_span, {"allowed here: " + allowed});
}

void read_clusters(Vce& v, const std::string& text, const ast::Option& o, const Context& c) {
  v.text = text;
  if (text.find('#') != std::string::npos) {
    v.variables = grammar::split_words(text);
    for (const std::string& word : v.variables)
      if (word.find("##") != std::string::npos)
        throw Error(198, "## is not for clusters: " + word, o.argument_span,
                    {"a#b clusters by the pairs of both, a b in two ways"});
    return;
  }
  try {
    v.variables = resolve_variables(text, c);
  } catch (Error& e) {
    throw Error(e.code, e.what(), o.argument_span, e.notes);
  }
  if (v.variables.empty()) throw Error(198, "cluster() needs a variable", o.name_span);
}

}  // namespace

double to_number(const ast::Option& o, double low, double high, const Context& c) {
  const auto e = grammar::parse_expression(o.argument, o.argument_span.begin);
  const double x = eval::evaluate_number(*e, c.scope);
  if (data::is_missing(x) || x < low || x > high)
    throw Error(198, fmt::format("option {}() {}", o.name, range_text(low, high)), o.argument_span);
  return x;
}

int to_integer(const ast::Option& o, double low, double high, const Context& c) {
  const double x = to_number(o, low, high, c);
  if (x != std::floor(x)) throw Error(198, "option " + o.name + "() must be an integer", o.argument_span);
  return static_cast<int>(x);
}

std::vector<double> to_numbers(const ast::Option& o) {
  return grammar::parse_numlist(o.argument, o.argument_span.begin);
}

std::string to_text(const ast::Option& o) {
  std::string s = o.argument;
  if (!strip(s, "`\"", "\"'") && s.find('"', 1) == s.size() - 1) strip(s, "\"", "\"");
  return s;
}

std::string to_choice(const ast::Option& o, const std::vector<std::string>& words) {
  const std::string word = text::lower(to_text(o));
  for (const std::string& w : words)
    if (w == word) return w;
  for (const std::string& w : words)
    if (!word.empty() && w.compare(0, word.size(), word) == 0) return w;
  std::string allowed;
  for (const std::string& w : words) allowed += (allowed.empty() ? "" : ", ") + w;
  throw Error(198, fmt::format("{}({}) not allowed", o.name, o.argument), o.argument_span, {"allowed: " + allowed});
}

std::string to_variable(const ast::Option& o, const Context& c) {
  const Variables v = to_variables(o, c);
  if (v.size() != 1) throw Error(v.empty() ? 100 : 103, "option " + o.name + "() takes one variable", o.argument_span);
  return v[0];
}

Variables to_variables(const ast::Option& o, const Context& c) {
  return resolve_variables(grammar::parse_varlist(o.argument, o.argument_span.begin), c);
}

Terms to_terms(const ast::Option& o, const Context& c) {
  return resolve_terms(grammar::parse_varlist(o.argument, o.argument_span.begin), c);
}

NewVariable to_new_variable(const ast::Option& o, const Context& c) {
  try {
    const std::vector<NewVariable> v = resolve_new_variables(o.argument, c);
    if (v.size() == 1) return v[0];
  } catch (Error& e) {
    throw Error(e.code, e.what(), o.argument_span, e.notes);
  }
  throw Error(198, "option " + o.name + "() takes one new variable name", o.argument_span);
}

ast::ExpressionPtr to_expression(const ast::Option& o) {
  return grammar::parse_expression(o.argument, o.argument_span.begin);
}

void add_vce_slots(Signature& s, const std::vector<std::string>& kinds) {
  const auto allows = [&](const char* k) { return std::find(kinds.begin(), kinds.end(), k) != kinds.end(); };
  OptionSlot vce;
  vce.name = "vce";
  vce.least = 3;
  vce.kind = OptionKind::vce;
  vce.help = "how standard errors are estimated";
  vce.words = kinds;
  s.options.push_back(vce);
  if (allows("robust")) {
    OptionSlot robust;
    robust.name = "robust";
    robust.least = 1;
    robust.help = "robust standard errors; same as vce(robust)";
    s.options.push_back(robust);
  }
  if (allows("cluster")) {
    OptionSlot cluster;
    cluster.name = "cluster";
    cluster.least = 2;
    cluster.kind = OptionKind::variables;
    cluster.help = "clustered standard errors; same as vce(cluster ...)";
    s.options.push_back(cluster);
  }
}

Vce to_vce(const Bound& b, const std::vector<std::string>& kinds, const Context& c) {
  Vce v;
  const ast::Option* vce = b.given("vce");
  const ast::Option* cluster = b.given("cluster");
  if (vce && cluster) throw Error(184, "options vce() and cluster() may not be combined", cluster->name_span);
  if (b.given("robust")) v.kind = "robust";
  if (cluster) {
    v.kind = "cluster";
    read_clusters(v, cluster->argument, *cluster, c);
  }
  if (!vce) return v;
  const std::size_t blank = vce->argument.find_first_of(" ,\t");
  v.kind = vce_kind(text::lower(vce->argument.substr(0, blank)), kinds, *vce);
  const std::string rest = blank == std::string::npos ? std::string() : text::trimmed(vce->argument.substr(blank));
  v.text = rest;
  const bool densities = v.kind == "robust" && rest.rfind(',', 0) == 0 &&  // vce(robust, bofinger) of quantiles
                         std::find(kinds.begin(), kinds.end(), "iid") != kinds.end();
  for (const char* alone : {"robust", "ols", "oim", "conventional", "unadjusted", "hc2", "hc3"})
    if (v.kind == alone && !rest.empty() && !densities)
      throw Error(198, "vce(" + v.kind + ") takes nothing more: " + rest + " found", vce->argument_span,
                  {"vce(cluster id) gives clusters"});
  if (v.kind == "cluster") read_clusters(v, rest, *vce, c);
  return v;
}

Variables body_variables(const Bound& b, const Context& c) {
  const ast::Arguments& a = b.arguments;
  Variables out;
  if (!a.body.empty()) {
    out = a.varlist ? resolve_variables(*a.varlist, c)
                    : resolve_variables(grammar::parse_varlist(a.body, a.body_span.begin), c);
  } else if (b.signature->count.all_by_default) {
    for (const data::Variable& v : c.frame.variables) out.push_back(v.name);
    return out;
  }
  check_count(out.size(), b.signature->count, b);
  return out;
}

Terms body_terms(const Bound& b, const Context& c) {
  const ast::Arguments& a = b.arguments;
  if (a.body.empty()) {
    check_count(0, b.signature->count, b);
    return {};
  }
  const Terms out = a.varlist ? resolve_terms(*a.varlist, c)
                              : resolve_terms(grammar::parse_varlist(a.body, a.body_span.begin), c);
  if (b.signature->dependents == 0) {
    check_count(out.size(), b.signature->count, b);
    return out;
  }
  const ast::Factor& y = out.front().factors.front();
  for (const ast::VariableOperator& op : y.operators) {
    const bool time = op.kind <= ast::VariableOperator::Kind::seasonal;
    if (!time || !b.signature->dependent_operators)
      throw Error(198, "depvar may not be a factor variable", out.front().span,
                  {"the dependent variable stands first; factor-variable operators go on the regressors"});
  }
  if (out.front().factors.size() > 1) throw Error(198, "depvar may not be an interaction", out.front().span);
  if (c.variable(y.pattern).is_string())
    throw Error(109, "type mismatch: " + y.pattern + " is a string variable", out.front().span,
                {"encode " + y.pattern + ", generate(newvar) makes a numeric variable of it"});
  return out;
}

std::vector<NewVariable> body_new_variables(const Bound& b, const Context& c) {
  try {
    std::vector<NewVariable> v = resolve_new_variables(b.arguments.body, c);
    check_count(v.size(), b.signature->count, b);
    return v;
  } catch (Error& e) {
    if (e.span) throw;
    throw Error(e.code, e.what(), b.arguments.body_span, e.notes);
  }
}

ast::ExpressionPtr body_expression(const Bound& b) {
  if (b.arguments.body.empty()) throw Error(100, "exp required");
  return grammar::parse_expression(b.arguments.body, b.arguments.body_span.begin);
}

void check_count(std::size_t n, const Count& count, const Bound& b) {
  if (n == 0 && count.least > 0) throw Error(100, "varlist required");
  if (static_cast<int>(n) < count.least) throw Error(102, "too few variables specified", b.arguments.body_span);
  if (static_cast<long>(n) > static_cast<long>(count.most))
    throw Error(103, "too many variables specified", b.arguments.body_span);
}

}  // namespace nqp::command
