#include "stdlib/kit/panel_setting.hpp"

#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/dataset/panel.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

struct Unit {
  std::string_view option, format, word;
};
constexpr Unit units[] = {{"daily", "%td", "day"},
                          {"weekly", "%tw", "week"},
                          {"monthly", "%tm", "month"},
                          {"quarterly", "%tq", "quarter"},
                          {"halfyearly", "%th", "half year"},
                          {"yearly", "%ty", "year"},
                          {"clocktime", "%tc", "millisecond"},
                          {"generic", "%tg", "unit"}};

std::string unit_of(const std::string& format) {
  for (const Unit& u : units)
    if (starts_with(format, u.format)) return std::string(u.word);
  return "unit";
}

std::string unit_letter_format(const std::string& option) {
  for (const Unit& u : units)
    if (u.option == option) return std::string(u.format);
  return {};
}

// "1", "2 days", "(7*24) hours": a number and maybe a unit of clock time in milliseconds.
double parse_delta(const std::string& text, const Context& c) {
  if (text.empty()) return 1;
  const std::size_t blank = text.find_last_of(" ");
  double scale = 1;
  std::string number = text;
  if (blank != std::string::npos && std::isalpha(static_cast<unsigned char>(text[blank + 1]))) {
    number = text.substr(0, blank);
    const std::string word = text.substr(blank + 1);
    const std::pair<const char*, double> scales[] = {
        {"sec", 1e3}, {"min", 6e4}, {"hour", 3.6e6}, {"day", 8.64e7}, {"week", 6.048e8}};
    for (const auto& [name, ms] : scales)
      if (starts_with(word, name)) scale = ms;
  }
  const double delta = eval::evaluate_number(*grammar::parse_expression(number), c.scope) * scale;
  if (data::is_missing(delta) || delta <= 0) throw Error(198, "delta() must be a positive number");
  return delta;
}

std::string balance_text(data::PanelSummary::Balance b) {
  using Balance = data::PanelSummary::Balance;
  return b == Balance::strongly ? "strongly balanced" : b == Balance::weakly ? "weakly balanced" : "unbalanced";
}

std::string time_text(const data::Frame& f, double t) {
  return text::trimmed(text::format_number(t, f.at(f.panel->time).format));
}

void describe(const data::Frame& f, Output& out, bool panel_first) {
  const data::PanelDeclaration& d = *f.panel;
  const data::PanelSummary s = data::summarise_panel(f);
  Results r;
  if (!d.panel.empty()) {
    const bool equal = d.time.empty() && s.min_periods == s.max_periods;
    const std::string balance = equal ? "balanced" : balance_text(s.balance);
    out.line(fmt::format("Panel variable: {} ({})", d.panel, balance));
    const data::Facts& facts = f.at(d.panel).column->facts();
    r.macro("panelvar", d.panel).macro("balanced", balance).scalar("imin", facts.lowest).scalar("imax", facts.highest);
  }
  if (!d.time.empty()) {
    const std::string gaps = s.gaps ? ", but with gaps" : "";
    const std::string first = time_text(f, s.first_time), last = time_text(f, s.last_time);
    out.line(fmt::format("{}Time variable: {}, {} to {}{}", d.panel.empty() ? "" : " ", d.time, first, last, gaps));
    const std::string unit = unit_of(f.at(d.time).format);
    out.line(fmt::format("{}Delta: {} {}{}", d.panel.empty() ? "        " : "         ", text::macro_number(d.delta),
                         unit, d.delta == 1 ? "" : "s"));
    r.macro("timevar", d.time).macro("unit", unit).macro("tsfmt", f.at(d.time).format);
    r.scalar("tmin", s.first_time).scalar("tmax", s.last_time).scalar("tdelta", d.delta).scalar("gaps", s.gaps ? 1 : 0);
    r.macro("tmins", first).macro("tmaxs", last).macro("tdeltas", text::macro_number(d.delta) + " " + unit);
  }
  if (!panel_first && d.panel.empty()) r.macro("panelvar", "");
  out.r = std::move(r);
}

}  // namespace

Output set_panel(const PanelArgs& a, const Context& c, bool panel_first) {
  Output out;
  data::Frame f = c.frame;
  if (a.clear) {
    f.panel.reset();
    out.frame = std::move(f);
    return out;
  }
  if (a.variables.empty()) {
    if (!c.frame.panel)
      throw Error(459, panel_first ? "panel variable not set" : "time variable not set", std::nullopt,
                  {panel_first ? "declare the data: xtset panelvar timevar" : "declare the data: tsset timevar"});
    describe(c.frame, out, panel_first);
    return out;
  }
  data::PanelDeclaration d;
  if (a.variables.size() == 2 || panel_first) d.panel = a.variables[0];
  if (a.variables.size() == 2 || !panel_first) d.time = a.variables.back();
  d.delta = parse_delta(a.delta, c);
  const std::string format = a.format.empty() ? unit_letter_format(a.unit) : a.format;
  if (!format.empty() && !d.time.empty()) {
    if (!text::valid_format(format)) throw Error(120, "invalid %format " + format);
    f.variables[*f.index(d.time)].format = format;
  }
  data::Frame declared = data::declare_panel(f, d);
  if (!a.no_query) describe(declared, out, panel_first);
  out.frame = std::move(declared);
  return out;
}

command::Definition<PanelArgs>& panel_options(command::Definition<PanelArgs>& d) {
  std::vector<std::pair<std::string, std::string>> choices = {
      {"Daily", "daily"},           {"Weekly", "weekly"}, {"Monthly", "monthly"},     {"Quarterly", "quarterly"},
      {"Halfyearly", "halfyearly"}, {"Yearly", "yearly"}, {"Clocktime", "clocktime"}, {"Generic", "generic"}};
  return d.varlist(&PanelArgs::variables, command::Count{0, 2})
      .flag("clear", &PanelArgs::clear, "forget the declaration")
      .one_of(&PanelArgs::unit, choices, "what a period is; sets the display format")
      .flag("noQuery", &PanelArgs::no_query, "neither summary nor stored results")
      .text("Format", &PanelArgs::format, "display format of the time variable")
      .text("DELta", &PanelArgs::delta, "length of a period in units of the time variable, default 1")
      .no_by()
      .changes(command::Effect::data)
      .stores({{"r(panelvar)", "panel variable"},
               {"r(timevar)", "time variable"},
               {"r(balanced)", "strongly balanced, weakly balanced or unbalanced"},
               {"r(imin)", "lowest panel"},
               {"r(imax)", "highest panel"},
               {"r(tmin)", "first time"},
               {"r(tmax)", "last time"},
               {"r(tdelta)", "length of a period"},
               {"r(gaps)", "1 when periods are missing inside panels"},
               {"r(unit)", "unit of time"},
               {"r(tsfmt)", "display format of the time variable"}});
}

}  // namespace nqp::kit
