#include "stdlib/kit/absorbed_effects.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/factor_levels.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using Kind = ast::VariableOperator::Kind;

namespace {

bool is_slope(const ast::Factor& f) {
  return std::any_of(f.operators.begin(), f.operators.end(),
                     [](const ast::VariableOperator& op) { return op.kind == Kind::continuous; });
}

// The factors of a term, c.(x z) written out, names in full.
std::vector<ast::Factor> effect_written_out(const ast::Factor& f, const command::Context& c) {
  std::vector<ast::Factor> out;
  if (f.group.empty()) {
    ast::Factor one = f;
    one.pattern = eval::find_variable(c.frame, f.pattern, c.environment.abbreviations(), f.span).name;
    out.push_back(std::move(one));
    return out;
  }
  for (const ast::Interaction& item : f.group)
    for (ast::Factor inner : item.factors) {
      inner.operators.insert(inner.operators.begin(), f.operators.begin(), f.operators.end());
      for (ast::Factor& r : effect_written_out(inner, c)) out.push_back(std::move(r));
    }
  return out;
}

AbsorbTerm term_of(const ast::Interaction& item, const command::Context& c) {
  AbsorbTerm t;
  bool crossed_fully = false;
  for (std::size_t i = 0; i < item.factors.size(); ++i) {
    for (const ast::Factor& f : effect_written_out(item.factors[i], c)) {
      if (is_slope(f)) {
        t.slopes.push_back(series_of(f));
        const bool full = (i > 0 && item.joints[i - 1] == ast::Interaction::Joint::full) ||
                          (i < item.joints.size() && item.joints[i] == ast::Interaction::Joint::full);
        crossed_fully = crossed_fully || full;
      } else {
        t.groups += (t.groups.empty() ? "" : "#") + f.pattern;
      }
    }
  }
  if (t.groups.empty())
    throw Error(198, "absorb() needs categorical variables", item.span,
                {"a#c.x absorbs slopes of x that differ by a; x itself belongs to the regressors"});
  t.intercept = t.slopes.empty() || crossed_fully;
  return t;
}

// "fe1 = id" → "fe1=id", so that blanks part the terms only.
std::string without_blanks_at_equals(const std::string& s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == ' ') {
      const std::size_t next = s.find_first_not_of(' ', i);
      if ((next != std::string::npos && s[next] == '=') || (!out.empty() && out.back() == '=')) continue;
    }
    out += s[i];
  }
  return out;
}

// Pieces at blanks outside parentheses.
std::vector<std::string> pieces_of(const std::string& s) {
  std::vector<std::string> out;
  int depth = 0;
  bool open = false;
  for (const char ch : s) {
    if (ch == '(') ++depth;
    if (ch == ')') --depth;
    if ((ch == ' ' || ch == '\t') && depth == 0) {
      open = false;
      continue;
    }
    if (!open) out.emplace_back();
    open = true;
    out.back() += ch;
  }
  return out;
}

std::string slope_name(const AbsorbTerm& t, const ast::Factor& slope) {
  const std::string name = series_name(slope);
  return t.groups + "#c" + (name.find('.') == std::string::npos ? "." : "") + name;
}

}  // namespace

std::string AbsorbRequest::text() const {
  std::string out;
  for (const AbsorbTerm& t : terms) {
    std::string term = t.groups;
    if (!t.slopes.empty()) {
      term += t.intercept ? "##c" : "#c";
      std::string names;
      for (const ast::Factor& f : t.slopes) names += (names.empty() ? "" : " ") + series_name(f);
      term += t.slopes.size() == 1 && names.find('.') == std::string::npos ? "." + names : ".(" + names + ")";
    }
    out += (out.empty() ? "" : " ") + term;
  }
  return out;
}

bool AbsorbRequest::saves() const {
  return save_all || std::any_of(terms.begin(), terms.end(), [](const AbsorbTerm& t) { return !t.save_as.empty(); });
}

namespace {

void append_absorbed(const ast::Interaction& item, const command::Context& c, std::vector<AbsorbTerm>& out) {
  const bool several = item.factors.size() == 1 &&
                       (!item.factors[0].group.empty() || !item.factors[0].range_end.empty() ||
                        item.factors[0].pattern.find_first_of("*?~") != std::string::npos);
  if (!several) return out.push_back(term_of(item, c));
  ast::Varlist list;
  list.items.push_back(item);
  for (const ast::Interaction& t : command::resolve_terms(list, c)) out.push_back(term_of(t, c));
}

}  // namespace

