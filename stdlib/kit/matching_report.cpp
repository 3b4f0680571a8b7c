#include <fmt/format.h>

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/matching.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;

namespace {

struct NamedColumn {
  std::string name, label;
  const std::vector<double>* values = nullptr;
  std::string value_label = {};
  bool number = false;  // double; else as narrow as the values allow
};

std::string cut_name(const std::string& name) { return name.size() > 32 ? name.substr(0, 32) : name; }

std::vector<NamedColumn> report_columns(const MatchResult& m, const MatchArgs& a) {
  const MatchVariables& v = m.variables;
  const std::string prefix = "psmatch2: ";
  std::vector<NamedColumn> out = {{"_pscore", prefix + "Propensity Score", &v.score, "", true},
                                  {"_treated", prefix + "Treatment assignment", &v.treated, "_treated", false},
                                  {"_support", prefix + "Common support", &v.support, "_support", false},
                                  {"_weight", prefix + "weight of matched controls", &v.weight, "", true}};
  for (std::size_t k = 0; k < a.outcomes.size(); ++k)
    out.push_back({cut_name("_" + a.outcomes[k]), prefix + "value of " + a.outcomes[k] + " of match(es)",
                   &v.matched[k], "", true});
  if (v.neighbors.empty()) return out;
  out.push_back({"_id", prefix + "Identifier (ID)", &v.id});
  for (std::size_t k = 0; k < v.neighbors.size(); ++k)
    out.push_back({"_n" + std::to_string(k + 1), prefix + "ID of nearest neighbor nr. " + std::to_string(k + 1),
                   &v.neighbors[k]});
  out.push_back({"_nn", prefix + "# matched neighbors", &v.number});
  out.push_back({"_pdif", prefix + "abs(pscore - pscore[nearest neighbor])", &v.distance, "", true});
  return out;
}

// Variables that an earlier call made.
void drop_earlier(data::Frame& f) {
  std::vector<std::string> gone;
  for (const data::Variable& v : f.variables)
    if (v.label.rfind("psmatch2: ", 0) == 0) gone.push_back(v.name);
  for (const std::string& name : gone) f.remove(name);
}

}  // namespace

data::Frame with_match_variables(const MatchResult& m, const MatchArgs& a, const command::Context& c) {
  data::Frame f = c.frame;
  // pscore(_pscore) of an earlier call is read before it is replaced.
  drop_earlier(f);
  set_label(f, "_treated", {{0, "Untreated"}, {1, "Treated"}});
  set_label(f, "_support", {{0, "Off support"}, {1, "On support"}});
  const std::vector<NamedColumn> made = report_columns(m, a);
  std::vector<data::ColumnPtr> columns(made.size());
  const std::size_t pieces = f.rows < numeric::worth_a_thread / 8 ? 1 : made.size();
  numeric::in_parallel(pieces, [&](std::size_t piece) {
    for (std::size_t k = piece; k < made.size(); k += pieces)
      columns[k] = made[k].number ? data::make_numeric(data::Storage::double_, *made[k].values)
                                  : data::make_narrowest(*made[k].values);
  });
  for (std::size_t i = 0; i < made.size(); ++i) {
    const NamedColumn& k = made[i];
    data::Variable v;
    v.name = k.name;
    v.label = k.label;
    v.value_label = k.value_label;
    v.column = columns[i];
    v.format = data::default_format(v.column->type());
    if (f.find(v.name)) f.remove(v.name);
    f.add(std::move(v));
  }
  return f;
}

