// psmdid: difference in differences on a matched sample.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/balance.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/matching.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::psmdid_ {
namespace {

using namespace command;
using runtime::Session;

struct Args : kit::MatchArgs {
  std::string outcome, treat, gvar, match_on, mode = "pooled", use = "support", absorb, controls;
  double base_year = data::missing;
  Terms match;
  Terms controls_terms;
  bool support_only = false;
  Vce vce;
  double level = 0;
};

constexpr const char* ever_name = "_psmdid_ever";
constexpr const char* row_name = "_psmdid_row";
constexpr const char* kept_name = "_psmdid_kept";

struct Panel {
  std::vector<double> id, time;          // per row
  std::vector<double> ever;              // per row: the unit is treated at some time; `.` when unknown
  std::vector<double> matched;           // per row: what is matched, `ever` or matchon()
  double first = HUGE_VAL;               // first adoption of all
};

std::vector<double> numbers(const std::string& name, const Context& c) {
  std::vector<double> out(c.frame.rows);
  c.numeric(name).read(0, c.frame.rows, out.data());
  return out;
}

Panel read_panel(const Args& a, const Context& c) {
  const data::PanelDeclaration& panel = kit::declared_panel_and_time(c.frame);
  if (a.treat.empty() == a.gvar.empty())
    throw Error(198, "option treat() or gvar() required", std::nullopt,
                {"treat(d) is the 0/1 policy of the period, gvar(g) the first treated period; one of them"});
  Panel p;
  p.id = numbers(panel.panel, c), p.time = numbers(panel.time, c);
  const std::vector<double> d = numbers(a.treat.empty() ? a.gvar : a.treat, c);
  std::map<double, double> adopted;
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (data::is_missing(d[i]) || data::is_missing(p.id[i])) continue;
    if (!a.treat.empty() && d[i] != 0 && d[i] != 1) throw Error(459, a.treat + " must be 0 or 1");
    double& g = adopted.emplace(p.id[i], HUGE_VAL).first->second;
    if (!a.gvar.empty() && d[i] != 0) g = d[i];
    if (!a.treat.empty() && d[i] == 1) g = std::min(g, p.time[i]);
  }
  for (const auto& [id, g] : adopted) p.first = std::min(p.first, g);
  bool changes = a.treat.empty();
  for (std::size_t i = 0; i < d.size() && !changes; ++i)
    changes = d[i] == 0 && !data::is_missing(p.id[i]) && adopted[p.id[i]] != HUGE_VAL;
  if (!changes && p.first != HUGE_VAL)
    throw Error(459, a.treat + " never changes within units", std::nullopt,
                {"treat() is the 0/1 policy of the period, which starts at some time; not the group"});
  if (p.first == HUGE_VAL) throw Error(2000, "no treated units");
  for (const double id : p.id) {
    const auto it = adopted.find(id);
    p.ever.push_back(it != adopted.end() && it->second != HUGE_VAL ? 1 : 0);
  }
  p.matched = a.match_on.empty() ? p.ever : numbers(a.match_on, c);
  for (const double x : p.matched)
    if (!data::is_missing(x) && x != 0 && x != 1) throw Error(459, a.match_on + " must be 0 or 1");
  return p;
}

void put(data::Frame& f, const std::string& name, const std::vector<double>& values) {
  data::ColumnPtr column = data::make_numeric(data::Storage::double_, values);
  if (const auto at = f.index(name)) return f.replace(*at, column);
  data::Variable v;
  v.name = name, v.column = std::move(column);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
}

// Means over the periods before any adoption, put into the rows of each unit.
void average_before(const Args& a, const Panel& p, const Context& c, data::Frame& f) {
  for (const ast::Interaction& t : a.match) {
    const std::string name = term_name(t);
    if (!f.find(name))
      throw Error(198, "mode(prepolicy) averages plain variables; " + name + " is none", std::nullopt,
                  {"generate the variable first"});
    std::vector<double> x = numbers(name, c);
    std::map<double, std::pair<double, double>> sums;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (p.time[i] < p.first && !data::is_missing(x[i])) sums[p.id[i]].first += x[i], sums[p.id[i]].second += 1;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto it = sums.find(p.id[i]);
      x[i] = it == sums.end() ? data::missing : it->second.first / it->second.second;
    }
    put(f, name, x);
  }
}

