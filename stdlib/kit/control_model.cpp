#include "stdlib/kit/control_model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using command::Variables;

namespace {

// Words outside of parentheses: "y x(1980 1981) z".
std::vector<std::string> control_words(const std::string& text) {
  std::vector<std::string> out(1);
  int depth = 0;
  for (const char ch : text) {
    depth += ch == '(' ? 1 : ch == ')' ? -1 : 0;
    if (depth == 0 && (ch == ' ' || ch == '\t')) out.emplace_back();
    else out.back() += ch;
  }
  out.erase(std::remove(out.begin(), out.end(), std::string()), out.end());
  return out;
}

std::vector<double> control_numbers(const ast::Option* o) {
  return o && o->has_argument ? grammar::parse_numlist(o->argument) : std::vector<double>{};
}

double required_control_number(BodyAndOptions& line, const char* name) {
  const std::vector<double> n = control_numbers(line.find(name));
  if (n.size() != 1)
    throw Error(198, "option " + lower(name) + "() required", std::nullopt, {"it takes one number"});
  return n[0];
}

void read_control_predictors(const std::vector<std::string>& words, const Context& c, ControlModel& m) {
  for (std::size_t k = 1; k < words.size(); ++k) {
    std::string name = words[k], inside;
    if (const std::size_t open = name.find('('); open != std::string::npos) {
      if (name.back() != ')') throw Error(198, words[k] + " is not a predictor", std::nullopt, {"x or x(1980(1)1985)"});
      inside = name.substr(open + 1, name.size() - open - 2);
      name.resize(open);
    }
    std::replace(inside.begin(), inside.end(), '&', ' ');
    const std::vector<double> periods = inside.empty() ? std::vector<double>{} : grammar::parse_numlist(inside);
    for (const std::string& v : resolve_variables(name, c)) {
      c.numeric(v);
      const std::size_t open = words[k].find('(');
      m.predictors.push_back({v, v + (open == std::string::npos ? "" : words[k].substr(open)), periods});
    }
  }
  if (m.predictors.empty())
    throw Error(198, "predictors are needed", std::nullopt, {"synth y x1 y(1985) y(1988), trunit(3) trperiod(1989)"});
}

double predictor_mean(const ControlModel& m, const ControlPredictor& x, const ControlPanel& p, double unit) {
  double sum = 0, n = 0;
  for (const double t : x.periods.empty() ? m.xperiod : x.periods) {
    const double v = p.values.at(x.variable)(p.time(t), p.place(unit));
    if (!std::isnan(v)) sum += v, n += 1;
  }
  if (n == 0)
    throw Error(459, "unit " + text::macro_number(unit) + " has no value of " + x.label, std::nullopt,
                {"leave it out with counit(), or choose other periods"});
  return sum / n;
}

}  // namespace

std::size_t ControlPanel::time(double t) const {
  const auto at = std::lower_bound(times.begin(), times.end(), t);
  if (at == times.end() || *at != t)
    throw Error(198, "period " + text::macro_number(t) + " does not occur in the data");
  return static_cast<std::size_t>(at - times.begin());
}

std::size_t ControlPanel::place(double unit) const {
  return static_cast<std::size_t>(std::lower_bound(units.begin(), units.end(), unit) - units.begin());
}

ControlModel read_control_model(const std::string& raw, const Context& c) {
  BodyAndOptions line = split_options(raw);
  const std::vector<std::string> words = control_words(line.body);
  if (words.empty()) throw Error(100, "varlist required");
  for (const std::string& word : words)
    if (word == "if" || word == "in")
      throw Error(101, word + " not allowed", std::nullopt,
                  {"counit() and the options with periods choose units and periods"});
  ControlModel m;
  const Variables outcome = resolve_variables(words[0], c);
  if (outcome.size() != 1) throw Error(103, "one outcome is needed");
  m.outcome = outcome[0];
  c.numeric(m.outcome);
  read_control_predictors(words, c, m);
  m.treated = required_control_number(line, "TRUnit"), m.start = required_control_number(line, "TRPeriod");
  m.controls = control_numbers(line.find("COUnit")), m.xperiod = control_numbers(line.find("XPeriod"));
  m.mspe = control_numbers(line.find("MSPEPeriod")), m.results = control_numbers(line.find("RESULTSPeriod"));
  m.given = control_numbers(line.find("CUSTOMV"));
  if (!m.given.empty()) m.importance = numeric::Importance::given;
  else if (line.find("NESTED")) m.importance = numeric::Importance::nested;
  m.all_starts = line.find("ALLOPT") != nullptr;
  if (m.all_starts && m.importance != numeric::Importance::nested) throw Error(198, "allopt goes with nested");
  if (!m.given.empty() && m.given.size() != m.predictors.size())
    throw Error(198, fmt::format("customV() has {} numbers for {} predictors", m.given.size(), m.predictors.size()));
  if (const ast::Option* o = line.find("UNITNames")) m.names = trim(o->argument);
  if (const ast::Option* o = line.find("FIGure")) m.figure = true, m.figure_options = o->argument;
  if (const ast::Option* o = line.find("PLACebo")) m.placebo = true, m.placebo_options = o->argument;
  if (const ast::Option* o = line.find("Keep")) m.file = unquoted(trim(o->argument));
  m.replace = line.find("REPlace") != nullptr;
  line.check_all_known();
  return m;
}

