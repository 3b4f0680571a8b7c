#include "stdlib/kit/resampled_estimates.hpp"

#include <algorithm>

#include "grammar/parse.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

template <class T>
void forget(command::Named<T>& list, const std::vector<std::string>& names) {
  const auto named = [&](const auto& x) { return std::find(names.begin(), names.end(), x.first) != names.end(); };
  list.erase(std::remove_if(list.begin(), list.end(), named), list.end());
}

// The test that all slopes of the first equation are zero: chi-squared, F after the jackknife.
void post_slopes_test(const std::string& prefix, command::Results& e) {
  const eval::Matrix& b = *e.find_matrix("b");
  const eval::Matrix& V = *e.find_matrix("V");
  const std::string equation = parse_coefficient_name(b.column_names.front()).equation;
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j < b.columns; ++j) {
    const CoefficientName n = parse_coefficient_name(b.column_names[j]);
    if (n.equation == equation && n.name != "_cons" && n.name[0] != '/' && V(j, j) > 0) slopes.push_back(j);
  }
  if (slopes.empty() || !e.find_scalar("df_m")) return;
  const numeric::Wald w = numeric::wald_zero(slopes, b.values, numeric_matrix(V));
  if (!numeric::is_defined(w.chi2)) return;
  e.scalar("df_m", w.df);
  if (prefix == "jackknife") {
    e.scalar("F", w.F);
    return;
  }
  e.scalar("chi2", w.chi2).scalar("p", numeric::dist::chi2tail(w.df, w.chi2)).macro("chi2type", "Wald");
}

}  // namespace

eval::Matrix row_matrix(const std::vector<double>& values, const std::vector<std::string>& names) {
  eval::Matrix m(1, values.size());
  m.values = values;
  m.row_names = {"y1"};
  m.column_names = names;
  return m;
}

command::Results resampled_estimates(const ObservedRun& run, const std::string& prefix, const std::string& command,
                                     eval::Matrix V, runtime::Session& s) {
  command::Results e;
  // Only a list that is e(b) itself leaves the command's own e() in place, so that predict and test follow on.
  const bool own = run.estimated && std::all_of(run.list.begin(), run.list.end(), [](const CollectedResult& t) {
    return t.kind == AskedResult::Kind::coefficients;
  });
  if (own) e = s.estimates()->results;
  forget(e.scalars, {"F", "df_r", "p", "chi2", "N_clust"});
  forget(e.macros, {"clustvar", "vce", "vcetype", "_before_the_run"});
  forget(e.matrices, {"V_modelbased", "b", "V"});
  if (!own) {
    if (!data::is_missing(run.count)) e.scalar("N", run.count);
    e.macro("cmd", prefix).macro("depvar", "").macro("cmdname", grammar::split_words(command).front());
  }
  e.macro("prefix", prefix).macro("command", command).macro("vce", prefix).macro("properties", "b V");
  e.macro("vcetype", prefix == "bootstrap" ? "Bootstrap" : "Jackknife");
  for (std::size_t j = 0; j < run.list.size(); ++j) e.macro("exp" + std::to_string(j + 1), run.list[j].text);
  const std::vector<std::string> names = column_names(run.list);
  e.matrix("b", row_matrix(run.values, names));
  V.row_names = V.column_names = names;
  e.matrix("V", std::move(V));
  if (own) post_slopes_test(prefix, e);
  return e;
}

void show_resampled(const command::Results& e, double level, runtime::Session& s) {
  const std::string prefix = e.macro_or("prefix");
  report::Document d;
  report::Header h;
  h.left = {prefix == "bootstrap" ? "Bootstrap results" : "Jackknife results", "", "Command: " + e.macro_or("command")};
  if (e.find_scalar("N")) h.right.emplace_back("Number of obs", count_text(e.scalar_or("N")));
  h.right.emplace_back("Replications", count_text(e.scalar_or("N_reps")));
  if (e.find_scalar("N_clust"))
    h.right.emplace_back("Number of clusters", count_text(e.scalar_or("N_clust")));
  if (e.find_scalar("chi2") || e.find_scalar("F")) h.right.insert(h.right.end(), {test_pair(e), test_p_pair(e)});
  d.blank();
  d.add(std::move(h));
  if (e.macro_or("cmd") == prefix)
    for (std::size_t j = 0; j < e.find_matrix("b")->columns; ++j)
      d.line("  " + e.find_matrix("b")->column_names[j] + ": " + e.macro_or("exp" + std::to_string(j + 1)));
  d.blank();
  TableOptions options;
  options.level = level;
  d.append(coefficient_table(e, s.frame(), options, s.settings().linesize));
  if (e.scalar_or("N_misreps", 0) > 0)
    d.line("note: replications that failed or gave missing results were left out.", report::Style::note);
  s.show(d);
}

void post_resampled(command::Results e, const std::vector<std::uint8_t>& sample, double level, runtime::Session& s) {
  s.r() = command::Results{}.scalar("level", level).matrix("table", result_table(coefficient_rows(e, level), e, false));
  s.post(command::Estimates{e, 0}, sample);
  show_resampled(e, level, s);
}

void replay_resampled(const std::string& prefix, double level, runtime::Session& s) {
  const command::Estimates* e = s.estimates();
  if (!e || e->results.macro_or("prefix") != prefix)
    throw Error(301, "last " + prefix + " results not found", std::nullopt, {prefix + " …, options : command"});
  show_resampled(e->results, level, s);
}

}  // namespace nqp::kit
