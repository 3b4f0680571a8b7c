// asrol: statistics in rolling windows or groups.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/window_statistics.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::asrol_ {
namespace {

using namespace command;

struct Args {
  Variables variables, by;
  Sample sample;
  std::string statistics, window, generate, without;
  int minimum = 0;
  double percentile = 0;
};

std::vector<std::string> words_of(std::string_view rest) {
  std::vector<std::string> out;
  while (!(rest = kit::trim(rest)).empty()) out.push_back(kit::take_word(rest));
  return out;
}

// mean5_x; a window of three words, or none, leaves no number: mean_x.
std::string name_of(const std::string& statistic, const std::string& variable, const Args& a) {
  const std::vector<std::string> window = words_of(a.window);
  return statistic + (window.size() == 2 ? window[1] : "") + "_" + variable;
}

Output run(const Args& a, const Context& c) {
  const std::vector<std::string> statistics = words_of(a.statistics);
  if (statistics.empty()) throw Error(198, "stat() is empty");
  if (!a.generate.empty() && (statistics.size() > 1 || a.variables.size() > 1))
    throw Error(198, "generate() goes with one statistic of one variable");
  if (!a.without.empty() && a.without != "focal")
    throw Error(198, "xf(" + a.without + ") is not supported", std::nullopt, {"xf(focal) leaves the observation out"});
  Variables by = a.by;
  if (c.by) by.insert(by.end(), c.by->variables.begin(), c.by->variables.end());
  const std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  const kit::RangeWindows w = a.window.empty()
                                  ? kit::whole_groups(by, use, c)
                                  : kit::range_windows(kit::parse_window(a.window, false, c), by, use, c);
  const kit::WindowRule rule{a.without == "focal", static_cast<double>(a.minimum)};
  Output out;
  data::Frame f = c.frame;
  for (const std::string& x : a.variables)
    for (const std::string& statistic : statistics) {
      const bool percentile = statistic == "median" && a.percentile > 0;
      const std::string name = a.generate.empty() ? name_of(statistic, x, a) : a.generate;
      kit::check_new_name(f, name);
      data::Variable v;
      v.name = name;
      v.label = statistic + " of " + x + (a.window.empty() ? "" : " in a rolling window of " + a.window);
      v.column = data::make_numeric(
          data::Storage::double_,
          kit::window_statistic(percentile ? "p" + text::macro_number(100 * a.percentile) : statistic,
                                kit::numbers_of(c.numeric(x)), w, rule, c));
      f.add(std::move(v));
    }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command asrol_command =
    define<Args>("asrol", "Statistics in rolling windows and groups")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("Stat", &Args::statistics, "mean sd sum median count missing min max first last gmean product")
        .required("stat")
        .text("Window", &Args::window, "variable and length of the window, or variable and its two ends")
        .text("Generate", &Args::generate, "name of the new variable")
        .integer("MINimum", &Args::minimum, 1, 1 << 30, "fewest values of a window")
        .variables("BY", &Args::by, "groups; or the prefix by")
        .number("Perc", &Args::percentile, 0, 1, "median becomes this percentile")
        .text("xf", &Args::without, "focal: without the observation itself")
        .by_native()
        .changes(Effect::data)
        .remark("window(year 5) covers a year and the four before it. Without generate() the names are mean5_x, or "
                "mean_x without a window. add(), ignorezero and xf(variable) are not supported.")
        .reference("After asrol by Attaullah Shah (SSC)")
        .example("Means over three years",
                 "sysuse grunfeld\nbys firm: asrol invest, stat(mean sd) window(year 3)",
                 "reldif(mean3_invest[3], (invest[1]+invest[2]+invest[3])/3) < 1e-12 & mean3_invest[1] == invest[1]")
        .example("A group without the observation itself",
                 "sysuse grunfeld\nasrol invest, stat(mean) by(year) xf(focal) gen(peers)\n"
                 "egen double m = mean(invest), by(year)\ngenerate double check = (10*m - invest)/9",
                 "reldif(peers[30], check[30]) < 1e-9")
        .runs(run);

}  // namespace nqp::commands::asrol_
