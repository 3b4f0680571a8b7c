#include "stdlib/kit/bootstrap_model.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/instruments.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

bool is_two_stage(const command::Results& e) {
  const std::string cmd = e.macro_or("cmd"), model = e.macro_or("model", e.macro_or("estimator"));
  if (cmd == "ivregress") return e.macro_or("estimator") == "2sls";
  return cmd == "ivreg2" && (model == "iv" || model == "2sls");
}

// Which regressors are instrumented, and the instruments that are none.
void read_bootstrap_instruments(const command::Results& e, BootstrapModel& m, const command::Context& c) {
  if (!m.weights.empty()) throw Error(101, "weights not allowed with boottest after instruments");
  const std::vector<Piece> endogenous = split_pieces(e.macro_or("instd")), all = split_pieces(e.macro_or("insts"));
  const auto place = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(m.data.names.begin(), m.data.names.end(), name) - m.data.names.begin());
  };
  for (const Piece& p : endogenous)
    if (const std::size_t j = place(p.text); j < m.data.names.size()) m.endogenous.push_back(j);
  m.excluded = numeric::Matrix(m.data.sample.size(), 0);
  for (const Piece& p : all) {
    if (place(p.text) < m.data.names.size()) continue;
    const ast::Varlist list = grammar::parse_varlist(command::canonical_term(p.text));
    const std::vector<double> z = term_values(list.items.at(0), m.data.sample, c);
    m.excluded.data.insert(m.excluded.data.end(), z.begin(), z.end());
    ++m.excluded.cols;
  }
}

// Names of the absorbed sets. Error 198 for estimators that are not least squares.
std::vector<std::string> bootstrap_effects(const command::Results& e, const command::Context& c) {
  const std::string cmd = e.macro_or("cmd");
  if (cmd == "regress") return {};
  if (cmd == "areg") return grammar::split_words(e.macro_or("absvar"));
  if (cmd == "xtreg" && e.macro_or("model") == "fe") return {e.macro_or("ivar")};
  if (cmd == "reghdfe") {
    std::vector<std::string> out;
    if (e.scalar_or("N_hdfe", 0) == 0) return out;
    for (const AbsorbTerm& t : parse_absorb(e.macro_or("absvars"), c).terms) {
      if (!t.slopes.empty() || !t.intercept)
        throw Error(198, "boottest does not take absorbed slopes", std::nullopt, {"write them as regressors: i.g#c.x"});
      out.push_back(t.groups);
    }
    return out;
  }
  if (is_two_stage(e)) return {};
  throw Error(301, "boottest follows regress, areg, xtreg, fe, reghdfe, ivregress 2sls or ivreg2", std::nullopt,
              {"the last estimates are from " + (cmd.empty() ? std::string("no command") : cmd)});
}

// Dummies of a second set beside an absorbed one: one level leaves in every connected component.
void add_effect_dummies(const GroupCodes& set, const GroupCodes& absorbed, numeric::Matrix& x) {
  constexpr std::size_t most = 1000;
  if (set.count > most)
    throw Error(498, "too many levels in the second absorbed effect", std::nullopt,
                {fmt::format("boottest takes one effect of any size and a second one with up to {} levels", most)});
  const std::vector<std::int32_t> component = numeric::mobility_groups(absorbed.codes, set.codes);
  std::vector<std::uint8_t> has_base, base(set.count, 0);
  std::vector<std::int32_t> component_of(set.count, 0);
  for (std::size_t i = 0; i < set.codes.size(); ++i)
    component_of[static_cast<std::size_t>(set.codes[i])] = component[i];
  for (std::size_t level = 0; level < set.count; ++level) {
    const auto g = static_cast<std::size_t>(component_of[level]);
    if (g >= has_base.size()) has_base.resize(g + 1, 0);
    base[level] = !has_base[g];
    has_base[g] = 1;
  }
  for (std::size_t level = 0; level < set.count; ++level) {
    if (base[level]) continue;
    for (const std::int32_t code : set.codes) x.data.push_back(code == static_cast<std::int32_t>(level) ? 1.0 : 0.0);
    ++x.cols;
  }
}

