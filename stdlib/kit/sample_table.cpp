#include "stdlib/kit/sample_table.hpp"

#include <fmt/format.h>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"

namespace nqp::kit {

using report::Align;
using report::Cell;
using report::text_cell;

namespace {

Cell sample_number(double x, const char* format) {
  return data::is_missing(x) ? text_cell("") : report::number_cell(x, format);
}

std::string p_text(double p) { return text::trimmed(text::format_number(stored(p), "%6.4f")); }

}  // namespace

report::Table sample_table(const std::string& heading, const std::vector<std::vector<SampleRow>>& blocks,
                           double level) {
  report::Table t;
  t.columns = {{8, 0, false}, {6, 1, true}, {9, 3, false}, {9, 3, false}, {9, 3, false}, {9, 3, false}, {9, 3, false}};
  Cell interval = text_cell(interval_heading(level), Align::right);
  interval.span = 2;
  t.rule();
  std::vector<Cell> head;
  for (const std::string& s :
       {heading, std::string("Obs"), std::string("Mean"), std::string("Std. err."), std::string("Std. dev.")})
    head.push_back(text_cell(s, Align::right));
  head.push_back(interval);
  t.row(std::move(head));
  for (const std::vector<SampleRow>& block : blocks) {
    t.rule();
    for (const SampleRow& r : block)
      t.row({text_cell(text::abbreviate(r.name, 12), Align::right), sample_number(r.n, "%8.0gc"),
             sample_number(r.mean, "%9.0g"), sample_number(r.se, "%9.0g"), sample_number(r.sd, "%9.0g"),
             sample_number(r.low, "%9.0g"), sample_number(r.high, "%9.0g")});
  }
  t.rule();
  return t;
}

report::Document hypotheses(const Hypotheses& h) {
  report::Document d;
  const std::string value =
      fmt::format("{} = {:>8}", h.statistic, text::trimmed(text::format_number(stored(h.value), "%9.4f")));
  d.line(text::pad_right("    " + h.definition, 77 - value.size()) + " " + value);
  const std::string degrees = h.degrees.empty() ? std::string() : fmt::format("{} = {:>8}", h.degrees_name, h.degrees);
  const std::string null = "H0: " + h.null;
  d.line(degrees.empty() ? null : text::pad_right(null, 77 - degrees.size()) + " " + degrees);
  d.blank();
  std::string sides[3] = {h.letter + " < t", "|" + h.letter + "| > |t|", h.letter + " > t"};
  std::string first, second;
  for (int k = 0; k < 3; ++k) {
    const std::string side = h.sides[k].empty() ? sides[k] : h.sides[k];
    first += text::pad_centre("Ha: " + h.alternatives[k], 26);
    second += text::pad_centre("Pr(" + side + ") = " + p_text(h.p[k]), 26);
  }
  first.erase(first.find_last_not_of(' ') + 1);
  second.erase(second.find_last_not_of(' ') + 1);
  return d.line(first).line(second);
}

}  // namespace nqp::kit
