// estadd: adds numbers and words to estimates, for the rows under a table.
#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/results_listing.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/table_betas.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::estadd_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string raw;
};

// The estimates that are added to: the active ones and their stored copy, or those named behind the colon.
struct Target {
  Results* e = nullptr;
  std::uint64_t sample_id = 0;
};

std::vector<Target> targets(const std::string& names, Session& s) {
  std::vector<Target> out;
  if (names.empty()) {
    kit::find_estimates(".", s);
    Results& active = s.estimates_slot()->results;
    out.push_back({&active, s.estimates()->sample_id});
    const auto copy = s.stored_estimates().find(active.macro_or("_estimates_name"));
    if (copy != s.stored_estimates().end()) out.push_back({&copy->second.results, copy->second.sample_id});
    return out;
  }
  for (const kit::TableModel& m : kit::table_models(names, s)) {
    Estimates& stored = s.stored_estimates().at(m.name);
    out.push_back({&stored.results, stored.sample_id});
    if (s.estimates() && s.estimates()->results.macro_or("_estimates_name") == m.name)
      out.push_back({&s.estimates_slot()->results, s.estimates()->sample_id});
  }
  return out;
}

void check_new(const Results& e, const std::string& name, bool replace) {
  const bool taken = e.find_scalar(name) || e.find_macro(name) || e.find_matrix(name);
  if (taken && !replace)
    throw Error(110, "e(" + name + ") already defined", std::nullopt, {"the option replace overwrites it"});
}

// scalar name = exp, local name "text", matrix name = exp.
void add_one(const std::string& kind, std::string_view rest, bool replace, const std::vector<Target>& to,
             Session& s) {
  const std::size_t end = rest.find_first_of(" =\t");
  const std::string name(kit::trim(rest.substr(0, end)));
  std::string_view value = end == std::string_view::npos ? std::string_view() : kit::trim(rest.substr(end));
  const bool assigned = !value.empty() && value[0] == '=';
  if (assigned) value = kit::trim(value.substr(1));
  if (!data::valid_name(name)) throw Error(198, "estadd " + kind + ": a name is needed");
  if (kind == "matrix" && !value.empty()) {
    const eval::Matrix m = kit::matrix_value(std::string(value), s);
    for (const Target& t : to) {
      check_new(*t.e, name, replace);
      t.e->matrix(name, m);
    }
    return;
  }
  for (const Target& t : to) {
    Results* e = t.e;
    check_new(*e, name, replace);
    if (kind == "scalar") e->scalar(name, value.empty() ? s.number(name) : s.number(value));
    else if (kind == "local") e->macro(name, assigned ? s.value(value).text : kit::unquoted(value));
    else {
      const eval::Matrix* m = s.matrix(name);
      if (!m) throw Error(111, "matrix " + name + " not found");
      e->matrix(name, *m);
    }
  }
}

// Mean, deviation and range of the dependent variable over the sample, or those asked for.
void add_ysumm(kit::BodyAndOptions& line, bool replace, const std::vector<Target>& to, Session& s) {
  std::vector<const char*> wanted;
  for (const char* what : {"mean", "sd", "min", "max"})
    if (line.find(what)) wanted.push_back(what);
  line.check_all_known();
  if (wanted.empty()) wanted = {"mean", "sd", "min", "max"};
  for (const Target& t : to) {
    Results* e = t.e;
    s.quietly([&] { s.run_command("summarize " + e->macro_or("depvar") + " if e(sample)"); });
    const Results r = s.r();
    for (const char* what : wanted) {
      check_new(*e, std::string("y") + what, replace);
      e->scalar(std::string("y") + what, r.scalar_or(what));
    }
  }
}

