#include "stdlib/kit/margins_request.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/convert.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/level_comparisons.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

std::vector<double> margin_numbers(std::string_view text) {
  ast::Option o;
  o.name = "at";
  std::string_view t = trim(text);
  if (!t.empty() && t.front() == '(' && t.back() == ')') t = t.substr(1, t.size() - 2);
  o.argument = std::string(t);
  o.has_argument = true;
  return command::to_numbers(o);
}

void require_variable(const std::string& name, const MarginsModel& m) {
  if (std::find(m.variables.begin(), m.variables.end(), name) != m.variables.end()) return;
  std::string known;
  for (const std::string& v : m.variables) known += (known.empty() ? "" : ", ") + v;
  throw Error(322, name + " not found in list of covariates", std::nullopt, {"the model has " + known});
}

std::string resolved(const std::string& name, const command::Context& c) {
  const command::Terms t = command::resolve_terms(name, c);
  if (t.size() != 1 || t[0].factors.size() != 1) throw Error(198, name + ": one variable is needed");
  return series_name(t[0].factors[0]);
}

// "(mean)", "(median)", "(p25)", "(zero)": the percentile, -1 for means.
Scenario::Statistic margins_statistic(std::string_view word) {
  const std::string w(trim(word));
  if (w == "mean" || w == "asobserved") return {"", -1};
  if (w == "median") return {"", 50};
  if (w == "min") return {"", 0};
  if (w == "max") return {"", 100};
  if (w.size() > 1 && w[0] == 'p') return {"", std::strtod(w.c_str() + 1, nullptr)};
  throw Error(198, "(" + w + ") not known in at()", std::nullopt,
              {"(mean), (median), (p25), (min), (max), (zero), (base), (asobserved)"});
}

// "_continuous" and "_factor" stand for the model's variables of the kind.
std::vector<std::string> at_variables(const std::string& name, const MarginsModel& m, const command::Context& c) {
  if (name == "_all") return {name};
  std::vector<std::string> out;
  if (name == "_continuous" || name == "_factor") {
    for (const std::string& v : m.variables)
      if ((m.factor(v) != nullptr) == (name == "_factor")) out.push_back(v);
    return out;
  }
  out.push_back(resolved(name, c));
  require_variable(out.back(), m);
  return out;
}

// at((zero) x (base) g): values that need no data.
void set_fixed(const std::string& word, const std::string& name, const MarginsModel& m, const command::Context& c,
               std::vector<Scenario>& out) {
  std::vector<std::string> variables = at_variables(name, m, c);
  if (name == "_all") variables = at_variables(word == "base" ? "_factor" : "_continuous", m, c);
  for (const std::string& v : variables) {
    const MarginsModel::Factor* f = m.factor(v);
    if ((word == "base") != (f != nullptr))
      throw Error(198, "at(): (" + word + ") is for " + (f ? "continuous" : "factor") + " variables, not " + v);
    const double value = f ? f->base : 0;
    for (Scenario& s : out) {
      s.settings.push_back({v, value});
      s.text += (s.text.empty() ? "" : ", ") + v + " = " + text::macro_number(value);
    }
  }
}

// An expression on the rows of the model. Error 416 where it is missing.
std::vector<double> generated_values(const std::string& formula, const MarginsModel& m, const command::Context& c) {
  const std::vector<double> all = eval::evaluate_numbers(*grammar::parse_expression(formula), c.scope);
  std::vector<double> out;
  for (const data::Row r : m.sample.rows) {
    out.push_back(all[r]);
    if (data::is_missing(all[r])) throw Error(416, "missing values encountered: " + formula);
  }
  return out;
}