AbsorbRequest parse_absorb(const std::string& text, const command::Context& c) {
  AbsorbRequest out;
  const std::size_t comma = find_outside(text, ',');
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(text.substr(comma + 1))) {
      if (!abbreviates(lower(o.name), "SAVEfe"))
        throw Error(198, "absorb(): suboption " + o.name + " not allowed", std::nullopt, {"savefe is allowed"});
      out.save_all = true;
    }
  for (std::string piece : pieces_of(without_blanks_at_equals(text.substr(0, comma)))) {
    std::string name;
    if (const std::size_t equals = piece.find('='); equals != std::string::npos) {
      name = piece.substr(0, equals);
      piece.erase(0, equals + 1);
    }
    try {
      for (const ast::Interaction& item : grammar::parse_varlist(piece).items) append_absorbed(item, c, out.terms);
    } catch (const Error& e) {
      throw Error(e.code, e.what(), e.span ? c.place(piece, *e.span) : std::nullopt, e.notes);
    }
    if (!name.empty()) out.terms.back().save_as = name;
  }
  if (out.terms.empty()) throw Error(198, "absorb() needs variables", std::nullopt, {"for example absorb(id year)"});
  return out;
}

void require(const AbsorbRequest& request, Needed& needed) {
  for (const AbsorbTerm& t : request.terms) {
    needed.groups.push_back(t.groups);
    for (const ast::Factor& f : t.slopes) {
      ast::Interaction term;
      term.factors.push_back(f);
      needed.terms.push_back(std::move(term));
    }
  }
}

AbsorbedEffects::AbsorbedEffects(const AbsorbRequest& request, const EstimationSample& s, const command::Context& c)
    : request_(request) {
  for (const AbsorbTerm& t : request.terms) {
    groups_.push_back(group_codes(t.groups, s, c));
    slopes_.emplace_back();
    for (const ast::Factor& f : t.slopes) slopes_.back().push_back(sample_values(f, s, c));
  }
}

std::vector<numeric::Effect> AbsorbedEffects::effects() const {
  std::vector<numeric::Effect> out;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    numeric::Effect e;
    e.codes = groups_[i].codes;
    e.intercept = request_.terms[i].intercept;
    for (const std::vector<double>& slope : slopes_[i]) e.slopes.push_back(slope);
    out.push_back(std::move(e));
  }
  return out;
}

void AbsorbedEffects::restrict(const std::vector<std::uint8_t>& keep) {
  const auto select = [&keep](auto& values) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < keep.size(); ++i)
      if (keep[i]) values[kept++] = values[i];
    values.resize(kept);
  };
  for (GroupCodes& g : groups_) select(g.codes);
  for (auto& slopes : slopes_)
    for (std::vector<double>& slope : slopes) select(slope);
}

std::vector<std::string> set_names(const AbsorbRequest& request) {
  std::vector<std::string> out;
  for (const AbsorbTerm& t : request.terms) {
    if (t.intercept) out.push_back(t.groups);
    for (const ast::Factor& f : t.slopes) out.push_back(slope_name(t, f));
  }
  return out;
}

void post_dof(const AbsorbRequest& request, const numeric::AbsorbedDof& dof, command::Results& e) {
  const std::vector<std::string> names = set_names(request);
  if (names.empty()) return;
  eval::Matrix table(names.size(), 5);
  table.row_names = names;
  table.column_names = {"categories", "redundant", "num_coefs", "exact", "nested"};
  for (std::size_t i = 0; i < names.size() && i < dof.counts.size(); ++i) {
    const numeric::EffectCount& k = dof.counts[i];
    const double values[] = {k.levels, k.redundant, k.levels - k.redundant, k.inexact ? 0.0 : 1.0,
                             k.nested ? 1.0 : 0.0};
    for (std::size_t j = 0; j < 5; ++j) table(i, j) = values[j];
  }
  e.matrix("dof_table", std::move(table));
}

std::size_t drop_singletons(const AbsorbRequest& request, EstimationSample& s, const command::Context& c) {
  const AbsorbedEffects absorbed(request, s, c);
  std::span<const double> frequency;
  if (s.weight_kind == command::WeightKind::fweight) frequency = s.weights;
  const numeric::Singletons found = numeric::find_singletons(absorbed.effects(), frequency);
  if (found.dropped == 0) return 0;
  restrict_sample(s, found.keep);
  if (s.size() == 0)
    throw Error(2000, "no observations", std::nullopt,
                {"every observation is the only one of a level of a fixed effect; keepsingletons keeps them"});
  return found.dropped;
}

}  // namespace nqp::kit
