// codebook: what the variables hold, one by one or in a compact table.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/kit/wrapped.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::codebook_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  bool compact = false, header = false, notes = false, all = false, dots = false, problems = false, mv = false;
  int tabulate = 9;
};

std::string g7(double x) { return text::trimmed(text::format_number(kit::stored(x), "%9.0g")); }

std::string count(std::size_t n) { return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")); }

// The largest power of ten that all values are multiples of, as stored in decimal.
std::string units(const std::vector<double>& x) {
  const auto multiples_of = [&](double scale) {
    return std::all_of(x.begin(), x.end(), [&](double v) {
      const double scaled = v * scale;
      return std::fabs(scaled - std::round(scaled)) <= 1e-6 * std::max(1.0, std::fabs(scaled) * 1e-6);
    });
  };
  if (multiples_of(1)) {
    double unit = 1;
    while (unit < 1e9 && multiples_of(1 / (unit * 10))) unit *= 10;
    return text::macro_number(unit);
  }
  for (int d = 1; d <= 9; ++d)
    if (multiples_of(std::pow(10.0, d)))
      return d <= 4 ? text::trimmed(text::format_number(std::pow(10.0, -d), "%9.0g"))
                    : text::trimmed(text::format_number(std::pow(10.0, -d), "%9.3e"));
  return "1.000e-09";
}

class Entry {
 public:
  Entry(const data::Variable& v, const std::vector<data::Row>& rows, const Args& a, const Context& c)
      : v_(v), rows_(rows), args_(a), context_(c), levels_(kit::levels_of(*v.column, rows, false)) {
    for (const std::uint32_t code : levels_.codes) missing_ += code == kit::Levels::none ? 1 : 0;
  }

  report::Document draw() {
    const auto width = static_cast<std::size_t>(context_.settings.linesize);
    const std::string label = v_.label.empty() ? "(unlabeled)" : v_.label;
    const std::size_t used = text::display_width(v_.name) + text::display_width(label);
    d_.blank().line(std::string(width, '-'));
    d_.line(v_.name + std::string(used + 1 < width ? width - used : 1, ' ') + label);
    d_.line(std::string(width, '-')).blank();
    if (v_.is_string()) string_entry();
    else numeric_entry();
    if (args_.mv && missing_ > 0) missing_pattern();
    return std::move(d_);
  }

 private:
  void field(const std::string& name, const std::string& value) { d_.line(fmt::format("{:>22}: {}", name, value)); }

  void counts(const std::string& missing_name) {
    const std::string unique = count(levels_.count());
    field("Unique values",
          text::pad_right(unique, 25) + missing_name + ": " + count(missing_) + "/" + count(rows_.size()));
    d_.blank();
  }

  void numeric_entry() {
    const std::string type = data::type_name(v_.column->type());
    field("Type", "Numeric (" + type + ")");
    if (!v_.value_label.empty())
      field("Label", v_.value_label + (context_.frame.labels_of(v_) ? "" : ", but label does not exist"));
    d_.blank();
    const kit::Observed o = kit::observed(*v_.column, {rows_, {}, WeightKind::none});
    if (o.x.empty()) {
      counts("Missing .");
      return;
    }
    const numeric::Summary s = kit::compute(context_, [&](numeric::Progress&) { return numeric::summarize(o.x); });
    field("Range", text::pad_right("[" + g7(s.min) + "," + g7(s.max) + "]", 25) + "Units: " + units(o.x));
    counts("Missing .");
    if (static_cast<int>(levels_.count()) <= args_.tabulate) return tabulation();
    field("Mean", g7(s.mean));
    field("Std. dev.", g7(s.sd));
    d_.blank();
    const numeric::Order order(o.x);
    report::Table t;
    t.indent = 10;
    t.columns = {{12, 0, false}, {8, 1, false}, {8, 2, false}, {8, 2, false}, {8, 2, false}, {8, 2, false}};
    std::vector<report::Cell> head{text_cell("Percentiles:", Align::right)}, values{text_cell("")};
    for (const int p : {10, 25, 50, 75, 90}) {
      head.push_back(text_cell(std::to_string(p) + "%", Align::right));
      values.push_back(number_cell(order.percentile(p), "%9.0g"));
    }
    t.row(std::move(head));
    t.row(std::move(values));
    d_.add(std::move(t));
  }

  std::vector<std::size_t> sizes() const {
    std::vector<std::size_t> n(levels_.count(), 0);
    for (const std::uint32_t code : levels_.codes)
      if (code != kit::Levels::none) ++n[code];
    return n;
  }

  void tabulation() {
    const std::vector<std::size_t> n = sizes();
    const bool labelled = context_.frame.labels_of(v_) != nullptr && !v_.is_string();
    report::Table t;
    t.indent = 12;
    t.columns = {{11, 0, false}, {6, 1, false}, {8, 2, false}, {5, 2, false}};
    t.row({text_cell("Tabulation:"), text_cell("Freq.", Align::right),
           text_cell(v_.is_string() ? "Value"
                     : labelled     ? "Numeric"
                                    : "Value",
                     v_.is_string() ? Align::left : Align::right),
           text_cell(labelled ? "Label" : "")});
    for (std::uint32_t k = 0; k < levels_.count(); ++k) {
      const data::Row r = levels_.first[k];
      const std::string shown = kit::level_text(context_.frame, v_, r, true);
      const std::string label = labelled ? kit::level_text(context_.frame, v_, r) : std::string();
      t.row({text_cell(""), number_cell(static_cast<double>(n[k]), "%9.0fc"),
             text_cell(v_.is_string() ? "\"" + shown + "\"" : shown, v_.is_string() ? Align::left : Align::right),
             text_cell(label == shown ? "" : label)});
    }
    if (missing_ > 0)
      t.row({text_cell(""), number_cell(static_cast<double>(missing_), "%9.0fc"),
             text_cell(v_.is_string() ? "\"\"" : ".", v_.is_string() ? Align::left : Align::right)});
    d_.add(std::move(t));
  }

  // Which variables are missing wherever this one is: x==mv --> y==mv, <-> when nowhere else.
  void missing_pattern() {
    d_.blank();
    std::string title = "Missing values";
    for (const std::string& name : args_.variables) {
      const data::Variable& other = context_.frame.at(name);
      if (&other == &v_) continue;
      std::size_t both = 0, others = 0;
      for (const data::Row r : rows_) {
        others += other.column->missing_at(r);
        both += v_.column->missing_at(r) && other.column->missing_at(r);
      }
      if (both < missing_) continue;
      d_.line(fmt::format("{:>22}{} {}==mv {} {}==mv", title, title.empty() ? " " : ":", v_.name,
                          others == both ? "<->" : "-->", other.name));
      title.clear();
    }
    if (!title.empty()) field(title, "no variable is missing wherever " + v_.name + " is");
  }

  void string_entry() {
    std::size_t longest = 0;
    for (const data::Row r : levels_.first) longest = std::max(longest, v_.column->text(r).size());
    const std::string type = data::type_name(v_.column->type());
    field("Type",
          "String (" + type + ")" +
              (v_.column->type().width > longest && longest > 0 ? fmt::format(", but longest is str{}", longest) : ""));
    d_.blank();
    counts("Missing \"\"");
    if (static_cast<int>(levels_.count()) <= args_.tabulate) return tabulation();
    const std::size_t n = levels_.count();
    for (std::size_t k = 1; k <= 4; ++k) {
      const std::string text = "\"" + std::string(v_.column->text(levels_.first[k * n / 5])) + "\"";
      d_.line(fmt::format("{:>22}  {}", k == 1 ? "Examples:" : "", text));
    }
  }

  const data::Variable& v_;
  const std::vector<data::Row>& rows_;
  const Args& args_;
  const Context& context_;
  kit::Levels levels_;
  std::size_t missing_ = 0;
  report::Document d_;
};

report::Document compact_table(const Args& a, const kit::WeightedRows& rows, const Context& c) {
  report::Table t;
  t.columns = {{8, 0, false}, {5, 2, false}, {6, 2, false}, {9, 2, false}, {9, 2, false}, {9, 2, false}, {5, 2, false}};
  t.row({text_cell("Variable"), text_cell("Obs", Align::right), text_cell("Unique", Align::right),
         text_cell("Mean", Align::right), text_cell("Min", Align::right), text_cell("Max", Align::right),
         text_cell("Label")});
  t.rule();
  const auto room = static_cast<std::size_t>(std::max(c.settings.linesize - 62, 12));
  for (const std::string& name : a.variables) {
    c.poll();
    const data::Variable& v = c.frame.at(name);
    const kit::Levels levels = kit::levels_of(*v.column, rows.rows, false);
    const kit::Observed o = kit::observed(*v.column, rows);
    std::size_t present = 0;
    for (const std::uint32_t code : levels.codes) present += code != kit::Levels::none ? 1 : 0;
    std::vector<report::Cell> cells{text_cell(text::abbreviate(name, 12)),
                                    number_cell(static_cast<double>(present), "%9.0fc"),
                                    number_cell(static_cast<double>(levels.count()), "%9.0fc")};
    const numeric::MeanOnly m = kit::compute(c, [&](numeric::Progress&) { return numeric::summarize_mean(o.x); });
    for (const double x : {m.mean, m.min, m.max})
      cells.push_back(v.is_string() ? text_cell(".", Align::right) : number_cell(kit::stored(x), "%9.0g"));
    cells.push_back(text_cell(text::truncate(v.label, room)));
    t.row(std::move(cells));
  }
  t.rule();
  report::Document d;
  d.blank().add(std::move(t));
  return d;
}

// What often goes wrong with variables, each with those concerned.
struct Problem {
  std::string title, result;
  std::vector<std::string> names;
};

std::vector<Problem> problems_of(const Args& a, const kit::WeightedRows& rows, const Context& c) {
  std::vector<Problem> all{{"constant (or all missing) vars", "cons", {}},
                           {"vars with nonexisting label", "labelnotfound", {}},
                           {"incompletely labeled vars", "notlabeled", {}},
                           {"str# vars that may be compressed", "str_type", {}},
                           {"string vars with leading blanks", "str_leading", {}},
                           {"string vars with trailing blanks", "str_trailing", {}},
                           {"string vars with embedded blanks", "str_embedded", {}},
                           {"noninteger-valued date vars", "realdate", {}}};
  for (const std::string& name : a.variables) {
    c.poll();
    const data::Variable& v = c.frame.at(name);
    const kit::Levels levels = kit::levels_of(*v.column, rows.rows, false);
    std::vector<bool> has(all.size(), false);
    has[0] = levels.count() < 2;
    const data::ValueLabel* labels = c.frame.labels_of(v);
    has[1] = !v.value_label.empty() && !labels;
    std::size_t longest = 1;
    for (const data::Row first : levels.first) {
      if (!v.is_string()) {
        const double x = v.column->number(first);
        has[2] = has[2] || (labels && !labels->contains(x));
        has[7] = has[7] || (v.format.rfind("%t", 0) == 0 && x != std::floor(x));
        continue;
      }
      const std::string_view s = v.column->text(first);
      longest = std::max(longest, s.size());
      has[4] = has[4] || s.front() == ' ';
      has[5] = has[5] || s.back() == ' ';
      has[6] = has[6] || std::string_view(text::trimmed(std::string(s))).find(' ') != std::string_view::npos;
    }
    has[3] = v.is_string() && v.column->type().width > longest;
    for (std::size_t k = 0; k < all.size(); ++k)
      if (has[k]) all[k].names.push_back(name);
  }
  return all;
}

void report_problems(const std::vector<Problem>& problems, const Context& c, Output& out) {
  out.r = Results{};
  report::Table t;
  t.columns = {{33, 0, false}, {9, 3, false}};
  t.row({text_cell("Potential problem", Align::right), text_cell("Variables")});
  t.rule();
  const auto room = static_cast<std::size_t>(std::max(c.settings.linesize - 37, 20));
  bool any = false;
  for (const Problem& p : problems) {
    const std::string names = text::joined(p.names);
    out.r->macro(p.result, names);
    if (p.names.empty()) continue;
    any = true;
    const std::vector<std::string> lines = kit::wrapped_lines(names, room);
    for (std::size_t k = 0; k < lines.size(); ++k)
      t.row({text_cell(k == 0 ? p.title : "", Align::right), text_cell(lines[k])});
  }
  t.rule();
  out.document.blank();
  if (any) out.document.add(std::move(t));
  else out.line("no potential problems found");
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  Output out;
  if (a.problems) {
    report_problems(problems_of(a, rows, c), c, out);
    return out;
  }
  if (a.compact) {
    out.document = compact_table(a, rows, c);
    return out;
  }
  for (const std::string& name : a.variables) {
    c.poll();
    out.document.append(Entry(c.frame.at(name), rows.rows, a, c).draw());
  }
  return out;
}

}  // namespace

