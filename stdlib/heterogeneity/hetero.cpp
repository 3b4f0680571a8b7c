// hetero: one model in the groups of a variable, side by side.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/group_models.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::hetero_ {
namespace {

using namespace command;
using kit::GroupEstimates, kit::GroupRows;

struct Args {
  std::string body, command, by, keep, store;
  bool total = false, no_constant_row = false;
};

// Coefficients in the order in which the groups bring them; of keep() when given.
std::vector<std::string> row_names(const Args& a, const std::vector<GroupEstimates>& models) {
  std::vector<std::string> out;
  std::string_view rest = a.keep;
  while (!kit::trim(rest).empty()) out.push_back(kit::take_word(rest));
  if (!out.empty()) return out;
  for (const GroupEstimates& m : models)
    for (const std::string& n : m.names)
      if (n != "_cons" && std::find(out.begin(), out.end(), n) == out.end()) out.push_back(n);
  if (!a.no_constant_row && !models.empty() && models[0].find("_cons") < models[0].names.size()) out.push_back("_cons");
  return out;
}

std::string stars(double p) { return p < .01 ? "***" : p < .05 ? "**" : p < .1 ? "*" : ""; }

report::Table table_of(const std::vector<std::string>& rows, const std::vector<GroupEstimates>& models,
                       const std::vector<double>& units) {
  using report::Cell, report::text_cell;
  const auto right = [](std::string s) { return text_cell(std::move(s), report::Align::right); };
  report::Table t;
  t.columns.push_back({12, 0, false});
  std::vector<Cell> numbers{text_cell("")}, heads{text_cell("")}, n{text_cell("N")}, r2{text_cell("R2")};
  std::vector<Cell> ids{text_cell("Units")};
  for (std::size_t k = 0; k < models.size(); ++k) {
    const GroupEstimates& m = models[k];
    t.columns.push_back({13, 2, false});
    numbers.push_back(right(fmt::format("({})", k + 1)));
    heads.push_back(right(text::abbreviate(m.label, 13)));
    n.push_back(right(fmt::format("{:.0f}   ", m.n)));
    r2.push_back(right(data::is_missing(m.r2) ? "" : fmt::format("{:.4f}   ", m.r2)));
    ids.push_back(right(units.empty() ? "" : fmt::format("{:.0f}   ", units[k])));
  }
  t.rule();
  t.row(std::move(numbers));
  t.row(std::move(heads));
  t.rule();
  for (const std::string& name : rows) {
    std::vector<Cell> b{text_cell(text::abbreviate(name, 12))}, se{text_cell("")};
    for (const GroupEstimates& m : models) {
      const std::size_t j = m.find(name);
      const bool there = j < m.names.size();
      b.push_back(right(there ? fmt::format("{:.4f}{:<3}", m.b[j], stars(m.p[j])) : ""));
      se.push_back(right(there ? fmt::format("({:.4f})  ", m.se[j]) : ""));
    }
    t.row(std::move(b));
    t.row(std::move(se));
  }
  t.rule();
  t.row(std::move(n));
  if (!units.empty()) t.row(std::move(ids));
  t.row(std::move(r2));
  t.rule();
  return t;
}

Results results_of(const std::vector<std::string>& rows, const std::vector<GroupEstimates>& models) {
  eval::Matrix b(rows.size(), models.size(), data::missing), n(1, models.size());
  b.row_names = rows;
  b.column_names.clear();
  for (std::size_t k = 0; k < models.size(); ++k) b.column_names.push_back("g" + std::to_string(k + 1));
  eval::Matrix se = b, p = b;
  n.row_names = {"N"}, n.column_names = b.column_names;
  for (std::size_t k = 0; k < models.size(); ++k) {
    n(0, k) = models[k].n;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (const std::size_t j = models[k].find(rows[i]); j < models[k].names.size())
        b(i, k) = models[k].b[j], se(i, k) = models[k].se[j], p(i, k) = models[k].p[j];
  }
  Results r;
  r.scalar("groups", static_cast<double>(models.size()));
  return r.matrix("b", b).matrix("se", se).matrix("p", p).matrix("N", n);
}

// Panels of each group, and how many stand in several.
std::vector<double> unit_counts(const data::Frame& f, const std::vector<GroupRows>& groups, std::size_t& shared) {
  if (!f.panel || f.panel->panel.empty()) return {};
  const data::ColumnPtr key[] = {f.at(f.panel->panel).column};
  const data::Groups g = data::make_groups(key, {}, true);
  std::map<std::uint32_t, std::size_t> seen;
  std::vector<double> out;
  for (const GroupRows& group : groups) {
    std::vector<std::uint8_t> here(g.count);
    for (std::size_t i = 0; i < f.rows; ++i)
      if (group.use[i] && g.codes[i] != data::Groups::none) here[g.codes[i]] = 1;
    double n = 0;
    for (std::uint32_t k = 0; k < g.count; ++k)
      if (here[k]) ++n, ++seen[k];
    out.push_back(n);
  }
  for (const auto& [unit, times] : seen) shared += times > 1;
  return out;
}

void act(const Args& a, runtime::Session& s) {
  kit::require_command(a.command, "hetero");
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  std::vector<GroupRows> groups = kit::groups_of(a.by, f);
  if (groups.empty()) throw Error(2000, "no observations");
  if (groups.size() > 50) throw Error(198, a.by + " has more than 50 values");
  std::size_t shared = 0;
  std::vector<double> units = unit_counts(f, groups, shared);
  if (a.total) {
    groups.insert(groups.begin(), {"All", data::missing, std::vector<std::uint8_t>(f.rows, 1)});
    std::size_t ignored = 0;
    if (!units.empty()) units.insert(units.begin(), unit_counts(f, {groups[0]}, ignored)[0]);
  }
  std::vector<GroupEstimates> models;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    s.poll();
    try {
      models.push_back(kit::estimate_rows(a.command, f, groups[k].use, s));
    } catch (Error& e) {
      if (e.code != 1) e.notes.push_back("in the group " + a.by + " = " + groups[k].label);
      e.span.reset();
      throw;
    }
    models.back().label = groups[k].label;
    if (!a.store.empty()) s.store(a.store + std::to_string(k + 1), *s.estimates());
  }
  const std::vector<std::string> rows = row_names(a, models);
  report::Document d;
  d.blank();
  d.line("Groups of " + a.by + ": " + a.command);
  d.add(table_of(rows, models, units));
  d.line("Standard errors in parentheses; * p<.1, ** p<.05, *** p<.01", report::Style::note);
  if (shared > 0)
    d.line(fmt::format("note: {} units have rows in several groups; mediansplit, unit() keeps units whole", shared),
           report::Style::note);
  s.r() = results_of(rows, models);
  s.show(d);
}

}  // namespace

