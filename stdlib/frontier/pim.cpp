// pim: capital stocks by perpetual inventory.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series_rows.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::pim_ {
using namespace nqp::command;
namespace {

enum class Rule { growth, hall };
enum class Mean { geometric, arithmetic, regression };

struct Args {
  Variables investment;
  Sample sample;
  NewVariable generate;
  std::string id, time, depreciation = "0.06", deflator, start;
  double price_base = 1, ratio = 0;
  Rule rule = Rule::growth;
  Mean mean = Mean::geometric;
  std::vector<double> years;
  bool nominal = false;
};

using Rows = std::vector<data::Row>;

struct Series {
  std::vector<double> real, growth_of, depreciation, start, time;  // one a row of the data
};

// A number or a numeric variable, as one value a row.
std::vector<double> number_or_variable(const std::string& text, const Context& c) {
  if (const auto number = kit::parse_number(text)) return std::vector<double>(c.frame.rows, *number);
  return kit::numbers_of(c.numeric(text));
}

// Growth of investment over the years asked for, or over all that are known.
double growth_rate(const Args& a, const Rows& rows, const Series& s) {
  std::vector<double> t, x;
  for (const data::Row i : rows) {
    const bool within = a.years.size() < 2 || (s.time[i] >= a.years[0] && s.time[i] <= a.years[1]);
    if (!within || data::is_missing(s.growth_of[i]) || s.growth_of[i] <= 0) continue;
    t.push_back(s.time[i]);
    x.push_back(s.growth_of[i]);
    if (a.years.size() == 1 && static_cast<double>(t.size()) >= a.years[0]) break;
  }
  if (t.size() < 2) return data::missing;
  if (a.mean == Mean::geometric) return std::pow(x.back() / x.front(), 1 / (t.back() - t.front())) - 1;
  if (a.mean == Mean::arithmetic) {
    double sum = 0;
    for (std::size_t k = 1; k < t.size(); ++k) sum += std::pow(x[k] / x[k - 1], 1 / (t[k] - t[k - 1])) - 1;
    return sum / static_cast<double>(t.size() - 1);
  }
  double mean_t = 0, mean_y = 0, sxy = 0, sxx = 0;
  for (std::size_t k = 0; k < t.size(); ++k) mean_t += t[k], mean_y += std::log(x[k]);
  mean_t /= static_cast<double>(t.size());
  mean_y /= static_cast<double>(t.size());
  for (std::size_t k = 0; k < t.size(); ++k) {
    sxy += (t[k] - mean_t) * (std::log(x[k]) - mean_y);
    sxx += (t[k] - mean_t) * (t[k] - mean_t);
  }
  return std::exp(sxy / sxx) - 1;
}

bool needs_growth(const Args& a) { return a.ratio == 0 && a.start.empty(); }

// The first stock: given, investment over a ratio, or what growth at g with depreciation δ sustains.
double first_stock(const Args& a, data::Row i, double g, const Series& s) {
  if (!a.start.empty()) return s.start[i];
  if (a.ratio > 0) return s.real[i] / a.ratio;
  const double stock = s.real[i] / (g + s.depreciation[i]);
  return a.rule == Rule::hall ? s.real[i] + (1 - s.depreciation[i]) * stock : stock;
}

// K of one unit: from its first investment on, until a year or an investment is missing.
void accumulate(const Args& a, const Rows& rows, double g, double step, const Series& s, std::vector<double>& K) {
  std::size_t k = 0;
  while (k < rows.size() && data::is_missing(s.real[rows[k]])) ++k;
  if (k == rows.size()) return;
  double stock = first_stock(a, rows[k], g, s);
  K[rows[k]] = data::checked(stock);
  for (++k; k < rows.size(); ++k) {
    const data::Row i = rows[k];
    if (data::is_missing(s.real[i]) || data::is_missing(stock) || s.time[i] - s.time[rows[k - 1]] != step) return;
    stock = s.real[i] + (1 - s.depreciation[i]) * stock;
    K[i] = data::checked(stock);
  }
}

Series read(const Args& a, const Context& c, const std::string& time) {
  Series s;
  s.real = s.growth_of = kit::numbers_of(c.numeric(a.investment[0]));
  s.time = kit::numbers_of(c.numeric(time));
  s.depreciation = number_or_variable(a.depreciation, c);
  if (!a.start.empty()) s.start = number_or_variable(a.start, c);
  for (const double x : s.real)
    if (!data::is_missing(x) && x < 0) throw Error(459, a.investment[0] + " has negative values");
  if (a.deflator.empty()) return s;
  const std::vector<double> P = kit::numbers_of(c.numeric(a.deflator));
  for (std::size_t i = 0; i < P.size(); ++i) {
    const bool known = !data::is_missing(s.real[i]) && !data::is_missing(P[i]) && P[i] > 0;
    s.real[i] = known ? s.real[i] / (P[i] / a.price_base) : data::missing;
  }
  if (!a.nominal) s.growth_of = s.real;
  return s;
}

Output run(const Args& a, const Context& c) {
  std::string id = a.id, time = a.time;
  if (c.frame.panel && id.empty() && time.empty()) {
    id = c.frame.panel->panel;
    time = c.frame.panel->time;
  }
  if (time.empty())
    throw Error(459, "pim needs to know units and years", std::nullopt, {"xtset id year, or id() and time()"});
  const Series s = read(a, c, time);
  const double step = c.frame.panel && c.frame.panel->delta > 0 ? c.frame.panel->delta : 1;
  const Variables by = id.empty() ? Variables{} : Variables{id};
  const std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  std::vector<double> K(c.frame.rows, data::missing), ids, rates;
  std::string bad;
  for (const Rows& rows : kit::ordered_rows(c, by, time, use)) {
    if (rows.empty()) continue;
    const double g = needs_growth(a) ? growth_rate(a, rows, s) : data::missing;
    const bool named = !id.empty() && !c.frame.at(id).is_string();
    ids.push_back(named ? c.numeric(id).number(rows[0]) : static_cast<double>(ids.size() + 1));
    rates.push_back(g);
    if (needs_growth(a) && data::is_missing(g)) continue;
    if (needs_growth(a) && g + s.depreciation[rows[0]] <= 0) {
      bad += " " + text::macro_number(ids.back());
      continue;
    }
    accumulate(a, rows, g, step, s, K);
  }
  if (!bad.empty())
    throw Error(459, "growth and depreciation do not add up to more than 0 in units" + bad, std::nullopt,
                {"ratio(#) or k0() give the first stock in another way"});
  Output out;
  double sum = 0, known = 0;
  eval::Matrix g(ids.size(), 2);
  g.column_names = {"id", "g"};
  for (std::size_t k = 0; k < ids.size(); ++k) {
    g(k, 0) = ids[k];
    g(k, 1) = rates[k];
    if (!data::is_missing(rates[k])) sum += rates[k], ++known;
  }
  const double average = known > 0 ? sum / known : data::missing;
  double stocks = 0;
  for (const double x : K) stocks += data::is_missing(x) ? 0 : 1;
  out.line(fmt::format("Perpetual inventory: {} stocks of {} unit{}, depreciation {}", text::macro_number(stocks),
                       ids.size(), ids.size() == 1 ? "" : "s", a.depreciation));
  if (known > 0)
    out.line("Mean growth of investment before the first stock: " +
             text::trimmed(text::format_number(average, "%9.4f")));
  data::Frame f = c.frame;
  const data::Storage type =
      a.generate.type.empty() ? data::Storage::double_ : data::parse_type(a.generate.type)->storage;
  f.add({a.generate.name, data::make_numeric(type, K), "", "Capital stock from " + a.investment[0], "", {}});
  out.frame = std::move(f);
  out.r = Results{}.scalar("g_mean", average).scalar("N", stocks).matrix("g", std::move(g));
  return out;
}

}  // namespace