// One at(): "x=(1 2) z=0 (mean) w" is one scenario for each combination of values.
std::vector<Scenario> scenarios_of(const std::string& text, const MarginsModel& m, const command::Context& c) {
  std::vector<Scenario> out(1);
  Scenario::Statistic current;
  bool statistic = false;
  std::string fixed;                   // "zero" or "base"
  std::string_view rest = trim(text);
  while (!rest.empty()) {
    if (rest.front() == '(') {
      const std::size_t close = rest.find(')');
      if (close == std::string_view::npos) throw Error(132, "too few parentheses in at()");
      const std::string word(trim(rest.substr(1, close - 1)));
      fixed = word == "zero" || word == "base" ? word : "";
      if (fixed.empty()) current = margins_statistic(word);
      statistic = word != "asobserved" && fixed.empty();
      rest = trim(rest.substr(close + 1));
      continue;
    }
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != ' ' && rest[end] != '=' && rest[end] != '(') ++end;
    const std::string name(rest.substr(0, end));
    rest = trim(rest.substr(end));
    if (rest.empty() || rest.front() != '=') {
      if (!fixed.empty()) {
        set_fixed(fixed, name, m, c, out);
        continue;
      }
      if (!statistic) throw Error(198, "at(): " + name + " needs a value", std::nullopt, {"at(x=1) or at((mean) x)"});
      for (Scenario& s : out) {
        for (const std::string& v : at_variables(name, m, c)) s.statistics.push_back({v, current.percentile});
        const std::string what = current.percentile < 0 ? "mean" : "p" + text::macro_number(current.percentile);
        s.text += (s.text.empty() ? "" : ", ") + name + " (" + what + ")";
      }
      continue;
    }
    rest = trim(rest.substr(1));
    std::size_t length = 0;
    for (int depth = 0; length < rest.size() && (depth > 0 || rest[length] != ' '); ++length)
      depth += rest[length] == '(' ? 1 : rest[length] == ')' ? -1 : 0;
    const std::string_view value = rest.substr(0, length);
    rest = trim(rest.substr(length));
    const std::string variable = resolved(name, c);
    require_variable(variable, m);
    const MarginsModel::Factor* f = m.factor(variable);
    if (const std::size_t open = value.find('('); open > 0 && open != std::string_view::npos) {
      if (!abbreviates(value.substr(0, open), "GENerate") || value.back() != ')')
        throw Error(198, "at(): " + std::string(value) + " not understood", std::nullopt, {"x=generate(x + 1)"});
      if (f) throw Error(198, "at(): generate() is for continuous variables", std::nullopt, {variable + "=(0 1)"});
      const std::string formula(value.substr(open + 1, value.size() - open - 2));
      for (Scenario& s : out) {
        s.generated.emplace_back(variable, generated_values(formula, m, c));
        s.text += (s.text.empty() ? "" : ", ") + variable + " = " + formula;
      }
      continue;
    }
    const std::vector<double> values = margin_numbers(value);
    std::vector<Scenario> next;
    for (const Scenario& s : out)
      for (const double v : values) {
        if (f && std::find(f->levels.begin(), f->levels.end(), v) == f->levels.end())
          throw Error(322, text::macro_number(v) + "." + variable + " is not a level of the model");
        next.push_back(s);
        next.back().settings.push_back({variable, v});
        next.back().text += (next.back().text.empty() ? "" : ", ") + variable + " = " + text::macro_number(v);
      }
    out = std::move(next);
  }
  return out;
}

std::vector<MarginGroup> over_groups(const std::string& over, const MarginsModel& m, const command::Context& c) {
  if (over.empty()) return {{"", std::vector<std::uint8_t>(m.sample.size(), 1)}};
  std::vector<MarginGroup> out;
  const command::Variables names = command::resolve_variables(over, c);
  std::string text;
  for (const std::string& n : names) text += (text.empty() ? "" : "#") + n;
  const GroupCodes g = group_codes(text, m.sample, c);
  for (std::size_t k = 0; k < g.count; ++k) {
    MarginGroup group;
    for (const std::string& n : names) {
      const double v = c.numeric(n).number(g.first[k]);
      group.name += (group.name.empty() ? "" : "#") + text::macro_number(v) + "." + n;
    }
    for (const std::int32_t code : g.codes) group.rows.push_back(static_cast<std::size_t>(code) == k);
    out.push_back(std::move(group));
  }
  return out;
}

// Every combination of levels of the factors in one term.
void add_cells(const ast::Interaction& term, const MarginsModel& m, std::vector<MarginCell>& out) {
  std::vector<MarginCell> cells(1);
  for (const ast::Factor& factor : term.factors) {
    const std::string variable = series_name(factor);
    const MarginsModel::Factor* f = m.factor(variable);
    if (!f)
      throw Error(322, "factor " + variable + " not found in list of covariates", std::nullopt,
                  {"margins " + variable + " needs i." + variable + " in the model; at() fixes other variables"});
    std::vector<MarginCell> next;
    for (const MarginCell& cell : cells)
      for (const double level : f->levels) {
        next.push_back(cell);
        next.back().name += (cell.name.empty() ? "" : "#") + text::macro_number(level) + "." + variable;
        next.back().settings.push_back({variable, level});
      }
    cells = std::move(next);
  }
  out.insert(out.end(), cells.begin(), cells.end());
}

