// statsby: runs a command in every by-group and leaves a data set of its results.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/replications.hpp"

namespace nqp::commands::statsby_ {
namespace {

using namespace command;

struct Args {
  std::string list, command, saving;
  Variables by;
  bool clear = false, total = false, subsets = false, missing = false, no_dots = false, wide = false;
  bool no_legend = false, forcedrop = false;
  std::string base_population;
  int dots = 1;
};

// The rows of one run and a row of the data that shows its values of the by-variables; those not in `fixed` are
// missing in the result.
struct Part {
  std::vector<std::uint8_t> keep;
  data::Row shows = 0;
  std::vector<std::uint8_t> fixed;   // one per by-variable
};

void add_parts(const Args& a, const data::Frame& f, const std::vector<std::uint8_t>& fixed, std::vector<Part>& out) {
  std::vector<data::ColumnPtr> keys;
  for (std::size_t v = 0; v < a.by.size(); ++v)
    if (fixed[v]) keys.push_back(f.at(a.by[v]).column);
  if (keys.empty()) {
    out.push_back({std::vector<std::uint8_t>(f.rows, 1), 0, fixed});
    return;
  }
  const data::Groups groups = data::make_groups(keys, {}, !a.missing);
  const std::size_t begin = out.size();
  for (std::uint32_t g = 0; g < groups.count; ++g)
    out.push_back({std::vector<std::uint8_t>(f.rows, 0), groups.first[g], fixed});
  for (std::size_t i = 0; i < f.rows; ++i)
    if (groups.codes[i] != data::Groups::none) out[begin + groups.codes[i]].keep[i] = 1;
}

std::vector<Part> parts_of(const Args& a, const data::Frame& f) {
  std::vector<Part> out;
  const std::size_t k = a.by.size();
  add_parts(a, f, std::vector<std::uint8_t>(k, 1), out);
  if (a.subsets && k > 16) throw Error(198, "subsets allows at most 16 by-variables");
  if (a.subsets)
    for (std::size_t set = (std::size_t{1} << k) - 1; set-- > 1;) {
      std::vector<std::uint8_t> fixed(k);
      for (std::size_t v = 0; v < k; ++v) fixed[v] = static_cast<std::uint8_t>((set >> (k - 1 - v)) & 1);
      add_parts(a, f, fixed, out);
    }
  if (k > 0 && (a.total || a.subsets)) add_parts(a, f, std::vector<std::uint8_t>(k, 0), out);
  return out;
}

// The by-variables of the first `count` parts.
kit::Leading leading(const Args& a, const data::Frame& f, const std::vector<Part>& parts, std::size_t count) {
  kit::Leading out;
  for (std::size_t v = 0; v < a.by.size(); ++v) {
    std::vector<data::Row> rows;
    // gather() makes rows beyond the end missing.
    for (std::size_t p = 0; p < count; ++p)
      rows.push_back(parts[p].fixed[v] ? parts[p].shows : static_cast<data::Row>(f.rows));
    data::Variable column = f.at(a.by[v]);
    column.column = data::gather(*column.column, rows);
    out.push_back(std::move(column));
  }
  return out;
}

// The overall run tells which results there are: it may be restricted where all the data would be too many.
std::vector<std::uint8_t> base_rows(const Args& a, const Context& c) {
  Sample sample;
  sample.condition = grammar::parse_expression(a.base_population);
  return c.select(sample);
}

void act(const Args& a, runtime::Session& s) {
  kit::require_command(a.command, "statsby");
  const std::vector<kit::AskedResult> asked = kit::parse_expression_list(a.list);
  kit::Plan plan;
  plan.file = kit::parse_saving(a.saving, s);
  if (plan.file.path.empty()) kit::require_saved(s.context(), a.clear);
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  const std::vector<Part> parts = parts_of(a, f);
  if (parts.empty()) throw Error(2000, "no observations");
  if (!a.base_population.empty()) s.set_frame(data::keep_rows(f, base_rows(a, s.context())));
  const kit::ObservedRun all = kit::run_observed("statsby", a.command, asked, "_stat_", s);
  s.set_frame(keeper.data());
  plan.word = "statsby";
  plan.heading = "Statsby groups";
  const bool named = all.named.size() == f.rows;  // basepop() has rows of its own
  plan.command = named ? all.command : a.command;
  plan.count = parts.size();
  plan.seed = s.generator().next();
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.start = keeper.start();
  plan.data = [&](std::size_t r, numeric::Rng&) {
    return std::make_shared<const data::Frame>(data::keep_rows(f, named ? kit::both(parts[r].keep, all.named) : parts[r].keep));
  };
  const bool wide = a.wide || plan.file.wide;
  plan.table = [&](const auto& rows) {
    return kit::replicate_frame(all.list, rows, leading(a, f, parts, rows.size()), wide, s);
  };
  kit::Replicates done;
  kit::replicate(plan, all.list, s, done);
  s.r() = Results{};
  if (!plan.file.path.empty() && !a.clear) return;
  data::Frame out = plan.table(done.rows);
  for (const std::string& v : a.by)
    if (const data::Variable* from = f.find(v); from && !from->value_label.empty())
      if (const auto it = f.value_labels.find(from->value_label); it != f.value_labels.end())
        out.value_labels.insert(*it);
  if (!a.subsets && !a.total) out.sorted_by = a.by;
  s.set_frame(std::move(out));
  keeper.leave_data();
}

}  // namespace

extern const Command statsby_command = kit::loose_body(
    define<Args>("statsby", "Collect results over by-groups")
        .prefix(&Args::command)
        .anything(&Args::list)
        .variables("by", &Args::by, "variables that form the groups")
        .flag("clear", &Args::clear, "the results may take the place of the data")
        .text("SAving", &Args::saving, "file of the results; the data stay")
        .flag("Total", &Args::total, "also over all the data")
        .flag("Subsets", &Args::subsets, "also over all combinations of the by-variables")
        .flag("MISSing", &Args::missing, "missing values of by-variables form groups")
        .flag("DOUble", &Args::wide, "store doubles")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many groups")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("noLegend", &Args::no_legend, "accepted")
        .flag("forcedrop", &Args::forcedrop, "accepted; a run sees the observations of its group alone")
        .text("BASEpop", &Args::base_population, "condition on the observations of the first, overall run")
        .changes(Effect::data)
        .example("A regression by group", "sysuse auto\nstatsby _b, by(foreign) clear nodots: regress price weight",
                 "_N == 2 & _b_weight[1] != _b_weight[2]")
        .example("Named results, and the whole",
                 "sysuse auto\nstatsby m=r(mean) n=r(N), by(foreign) total clear nodots: summarize price",
                 "n[1] + n[2] == n[3] & n[3] == 74 & missing(foreign[3])")
        .example("The overall run on a part of the data",
                 "sysuse auto\nstatsby mean=r(mean), by(foreign) basepop(foreign == 1) clear nodots forcedrop: "
                 "summarize price",
                 "_N == 2 & mean[2] > mean[1]")
        .acts(act));

}  // namespace nqp::commands::statsby_