// Rows that are matched: all, those of the base year, or the first of each unit.
std::vector<double> matched_rows(const Args& a, const Panel& p, const std::vector<std::uint8_t>& use) {
  std::vector<double> out(use.begin(), use.end());
  if (a.mode == "baseyear") {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = use[i] && p.time[i] == a.base_year ? 1 : 0;
    if (std::find(out.begin(), out.end(), 1) == out.end())
      throw Error(2000, "no observations in period " + text::macro_number(a.base_year), std::nullopt,
                  {"baseyear() is a period of the data"});
  }
  if (a.mode != "prepolicy") return out;
  std::map<double, std::size_t> first;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (use[i] && (!first.count(p.id[i]) || p.time[i] < p.time[first[p.id[i]]])) first[p.id[i]] = i;
    out[i] = 0;
  }
  for (const auto& [id, row] : first) out[row] = 1;
  return out;
}

bool by_unit(const Args& a) { return a.mode == "baseyear" || a.mode == "prepolicy"; }

// What was found for the matched row of a unit holds for all of its rows.
void spread_over_units(const Panel& p, const std::vector<double>& matched, std::vector<double>& values) {
  std::map<double, double> of;
  for (std::size_t i = 0; i < matched.size(); ++i)
    if (matched[i] == 1) of[p.id[i]] = values[i];
  for (std::size_t i = 0; i < matched.size(); ++i)
    values[i] = of.count(p.id[i]) ? of[p.id[i]] : data::missing;
}

struct Counts {
  double before = 0, matched = 0, treated_off = 0, unused = 0;
};

// Rows of the regression: treated on support and controls that were used (nearest, radius) or are on support (kernel).
std::vector<double> kept_rows(const Args& a, const Panel& p, const std::vector<std::uint8_t>& use,
                              const kit::MatchVariables& v, Counts& n) {
  const bool by_support = a.kernel || a.local_linear || a.support_only;
  std::vector<double> out(use.size(), 0.0);
  bool controls = false;
  for (std::size_t i = 0; i < use.size(); ++i) {
    if (!use[i]) continue;
    n.before += 1;
    const bool treated = p.matched[i] == 1, support = v.support[i] == 1;
    const bool weighted = !data::is_missing(v.weight[i]) && v.weight[i] > 0;
    const bool kept = support && (by_support || treated || weighted) && (a.use == "support" || weighted);
    out[i] = kept ? 1 : 0;
    n.matched += kept ? 1 : 0;
    n.treated_off += treated && !support ? 1 : 0;
    n.unused += !treated && !kept ? 1 : 0;
    controls = controls || (kept && !treated);
  }
  if (!controls) throw Error(459, "the matched sample has no controls", std::nullopt, {"widen the caliper"});
  return out;
}

std::string method_of(const Args& a) {
  if (a.kernel) return "kernel";
  if (a.local_linear) return "llr";
  if (a.radius) return "radius";
  return a.mahalanobis.empty() ? fmt::format("neighbor({})", a.neighbors) : "mahalanobis";
}

// Mean absolute standardised difference of the covariates, in percent.
struct MatchedBias {
  double before = 0, after = 0;
};

MatchedBias mean_bias(const Args& a, const kit::MatchVariables& v, const Context& c) {
  std::vector<std::uint8_t> mask;
  for (const double d : v.treated) mask.push_back(data::is_missing(d) ? 0 : 1);
  const kit::EstimationSample sample = kit::sample_from_mask(std::move(mask));
  const kit::Design design = kit::make_design(a.match, false, sample, c);
  std::vector<std::uint8_t> treated;
  std::vector<double> weights;
  for (const data::Row r : sample.rows) {
    treated.push_back(v.treated[r] == 1);
    weights.push_back(v.support[r] == 1 && !data::is_missing(v.weight[r]) ? v.weight[r] : 0);
  }
  MatchedBias out;
  double n = 0;
  for (const kit::Slot& slot : design.slots) {
    if (slot.state != kit::Slot::State::kept) continue;
    const std::span<const double> x = design.x.column(slot.column);
    const double spread = kit::raw_spread(x, treated);
    if (!(spread > 0)) continue;
    out.before += std::fabs(kit::balance_of(x, treated, {}, spread).bias);
    out.after += std::fabs(kit::balance_of(x, treated, weights, spread).bias);
    n += 1;
  }
  out.before /= n, out.after /= n;
  return out;
}