// What a command makes of the estimates, as if they were the last ones: r() of that command.
Results after(const Target& t, const std::string& command, Session& s) {
  const std::optional<Estimates> last = s.estimates_slot();
  s.estimates_slot() = Estimates{*t.e, t.sample_id};
  try {
    s.quietly([&] { s.run_command(command); });
  } catch (...) {
    s.estimates_slot() = last;
    throw;
  }
  // The active estimates may be a target themselves: only the copy that stood in for them goes.
  Results r = s.r();
  s.estimates_slot() = last;
  return r;
}

void add_vif(const Target& t, const Results& r) {
  const eval::Matrix b = *t.e->find_matrix("b");  // a copy: matrices that are added move the others
  std::vector<double> vif(b.columns, data::missing), tolerance = vif;
  for (int k = 1;; ++k) {
    const std::string* name = r.find_macro("name_" + std::to_string(k));
    if (!name) break;
    for (std::size_t j = 0; j < b.columns; ++j)
      if (b.column_names[j] == *name) {
        vif[j] = r.scalar_or("vif_" + std::to_string(k));
        tolerance[j] = 1 / vif[j];
      }
  }
  t.e->matrix("vif", kit::named_row(vif, "y1", b.column_names));
  t.e->matrix("tolerance", kit::named_row(tolerance, "y1", b.column_names));
}

// 1 - exp(2(ll0 - ll)/N), by Nagelkerke over what it can reach at most.
void add_pseudo_r2(const std::string& name, Results& e) {
  const double n = e.scalar_or("N"), ll = e.scalar_or("ll"), ll_0 = e.scalar_or("ll_0");
  const double cox = -std::expm1(2 * (ll_0 - ll) / n);
  e.scalar(name, data::checked(name == "coxsnell" ? cox : cox / -std::expm1(2 * ll_0 / n)));
}

// Statistics that are computed from the model and its data. False for a kind that is none of these.
bool add_computed(const std::string& kind, std::string_view rest, const std::string& options, bool replace,
                  const std::vector<Target>& to, Session& s) {
  static const std::map<std::string, std::vector<std::string>> summaries = {
      {"mean", {"mean"}}, {"sd", {"sd"}}, {"min", {"min"}}, {"max", {"max"}}, {"ebsd", {"ebsd"}},
      {"summ", {"mean", "sd", "min", "max"}}};
  const auto summary = summaries.find(kind);
  if (summary == summaries.end() && kind != "beta" && kind != "vif" && kind != "expb" && kind != "lrtest" &&
      kind != "margins" && kind != "coxsnell" && kind != "nagelkerke")
    return false;
  const Results before = s.r();
  for (const Target& t : to) {
    Results e = *t.e;                    // nothing is added when something fails
    Target own{&e, t.sample_id};
    const bool several = kind == "summ" || kind == "lrtest" || kind == "margins";
    if (!several) check_new(e, kind, replace);
    if (summary != summaries.end()) kit::add_regressor_summaries(summary->second, t.sample_id, e, s);
    else if (kind == "beta") kit::add_betas(t.sample_id, e, s);
    else if (kind == "vif") add_vif(own, after(own, "estat vif", s));
    else if (kind == "coxsnell" || kind == "nagelkerke") add_pseudo_r2(kind, e);
    else if (kind == "expb") {
      eval::Matrix b = *e.find_matrix("b");
      for (std::size_t j = 0; j < b.columns; ++j) b(0, j) = data::checked(std::exp(b(0, j)));
      e.matrix("expb", std::move(b));
    } else if (kind == "lrtest") {
      const Results r = after(own, "lrtest " + std::string(rest) + options, s);
      for (const char* what : {"chi2", "df", "p"}) e.scalar(std::string("lrtest_") + what, r.scalar_or(what));
    } else {
      const Results r = after(own, "margins " + std::string(rest) + options, s);
      for (const auto& [name, x] : r.scalars) e.scalar("margins_" + name, x);
      for (const auto& [name, m] : r.matrices) e.matrix("margins_" + name, m);
      eval::Matrix se = *r.find_matrix("b");
      for (std::size_t j = 0; j < se.columns; ++j) se(0, j) = std::sqrt((*r.find_matrix("V"))(j, j));
      e.matrix("margins_se", std::move(se));
    }
    *t.e = std::move(e);
  }
  s.r() = before;
  return true;
}