ControlPanel read_control_panel(const ControlModel& m, const Context& c) {
  const data::Frame& f = c.frame;
  const data::PanelDeclaration& panel = declared_panel_and_time(f);
  const auto read = [&](const std::string& name) {
    std::vector<double> v(f.rows);
    c.numeric(name).read(0, f.rows, v.data());
    return v;
  };
  const auto distinct = [](std::vector<double> v) {
    v.erase(std::remove_if(v.begin(), v.end(), data::is_missing), v.end());
    std::sort(v.begin(), v.end());
    v.erase(std::unique(v.begin(), v.end()), v.end());
    return v;
  };
  const std::vector<double> unit = read(panel.panel), time = read(panel.time);
  ControlPanel p;
  p.units = distinct(unit), p.times = distinct(time);
  std::vector<std::string> names{m.outcome};
  for (const ControlPredictor& x : m.predictors) names.push_back(x.variable);
  for (const std::string& name : names) {
    if (p.values.count(name)) continue;
    const std::vector<double> v = read(name);
    numeric::Matrix values(p.times.size(), p.units.size(), std::nan(""));
    for (std::size_t i = 0; i < v.size(); ++i) {
      if (data::is_missing(v[i]) || data::is_missing(unit[i]) || data::is_missing(time[i])) continue;
      const auto u = static_cast<std::size_t>(std::lower_bound(p.units.begin(), p.units.end(), unit[i]) -
                                              p.units.begin());
      values(p.time(time[i]), u) = v[i];
    }
    p.values.emplace(name, std::move(values));
  }
  return p;
}

// Fills in what was not said: periods before treatment, all other units.
void complete_control_model(ControlModel& m, const ControlPanel& p) {
  std::vector<double> before;
  for (const double t : p.times)
    if (t < m.start) before.push_back(t);
  if (before.empty())
    throw Error(198, "no period before trperiod(" + text::macro_number(m.start) + ")");
  if (m.xperiod.empty()) m.xperiod = before;
  if (m.mspe.empty()) m.mspe = before;
  if (m.results.empty()) m.results = p.times;
  for (const double t : m.mspe)
    if (t >= m.start) throw Error(198, "mspeperiod() takes periods before treatment");
  const auto has = [&](double u) { return std::binary_search(p.units.begin(), p.units.end(), u); };
  if (!has(m.treated)) throw Error(198, "trunit(" + text::macro_number(m.treated) + ") does not occur in the data");
  for (const double u : m.controls) {
    if (!has(u)) throw Error(198, "unit " + text::macro_number(u) + " in counit() does not occur in the data");
    if (u == m.treated) throw Error(198, "the treated unit is in counit()");
  }
  if (m.controls.empty())
    for (const double u : p.units)
      if (u != m.treated) m.controls.push_back(u);
  if (m.controls.size() < 2) throw Error(459, "fewer than two controls");
}

numeric::ControlPool control_pool(const ControlModel& m, const ControlPanel& p, double treated,
                                  const std::vector<double>& controls) {
  std::vector<double> units{treated};
  units.insert(units.end(), controls.begin(), controls.end());
  numeric::ControlPool out;
  out.x = numeric::Matrix(m.predictors.size(), units.size());
  out.z = numeric::Matrix(m.mspe.size(), units.size());
  for (std::size_t j = 0; j < units.size(); ++j) {
    for (std::size_t i = 0; i < m.predictors.size(); ++i)
      out.x(i, j) = predictor_mean(m, m.predictors[i], p, units[j]);
    for (std::size_t t = 0; t < m.mspe.size(); ++t) {
      out.z(t, j) = p.values.at(m.outcome)(p.time(m.mspe[t]), p.place(units[j]));
      if (std::isnan(out.z(t, j)))
        throw Error(459, fmt::format("{} is missing for unit {} in {}", m.outcome, text::macro_number(units[j]),
                                     text::macro_number(m.mspe[t])), std::nullopt,
                    {"leave the unit out with counit(), or the period out of mspeperiod()"});
    }
  }
  return out;
}

}  // namespace nqp::kit