extern const Command codebook_command =
    define<Args>("codebook", "Describe what the variables hold")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("Compact", &Args::compact, "one line for each variable")
        .flag("Header", &Args::header, "accepted")
        .flag("Notes", &Args::notes, "accepted")
        .flag("All", &Args::all, "accepted")
        .flag("Dots", &Args::dots, "accepted")
        .flag("mv", &Args::mv, "which variables are missing together")
        .flag("Problems", &Args::problems, "only what may be wrong: constants, missing labels, blanks in strings …")
        .integer("Tabulate", &Args::tabulate, 0, 1 << 20, "list the values of variables with at most # of them")
        .example("Missing together", "clear\ninput x y\n1 .\n. .\n3 4\nend\ncodebook x y, mv", "_N == 3")
        .example("One variable", "sysuse auto\ncodebook foreign rep78, tabulate(5)", "_N == 74")
        .changes(Effect::results)
        .stores({{"r(cons)", "with problems: constant variables"},
                 {"r(labelnotfound)", "variables whose value label does not exist"},
                 {"r(notlabeled)", "variables with values that the label lacks"},
                 {"r(str_type)", "strings stored wider than needed"},
                 {"r(str_leading)", "strings with leading blanks"},
                 {"r(str_trailing)", "strings with trailing blanks"},
                 {"r(str_embedded)", "strings with blanks inside"},
                 {"r(realdate)", "dates that are not whole numbers"}})
        .example("What may be wrong", "sysuse auto\ngenerate one = 1\ncodebook, problems",
                 "r(cons) == \"one\" & r(str_embedded) == \"make\"")
        .example("All variables at a glance", "sysuse auto\ncodebook, compact", "_N == 74")
        .runs(run);

}  // namespace nqp::commands::codebook_