extern const Command hetero_command = kit::loose_body(
    define<Args>("hetero", "One model in several groups, side by side")
        .prefix(&Args::command)
        .anything(&Args::body)
        .variable("by", &Args::by, "the groups")
        .text("keep", &Args::keep, "coefficients to show")
        .text("store", &Args::store, "estimates are stored as name1, name2, … for esttab")
        .flag("total", &Args::total, "a first column for all rows")
        .flag("nocons", &Args::no_constant_row, "leave out the row of the constant")
        .required("by")
        .stores({{"r(b)", "coefficients, a column for each group"},
                 {"r(se)", "standard errors"},
                 {"r(p)", "p-values"},
                 {"r(N)", "observations"},
                 {"r(groups)", "number of columns"}})
        .changes(Effect::results)
        .remark("Every group is estimated on its rows alone. bdiff, chow and suest test whether groups differ.")
        .example("Two groups",
                 "sysuse auto\nhetero, by(foreign): regress price weight mpg\nmatrix b = r(b)\nmatrix se = r(se)",
                 "colsof(b) == 2 & rowsof(b) == 3 & b[1,1] != b[1,2] & r(groups) == 2")
        .example("With all rows, and stored",
                 "sysuse auto\nhetero, by(foreign) total store(m) keep(weight): regress price weight mpg",
                 "el(r(N), 1, 1) == 74 & el(r(N), 1, 2) == 52 & el(r(p), 1, 1) < .05")
        .acts(act));

}  // namespace nqp::commands::hetero_