// What stands behind the comma, less estadd's own options.
std::string options_of_command(const kit::BodyAndOptions& line) {
  std::string out;
  for (const ast::Option& o : line.options) {
    if (kit::abbreviates(kit::lower(o.name), "Replace") || kit::abbreviates(kit::lower(o.name), "Quietly")) continue;
    out += (out.empty() ? ", " : " ") + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  }
  return out;
}

void act(const Args& a, Session& s) {
  std::string text = a.raw, names;
  if (const std::size_t colon = kit::find_outside(text, ':'); colon != std::string::npos) {
    names = std::string(kit::trim(std::string_view(text).substr(colon + 1)));
    text.resize(colon);
  }
  kit::BodyAndOptions line = kit::split_options(text);
  const bool replace = line.find("Replace") != nullptr;
  if (const ast::Option* o = line.find("PREfix"))
    throw Error(198, "option prefix() is not supported", o->name_span, {"add single results under names of your own"});
  line.find("Quietly");
  std::string_view rest = line.body;
  std::string kind = kit::take_word(rest);
  const std::vector<Target> to = targets(names, s);
  if (kind == "ysumm") return add_ysumm(line, replace, to, s);
  if (add_computed(kind, rest, options_of_command(line), replace, to, s)) return;
  line.check_all_known();
  // estadd scalar r(p) keeps the name of the result; so does estadd r(p).
  if (kit::starts_with(kind, "r(")) rest = line.body, kind = "scalar";
  if (kit::starts_with(rest, "r(") && rest.back() == ')' && kit::abbreviates(kind, "SCAlar")) {
    const std::string name(rest.substr(2, rest.size() - 3));
    if (!s.r().find_scalar(name)) throw Error(111, "r(" + name + ") not found");
    return add_one(kind, name + " = r(" + name + ")", replace, to, s);
  }
  if (kit::abbreviates(kind, "SCAlar")) return add_one("scalar", rest, replace, to, s);
  if (kit::abbreviates(kind, "LOCal") || kit::abbreviates(kind, "MACro")) return add_one("local", rest, replace, to, s);
  if (kit::abbreviates(kind, "MATrix")) return add_one("matrix", rest, replace, to, s);
  throw Error(198, "estadd " + kind + " is unknown", std::nullopt,
              {"estadd scalar name = exp, estadd local name \"text\", estadd matrix name = A, estadd ysumm; beta vif "
               "summ mean sd min max expb ebsd lrtest margins coxsnell nagelkerke are computed"});
}

}  // namespace

extern const Command estadd_command =
    define<Args>("estadd", "Add results to estimates")
        .raw(&Args::raw)
        .changes(Effect::estimates)
        .remark(
            "The active estimates get the result and so does their stored copy; estadd … : names adds to stored ones.")
        .remark("estadd beta, vif, summ (mean sd min max of the regressors), expb, ebsd, margins, lrtest, coxsnell and "
                "nagelkerke compute what they are named after; cells(\"b beta vif\") and stats() show it.")
        .example("Standardised coefficients and variance inflation",
                 "sysuse auto\nquietly regress price mpg weight\nestadd beta\nestadd vif\n"
                 "esttab, cells(\"b beta vif\")",
                 "abs(el(e(vif),1,1) - el(e(vif),1,2)) < 1e-9 & el(e(beta),1,2) > .4")
        .example("A row of words",
                 "sysuse auto\neststo m1: quietly regress price mpg\nestadd local fe \"Yes\"\nesttab m1, stats(fe N)",
                 "e(fe) == \"Yes\"")
        .example("A number", "sysuse auto\nquietly regress price mpg\nestadd scalar ymean = 6165.3",
                 "e(ymean) == 6165.3")
        .acts(act);

}  // namespace nqp::commands::estadd_
