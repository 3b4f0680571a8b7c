// coupling: coupling coordination degree of subsystems.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/indicators.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/index/closeness.hpp"

namespace nqp::commands::coupling_ {
namespace {

using namespace command;

struct Args {
  Variables systems;
  Sample sample;
  std::string generate, version = "standard";
  std::vector<double> alpha;
  bool replace = false;
};

constexpr const char* grades[] = {
    "extreme imbalance", "serious imbalance",   "moderate imbalance",   "mild imbalance",
    "near imbalance",    "barely coordinated",  "primary coordination", "intermediate coordination",
    "good coordination", "quality coordination"};

std::vector<double> alpha_of(const Args& a, std::string& note) {
  const std::size_t n = a.systems.size();
  if (a.alpha.empty()) return std::vector<double>(n, 1 / static_cast<double>(n));
  if (a.alpha.size() != n) throw Error(198, fmt::format("alpha() has {} numbers for {} subsystems", a.alpha.size(), n));
  double sum = 0;
  for (const double x : a.alpha) {
    if (x < 0) throw Error(198, "alpha() must not be negative");
    sum += x;
  }
  if (sum <= 0) throw Error(198, "alpha() is all zero");
  if (std::fabs(sum - 1) > 1e-12) note = fmt::format("note: alpha() rescaled; its sum was {}", text::macro_number(sum));
  std::vector<double> out = a.alpha;
  for (double& x : out) x /= sum;
  return out;
}

std::vector<std::string> new_names(const Args& a, const Context& c) {
  std::vector<std::string> out;
  std::string_view rest = a.generate;
  while (!kit::trim(rest).empty()) out.push_back(kit::take_word(rest));
  if (out.size() > 3) throw Error(198, "generate() takes up to three names: coupling, development and coordination");
  for (const std::string& name : out) kit::check_index_name(name, a.replace, c);
  return out;
}

report::Table grade_table(const std::vector<double>& D) {
  using report::number_cell, report::text_cell;
  std::vector<double> counts(10);
  double total = 0;
  for (const double d : D) {
    if (data::is_missing(d)) continue;
    ++counts[static_cast<std::size_t>(std::fmin(9, std::floor(d * 10)))];
    ++total;
  }
  report::Table t;
  t.columns = {{10, 0, false}, {26, 2, false}, {8, 2, false}, {8, 2, false}};
  t.row({text_cell("D"), text_cell("Grade"), text_cell("Freq.", report::Align::right),
         text_cell("Percent", report::Align::right)});
  t.rule();
  for (std::size_t k = 0; k < 10; ++k)
    if (counts[k] > 0)
      t.row({text_cell(fmt::format("[0.{}, {})", k, k == 9 ? "1.0]" : fmt::format("0.{}", k + 1)).substr(0, 10)),
             text_cell(grades[k]), number_cell(counts[k], "%8.0fc"), number_cell(100 * counts[k] / total, "%8.2f")});
  return t;
}

Output run(const Args& a, const Context& c) {
  if (a.version == "modified" && a.systems.size() != 2)
    throw Error(198, "version(modified) is defined for two subsystems");
  std::string note;
  const std::vector<double> alpha = alpha_of(a, note);
  const std::vector<std::string> names = new_names(a, c);
  std::vector<double> values[3];
  for (auto& v : values) v.assign(c.frame.rows, data::missing);
  std::vector<double> u(a.systems.size());
  double n = 0;
  for (const data::Row row : c.rows(a.sample)) {
    bool whole = true;
    for (std::size_t k = 0; k < u.size(); ++k) {
      u[k] = c.numeric(a.systems[k]).number(row);
      whole = whole && !data::is_missing(u[k]);
      if (!data::is_missing(u[k]) && (u[k] < 0 || u[k] > 1))
        throw Error(459, fmt::format("{} is outside 0 to 1 in row {}", a.systems[k], row + 1), std::nullopt,
                    {"scale it first, for example with entropy, or (x-min)/(max-min)"});
    }
    if (!whole) continue;
    const numeric::Coupling k = numeric::coupling(u, alpha, a.version == "modified");
    values[0][row] = data::checked(k.C), values[1][row] = k.T, values[2][row] = k.D;
    ++n;
  }
  if (n == 0) throw Error(2000, "no observations");
  Output out;
  out.document.blank();
  out.line("Coupling coordination of " + std::to_string(u.size()) + " subsystems");
  if (!note.empty()) out.line(note, report::Style::note);
  out.document.add(kit::score_summary({{names.empty() ? "C" : names[0], values[0]},
                                       {names.size() > 1 ? names[1] : "T", values[1]},
                                       {names.size() > 2 ? names[2] : "D", values[2]}}));
  out.document.blank();
  out.document.add(grade_table(values[2]));
  double sum = 0;
  for (const double d : values[2]) sum += data::is_missing(d) ? 0 : d;
  out.r = Results{}.scalar("N", n).scalar("mean", sum / n);
  if (names.empty()) return out;
  data::Frame f = c.frame;
  const char* labels[] = {"degree of coupling", "development", "coupling coordination degree"};
  for (std::size_t k = 0; k < names.size(); ++k) kit::put_index(f, names[k], labels[k], values[k]);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command coupling_command =
    define<Args>("coupling", "Coupling coordination degree")
        .alias("ccd")
        .varlist(&Args::systems, {2})
        .if_in(&Args::sample)
        .text("GENerate", &Args::generate, "new variables: coupling C, development T, coordination D")
        .numbers("alpha", &Args::alpha, "weights of the subsystems; equal by default")
        .choice("VERsion", &Args::version, {"standard", "modified"}, "which degree of coupling")
        .flag("replace", &Args::replace, "new variables may exist already")
        .no_by()
        .stores({{"r(N)", "rows"}, {"r(mean)", "mean coordination degree"}})
        .changes(Effect::data | Effect::results)
        .remark(
            "C = n (u1 … un)^(1/n) / (u1 + … + un), T = Σ α u, D = √(C T). Where all subsystems are 0, C is missing "
            "and D is 0. version(modified), for two: C = √((1 - (max-min)) min/max).")
        .example("Two subsystems",
                 "clear\nset obs 1\ngenerate u1 = .6\ngenerate u2 = .3\ncoupling u1 u2, generate(C T D)",
                 "abs(C - .942809) < 1e-6 & abs(D - .6513556) < 1e-6")
        .example("Weights",
                 "clear\nset obs 2\ngenerate double u1 = (_n-1)/2\ngenerate double u2 = (_n-1)/2\n"
                 "ccd u1 u2, generate(C T D) alpha(.4 .6)",
                 "missing(C[1]) & D[1] == 0 & C[2] == 1 & T[2] == .5")
        .runs(run);

}  // namespace nqp::commands::coupling_
