#include "stdlib/kit/selected_outcome.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::kit {
namespace {

// "[depvar =] varlist [, noconstant]"
SelectedOutcome::Selection read_selection(const std::string& text, const command::Context& c) {
  SelectedOutcome::Selection s;
  std::string_view rest = text;
  if (const std::size_t comma = find_outside(rest, ','); comma != std::string_view::npos) {
    const std::string option = lower(trim(rest.substr(comma + 1)));
    if (!abbreviates(option, "noCONStant"))
      throw Error(198, "select(): option " + option + " not allowed", std::nullopt, {"noconstant is the only one"});
    s.constant = false;
    rest = rest.substr(0, comma);
  }
  if (const std::size_t equals = find_outside(rest, '='); equals != std::string_view::npos) {
    s.y = command::resolve_terms(trim(rest.substr(0, equals)), c);
    if (s.y.size() != 1) throw Error(198, "select(): one variable stands before =");
    rest = rest.substr(equals + 1);
  }
  if (!trim(rest).empty()) s.z = command::resolve_terms(trim(rest), c);
  return s;
}

// Rows that are not selected need the selection equation's variables only.
std::vector<std::uint8_t> usable_rows(const LikelihoodArgs& a, const SelectedOutcome::Selection& s,
                                      const Needed& always, const command::Context& c) {
  EstimationSample wide = mark_sample(c, a.sample, a.weight, always);
  Needed whole = always;
  whole.terms.insert(whole.terms.end(), a.y.begin(), a.y.end());
  whole.terms.insert(whole.terms.end(), a.x.begin(), a.x.end());
  const EstimationSample complete = mark_sample(c, a.sample, a.weight, whole);
  const std::vector<double> by = term_values(s.y.empty() ? a.y[0] : s.y[0], wide, c);
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const bool selected = s.y.empty() ? !data::is_missing(by[i]) : by[i] != 0;
    if (selected && !complete.use[wide.rows[i]]) wide.use[wide.rows[i]] = 0;
  }
  return wide.use;
}

}  // namespace

SelectedOutcome selected_outcome(const LikelihoodArgs& a, const std::string& select, const command::Context& c) {
  SelectedOutcome m;
  m.selection = read_selection(select, c);
  m.args = a;
  Needed needed{m.selection.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), m.selection.z.begin(), m.selection.z.end());
  if (!a.offset.empty()) needed.groups.push_back(a.offset);
  m.args.only = usable_rows(a, m.selection, needed, c);
  m.all = likelihood_rows(m.args, needed, c);
  const std::vector<double> by = term_values(m.selection.y.empty() ? a.y[0] : m.selection.y[0], m.all.sample, c);
  for (const double v : by) m.selected.push_back(m.selection.y.empty() ? !data::is_missing(v) : v != 0);
  m.all.y.assign(m.selected.begin(), m.selected.end());
  const auto count = std::count(m.selected.begin(), m.selected.end(), 1);
  if (count == 0) throw Error(2000, "no observations: no row is selected");
  if (static_cast<std::size_t>(count) == m.selected.size())
    throw Error(2000, "dependent variable never censored because of selection", std::nullopt,
                {"every row is selected: regress fits the model"});
  expand_design(m.selection.z, m.selection.constant, m.all, c);
  find_omitted(m.all, m.selection.constant);
  m.outcome.sample = m.all.sample;
  restrict_sample(m.outcome.sample, m.selected);
  for (std::size_t i = 0; i < m.all.offset.size(); ++i)
    if (m.selected[i]) m.outcome.offset.push_back(m.all.offset[i]);
  m.outcome.y = term_values(a.y[0], m.outcome.sample, c);
  expand_design(a.x, !a.no_constant, m.outcome, c);
  find_omitted(m.outcome, !a.no_constant);
  m.y = depvar_name(a.y);
  m.selector = m.selection.y.empty() ? "select" : command::term_name(m.selection.y[0]);
  return m;
}

OutcomeRows outcome_rows(const SelectedOutcome& m) {
  const std::size_t n = m.selected.size();
  OutcomeRows out{std::vector<double>(n, 0.0), numeric::Matrix(n, m.outcome.x.cols)};
  for (std::size_t i = 0, r = 0; i < n; ++i) {
    if (!m.selected[i]) continue;
    out.y[i] = m.outcome.y[r];
    for (std::size_t j = 0; j < out.x.cols; ++j) out.x(i, j) = m.outcome.x(r, j);
    ++r;
  }
  return out;
}

numeric::LikelihoodFit selection_probit(const SelectedOutcome& m, const command::Context& c) {
  numeric::LikelihoodSpec spec;
  spec.rows = m.selected.size();
  spec.row = numeric::probit_rows(m.all.y);
  spec.weights = m.all.sample.weights;
  spec.weight_kind = m.all.sample.weight_kind;
  // Only b and ll are used.
  if (spec.weight_kind == numeric::WeightKind::pweight) spec.weight_kind = numeric::WeightKind::iweight;
  spec.indices = {{m.all.x, m.selection.constant, {}}};
  return compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, {}, p); });
}

void show_selection_first(const SelectedOutcome& m, const numeric::LikelihoodFit& probit, double level,
                          const command::Context& c, command::Output& out) {
  command::Results e = begin_estimates("probit", "Probit regression of selection", m.selector, c);
  post_scalars(e, {{"N", static_cast<double>(m.selected.size())}, {"ll", probit.ll}});
  post_coefficients(e, likelihood_coefficients(m.all, probit, probit.V,
                                               {{"", true, m.selection.constant, "_cons", &m.all}}));
  DisplayOptions o;
  o.level = level;
  report::Document d = show_estimates(e, o, c);
  d.append(std::move(out.document));
  out.document = std::move(d);
}

}  // namespace nqp::kit
