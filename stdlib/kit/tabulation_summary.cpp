// tabulate, summarize(): means, standard deviations and frequencies of a variable in the cells of a table.
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/tabulation.hpp"
#include "stdlib/kit/wrapped.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Results;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

namespace {

struct Wanted {
  bool mean, sd, freq, obs;
};

Wanted wanted_summary(const TabulateArgs& a, bool weighted) {
  if (a.means || a.standard || a.freq || a.obs) return {a.means, a.standard, a.freq, a.obs};
  return {!a.no_means, !a.no_standard, !a.no_freq, !a.no_obs && weighted};
}

numeric::Summary summarised(const data::Column& y, const WeightedRows& rows, const Context& c) {
  const Observed o = observed(y, rows);
  return compute(c, [&](numeric::Progress&) { return numeric::summarize(o.x, o.w, o.kind); });
}

std::vector<Cell> lines_of(const numeric::Summary& s, const Wanted& w) {
  std::vector<Cell> out;
  const auto number = [&](double x) {
    return s.n > 0 ? number_cell(stored(x), "%9.0g") : number_cell(data::missing, "%9.0g");
  };
  if (w.mean) out.push_back(number(s.mean));
  if (w.sd) out.push_back(number(s.sd));
  if (w.freq) out.push_back(frequency_cell(w.obs ? s.sum_w : s.n));
  if (w.obs) out.push_back(frequency_cell(s.n));
  return out;
}

std::string summary_title(const TabulateArgs& a, const Wanted& w, const Context& c) {
  std::string out;
  const auto add = [&](bool on, const char* s) {
    if (on) out += (out.empty() ? "" : ", ") + std::string(s);
  };
  add(w.mean, "Means");
  add(w.sd, "Standard Deviations");
  add(w.freq, "Frequencies");
  add(w.obs, "Observations");
  if (const std::size_t comma = out.rfind(", "); comma != std::string::npos) out.replace(comma, 2, " and ");
  return out + " of " + heading_of(c.frame.at(a.summarize));
}

}  // namespace

void one_way_summary(const Dimension& d, const WeightedRows& all_rows, const TabulateArgs& a, const Context& c,
                     Output& out) {
  const data::Variable& y = c.frame.at(c.variable(a.summarize).name);
  const data::Column& values = c.numeric(y.name);
  const WeightedRows rows = complete_rows(all_rows, {&values});
  const Levels levels = levels_of(*d.variable->column, rows.rows, true);
  const Wanted w = wanted_summary(a, !rows.weights.empty());
  report::Table t;
  const std::size_t stub = stub_width(d.texts, 11, c.settings.linesize);
  t.columns = {{static_cast<int>(stub), 0, false}};
  std::vector<Cell> head;
  const auto add = [&](bool on, const char* s) {
    if (!on) return;
    t.columns.push_back({10, 2, t.columns.size() == 1});
    head.push_back(text_cell(s, Align::right));
  };
  add(w.mean, "Mean");
  add(w.sd, "Std. dev.");
  add(w.freq, "Freq.");
  add(w.obs, "Obs.");
  const std::vector<std::string> lines = wrapped_lines(heading_of(*d.variable), stub);
  for (std::size_t i = 0; i + 2 < lines.size(); ++i) t.row({text_cell(lines[i], Align::right)});
  Cell over = text_cell(text::truncate("Summary of " + heading_of(y), std::max<std::size_t>(12 * head.size(), 12)),
                        Align::centre);
  over.span = static_cast<int>(head.size());
  t.row({text_cell(lines.size() > 1 ? lines[lines.size() - 2] : "", Align::right), over});
  head.insert(head.begin(), text_cell(lines.back(), Align::right));
  t.row(std::move(head));
  t.rule();
  const auto add_row = [&](const std::string& name, const numeric::Summary& s) {
    std::vector<Cell> cells = lines_of(s, w);
    cells.insert(cells.begin(), text_cell(text::truncate(name, stub), Align::right));
    t.row(std::move(cells));
  };
  for (std::uint32_t k = 0; k < levels.count(); ++k)
    add_row(level_text(c.frame, *d.variable, levels.first[k], a.no_label),
            summarised(values, rows_of_group(rows, levels.codes, k), c));
  t.rule();
  const numeric::Summary total = summarised(values, rows, c);
  add_row("Total", total);
  out.document.add(std::move(t));
  out.r = Results{}.scalar("N", total.n).scalar("r", static_cast<double>(levels.count()));
}

void two_way_summary(const Dimension& r, const Dimension& k, const WeightedRows& all_rows, const TabulateArgs& a,
                     const Context& c, Output& out) {
  const data::Column& values = c.numeric(a.summarize);
  const WeightedRows rows = complete_rows(all_rows, {&values});
  const Dimension row = dimension(r.variable->name, rows, a, c), column = dimension(k.variable->name, rows, a, c);
  const Wanted w = wanted_summary(a, !rows.weights.empty());
  TwoWayLayout t;
  t.stub_heading = {heading_of(*row.variable)};
  t.column_heading = heading_of(*column.variable);
  t.rows = row.texts;
  t.columns = column.texts;
  t.rows.push_back("Total");
  t.columns.push_back("Total");
  const auto nk = static_cast<std::uint32_t>(column.texts.size()), nr = static_cast<std::uint32_t>(row.texts.size());
  std::vector<std::uint32_t> cell_codes(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) cell_codes[i] = row.levels.codes[i] * nk + column.levels.codes[i];
  for (std::uint32_t i = 0; i <= nr; ++i) {
    t.cells.emplace_back();
    for (std::uint32_t j = 0; j <= nk; ++j) {
      const WeightedRows part = i < nr && j < nk ? rows_of_group(rows, cell_codes, i * nk + j)
                                : i < nr         ? rows_of_group(rows, row.levels.codes, i)
                                : j < nk         ? rows_of_group(rows, column.levels.codes, j)
                                                 : rows;
      t.cells.back().push_back(lines_of(summarised(values, part, c), w));
    }
  }
  out.document.line("       " + summary_title(a, w, c)).blank();
  out.document.append(draw_two_way(t, c.settings.linesize));
  out.r = Results{}.scalar("N", static_cast<double>(rows.size()));
  out.r->scalar("r", static_cast<double>(row.texts.size())).scalar("c", static_cast<double>(column.texts.size()));
}

}  // namespace nqp::kit
