#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/panel.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/join.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::merge_ {
using namespace nqp::command;
namespace {

using data::no_row;
using data::Row;

struct Args {
  std::string body, file;
  std::string keep, keep_using, assertion, generate, merge_name;
  bool nogenerate = false, update = false, replace = false, force = false, no_label = false, no_notes = false,
       no_report = false, sorted = false, no_keep = false, unique = false, unique_master = false, unique_using = false,
       sort = false;
};

enum class Kind { one_to_one, many_to_one, one_to_many, many_to_many, sequential, old };

struct Call {
  Kind kind = Kind::old;
  Variables keys;
};

Call parse_call(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string word = kit::take_word(rest);
  Call out;
  const std::pair<std::string_view, Kind> kinds[] = {
      {"1:1", Kind::one_to_one},  {"m:1", Kind::many_to_one},  {"n:1", Kind::many_to_one}, {"1:m", Kind::one_to_many},
      {"1:n", Kind::one_to_many}, {"m:m", Kind::many_to_many}, {"n:n", Kind::many_to_many}};
  for (const auto& [name, kind] : kinds)
    if (word == name) out.kind = kind;
  if (out.kind == Kind::old) rest = a.body;
  if (kit::trim(rest).empty() && out.kind != Kind::old) throw Error(100, "merge needs key variables");
  if (kit::trim(rest) == "_n" || kit::trim(rest).empty()) {
    if (out.kind != Kind::one_to_one && out.kind != Kind::old) throw Error(198, "merge by _n must be 1:1");
    out.kind = Kind::sequential;
    return out;
  }
  out.keys = resolve_variables(rest, c);
  return out;
}

void require_unique(const Variables& keys, const std::vector<Row>& starts, const char* which) {
  for (std::size_t g = 0; g + 1 < starts.size(); ++g)
    if (starts[g + 1] - starts[g] > 1)
      throw Error(459,
                  fmt::format("variable{} {} {} not uniquely identify observations in the {} data",
                              keys.size() == 1 ? "" : "s", text::joined(keys), keys.size() == 1 ? "does" : "do", which),
                  std::nullopt, {"look with: duplicates list " + text::joined(keys)});
}

// Old spelling: both data sets must be in the order of the keys.
void require_sorted(const data::Frame& f, const Variables& keys, const char* which) {
  std::vector<data::SortKey> order;
  for (const std::string& k : keys) order.push_back({f.at(k).column});
  if (!data::is_sorted(order, f.rows))
    throw Error(5, std::string(which) + " data not sorted", std::nullopt,
                {"merge 1:1, m:1 and 1:m need no sorting; or give the option sort"});
}

kit::Pairs sequential(std::size_t master, std::size_t other) {
  kit::Pairs p;
  for (std::size_t k = 0; k < std::max(master, other); ++k)
    p.add(k < master ? static_cast<Row>(k) : no_row, k < other ? static_cast<Row>(k) : no_row);
  return p;
}

// Rows of the master in order, each followed by its further matches; then rows of the other data alone, in order.
kit::Pairs matched(const kit::Matching& m, bool one_by_one) {
  kit::Pairs p;
  std::vector<Row> seen(m.groups, 0);
  for (std::size_t i = 0; i < m.master.size(); ++i) {
    const std::uint32_t g = m.master[i];
    const Row begin = m.other_starts[g];
    const auto others = static_cast<Row>(m.other_count(g)), mine = static_cast<Row>(m.master_count(g));
    const auto row = static_cast<Row>(i);
    if (others == 0) {
      p.add(row, no_row);
      continue;
    }
    // Within a key the k-th row meets the k-th; the shorter side repeats its last row.
    const Row k = seen[g]++;
    p.add(row, m.other_rows[begin + std::min(one_by_one ? k : 0, others - 1)]);
    if (k + 1 == mine)
      for (Row j = one_by_one ? mine : 1; j < others; ++j) p.add(row, m.other_rows[begin + j]);
  }
  for (std::size_t j = 0; j < m.other.size(); ++j)
    if (m.master_count(m.other[j]) == 0) p.add(no_row, static_cast<Row>(j));
  return p;
}

kit::Pairs pairs_of(const Args& a, const Call& call, const data::Frame& master, const data::Frame& other) {
  if (call.kind == Kind::sequential) return sequential(master.rows, other.rows);
  if (call.kind == Kind::old && !a.sort) {
    require_sorted(master, call.keys, "master");
    for (const std::string& k : call.keys)
      if (!other.find(k)) throw Error(111, "variable " + k + " not found in the using data");
    require_sorted(other, call.keys, "using");
  }
  const kit::Matching m = kit::match_keys(master, other, call.keys);
  const bool unique_master =
      call.kind == Kind::one_to_one || call.kind == Kind::one_to_many || a.unique || a.unique_master;
  const bool unique_using =
      call.kind == Kind::one_to_one || call.kind == Kind::many_to_one || a.unique || a.unique_using;
  if (unique_master) require_unique(call.keys, m.master_starts, "master");
  if (unique_using) require_unique(call.keys, m.other_starts, "using");
  return unique_using ? kit::pairs_with_one(m) : matched(m, true);
}

constexpr std::array<std::string_view, 6> category_words = {"",        "MASter",       "USing",
                                                            "MATCHed", "MATCH_UPdate", "MATCH_CONflict"};

std::vector<bool> categories(const std::string& text) {
  std::vector<bool> out(6, text.empty());
  for (const std::string& word : grammar::split_words(text)) {
    bool known = false;
    for (std::size_t k = 1; k < 6; ++k) {
      const bool plural = word == "match" || word == "matches" || word == "matched";
      if (word != std::to_string(k) && !kit::abbreviates(word, category_words[k]) && !(k == 3 && plural)) continue;
      out[k] = known = true;
      break;
    }
    if (!known)
      throw Error(198, word + " is no result of merge", std::nullopt,
                  {"master (1), using (2), match (3), match_update (4) and match_conflict (5) exist"});
  }
  return out;
}

std::vector<std::uint8_t> results_of(const kit::Pairs& p, const kit::Joined& j) {
  std::vector<std::uint8_t> out(p.size());
  for (std::size_t k = 0; k < out.size(); ++k) {
    out[k] = p.right[k] == no_row ? 1 : p.left[k] == no_row ? 2 : 3;
    if (!j.updated.empty() && j.updated[k]) out[k] = 4;
    if (!j.conflict.empty() && j.conflict[k]) out[k] = 5;
  }
  return out;
}

data::ColumnPtr result_column(const std::vector<std::uint8_t>& results) {
  data::Buffer<std::int8_t> codes(results.size());
  std::copy(results.begin(), results.end(), codes.begin());
  return std::make_shared<const data::Column>(data::Storage::byte_, std::move(codes));
}

using Counts = std::array<std::size_t, 6>;

void report(const Counts& n, bool update, const std::string& name, Output& out) {
  const auto line = [&](const std::string& what, std::size_t count, int code) {
    const std::string shown = text::trimmed(text::format_number(static_cast<double>(count), "%20.0fc"));
    out.line(fmt::format("    {:<31}{:>10}{}", what, shown, code ? fmt::format("  ({}=={})", name, code) : ""));
  };
  out.document.blank();
  out.line("    Result                      Number of obs");
  out.line("    " + std::string(41, '-'));
  line("Not matched", n[1] + n[2], 0);
  if (n[1] + n[2] > 0) {
    line("    from master", n[1], 1);
    line("    from using", n[2], 2);
  }
  out.document.blank();
  line("Matched", n[3] + n[4] + n[5], update ? 0 : 3);
  if (update) {
    line("    not updated", n[3], 3);
    line("    missing updated", n[4], 4);
    line("    nonmissing conflict", n[5], 5);
  }
  out.line("    " + std::string(41, '-'));
}

// Old spelling: keep(varlist) names variables of the using data; new: results to keep.
struct Choice {
  std::string results, variables;
};

Choice choice_of(const Args& a, const Call& call) {
  const bool old = call.kind == Kind::old || (call.kind == Kind::sequential && !kit::starts_with(a.body, "1:1"));
  if (!old) return {a.keep, a.keep_using};
  return {a.no_keep ? "1 3 4 5" : "", a.keep_using.empty() ? a.keep : a.keep_using};
}

Output run(const Args& a, const Context& c) {
  const Call call = parse_call(a, c);
  const Choice choice = choice_of(a, call);
  const std::vector<bool> kept = categories(choice.results), allowed = categories(a.assertion);
  std::string name = !a.generate.empty() ? a.generate : !a.merge_name.empty() ? a.merge_name : "_merge";
  if (!a.nogenerate && c.frame.find(name))
    throw Error(110, "variable " + name + " already defined", std::nullopt,
                {"drop " + name + " first, or add nogenerate or generate(newvar)"});
  data::Frame other = kit::load_dta(c, a.file);
  if (!a.nogenerate && other.find(name)) other.remove(name);
  if (a.no_notes) kit::drop_notes(other);
  kit::JoinOptions options;
  if (!choice.variables.empty())
    options.keep_using = resolve_variables(choice.variables, Context(other, c.environment, c.settings, c.host));
  options.labels = !a.no_label;
  options.force = a.force;
  options.update = a.update || a.replace;
  options.replace = a.replace;
  const kit::Pairs p = pairs_of(a, call, c.frame, other);
  kit::Joined j = kit::join(c.frame, other, call.keys, p, options);
  const std::vector<std::uint8_t> results = results_of(p, j);

  Counts all{}, n{};
  std::vector<std::uint8_t> stays(p.size());
  for (std::size_t k = 0; k < results.size(); ++k) {
    const std::size_t code = results[k];
    ++all[code];
    stays[k] = kept[code] ? 1 : 0;
    n[code] += stays[k];
  }
  for (std::size_t k = 1; k < all.size(); ++k)
    if (all[k] > 0 && !allowed[k])
      throw Error(9, fmt::format("after merge {} {}, which assert() does not allow",
                                 std::to_string(all[k]) + (all[k] == 1 ? " observation is" : " observations are"),
                                 kit::lower(category_words[k])),
                  std::nullopt, {"the data are as before; without assert(), tabulate _merge shows which they are"});
  data::Frame f = std::move(j.frame);
  if (!a.no_notes) kit::add_notes(f, other);
  if (!a.nogenerate) {
    f.variables.push_back({name,
                           result_column(results),
                           "%23.0g",
                           "Matching result from merge",
                           "_merge",
                           {}});
    kit::set_label(f, "_merge",
                   {{1, "Master only (1)"},
                    {2, "Using only (2)"},
                    {3, "Matched (3)"},
                    {4, "Missing updated (4)"},
                    {5, "Nonmissing conflict (5)"}});
  }
  const bool in_order = n[2] == 0 && call.kind != Kind::sequential;
  f = data::keep_rows(f, stays);
  f.sorted_by = in_order ? c.frame.sorted_by : std::vector<std::string>{};
  Output out;
  if (!a.no_report) report(n, options.update, name, out);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command merge_command =
    define<Args>("MERge", "Join variables of a file to the data by keys")
        .anything(&Args::body)
        .using_file(&Args::file)
        .text("keep", &Args::keep, "results to keep: master, using, match, match_update, match_conflict or 1 to 5")
        .text("KEEPUSing", &Args::keep_using, "variables to take from the file")
        .text("ASsert", &Args::assertion, "error unless all results are among these")
        .text("GENerate", &Args::generate, "name of the result variable, default _merge")
        .text("_merge", &Args::merge_name, "the same, old spelling")
        .flag("noGENerate", &Args::nogenerate, "no result variable")
        .flag("update", &Args::update, "fill missing values of shared variables from the file")
        .flag("replace", &Args::replace, "overwrite shared variables with values of the file that are not missing")
        .flag("force", &Args::force, "a string and a number of the same name: take the file's as missing")
        .flag("noLabel", &Args::no_label, "leave out the file's value labels")
        .flag("noNOTEs", &Args::no_notes, "leave out the file's notes")
        .flag("noREPort", &Args::no_report, "no table of results")
        .flag("SORTED", &Args::sorted, "accepted; nothing needs to be sorted")
        .flag("nokeep", &Args::no_keep, "old spelling: drop what is only in the file")
        .flag("UNIQue", &Args::unique, "old spelling: keys identify observations in both")
        .flag("UNIQMaster", &Args::unique_master, "old spelling: keys identify observations in the data")
        .flag("UNIQUsing", &Args::unique_using, "old spelling: keys identify observations in the file")
        .flag("sort", &Args::sort, "old spelling: the data need not be sorted")
        .no_by()
        .changes(Effect::data)
        .remark(
            "merge 1:1, m:1, 1:m or m:m varlist using file. The result keeps the order of the data, each "
            "observation followed by its further matches; what is only in the file comes last. Shared variables "
            "keep the values of the data. Under m:m the k-th observation of a key meets the k-th.")
        .example("Many cars, two origins",
                 "clear\ninput foreign tax\n0 1\n1 2\nend\ntempfile t\nsave \"`t'\"\nsysuse auto, clear\n"
                 "merge m:1 foreign using \"`t'\", assert(match) keepusing(tax) noreport nonotes sorted",
                 "tax[1] == 1 & tax[74] == 2 & _merge[1] == 3")
        .example("Keep matches only",
                 "clear\nset obs 3\ngenerate id = _n\ngenerate y = 2*id\ntempfile t\nsave \"`t'\"\nclear\nset obs 4\n"
                 "generate id = _n + 1\nmerge 1:1 id using \"`t'\", keep(match) nogenerate nolabel",
                 "_N == 2 & y[1] == 4")
        .example("Fill missing values",
                 "clear\nset obs 2\ngenerate id = _n\ngenerate y = 5\ntempfile t\nsave \"`t'\"\nreplace y = cond(id == "
                 "1, ., 7)\n"
                 "merge 1:1 id using \"`t'\", update generate(m)",
                 "y[1] == 5 & y[2] == 7 & m[1] == 4 & m[2] == 5")
        .example("Old spelling",
                 "clear\nset obs 2\ngenerate id = _n\ngenerate z = 5\ntempfile t\nsave \"`t'\"\ndrop z\n"
                 "merge id using \"`t'\", unique nokeep keep(z) _merge(m)",
                 "z[2] == 5 & m[1] == 3")
        .runs(run);

}  // namespace nqp::commands::merge_
