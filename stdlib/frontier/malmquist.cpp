// malmquist: productivity change between periods.
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/indicators.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/production_units.hpp"

namespace nqp::commands::malmquist_ {
namespace {

using namespace command;

struct Args {
  std::string body, dmu, time, orientation = "in", generate, first = "missing", decomposition = "fgnz";
  Sample sample;
  bool replace = false;
};

constexpr const char* parts[] = {"effch", "techch", "pech", "sech", "tfpch"};
constexpr std::size_t part_count = 5;

// position[unit][period] in the production data.
struct Panel {
  std::vector<double> units, periods;
  std::vector<std::vector<std::size_t>> position;
};

Panel panel_of(const Args& a, const kit::Production& p, const Context& c) {
  const std::string unit = !a.dmu.empty() ? a.dmu : c.frame.panel ? c.frame.panel->panel : "";
  const std::string time = !a.time.empty() ? a.time : c.frame.panel ? c.frame.panel->time : "";
  if (unit.empty() || time.empty())
    throw Error(459, "malmquist needs dmu() and time()", std::nullopt, {"or xtset the data"});
  std::map<double, std::map<double, std::size_t>> at;
  std::map<double, int> periods;
  for (std::size_t i = 0; i < p.rows.size(); ++i) {
    const double u = c.numeric(unit).number(p.rows[i]), t = c.numeric(time).number(p.rows[i]);
    if (!at[u].emplace(t, i).second) throw Error(451, "repeated time values within " + unit);
    ++periods[t];
  }
  Panel out;
  for (const auto& [t, n] : periods) out.periods.push_back(t);
  if (out.periods.size() < 2) throw Error(459, "malmquist needs two periods at least");
  for (const auto& [u, rows] : at) {
    if (rows.size() != out.periods.size())
      throw Error(459, fmt::format("{} {} lacks periods; the panel must be balanced", unit, text::macro_number(u)),
                  std::nullopt, {"keep the units with all periods, for example with xtbalance"});
    out.units.push_back(u);
    out.position.emplace_back();
    for (const auto& [t, i] : rows) out.position.back().push_back(i);
  }
  return out;
}

// Färe, Grosskopf, Norris and Zhang (1994): distances of period t against the technology of s.
class Distances {
 public:
  Distances(const Args& a, const kit::Production& p, const Panel& panel, const Context& c)
      : production_(p),
        panel_(panel),
        context_(c),
        orientation_(a.orientation == "in" ? numeric::Orientation::input : numeric::Orientation::output) {
    for (std::size_t t = 0; t < panel.periods.size(); ++t) {
      std::vector<std::size_t> members;
      for (const auto& rows : panel.position) members.push_back(rows[t]);
      technologies_.push_back(kit::technology(p, members));
    }
  }
  double of(std::size_t unit, std::size_t t, std::size_t s, numeric::Returns returns) const {
    context_.poll();
    const std::size_t i = panel_.position[unit][t];
    return numeric::efficiency(production_.input(i), production_.output(i), technologies_[s].x, technologies_[s].y,
                               returns, orientation_);
  }

