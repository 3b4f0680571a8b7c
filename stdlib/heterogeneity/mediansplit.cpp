// mediansplit: a dummy for values above the median, of rows or of units.
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/indicators.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::mediansplit_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string generate, unit, name;
  bool by_row = false, replace = false;
};

// Values that are split: the row's own, or the mean of its unit.
std::map<std::uint32_t, double> unit_means(const data::Column& x, const std::vector<std::uint32_t>& codes,
                                           const std::vector<data::Row>& rows) {
  std::map<std::uint32_t, std::pair<double, double>> sums;
  for (const data::Row r : rows) {
    const double v = x.number(r);
    if (!data::is_missing(v) && codes[r] != data::Groups::none) sums[codes[r]].first += v, ++sums[codes[r]].second;
  }
  std::map<std::uint32_t, double> out;
  for (const auto& [unit, s] : sums) out[unit] = s.first / s.second;
  return out;
}

struct Split {
  std::vector<double> high;
  double median = 0;
  std::size_t above = 0, below = 0, changing = 0;
};

Split split_rows(const data::Column& x, const std::vector<data::Row>& rows, std::size_t n) {
  std::vector<double> values;
  for (const data::Row r : rows)
    if (const double v = x.number(r); !data::is_missing(v)) values.push_back(v);
  if (values.empty()) throw Error(2000, "no observations");
  Split s{std::vector<double>(n, data::missing), numeric::percentile(values, 50)};
  for (const data::Row r : rows)
    if (const double v = x.number(r); !data::is_missing(v)) s.high[r] = v > s.median;
  return s;
}

Split split_units(const data::Column& x, const std::vector<std::uint32_t>& codes, const std::vector<data::Row>& rows,
                  std::size_t n) {
  const std::map<std::uint32_t, double> means = unit_means(x, codes, rows);
  std::vector<double> values;
  for (const auto& [unit, mean] : means) values.push_back(mean);
  if (values.empty()) throw Error(2000, "no observations");
  Split s{std::vector<double>(n, data::missing), numeric::percentile(values, 50)};
  for (const data::Row r : rows)
    if (const auto it = means.find(codes[r]); it != means.end()) s.high[r] = it->second > s.median;
  return s;
}

// Units on both sides of the median.
std::size_t changing_units(const Split& s, const std::vector<std::uint32_t>& codes,
                           const std::vector<data::Row>& rows) {
  std::map<std::uint32_t, int> sides;
  for (const data::Row r : rows)
    if (!data::is_missing(s.high[r]) && codes[r] != data::Groups::none) sides[codes[r]] |= s.high[r] != 0 ? 2 : 1;
  std::size_t n = 0;
  for (const auto& [unit, seen] : sides) n += seen == 3;
  return n;
}

Output run(const Args& a, const Context& c) {
  if (a.by_row && !a.unit.empty()) throw Error(184, "options unit() and obs may not be combined");
  kit::check_index_name(a.generate, a.replace, c);
  const data::Column& x = c.numeric(a.variables[0]);
  const std::vector<data::Row> rows = c.rows(a.sample);
  const std::string panel = !a.unit.empty() ? a.unit : c.frame.panel ? c.frame.panel->panel : "";
  std::vector<std::uint32_t> codes;
  if (!panel.empty()) {
    const data::ColumnPtr key[] = {c.variable(panel).column};
    codes = data::make_groups(key, {}, true).codes;
  }
  Split s = a.unit.empty() ? split_rows(x, rows, c.frame.rows) : split_units(x, codes, rows, c.frame.rows);
  if (!codes.empty()) s.changing = changing_units(s, codes, rows);
  for (const double h : s.high)
    if (!data::is_missing(h)) ++(h != 0 ? s.above : s.below);
  Output out;
  out.line(fmt::format("{} = 1 in {} rows above the median {} of {}{}, 0 in {} rows", a.generate, s.above,
                       text::trimmed(text::format_number(s.median, "%9.0g")), a.variables[0],
                       a.unit.empty() ? "" : " averaged by " + a.unit, s.below));
  if (s.changing > 0)
    out.line(fmt::format("note: {} of the units of {} stand on both sides; unit({}) keeps units whole", s.changing,
                         panel, panel),
             report::Style::note);
  out.r = Results{}.scalar("median", s.median).scalar("N_high", static_cast<double>(s.above));
  out.r->scalar("N_low", static_cast<double>(s.below)).scalar("N_changing", static_cast<double>(s.changing));
  data::Frame f = c.frame;
  kit::put_index(f, a.generate, a.variables[0] + " above its median", s.high);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command mediansplit_command =
    define<Args>("mediansplit", "Dummy for values above the median")
        .varlist(&Args::variables, {1, 1})
        .if_in(&Args::sample)
        .text("GENerate", &Args::generate, "new variable: 1 above the median, 0 at or below it")
        .variable("Unit", &Args::unit, "split by the means of these units, so that no unit changes sides")
        .flag("obs", &Args::by_row, "split rows; the default")
        .flag("replace", &Args::replace, "the new variable may exist already")
        .required("generate")
        .no_by()
        .stores({{"r(median)", "the median"},
                 {"r(N_high)", "rows above"},
                 {"r(N_low)", "rows at or below"},
                 {"r(N_changing)", "units with rows on both sides"}})
        .changes(Effect::data | Effect::results)
        .example("Rows", "clear\ninput id x\n1 1\n1 4\n2 2\n2 6\n3 1\n3 2\nend\nxtset id\nmediansplit x, generate(hi)",
                 "hi[1] == 0 & hi[2] == 1 & r(median) == 2 & r(N_changing) == 2")
        .example("Units", "clear\ninput id x\n1 1\n1 4\n2 2\n2 6\n3 1\n3 2\nend\nmediansplit x, generate(hi) unit(id)",
                 "hi[1] == 0 & hi[3] == 1 & hi[4] == 1 & r(N_high) == 2")
        .runs(run);

}  // namespace nqp::commands::mediansplit_
