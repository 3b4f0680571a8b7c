// didsetup: what a staggered treatment looks like before it is estimated.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/did_data.hpp"
#include "stdlib/kit/new_variable.hpp"

namespace nqp::commands::didsetup_ {
namespace {

using namespace command;

struct Args {
  Sample sample;
  std::string treat, gvar, id, time, prefix;
};

struct CohortRow {
  double g = 0, units = 0, first = 0, share = 0;
};

std::vector<CohortRow> cohort_rows(const kit::DidData& d) {
  std::vector<CohortRow> out;
  std::vector<double> list = d.cohorts();
  list.insert(list.begin(), 0);
  for (const double g : list) {
    const double units = static_cast<double>(d.units_of(g));
    if (units > 0) out.push_back({g, units, g == 0 ? data::missing : g, units / static_cast<double>(d.unit.count)});
  }
  return out;
}

void add_column(data::Frame& f, const std::string& name, const std::string& label, const kit::DidData& d,
                const std::vector<double>& values) {
  std::vector<double> column(f.rows, data::missing);
  for (std::size_t i = 0; i < d.n(); ++i) column[d.sample.rows[i]] = data::checked(values[i]);
  data::Variable v;
  v.name = name, v.label = label;
  v.column = data::make_numeric(data::Storage::double_, column);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
}

void warn(const kit::DidData& d, double always, Output& out) {
  const auto note = [&](const std::string& text) { out.line("warning: " + text, report::Style::note); };
  if (always > 0)
    note(text::macro_number(always) + " units are treated from the first period on; many estimators drop them");
  if (d.units_of(0) == 0)
    note("no never-treated units: the last cohort or not yet treated units have to be the controls");
  for (const double g : d.cohorts())
    if (d.units_of(g) == 1) note("cohort " + text::macro_number(g) + " has one unit");
  for (std::size_t t = 1; t < d.times.size(); ++t)
    if (d.times[t] - d.times[t - 1] != 1) {
      note("gaps in " + d.time_name + ": relative time counts calendar periods");
      break;
    }
  if (d.n() != d.unit.count * d.times.size())
    note("the panel is not balanced: " +
         text::macro_number(static_cast<double>(d.unit.count * d.times.size() - d.n())) + " unit-periods are absent");
}

Output run(const Args& a, const Context& c) {
  kit::DidRequest q;
  q.sample = a.sample, q.gvar = a.gvar, q.treat = a.treat, q.id = a.id, q.time = a.time;
  const std::string outcome = q.time.empty() && c.frame.panel ? c.frame.panel->time : q.time;
  if (outcome.empty())
    throw Error(459, "panel and time variable not set", std::nullopt, {"declare the data: xtset id year"});
  ast::Factor factor;
  factor.pattern = outcome;
  ast::Interaction term;
  term.factors.push_back(factor);
  q.y = {term};
  const kit::DidData d = kit::read_did(q, c);
  double always = 0;
  for (const double g : d.unit_cohort) always += g != 0 && g <= d.times.front() ? 1 : 0;

  Output out;
  const std::vector<CohortRow> rows = cohort_rows(d);
  using report::Align, report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{12, 0, false}, {9, 1, true}, {12, 2, false}, {9, 2, false}};
  t.rule();
  t.row({text_cell("Cohort"), text_cell("Units", Align::right), text_cell("First period", Align::right),
         text_cell("Share", Align::right)});
  t.rule();
  eval::Matrix cohorts(rows.size(), 4);
  cohorts.column_names = {"g", "units", "first_t", "share"};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CohortRow& r = rows[i];
    t.row({text_cell(r.g == 0 ? "never" : text::macro_number(r.g)), number_cell(r.units, "%9.0f"),
           number_cell(r.first, "%9.0g"), number_cell(r.share, "%6.4f")});
    const double values[] = {r.g, r.units, r.first, r.share};
    for (std::size_t j = 0; j < 4; ++j) cohorts(i, j) = values[j];
  }
  t.rule();
  out.document.add(std::move(t));
  out.line(text::macro_number(static_cast<double>(d.unit.count)) + " units, " +
           text::macro_number(static_cast<double>(d.times.size())) + " periods, " +
           text::macro_number(static_cast<double>(d.n())) + " observations");
  warn(d, always, out);
  out.r = Results{}.scalar("N", static_cast<double>(d.n())).scalar("N_units", static_cast<double>(d.unit.count));
  out.r->scalar("N_never", static_cast<double>(d.units_of(0))).scalar("N_always", always).matrix("cohorts", cohorts);
  if (a.prefix.empty()) return out;
  data::Frame f = c.frame;
  std::vector<double> ever;
  for (const double g : d.cohort) ever.push_back(g != 0 ? 1 : 0);
  const std::vector<double> cohorts_there = d.cohorts();
  std::vector<double> post;
  for (std::size_t i = 0; i < d.n(); ++i) {
    const double from = d.cohort[i] != 0 || cohorts_there.empty() ? d.cohort[i] : cohorts_there.front();
    post.push_back(from != 0 && d.time[i] >= from ? 1 : 0);
  }
  const std::pair<const char*, const char*> names[] = {{"_g", "first treated period, 0 never"},
                                                       {"_ever", "treated at some time"},
                                                       {"_rel", "time since treatment"},
                                                       {"_post", "own, of never treated the first, date reached"},
                                                       {"_D", "treated"}};
  const std::vector<double> relative = d.relative();
  const std::vector<double>* values[] = {&d.cohort, &ever, &relative, &post, &d.treated};
  for (std::size_t k = 0; k < 5; ++k) {
    kit::check_new_name(c, a.prefix + names[k].first);
    add_column(f, a.prefix + names[k].first, names[k].second, d, *values[k]);
  }
  out.frame = std::move(f);
  return out;
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate byte d = (id <= 3 & t >= 4) | (inrange(id, 4, 6) & t >= 5)\n";

}  // namespace

extern const Command didsetup_command =
    define<Args>("didsetup", "Cohorts of a staggered treatment, and what to mind before estimating")
        .if_in(&Args::sample)
        .variable("TReat", &Args::treat, "0/1 treatment status")
        .variable("Gvar", &Args::gvar, "first treated period; 0 or missing: never")
        .variable("id", &Args::id, "unit; default from xtset")
        .variable("time", &Args::time, "period; default from xtset")
        .text("GENerate", &Args::prefix, "new variables prefix_g, prefix_ever, prefix_rel, prefix_post, prefix_D")
        .stores({{"r(cohorts)", "g units first_t share; g 0: never treated"},
                 {"r(N)", "observations"},
                 {"r(N_units)", "units"},
                 {"r(N_never)", "never-treated units"},
                 {"r(N_always)", "units treated from the first period on"}})
        .changes(Effect::results | Effect::data)
        .remark("The treatment has to be 0 or 1 and to stay once it is there. prefix_post is 1 from the unit's date on, for "
                "units that are never treated from the earliest date of any unit on.")
        .example("Two cohorts", std::string(panel) + "didsetup, treat(d)\nmatrix C = r(cohorts)",
                 "r(N_never) == 4 & C[2,1] == 4 & C[3,2] == 3 & r(N_always) == 0")
        .example("Variables of the treatment", std::string(panel) + "didsetup, treat(d) generate(x)",
                 "x_g[1] == 4 & x_rel[1] == -3 & x_ever[60] == 0 & x_D[6] == 1 & x_post[60] == 1 & x_post[57] == 0")
        .runs(run);

}  // namespace nqp::commands::didsetup_