void read_bootstrap_effects(const std::vector<std::string>& sets, BootstrapModel& m, const command::Context& c) {
  if (sets.empty()) return;
  if (sets.size() > 2)
    throw Error(498, "boottest takes at most two absorbed effects", std::nullopt,
                {"write the smallest ones as factor variables: i.year"});
  std::vector<GroupCodes> codes;
  for (const std::string& s : sets) codes.push_back(group_codes(s, m.data.sample, c));
  if (codes.size() == 2 && codes[1].count > codes[0].count) std::swap(codes[0], codes[1]);
  if (codes.size() == 2) add_effect_dummies(codes[1], codes[0], m.x);
  m.absorbed = std::move(codes[0]);
}

// The clusters of the variance and who shares a draw: the estimates' own unless asked otherwise.
void read_bootstrap_clusters(const command::Variables& asked_clusters, const command::Variables& asked_draws,
                             const command::Results& e, BootstrapModel& m, const command::Context& c) {
  const std::string stored = e.macro_or("clustvar");
  m.cluster_names = asked_clusters;
  if (asked_clusters.empty())
    for (Piece& piece : split_pieces(stored)) m.cluster_names.push_back(std::move(piece.text));
  m.as_estimated = asked_clusters.empty() || text::joined(asked_clusters) == stored;
  const std::string vce = e.macro_or("vce");
  const bool plain = vce == "ols" || vce == "unadjusted" || vce == "conventional";
  m.classical = m.cluster_names.empty() && plain;
  const std::size_t n = m.data.sample.size();
  for (const std::string& name : m.cluster_names) m.clusters.push_back(group_codes(name, m.data.sample, c));
  const std::vector<std::string> by = asked_draws.empty() ? m.cluster_names : asked_draws;
  m.draw_names = by.empty() ? "observation" : text::joined(by);
  m.draws.resize(n);
  if (by.empty()) {
    if (m.data.sample.weight_kind == command::WeightKind::fweight)
      throw Error(101, "fweights not allowed without clusters", std::nullopt, {"expand the data first"});
    for (std::size_t i = 0; i < n; ++i) m.draws[i] = static_cast<std::int32_t>(i);
    if (!m.classical) {
      m.clusters.emplace_back();
      m.clusters.back().codes = m.draws;
    }
    return;
  }
  numeric::DenseCodes both;
  for (std::size_t j = 0; j < by.size(); ++j) {
    const GroupCodes one = group_codes(by[j], m.data.sample, c);
    both = j == 0 ? numeric::dense_codes(one.codes) : numeric::intersect_codes(both.view(), one.codes);
  }
  m.draws = both.values;
  if (m.clusters.empty() && !m.classical) {  // robust estimates, draws by group: a variance by row
    m.clusters.emplace_back();
    for (std::size_t i = 0; i < n; ++i) m.clusters.back().codes.push_back(static_cast<std::int32_t>(i));
  }
}

}  // namespace

BootstrapModel bootstrap_model(const command::Variables& clusters, const command::Variables& draw_by,
                               const command::Context& c) {
  if (!c.e)
    throw Error(301, "last estimates not found", std::nullopt, {"run regress, areg, xtreg, fe or reghdfe first"});
  const command::Results& e = c.e->results;
  const std::vector<std::string> sets = bootstrap_effects(e, c);
  BootstrapModel m;
  m.data = model_data(c);
  m.columns = m.data.columns;
  m.x = m.data.x;
  if (m.data.constant && sets.empty()) {
    m.columns.push_back(e.find_matrix("b")->columns - 1);
    m.x.data.insert(m.x.data.end(), m.data.sample.size(), 1.0);
    ++m.x.cols;
  }
  const EstimationSample& s = m.data.sample;
  if (!s.weights.empty()) m.weights = numeric::normalise_weights(s.weights, s.weight_kind, s.size()).values;
  read_bootstrap_effects(sets, m, c);
  if (is_two_stage(e)) read_bootstrap_instruments(e, m, c);
  read_bootstrap_clusters(clusters, draw_by, e, m, c);
  return m;
}

}  // namespace nqp::kit