// Mean outcome of the matched treated less that of their controls; `.` where one has no outcome.
double matched_att(const kit::MatchVariables& v, const std::vector<double>& y) {
  double treated = 0, n = 0, controls = 0, given = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double w = v.support[i] == 1 && !data::is_missing(v.weight[i]) ? v.weight[i] : 0;
    if (w == 0) continue;
    if (data::is_missing(y[i])) return data::missing;
    if (v.treated[i] == 1) treated += y[i], n += 1;
    else controls += w * y[i], given += w;
  }
  return n > 0 && given > 0 ? treated / n - controls / given : data::missing;
}

struct Matching {
  kit::MatchResult result;
  MatchedBias bias;
  double att = data::missing;
};

Matching match(const Args& a, const Panel& p, const std::vector<double>& rows, Session& s) {
  data::Frame f = s.frame();
  put(f, ever_name, p.matched);
  put(f, row_name, rows);
  if (a.mode == "prepolicy") average_before(a, p, s.context(), f);
  s.set_frame(std::move(f));
  const Context c = s.context();
  kit::MatchArgs m = a;
  m.d = resolve_terms(ever_name, c), m.x = a.match, m.outcomes = {};
  m.sample = {};
  m.sample.condition = grammar::parse_expression(std::string(row_name) + " == 1");
  if (a.mode == "yearly") m.within = c.frame.panel->time;
  Matching out;
  out.result = kit::run_matching(m, c);
  out.bias = mean_bias(a, out.result.variables, c);
  out.att = matched_att(out.result.variables, numbers(a.outcome, c));
  return out;
}

void add_results(const Args& a, const Counts& n, const Matching& m, Session& s) {
  Results& e = s.estimates_slot()->results;
  e.scalar("N_before", n.before).scalar("N_matched", n.matched).scalar("N_match", n.matched);
  e.scalar("N_t_off", n.treated_off).scalar("att_match", m.att);
  e.scalar("bias_before", kit::stored(m.bias.before)).scalar("bias_after", kit::stored(m.bias.after));
  std::string covariates;
  for (const ast::Interaction& t : a.match) covariates += (covariates.empty() ? "" : " ") + term_name(t);
  const std::string policy = a.treat.empty() ? "gvar(" + a.gvar + ")" : "treat(" + a.treat + ")";
  e.macro("cmdline", "psmdid " + a.outcome + a.controls + ", " + policy + " match(" + covariates + ") mode(" + a.mode +
                         ") use(" + a.use + ")");
  e.macro("method", method_of(a)).macro("match_method", method_of(a));
  e.macro("match_mode", a.mode).macro("match_use", a.use);
}