 private:
  const kit::Production& production_;
  const Panel& panel_;
  const Context& context_;
  numeric::Orientation orientation_;
  std::vector<kit::Technology> technologies_;
};

// values[part][unit][period]; period 0 is not defined.
using Changes = std::vector<std::vector<std::vector<double>>>;

Changes changes(const Distances& d, const Panel& panel) {
  const std::size_t n = panel.units.size(), T = panel.periods.size();
  Changes out(part_count, std::vector<std::vector<double>>(n, std::vector<double>(T, data::missing)));
  const auto crs = numeric::Returns::constant, vrs = numeric::Returns::variable;
  for (std::size_t i = 0; i < n; ++i) {
    double own = d.of(i, 0, 0, crs), pure = d.of(i, 0, 0, vrs);
    for (std::size_t t = 1; t < T; ++t) {
      const double now = d.of(i, t, t, crs), now_pure = d.of(i, t, t, vrs);
      const double ahead = d.of(i, t, t - 1, crs), behind = d.of(i, t - 1, t, crs);
      const double effch = now / own, techch = std::sqrt((ahead / now) * (own / behind)), pech = now_pure / pure;
      const double values[] = {effch, techch, pech, effch / pech, effch * techch};
      for (std::size_t k = 0; k < part_count; ++k) out[k][i][t] = data::checked(values[k]);
      own = now, pure = now_pure;
    }
  }
  return out;
}

double geometric_mean(const std::vector<double>& x) {
  double sum = 0, n = 0;
  for (const double v : x)
    if (!data::is_missing(v) && v > 0) sum += std::log(v), ++n;
  return n > 0 ? std::exp(sum / n) : data::missing;
}

eval::Matrix means(const Changes& k, const std::vector<double>& labels, bool by_period, std::size_t units,
                   std::size_t periods) {
  const std::size_t first = by_period ? 1 : 0;
  eval::Matrix m(labels.size() - first, part_count);
  m.row_names.clear(), m.column_names.assign(parts, parts + part_count);
  for (std::size_t r = first; r < labels.size(); ++r) {
    m.row_names.push_back(text::macro_number(labels[r]));
    for (std::size_t j = 0; j < part_count; ++j) {
      std::vector<double> x;
      if (by_period)
        for (std::size_t i = 0; i < units; ++i) x.push_back(k[j][i][r]);
      else
        for (std::size_t t = 1; t < periods; ++t) x.push_back(k[j][r][t]);
      m(r - first, j) = geometric_mean(x);
    }
  }
  return m;
}

void show(const char* title, const char* heading, const eval::Matrix& m, Output& out) {
  using report::Cell, report::number_cell, report::text_cell;
  report::Table t;
  t.columns.push_back({12, 0, false});
  std::vector<Cell> heads{text_cell(heading)};
  for (const char* part : parts)
    heads.push_back(text_cell(part, report::Align::right)), t.columns.push_back({9, 1, false});
  t.row(std::move(heads));
  t.rule();
  const auto add = [&](const std::string& name, const std::vector<double>& values) {
    std::vector<Cell> row{text_cell(text::abbreviate(name, 12))};
    for (const double v : values) row.push_back(number_cell(v, "%9.3f"));
    t.row(std::move(row));
  };
  std::vector<double> all;
  for (std::size_t j = 0; j < m.columns; ++j) {
    std::vector<double> x;
    for (std::size_t i = 0; i < m.rows; ++i) x.push_back(m(i, j));
    all.push_back(geometric_mean(x));
  }
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::vector<double> x;
    for (std::size_t j = 0; j < m.columns; ++j) x.push_back(m(i, j));
    add(m.row_names[i], x);
  }
  t.rule();
  add("mean", all);
  out.document.blank();
  out.line(title);
  out.document.add(std::move(t));
}

Output run(const Args& a, const Context& c) {
  if (!a.generate.empty())
    for (const char* part : parts) kit::check_index_name(a.generate + part, a.replace, c);
  const kit::Production p = kit::read_production(a.body, a.sample, c);
  const Panel panel = panel_of(a, p, c);
  const Changes k = changes(Distances(a, p, panel, c), panel);
  const std::size_t n = panel.units.size(), T = panel.periods.size();
  const eval::Matrix annual = means(k, panel.periods, true, n, T), firm = means(k, panel.units, false, n, T);
  Output out;
  show("Malmquist index: annual means", "Period", annual, out);
  show("Malmquist index: means of units", "Unit", firm, out);
  out.line("All means are geometric; values above 1 are growth.", report::Style::note);
  out.r = Results{}.scalar("N", static_cast<double>(n * T)).scalar("units", static_cast<double>(n));
  out.r->scalar("periods", static_cast<double>(T)).matrix("annual", annual).matrix("firm", firm);
  if (a.generate.empty()) return out;
  data::Frame f = c.frame;
  for (std::size_t j = 0; j < part_count; ++j) {
    std::vector<double> values(f.rows, data::missing);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t t = 0; t < T; ++t)
        values[p.rows[panel.position[i][t]]] = t == 0 && a.first == "one" ? 1 : k[j][i][t];
    kit::put_index(f, a.generate + parts[j], std::string("Malmquist ") + parts[j], values);
  }
  out.frame = std::move(f);
  return out;
}

// Made up after Coelli's example of the program DEAP.
const std::string example_data =
    "clear\ninput id t x y\n1 1 2 1\n2 1 4 2\n3 1 3 3\n4 1 5 4\n5 1 6 5\n1 2 2 1\n2 2 4 3\n3 2 3 4\n4 2 5 3\n5 2 5 "
    "5\nend\n";

}  // namespace

extern const Command malmquist_command = kit::loose_body(
    define<Args>("malmquist", "Malmquist index of productivity change")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .variable("dmu", &Args::dmu, "units; the panel variable by default")
        .variable("Time", &Args::time, "periods; the time variable by default")
        .choice("ort", &Args::orientation, {"in", "out"}, "orientation; it matters for pech and sech only")
        .text("GENerate", &Args::generate, "stub of new variables effch techch pech sech tfpch")
        .choice("FIRSTyear", &Args::first, {"missing", "one"}, "values of the first period")
        .choice("decomp", &Args::decomposition, {"fgnz"}, "the decomposition")
        .flag("replace", &Args::replace, "the new variables may exist already")
        .no_by()
        .stores({{"r(annual)", "geometric means of each period from the second on"},
                 {"r(firm)", "geometric means of each unit"},
                 {"r(N)", "rows"},
                 {"r(units)", "units"},
                 {"r(periods)", "periods"}})
        .changes(Effect::data | Effect::results)
        .reference(
            "Färe, R., Grosskopf, S., Norris, M. and Zhang, Z. (1994). Productivity growth, technical progress, and "
            "efficiency change in industrialized countries. American Economic Review 84, 66-83.")
        .reference("Coelli, T. J. (1996). A guide to DEAP version 2.1. CEPA Working Paper 96/08.")
        .remark("tfpch = effch techch and effch = pech sech. The technologies are those of single periods.")
        .example(
            "Coelli's example", example_data + "malmquist x = y, dmu(id) time(t) ort(out) generate(m_)",
            "abs(m_tfpch[7] - 1.5) < 1e-9 & abs(m_techch[6] - 4/3) < 1e-9 & abs(el(r(annual), 1, 1) - .844) < 5e-4")
        .example("The first year counted as no change",
                 example_data + "xtset id t\nmalmquist x = y, generate(m_) firstyear(one)",
                 "m_tfpch[1] == 1 & rowsof(r(firm)) == 5 & r(units) == 5 & r(periods) == 2")
        .runs(run));

}  // namespace nqp::commands::malmquist_
