#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/panel.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/join.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::joinby_ {
using namespace nqp::command;
namespace {

using data::no_row;
using data::Row;

struct Args {
  std::string body, file;
  std::string unmatched = "none", merge_name;
  bool update = false, replace = false, no_label = false;
};

Variables common_variables(const data::Frame& a, const data::Frame& b) {
  Variables out;
  for (const data::Variable& v : a.variables)
    if (b.find(v.name)) out.push_back(v.name);
  if (out.empty()) throw Error(111, "the data and the file share no variable");
  return out;
}

Output run(const Args& a, const Context& c) {
  const data::Frame other = kit::load_dta(c, a.file);
  const Variables keys = a.body.empty() ? common_variables(c.frame, other) : resolve_variables(a.body, c);
  const bool master_too = a.unmatched == "both" || a.unmatched == "master";
  const bool other_too = a.unmatched == "both" || a.unmatched == "using";
  const kit::Matching m = kit::match_keys(c.frame, other, keys);
  double pairs = 0;
  for (std::uint32_t g = 0; g < m.groups; ++g)
    pairs += static_cast<double>(m.master_count(g)) * static_cast<double>(m.other_count(g));
  kit::require_room_for_pairs(c.frame, other, pairs);
  kit::Pairs p;
  for (std::size_t i = 0; i < m.master.size(); ++i) {
    const std::uint32_t g = m.master[i];
    for (Row k = m.other_starts[g]; k < m.other_starts[g + std::size_t{1}]; ++k)
      p.add(static_cast<Row>(i), m.other_rows[k]);
    if (m.other_count(g) == 0 && master_too) p.add(static_cast<Row>(i), no_row);
  }
  for (std::size_t j = 0; other_too && j < m.other.size(); ++j)
    if (m.master_count(m.other[j]) == 0) p.add(no_row, static_cast<Row>(j));
  kit::JoinOptions options;
  options.labels = !a.no_label;
  options.update = a.update || a.replace;
  options.replace = a.replace;
  kit::Joined j = kit::join(c.frame, other, keys, p, options);
  if (a.unmatched != "none") {
    std::vector<double> source(p.size());
    for (std::size_t k = 0; k < source.size(); ++k) source[k] = p.right[k] == no_row ? 1 : p.left[k] == no_row ? 2 : 3;
    j.frame.add({a.merge_name.empty() ? "_merge" : a.merge_name,
                 data::make_numeric(data::Storage::byte_, source),
                 "%28.0g",
                 "",
                 "_merge",
                 {}});
    kit::set_label(j.frame, "_merge",
                   {{1, "only in master data"}, {2, "only in using data"}, {3, "both in master and using data"}});
  }
  j.frame.changed = true;
  Output out;
  out.frame = std::move(j.frame);
  return out;
}

}  // namespace

extern const Command joinby_command =
    define<Args>("joinby", "Join every observation with every match of a file")
        .anything(&Args::body)
        .using_file(&Args::file)
        .choice("UNMatched", &Args::unmatched, {"none", "both", "master", "using"},
                "observations without a match to keep")
        .text("_merge", &Args::merge_name, "variable that tells where observations come from")
        .flag("update", &Args::update, "fill missing values of shared variables from the file")
        .flag("replace", &Args::replace, "overwrite shared variables with values of the file")
        .flag("noLabel", &Args::no_label, "leave out the file's value labels")
        .no_by()
        .changes(Effect::data)
        .example("Parents and children",
                 "clear\ninput f x\n1 1\n1 2\n2 3\nend\ntempfile t\nsave \"`t'\"\nrename x y\njoinby f using \"`t'\"",
                 "_N == 5")
        .example("Keep what has no match",
                 "clear\ninput f x\n1 1\nend\ntempfile t\nsave \"`t'\"\nreplace f = 2\n"
                 "joinby f using \"`t'\", unmatched(both) _merge(m) update replace nolabel",
                 "_N == 2 & m[1] == 1 & m[2] == 2")
        .runs(run);

}  // namespace nqp::commands::joinby_