void act(const Args& a, Session& s) {
  if (a.match.empty())
    throw Error(198, "option match() required", std::nullopt, {"match(x1 x2): covariates of the propensity score"});
  if (a.mode == "baseyear" && data::is_missing(a.base_year))
    throw Error(198, "mode(baseyear) needs baseyear(#)", std::nullopt, {"the period whose rows are matched"});
  if (by_unit(a) && !a.match_on.empty())
    throw Error(198, "matchon() goes with mode(pooled) and mode(yearly)", std::nullopt,
                {"units are matched once by whether they are ever treated"});
  kit::SessionKeeper keeper(s);
  Panel p;
  std::vector<std::uint8_t> use;
  {
    const Context c = s.context();
    p = read_panel(a, c);
    use = c.select(a.sample);
    for (std::size_t i = 0; i < use.size(); ++i)
      if (data::is_missing(p.id[i]) || data::is_missing(p.time[i])) use[i] = 0;
  }
  const std::vector<double> rows = matched_rows(a, p, use);
  Matching matching = match(a, p, rows, s);
  kit::MatchResult& m = matching.result;
  if (by_unit(a))
    for (std::vector<double>* v : {&m.variables.support, &m.variables.weight, &m.variables.score, &m.variables.treated})
      spread_over_units(p, rows, *v);
  Counts n;
  const std::vector<double> kept = kept_rows(a, p, use, m.variables, n);
  s.set_frame(keeper.data());
  data::Frame f = kit::with_match_variables(m, a, s.context());
  put(f, kept_name, kept);
  std::string d = a.treat;
  if (d.empty()) {
    std::vector<double> status;
    const std::vector<double> g = numbers(a.gvar, s.context());
    for (std::size_t i = 0; i < g.size(); ++i)
      status.push_back(p.ever[i] == 1 && !data::is_missing(g[i]) && p.time[i] >= g[i] ? 1 : 0);
    d = f.find("did") && numbers("did", s.context()) != status ? "_did" : "did";
    if (!f.find(d) || d == "_did") put(f, d, status);
  }
  s.set_frame(std::move(f));

  s.say("");
  s.say(fmt::format("Matching: {}, {}; {} of {} observations stay ({} treated off support, {} controls without use)",
                    method_of(a), a.mode, n.matched, n.before, n.treated_off, n.unused));
  if (std::isfinite(matching.bias.before))
    s.say(fmt::format("Balance: mean |bias| of the covariates {:.1f}% before, {:.1f}% after matching",
                      matching.bias.before, matching.bias.after));
  kit::EstimationCall call;
  call.cmd = "reghdfe", call.vce = a.vce;
  if (a.vce.kind.empty()) call.vce = {"cluster", {s.frame().panel->panel}, s.frame().panel->panel};
  call.absorb = s.frame().panel->panel + " " + s.frame().panel->time;
  std::string_view more = a.absorb;
  for (std::string word = kit::take_word(more); !word.empty(); word = kit::take_word(more))
    if (word != s.frame().panel->panel && word != s.frame().panel->time) call.absorb += " " + word;
  if (a.level > 0) call.options = fmt::format("level({})", a.level);
  std::string line = call.text(a.outcome, d + " " + a.controls, kept_name);
  if (a.use == "weight") line.insert(line.find(','), " [pweight = _weight]");
  s.run_command(line);
  add_results(a, n, matching, s);
  data::Frame done = s.frame();
  done.remove(kept_name);
  done.changed = true;
  s.set_frame(std::move(done));
  keeper.leave_data();
  keeper.leave_estimates();
}

// "baseyear(2012)", or one of the words.
void read_mode(Args& a) {
  const std::string text = kit::lower(kit::trim(a.mode));
  const std::size_t open = text.find('(');
  a.mode = text.substr(0, open);
  if (open != std::string::npos && a.mode == "baseyear" && text.back() == ')')
    if (const auto year = kit::parse_number(text.substr(open + 1, text.size() - open - 2))) {
      a.base_year = *year;
      return;
    }
  const bool known = a.mode == "pooled" || a.mode == "yearly" || a.mode == "baseyear" || a.mode == "prepolicy";
  if (!known || open != std::string::npos)
    throw Error(198, "mode(" + text + ") not allowed", std::nullopt, {"pooled, yearly, baseyear(#) or prepolicy"});
}

// controls come as terms so that unknown names are errors before anything is matched; the regression reads their text.
void act_with_text(const Args& a, Session& s) {
  Args b = a;
  // psmdid y d x, treat(d): the policy dummy enters once.
  for (const ast::Interaction& t : a.controls_terms)
    if (term_name(t) != a.treat) b.controls += " " + term_name(t);
  read_mode(b);
  act(b, s);
}

}  // namespace

