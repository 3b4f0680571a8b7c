#include "stdlib/kit/instruments.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

// The first pair of parentheses at top level that holds an "=" outside further parentheses; others belong to terms
// such as i.(a b) and L(1/2).x.
struct InstrumentGroup {
  std::size_t begin = std::string::npos, equals = 0, end = 0;
};

InstrumentGroup find_group(const std::string& s, std::size_t from) {
  InstrumentGroup g;
  int depth = 0;
  std::size_t open = 0, equals = std::string::npos;
  for (std::size_t i = from; i < s.size(); ++i) {
    if (s[i] == '(' && depth++ == 0) {
      open = i;
      equals = std::string::npos;
    } else if (s[i] == '=' && depth == 1 && equals == std::string::npos) {
      equals = i;
    } else if (s[i] == ')' && --depth == 0 && equals != std::string::npos) {
      g.begin = open;
      g.equals = equals;
      g.end = i;
      return g;
    }
  }
  return g;
}

command::Terms terms_of(const std::string& text, const command::Context& c) {
  if (trim(text).empty()) return {};
  return command::resolve_terms(trim(text), c);
}

std::vector<std::string> instrument_names(const command::Terms& terms) {
  std::vector<std::string> out;
  for (const ast::Interaction& t : terms) out.push_back(command::term_name(t));
  return out;
}

void forbid_shared(const command::Terms& a, const command::Terms& b, const char* first, const char* second) {
  const std::vector<std::string> names = instrument_names(b);
  for (const std::string& name : instrument_names(a))
    if (std::find(names.begin(), names.end(), name) != names.end())
      throw Error(198, name + " is both " + first + " and " + second, std::nullopt,
                  {"every variable belongs to one part of the equation"});
}

// Terms that stand twice count once; exogenous variables repeated among the instruments are instruments anyway.
void drop_repeated(command::Terms& terms, const command::Terms& others) {
  std::vector<std::string> seen = instrument_names(others);
  command::Terms out;
  for (ast::Interaction& t : terms) {
    const std::string name = command::term_name(t);
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
    seen.push_back(name);
    out.push_back(std::move(t));
  }
  terms = std::move(out);
}

struct Kept {
  numeric::Matrix x;
  std::vector<std::string> names;
};

Kept kept_columns(const Design& d, const std::vector<std::uint8_t>& out, std::vector<std::string>& collinear) {
  Kept k;
  k.x = numeric::Matrix(d.x.rows, 0);
  for (const Slot& slot : d.slots) {
    if (slot.state != Slot::State::kept) continue;
    if (out[slot.column]) {
      collinear.push_back(command::term_name(slot.term));
      continue;
    }
    k.names.push_back(command::term_name(slot.term));
  }
  for (std::size_t j = 0; j < d.x.cols; ++j) {
    if (out[j]) continue;
    const auto column = d.x.column(j);
    k.x.data.insert(k.x.data.end(), column.begin(), column.end());
    ++k.x.cols;
  }
  return k;
}

void keep_columns(InstrumentedColumns& k, const numeric::IvCollinear& found) {
  k.endogenous_out = found.endogenous;
  k.exogenous_out = found.exogenous;
  k.instruments_out = found.instruments;
  k.collinear.clear();
  Kept x1 = kept_columns(k.endogenous, found.endogenous, k.collinear);
  Kept x2 = kept_columns(k.exogenous, found.exogenous, k.collinear);
  Kept z1 = kept_columns(k.instruments, found.instruments, k.collinear);
  k.x1 = std::move(x1.x);
  k.x1_names = std::move(x1.names);
  k.x2 = std::move(x2.x);
  k.x2_names = std::move(x2.names);
  k.z1 = std::move(z1.x);
  k.z1_names = std::move(z1.names);
}

}  // namespace

