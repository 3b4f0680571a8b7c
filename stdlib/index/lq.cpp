// lq: location quotient.
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/indicators.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::lq_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string generate, region, industry, time;
  bool replace = false;
};

// Rows where nothing needed is missing, and the groups of some variables among them.
std::vector<std::uint8_t> rows_in_use(const Args& a, const Context& c) {
  std::vector<std::uint8_t> use = c.select(a.sample);
  std::vector<std::string> needed = a.variables;
  for (const std::string& v : {a.region, a.industry, a.time})
    if (!v.empty()) needed.push_back(v);
  for (const std::string& v : needed) {
    const data::Column& column = *c.variable(v).column;
    for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && !column.missing_at(i);
  }
  return use;
}

std::vector<std::uint32_t> groups(const Context& c, const std::vector<std::string>& names,
                                  const std::vector<std::uint8_t>& use) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& v : names)
    if (!v.empty()) keys.push_back(c.variable(v).column);
  if (keys.empty()) return std::vector<std::uint32_t>(c.frame.rows, 0);
  return data::make_groups(keys, use).codes;
}

using Totals = std::map<std::uint32_t, double>;

Totals totals(const std::vector<std::uint32_t>& codes, const std::vector<double>& x,
              const std::vector<std::uint8_t>& use) {
  Totals out;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (use[i]) out[codes[i]] += x[i];
  return out;
}

std::vector<double> read(const std::string& name, const Context& c, const std::vector<std::uint8_t>& use) {
  const data::Column& column = c.numeric(name);
  std::vector<double> x(c.frame.rows);
  column.read(0, x.size(), x.data());
  for (std::size_t i = 0; i < x.size(); ++i)
    if (use[i] && x[i] < 0) throw Error(459, name + " has negative values; shares need values of at least 0");
  return x;
}

// A share with an empty whole is not defined; an empty nation is an error.
struct Quotients {
  std::vector<double> lq;
  std::size_t undefined = 0;
};

void require_total(double total) {
  if (!(total > 0))
    throw Error(459, "a national total is zero", std::nullopt, {"the quotient divides by the share of the whole"});
}

Quotients of_industries(const Args& a, const Context& c, const std::vector<std::uint8_t>& use) {
  const std::vector<double> e = read(a.variables[0], c, use);
  const auto period = groups(c, {a.time}, use), place = groups(c, {a.time, a.region}, use),
             branch = groups(c, {a.time, a.industry}, use);
  const Totals nation = totals(period, e, use), region = totals(place, e, use), industry = totals(branch, e, use);
  Quotients out{std::vector<double>(c.frame.rows, data::missing)};
  for (std::size_t i = 0; i < e.size(); ++i) {
    if (!use[i]) continue;
    require_total(nation.at(period[i]));
    require_total(industry.at(branch[i]));
    const double local = region.at(place[i]);
    if (local == 0) ++out.undefined;
    else out.lq[i] = (e[i] / local) / (industry.at(branch[i]) / nation.at(period[i]));
  }
  return out;
}

Quotients of_ratio(const Args& a, const Context& c, const std::vector<std::uint8_t>& use) {
  const std::vector<double> part = read(a.variables[0], c, use), whole = read(a.variables[1], c, use);
  const auto period = groups(c, {a.time}, use);
  const Totals parts = totals(period, part, use), wholes = totals(period, whole, use);
  Quotients out{std::vector<double>(c.frame.rows, data::missing)};
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (!use[i]) continue;
    require_total(parts.at(period[i]));
    require_total(wholes.at(period[i]));
    if (whole[i] == 0) ++out.undefined;
    else out.lq[i] = (part[i] / whole[i]) / (parts.at(period[i]) / wholes.at(period[i]));
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const bool ratio = a.variables.size() == 2;
  if (ratio && (!a.region.empty() || !a.industry.empty()))
    throw Error(198, "region() and industry() go with one variable, the employment of a region's industry");
  if (!ratio && (a.region.empty() || a.industry.empty()))
    throw Error(198, "lq of one variable needs region() and industry()", std::nullopt,
                {"or give two variables: lq part whole, the industry's and all employment of a region"});
  kit::check_index_name(a.generate, a.replace, c);
  const std::vector<std::uint8_t> use = rows_in_use(a, c);
  const Quotients q = ratio ? of_ratio(a, c, use) : of_industries(a, c, use);
  double n = 0, sum = 0;
  for (const double x : q.lq)
    if (!data::is_missing(x)) ++n, sum += x;
  if (n == 0 && q.undefined == 0) throw Error(2000, "no observations");
  Output out;
  out.document.blank();
  out.line("Location quotient" + std::string(a.time.empty() ? "" : " within each " + a.time));
  out.document.add(kit::score_summary({{a.generate, q.lq}}));
  if (q.undefined > 0)
    out.line(kit::count_of(q.undefined, "row with a zero denominator, quotient missing",
                           "rows with zero denominators, quotients missing"),
             report::Style::note);
  out.r = Results{}.scalar("N", n).scalar("N_zero", static_cast<double>(q.undefined));
  out.r->scalar("mean", n > 0 ? sum / n : data::missing);
  data::Frame f = c.frame;
  kit::put_index(f, a.generate, "location quotient of " + a.variables[0], q.lq);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command lq_command =
    define<Args>("lq", "Location quotient")
        .varlist(&Args::variables, {1, 2})
        .if_in(&Args::sample)
        .text("GENerate", &Args::generate, "new variable")
        .variable("Region", &Args::region, "regions, with one variable")
        .variable("INDustry", &Args::industry, "industries, with one variable")
        .variable("Time", &Args::time, "periods: shares are taken within each")
        .flag("replace", &Args::replace, "the new variable may exist already")
        .required("generate")
        .no_by()
        .stores({{"r(N)", "quotients computed"},
                 {"r(N_zero)", "rows with a zero denominator"},
                 {"r(mean)", "mean quotient"}})
        .changes(Effect::data | Effect::results)
        .remark(
            "lq e, region(r) industry(i): (e_ri/Σ_i e_ri)/(Σ_r e_ri/ΣΣ e). lq part whole: "
            "(part_r/whole_r)/(Σ part/Σ whole).")
        .example("A part and the whole", "clear\ninput rd all\n20 100\n30 300\nend\nlq rd all, generate(q)",
                 "abs(q[1] - 1.6) < 1e-12 & abs(q[2] - .8) < 1e-12")
        .example("Regions and industries",
                 "clear\ninput r i e\n1 1 20\n1 2 80\n2 1 30\n2 2 270\nend\nlq e, generate(q) region(r) industry(i)",
                 "abs(q[1] - 1.6) < 1e-12 & r(N) == 4")
        .runs(run);

}  // namespace nqp::commands::lq_
