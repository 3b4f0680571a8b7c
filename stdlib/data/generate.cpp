#include <atomic>
#include <limits>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::generate_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string target;
  ast::ExpressionPtr value;
  Sample sample;
  std::string before, after;
};

struct Column {
  data::ColumnPtr values;
  std::size_t missing = 0;
};

Column numbers(const Args& a, const Context& c, const kit::Selection& s, data::Storage storage) {
  data::NumericWriter w(storage, c.frame.rows);
  std::atomic<std::size_t> dots{0};
  const auto fill_missing = [&](std::size_t from, std::size_t to) {
    dots += to - from;
    const std::vector<double> filling(std::min<std::size_t>(to - from, 2048), data::missing);
    for (; from < to; from += filling.size()) w.write(from, std::min(filling.size(), to - from), filling.data());
  };
  fill_missing(0, s.begin);
  fill_missing(s.end, c.frame.rows);
  double* home = w.doubles();
  kit::for_selected(*a.value, c, a.sample, s, [&](kit::Chunk k) {
    double chosen[kit::chunk_of_rows];
    if (!s.use.empty()) {
      std::fill(chosen, chosen + k.values.size(), data::missing);
      s.put(k.first, k.values, chosen);
      k.values = {chosen, k.values.size()};
      k.largest = std::numeric_limits<double>::infinity();
    }
    const std::size_t missing_here = kit::write_counting_missing(w, k, storage);
    if (missing_here > 0) dots += missing_here;
  }, home ? home + s.begin : nullptr);
  return {w.finish(), dots};
}

Column strings(eval::Plan& plan, const Context& c, const kit::Selection& s, const kit::Target& t) {
  data::StringWriter w(c.frame.rows);
  const bool cut = t.type && !t.any_width && t.type->storage == data::Storage::str;
  std::size_t present = 0;
  std::string x[256];
  for (data::Row i = s.begin; i < s.end; i += 256) {
    const std::size_t n = std::min<std::size_t>(256, s.end - i);
    plan.strings(i, n, x);
    for (std::size_t k = 0; k < n; ++k) {
      if (!s.holds(i + k)) continue;
      const std::string_view text = cut ? std::string_view(x[k]).substr(0, t.type->width) : std::string_view(x[k]);
      if (text.empty()) continue;
      w.set(i + k, text);
      ++present;
    }
  }
  return {w.finish(t.any_width ? std::nullopt : t.type), c.frame.rows - present};
}

Output run(const Args& a, const Context& c) {
  const kit::Target t = kit::parse_target(a.target);
  kit::check_new_name(c, t.name);
  const kit::Selection s = kit::select(c, a.sample);
  const kit::SelectedPlan plan(*a.value, c, a.sample, s);
  if (t.type && t.type->is_string() != plan->is_string())
    throw Error(109, "type mismatch: " + t.name + " and its value are not both numbers or both strings", a.value->span);
  const data::Storage storage = t.type ? t.type->storage : kit::default_storage(c);
  const Column column = plan->is_string() ? strings(*plan, c, s, t) : numbers(a, c, s, storage);

  Output out;
  data::Frame f = c.frame;
  data::Variable v;
  v.name = t.name;
  v.column = column.values;
  v.value_label = t.value_label;
  f.add(std::move(v));
  kit::place_last(f, a.before, a.after);
  out.frame = std::move(f);
  if (column.missing > 0)
    out.line(kit::count_of(column.missing, "missing value generated", "missing values generated"));
  return out;
}

}  // namespace

extern const Command generate_command =
    define<Args>("Generate", "Make a new variable")
        .anything(&Args::target)
        .assigned(&Args::value)
        .if_in(&Args::sample)
        .variable("before", &Args::before, "place the variable before this one")
        .variable("after", &Args::after, "place the variable after this one")
        .by_native()
        .changes(Effect::data)
        .remark(
            "Write generate [type] newvar[:valuelabel] = exp. Without a type numbers are float (about 7 digits), or "
            "what set type says; strings are as wide as needed. Identifiers above 16,777,216 need long or double.")
        .example("Squares", "sysuse auto\ngenerate mpg2 = mpg^2", "mpg2[1] == 484")
        .example("The number within a group",
                 "sysuse auto\nbysort foreign (price): generate byte k = _n if _n <= 3, before(price)",
                 "k[1] == 1 & missing(k[4])")
        .runs(run);

}  // namespace nqp::commands::generate_