std::vector<std::string> requested_effects(const std::string& text, const MarginsModel& m, const command::Context& c) {
  const std::string list(trim(text));
  if (list.empty()) return {};
  if (list == "*" || list == "_all") return m.variables;
  std::vector<std::string> out;
  if (list == "_factor" || list == "_continuous") {
    for (const std::string& v : m.variables)
      if ((m.factor(v) != nullptr) == (list == "_factor")) out.push_back(v);
    return out;
  }
  for (const ast::Interaction& t : command::resolve_terms(list, c)) {
    if (t.factors.size() != 1) throw Error(198, "dydx() takes variables, not interactions");
    const std::string name = series_name(t.factors[0]);
    require_variable(name, m);
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

std::optional<MarginEffect> effect_named(const std::string& name) {
  if (name == "dydx") return MarginEffect::dydx;
  if (name == "eyex") return MarginEffect::eyex;
  if (name == "eydx") return MarginEffect::eydx;
  if (name == "dyex") return MarginEffect::dyex;
  return std::nullopt;
}

// What of a comparison is shown: always estimates, errors, tests and intervals.
bool is_comparison_word(const std::string& word) {
  for (const char* name : {"effects", "pveffects", "cieffects", "noeffects", "wald", "nowald", "sort"})
    if (word == name) return true;
  return false;
}

bool shows_everything(const ast::Option& o) {
  for (const std::string& word : grammar::split_words(o.argument))
    if (!is_comparison_word(word))
      throw Error(198, o.name + "(" + word + ") not allowed", o.name_span,
                  {"mcompare(bonferroni|sidak|scheffe|tukey) adjusts p-values and intervals"});
  return true;
}

void read_contrast(const ast::Option& o, MarginsOptions& out) {
  for (const std::string& word : grammar::split_words(o.argument)) {
    if (word == "atcontrast(r)" || word == "at(r)") out.at_contrasts = true;
    else if (!is_comparison_word(word))
      throw Error(198, "contrast(" + word + ") not allowed", o.name_span,
                  {"contrast(atcontrast(r)) compares with the first at(); margins r.g compares levels"});
  }
}

}  // namespace

MarginsOptions read_margins_options(const std::vector<ast::Option>& options, const command::Context& c) {
  MarginsOptions out;
  static const std::vector<std::string> accepted = {"noATLegend", "VSQUISH", "NOESTIMCHECK", "NOSE", "ASOBServed",
                                                    "NOATlegend", "NOESTIMcheck", "CFORMAT", "PFORMAT",
                                                    "SFORMAT", "COEFLegend", "NOCI", "NOPValues", "NOFVLABel",
                                                    "NOCHAINrule", "CHAINrule", "FORCE",
                                                    "FVLABel", "FVWRAP", "NOLSTRETCH"};
  for (const ast::Option& o : options) {
    const std::string name = lower(o.name);
    if (name == "at") out.at.push_back(o.argument);
    else if (const auto kind = effect_named(name)) {
      if (!out.effects.empty()) throw Error(198, "only one of dydx(), eyex(), eydx() and dyex() may be given");
      out.effects = o.argument.empty() ? "*" : o.argument;
      out.effect = *kind;
    }
    else if (name == "over") out.over = o.argument;
    else if (name == "within") out.within = o.argument;
    else if (abbreviates(name, "PRedict")) out.predict.push_back(o.argument);
    else if (abbreviates(name, "MCOMPare")) out.adjust = adjustment_name(o.argument);
    else if (name == "df") out.df = command::to_number(o, 1, 1e12, c);
    else if (abbreviates(name, "EXPression")) out.expression = o.argument;
    else if (name == "saving") out.saving = o.argument;
    else if (name == "atmeans") out.at_means = true;
    else if (name == "grand") out.grand = true;
    else if (name == "post") out.post = true;
    else if (abbreviates(name, "PWCOMPare")) out.pairwise = shows_everything(o);
    else if (name == "contrast") read_contrast(o, out);
    else if (abbreviates(name, "SUBPop")) out.subpopulation = o.argument;
    else if (abbreviates(name, "Level")) out.level = command::to_number(o, 10, 99.99, c);
    else if (name == "vce" && trim(o.argument) == "delta") continue;
    else if (name == "vce" && trim(o.argument).size() > 2 && abbreviates(trim(o.argument), "UNConditional"))
      out.unconditional = true;
    else if (std::none_of(accepted.begin(), accepted.end(),
                          [&](const std::string& w) { return lower(w) == name; }))
      throw Error(198, "option " + o.name + " not allowed", o.name_span,
                  {"margins knows dydx(), eyex(), eydx(), dyex(), at(), atmeans, over(), within(), predict(), "
                   "expression(), pwcompare, contrast(atcontrast(r)), mcompare(), subpop(), post, saving(), level(), "
                   "df() and vce(delta|unconditional)"});
  }
  if (!out.predict.empty() && !out.expression.empty())
    throw Error(198, "predict() and expression() may not be combined", std::nullopt,
                {"predict() may stand in expression()"});
  return out;
}

MarginsRequest margins_request(const std::string& body, const MarginsOptions& o, const MarginsModel& m,
                               const command::Context& c) {
  MarginsRequest q;
  for (const std::string& at : o.at)
    for (Scenario& s : scenarios_of(at, m, c)) q.scenarios.push_back(std::move(s));
  if (q.scenarios.empty()) q.scenarios.emplace_back();
  if (o.at_means)
    for (Scenario& s : q.scenarios) {
      s.statistics.insert(s.statistics.begin(), {"_all", -1});
      s.text = "all at means" + (s.text.empty() ? "" : ", " + s.text);
    }
  q.groups = over_groups(std::string(trim(o.over + " " + o.within)), m, c);
  q.nested = !o.within.empty();
  if (!trim(body).empty())
    for (const ast::Interaction& t : command::resolve_terms(body, c)) add_cells(t, m, q.cells);
  if (q.cells.empty() || o.grand) q.cells.emplace_back();
  q.effects = requested_effects(o.effects, m, c);
  q.unconditional = o.unconditional;
  for (const Scenario& s : q.scenarios)
    if (o.unconditional && !s.statistics.empty())
      throw Error(198, "vce(unconditional) and means or percentiles of variables may not be combined");
  const bool of_factor = std::any_of(q.effects.begin(), q.effects.end(),
                                     [&](const auto& v) { return m.factor(v) != nullptr; });
  if (of_factor && o.effect != MarginEffect::dydx)
    throw Error(198, "elasticities of factor variables are not available", std::nullopt,
                {"dydx() is the change from the base level; eyex(_continuous) leaves factors out"});
  q.discrete = std::any_of(q.effects.begin(), q.effects.end(), [&](const auto& v) { return m.factor(v) != nullptr; });
  return q;
}

std::vector<double> statistics_of(const MarginsModel& m, const Scenario& s, const std::vector<std::uint8_t>& rows) {
  std::vector<double> out(m.inputs.size(), data::missing);
  for (const Scenario::Statistic& what : s.statistics)
    for (std::size_t k = 0; k < m.inputs.size(); ++k) {
      if (what.variable != "_all" && m.inputs[k].variable != what.variable) continue;
      std::vector<std::pair<double, double>> x;  // value, weight
      double total = 0, sum = 0;
      for (std::size_t i = 0; i < m.sample.size(); ++i) {
        if (!rows[i]) continue;
        const double w = m.sample.weights.empty() ? 1 : m.sample.weights[i];
        x.emplace_back(m.values(i, k), w);
        total += w;
        sum += w * m.values(i, k);
      }
      out[k] = sum / total;
      if (what.percentile < 0 || m.inputs[k].indicator) continue;
      std::sort(x.begin(), x.end());
      // The first value whose cumulative weight passes the share, averaged with its predecessor on equality.
      const double goal = total * what.percentile / 100;
      double passed = 0;
      out[k] = x.back().first;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double before = passed;
        passed += x[i].second;
        if (passed <= goal) continue;
        const bool exact = i > 0 && std::abs(before - goal) <= 1e-12 * total;
        out[k] = exact ? (x[i - 1].first + x[i].first) / 2 : x[i].first;
        break;
      }
    }
  return out;
}

}  // namespace nqp::kit