extern const Command pim_command =
    define<Args>("pim", "Capital stocks by perpetual inventory")
        .varlist(&Args::investment, Count{1, 1})
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "the capital stock")
        .variable("id", &Args::id, "units; the panel variable when one is declared")
        .variable("Time", &Args::time, "years; the time variable when one is declared")
        .text("DEPReciation", &Args::depreciation, "rate of depreciation, a number or a variable; .06")
        .variable("DEFLator", &Args::deflator, "price index of investment")
        .number("pbase", &Args::price_base, 1e-300, 1e300, "value of the price index in the base year; 1")
        .one_of(&Args::rule, {{"growth", Rule::growth}, {"hall", Rule::hall}},
                "first stock: I/(g+d), or the same one year earlier")
        .number("ratio", &Args::ratio, 1e-300, 1e300, "first stock: investment divided by this")
        .text("k0", &Args::start, "first stock, a number or a variable")
        .numbers("gyears", &Args::years, "growth from these years: first and last, or how many")
        .one_of(&Args::mean,
                {{"geometric", Mean::geometric}, {"arithmetic", Mean::arithmetic}, {"regression", Mean::regression}},
                "mean of growth")
        .flag("gnominal", &Args::nominal, "growth of investment before deflation")
        .required("generate")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(g_mean)", "mean growth over the units"},
                 {"r(g)", "unit and growth, one row each"},
                 {"r(N)", "stocks"}})
        .remark("K = I + (1-d) K of the year before; the first K is I/(g+d) with g the geometric mean growth of real "
                "investment. A missing year or investment ends the series.")
        .example("By hand: 10/(.21+.06)",
                 "clear\ninput id year i\n1 2011 10\n1 2012 12.1\n1 2013 14.641\nend\nxtset id year\n"
                 "pim i, generate(k)\nmatrix g = r(g)",
                 "reldif(k[1], 10/.27) < 1e-6 & reldif(k[2], i[2] + .94*k[1]) < 1e-12 & reldif(r(g_mean), .21) < 1e-6")
        .example("Investment over ten percent, with prices",
                 "clear\ninput year i p\n1 10 100\n2 22 110\nend\n"
                 "pim i, generate(k) time(year) deflator(p) pbase(100) ratio(.1) depreciation(.096)",
                 "k[1] == 100 & reldif(k[2], 20 + .904*100) < 1e-12 & r(N) == 2")
        .reference("Goldsmith, R. W. (1951). A perpetual inventory of national wealth. "
                   "Zhang, J., Wu, G., Zhang, J. (2004). Economic Research Journal 10 (ratio .1, depreciation .096).")
        .runs(run);

}  // namespace nqp::commands::pim_