namespace {

Command command() {
  auto d = define<Args>("psmdid", "Difference in differences on a matched sample");
  return d.dependent(&Args::outcome)
      .terms(&Args::controls_terms, {0})
      .if_in(&Args::sample)
      .variable("TReat", &Args::treat, "0/1 policy of the period")
      .variable("Gvar", &Args::gvar,
                "first treated period; 0 or missing: never; the dummy did is made, or _did when did is something else")
      .variable("MATCHOn", &Args::match_on, "0/1: the rows that are matched as treated; default units ever treated")
      .term_list("MATch", &Args::match, "covariates of the propensity score")
      .required("match")
      .text("MODE", &Args::mode,
            "pooled: all rows together; yearly; baseyear(#): rows of that period; prepolicy: means before the policy")
      .number("BASEYear", &Args::base_year, -1e9, 1e9, "the period that is matched, with mode(baseyear)")
      .choice("use", &Args::use, {"support", "weight"}, "matched rows unweighted, or with their weights")
      .flag("SUPPORTonly", &Args::support_only, "all rows on support, also controls that no treated unit used")
      .text("Absorb", &Args::absorb, "more fixed effects than units and periods")
      .vce(&Args::vce, {"unadjusted", "robust", "cluster"})
      .flag("LOGIT", &Args::logit, "score from logit")
      .flag("PROBIT", &Args::probit, "score from probit (default)")
      .integer("Neighbor", &Args::neighbors, 1, 1000000, "nearest neighbors to match (1)")
      .flag("RADIUS", &Args::radius, "all controls within caliper()")
      .number("CALiper", &Args::caliper, 0, 1e300, "largest distance; neighbors must be strictly nearer")
      .flag("KERNEL", &Args::kernel, "all controls, weighted by a kernel")
      .choice("Kerneltype", &Args::kernel_type, {"epan", "normal", "biweight", "uniform", "tricube"}, "kernel")
      .number("BWidth", &Args::bandwidth, 1e-300, 1e300, "bandwidth of the kernel (0.06)")
      .term_list("MAHALanobis", &Args::mahalanobis, "match on the Mahalanobis distance of these variables")
      .flag("noREPLacement", &Args::no_replacement, "each control once; one neighbor only")
      .flag("COMmon", &Args::common, "leave out treated whose score no control reaches or surpasses")
      .number("TRIM", &Args::trim, 0, 100, "leave out the percentage of treated where scores of controls are rarest")
      .flag("TIES", &Args::ties, "all controls tied with the last neighbor")
      .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .stores({{"e(N_before)", "observations before matching"},
               {"e(N_matched)", "observations that stay"},
               {"e(N_t_off)", "treated observations off support"},
               {"e(N_match)", "the same"},
               {"e(att_match)", "difference of matched outcomes: treated on support and their controls"},
               {"e(bias_before)", "mean absolute standardised difference of the covariates in percent"},
               {"e(bias_after)", "the same after matching"},
               {"e(method)", "method of matching; e(match_method)"},
               {"e(match_mode)", "what was matched"},
               {"e(match_use)", "support or weight"},
               {"e(b)", "coefficients of reghdfe; its other results are there, too"},
               {"e(V)", "variances and covariances"}})
      .changes(Effect::data | Effect::results | Effect::estimates)
      .remark(
          "Units that are treated at some time are matched with those that never are; then the outcome is regressed on "
          "the policy with unit and period effects by reghdfe, errors clustered by unit unless vce() says else.")
      .remark(
          "Of the controls those stay that some treated observation used; with kernel all on support. With "
          "mode(baseyear) and mode(prepolicy) units are matched once and keep all their periods.")
      .remark("Makes _pscore, _treated, _support and _weight as psmatch2 does, for pstest and psgraph.")
      .example("Matched observations of all periods",
               "clear\nset obs 240\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
               "generate x = mod(11*id, 17) + mod(3*_n, 5)/5\ngenerate byte d = mod(id, 3) == 0 & t >= 4\n"
               "generate y = id/10 + t + 2*d + .2*x + mod(7*_n, 5)/10\npsmdid y x, treat(d) match(x) neighbor(1)",
               "abs(_b[d] - 2) < .3 & e(N_matched) <= e(N_before) & e(N_before) == 240")
      .example("Units matched in the year before",
               "clear\nset obs 240\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
               "generate x = mod(11*id, 17) + mod(3*_n, 5)/5\ngenerate byte d = mod(id, 3) == 0 & t >= 4\n"
               "generate y = id/10 + t + 2*d + .2*x + mod(7*_n, 5)/10\n"
               "psmdid y x, treat(d) match(x) mode(baseyear) baseyear(3) kernel use(weight)",
               "abs(_b[d] - 2) < .3 & mod(e(N_matched), 6) == 0")
      .acts(act_with_text);
}

}  // namespace

extern const Command psmdid_command = command();

}  // namespace nqp::commands::psmdid_