namespace {

std::string nine(double x) { return text::trimmed(text::format_number(x, "%10.0g")); }

void effect_line(const std::string& variable, const std::string& sample, const MatchedEffect& e, Output& out) {
  if (data::is_missing(e.treated)) {  // the average of two effects
    const bool known = !data::is_missing(e.se);
    out.line(fmt::format("{:>12} {:>9} | {:>10} {:>11} {:>11} {:>10} {:>7}", variable, sample, "", "",
                         nine(e.difference), known ? nine(stored(e.se)) : ".",
                         known ? text::trimmed(text::format_number(stored(e.difference / e.se), "%7.2f")) : "."));
    return;
  }
  const double t = e.difference / e.se;
  out.line(fmt::format("{:>12} {:>9} | {:>10} {:>11} {:>11} {:>10} {:>7}", variable, sample, nine(e.treated),
                       nine(e.controls), nine(e.difference), nine(stored(e.se)),
                       text::trimmed(text::format_number(stored(t), "%7.2f"))));
}

void effects_table(const MatchResult& m, const MatchArgs& a, Output& out) {
  if (m.effects.empty()) return;
  const std::string rule(23, '-'), rest(54, '-');
  out.line(rule + "-" + rest);
  out.line(fmt::format("{:>12} {:>9} | {:>10} {:>11} {:>11} {:>10} {:>7}", "Variable", "Sample", "Treated", "Controls",
                       "Difference", "S.E.", "T-stat"));
  for (const OutcomeEffects& e : m.effects) {
    out.line(rule + "+" + rest);
    effect_line(text::abbreviate(e.name, 12), "Unmatched", e.unmatched, out);
    effect_line("", "ATT", e.att, out);
    if (!a.ate) continue;
    effect_line("", "ATU", e.atu, out);
    effect_line("", "ATE", e.ate, out);
  }
  out.line(rule + "+" + rest);
  if (a.ai == 0 && a.vce.empty() && !a.no_warnings)
    out.line("Note: S.E. does not take into account that the propensity score is estimated.");
  if (m.replications > 0)
    out.line(fmt::format("S.E.: bootstrap, {:.0f} replications{}", m.replications,
                         m.failed > 0 ? fmt::format(", {:.0f} failed", m.failed) : ""));
  if (m.replications > 0 && !a.radius && !a.kernel && !a.local_linear)
    out.line("warning: the bootstrap is not valid for nearest neighbors (Abadie and Imbens 2008); ai(1) or vce(ai2016)",
             report::Style::note);
  out.document.blank();
}

void support_table(const MatchResult& m, Output& out) {
  const auto& n = m.counts;
  report::Table t;
  t.columns = {{11, 0, false}, {11, 1, true}, {10, 1, false}, {9, 1, true}};
  const auto head = [](const char* s) { return report::text_cell(s, report::Align::right); };
  const auto row = [&](const char* name, double off, double on) {
    t.row({head(name), report::number_cell(off, "%10.0fc"), report::number_cell(on, "%10.0fc"),
           report::number_cell(off + on, "%10.0fc")});
  };
  t.row({head("Treatment"), head("Common"), head("support"), head("")});
  t.row({head("assignment"), head("Off support"), head("On support"), head("Total")});
  t.rule();
  row("Untreated", n[0][0], n[0][1]);
  row("Treated", n[1][0], n[1][1]);
  t.rule();
  row("Total", n[0][0] + n[1][0], n[0][1] + n[1][1]);
  out.document.add(std::move(t));
}

}  // namespace

Output report_matching(const MatchResult& m, const MatchArgs& a, const command::Context& c) {
  Output out;
  if (m.score_model) {
    out.e = m.score_model->e;
    out.sample = m.score_model->sample;
    if (!a.quiet) out.document = m.score_model->document;
  }
  out.frame = with_match_variables(m, a, c);
  effects_table(m, a, out);
  support_table(m, out);
  Results r;
  for (const OutcomeEffects& e : m.effects) {
    const std::string tail = "_" + e.name;
    for (const std::string& suffix : {tail, std::string()}) {
      r.scalar("att" + suffix, stored(e.att.difference)).scalar("seatt" + suffix, stored(e.att.se));
      if (!a.ate) continue;
      r.scalar("atu" + suffix, stored(e.atu.difference)).scalar("seatu" + suffix, stored(e.atu.se));
      r.scalar("ate" + suffix, stored(e.ate.difference));
      if (!data::is_missing(e.ate.se)) r.scalar("seate" + suffix, stored(e.ate.se));
    }
  }
  if (m.replications > 0) r.scalar("N_reps", m.replications).scalar("N_misreps", m.failed);
  r.scalar("N1", m.counts[1][1]).scalar("N0", m.counts[0][1]).scalar("off", m.counts[0][0] + m.counts[1][0]);
  std::string covariates;
  for (const command::Terms* list : {&a.x, &a.mahalanobis})
    for (const ast::Interaction& t : *list) covariates += (covariates.empty() ? "" : " ") + command::term_name(t);
  r.macro("exog", covariates);
  out.r = std::move(r);
  return out;
}

}  // namespace nqp::kit