command::Terms InstrumentedEquation::all() const {
  command::Terms out = y;
  for (const command::Terms* part : {&exogenous, &endogenous, &instruments})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

InstrumentedEquation parse_instrumented(const std::string& body, const command::Context& c) {
  InstrumentedEquation q;
  const InstrumentGroup g = find_group(body, 0);
  std::string rest = body;
  if (g.begin != std::string::npos) {
    if (find_group(body, g.end + 1).begin != std::string::npos)
      throw Error(198, "only one (endogenous = instruments) is allowed", std::nullopt,
                  {"list all endogenous variables before the =, all instruments behind it"});
    rest = body.substr(0, g.begin) + " " + body.substr(g.end + 1);
    q.endogenous = terms_of(body.substr(g.begin + 1, g.equals - g.begin - 1), c);
    q.instruments = terms_of(body.substr(g.equals + 1, g.end - g.equals - 1), c);
    if (!q.endogenous.empty() && q.instruments.empty())
      throw Error(198, "no instruments", std::nullopt, {"y x (endogenous = instruments)"});
  } else if (body.find('=') != std::string::npos) {
    throw Error(198, "invalid syntax: the endogenous variables and their instruments stand in parentheses",
                std::nullopt, {"y x (endogenous = instruments)"});
  }
  command::Terms others = terms_of(rest, c);
  if (others.empty()) throw Error(100, "varlist required", std::nullopt, {"y x (endogenous = instruments)"});
  q.y.assign(others.begin(), others.begin() + 1);
  q.exogenous.assign(others.begin() + 1, others.end());
  drop_repeated(q.exogenous, {});
  drop_repeated(q.endogenous, {});
  forbid_shared(q.y, q.endogenous, "the dependent variable", "endogenous");
  forbid_shared(q.y, q.instruments, "the dependent variable", "an instrument");
  forbid_shared(q.endogenous, q.exogenous, "endogenous", "exogenous");
  forbid_shared(q.endogenous, q.instruments, "endogenous", "an instrument");
  drop_repeated(q.instruments, q.exogenous);
  return q;
}

InstrumentedColumns make_columns(const InstrumentedEquation& q, bool constant, const EstimationSample& s,
                                 const command::Context& c) {
  InstrumentedColumns k;
  k.constant = constant;
  k.y = term_values(q.y.front(), s, c);
  k.endogenous = make_design(q.endogenous, constant, s, c);
  k.exogenous = make_design(q.exogenous, constant, s, c);
  k.instruments = make_design(q.instruments, constant, s, c);
  return k;
}

void keep_independent(InstrumentedColumns& k, const EstimationSample& s, const command::Context& c,
                      const std::vector<double>& noise) {
  numeric::IvData all;
  all.y = k.y;
  all.endogenous = k.endogenous.x;
  all.exogenous = k.exogenous.x;
  all.instruments = k.instruments.x;
  all.constant = k.constant;
  const numeric::IvCollinear found = compute(c, [&](numeric::Progress&) { return iv_collinear(all, noise); });
  keep_columns(k, found);
  if (k.z1.cols >= k.x1.cols) return;
  throw Error(481,
              "equation not identified; must have at least as many instruments not in the regression as there are "
              "instrumented variables",
              std::nullopt,
              {std::to_string(k.x1.cols) + " endogenous, " + std::to_string(k.z1.cols) + " excluded instruments on " +
               std::to_string(s.size()) + " observations" +
               (k.collinear.empty() ? std::string() : "; collinear and left out: " + text::joined(k.collinear))});
}

void keep_all(InstrumentedColumns& k) {
  numeric::IvCollinear none;
  none.endogenous.assign(k.endogenous.x.cols, 0);
  none.exogenous.assign(k.exogenous.x.cols, 0);
  none.instruments.assign(k.instruments.x.cols, 0);
  keep_columns(k, none);
}

numeric::IvData InstrumentedColumns::data(const EstimationSample& s) const {
  numeric::IvData d;
  d.y = y;
  d.endogenous = x1;
  d.exogenous = x2;
  d.instruments = z1;
  d.constant = constant;
  d.weights = s.weights;
  d.weight_kind = s.weight_kind;
  return d;
}

Coefficients instrumented_coefficients(const InstrumentedColumns& k, const std::vector<double>& b,
                                       numeric::MatrixView V) {
  Design d;
  d.constant = k.constant;
  const std::size_t k1 = k.endogenous.x.cols, k2 = k.exogenous.x.cols;
  d.x.cols = k1 + k2;  // only counted here: no values
  d.slots = k.endogenous.slots;
  for (Slot slot : k.exogenous.slots) {
    slot.column += k1;
    d.slots.push_back(std::move(slot));
  }
  std::vector<std::uint8_t> out = k.endogenous_out;
  out.insert(out.end(), k.exogenous_out.begin(), k.exogenous_out.end());
  if (k.constant) out.push_back(0);
  std::vector<std::size_t> place;  // in all columns, of each kept one
  for (std::size_t j = 0; j < out.size(); ++j)
    if (!out[j]) place.push_back(j);
  std::vector<double> wide(out.size(), 0.0);
  numeric::Matrix wide_V(out.size(), out.size());
  for (std::size_t i = 0; i < place.size(); ++i) {
    wide[place[i]] = b[i];
    for (std::size_t j = 0; j < place.size(); ++j) wide_V(place[i], place[j]) = V(i, j);
  }
  return coefficients(d, wide, wide_V, out);
}

}  // namespace nqp::kit
