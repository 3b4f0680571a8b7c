#include "stdlib/kit/domain_estimates.hpp"

#include <fmt/format.h>
#include <cmath>
#include <optional>

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/complete_cases.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/intervals.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Results;
using numeric::Estimand;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

namespace {

// What is estimated: the columns of x with the block they belong to and their names.
struct Columns {
  std::vector<NamedSeries> series;
  std::vector<std::string> blocks;  // "" or the variable whose level a column is
};

std::vector<std::uint8_t> used(const WeightedRows& rows, std::size_t n) {
  std::vector<std::uint8_t> out(n, 0);
  for (const data::Row r : rows.rows) out[r] = 1;
  return out;
}

// proportion: an indicator for each level of every variable.
Columns level_indicators(const DomainArgs& a, const WeightedRows& rows, const Context& c) {
  Columns out;
  for (const ast::Interaction& t : a.terms) {
    const data::Variable& v = c.frame.at(t.factors[0].pattern);
    const Levels levels = levels_of(*v.column, rows.rows, a.missing);
    for (std::uint32_t k = 0; k < levels.count(); ++k) {
      NamedSeries s;
      s.group = v.name;
      s.level = level_text(c.frame, v, levels.first[k], a.no_label);
      s.name =
          v.is_string() ? v.name + ":" + s.level : text::macro_number(v.column->number(levels.first[k])) + "." + v.name;
      s.values.assign(c.frame.rows, data::missing);
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (levels.codes[i] != Levels::none) s.values[rows.rows[i]] = levels.codes[i] == k ? 1 : 0;
      out.series.push_back(std::move(s));
    }
  }
  return out;
}

// A name for each ratio, its text, and the columns numerator, denominator.
struct Ratios {
  std::vector<std::string> names, texts;
  std::vector<NamedSeries> series;
};

NamedSeries ratio_part(std::string_view text, const Context& c) {
  const std::string name(trim(text));
  const data::Variable& v = c.frame.at(name);
  if (v.is_string()) throw Error(109, "type mismatch: " + name + " is a string variable");
  NamedSeries s;
  s.name = name;
  s.column = v.column.get();
  return s;
}

Ratios parse_ratios(const std::string& text, const Context& c) {
  std::vector<std::string> asked;
  if (trim(text).substr(0, 1) == "(") {
    for (const Piece& p : split_pieces(text)) asked.push_back(p.text);
  } else {
    asked.push_back(text);
  }
  Ratios out;
  for (const std::string& one : asked) {
    const std::size_t colon = one.find(':'), slash = one.find('/');
    if (slash == std::string::npos)
      throw Error(198, "a ratio is needed", std::nullopt, {"write ratio y/x, or ratio (name: y/x) (y2/x2)"});
    const std::size_t begin = colon == std::string::npos ? 0 : colon + 1;
    out.series.push_back(ratio_part(std::string_view(one).substr(begin, slash - begin), c));
    out.series.push_back(ratio_part(std::string_view(one).substr(slash + 1), c));
    out.names.push_back(colon == std::string::npos ? "_ratio_" + std::to_string(out.names.size() + 1)
                                                   : std::string(trim(std::string_view(one).substr(0, colon))));
    const std::size_t last = out.series.size() - 1;
    out.texts.push_back(out.names.back() + ": " + out.series[last - 1].name + "/" + out.series[last].name);
  }
  return out;
}

std::optional<numeric::ProportionInterval> trials_method(const std::string& type) {
  using numeric::ProportionInterval;
  if (type == "agresti") return ProportionInterval::agresti;
  if (type == "exact") return ProportionInterval::exact;
  if (type == "jeffreys") return ProportionInterval::jeffreys;
  if (type == "wilson") return ProportionInterval::wilson;
  return std::nullopt;
}

numeric::Interval domain_interval(Estimand e, double b, double se, double df, double n, double level,
                                  const DomainArgs& a) {
  if (e != Estimand::proportion) return numeric::t_interval(b, se, df, level);
  if (const auto method = trials_method(a.interval_type)) return numeric::share_interval(b, se, df, n, level, *method);
  const bool normal = a.normal || a.interval_type == "normal" || a.interval_type == "wald";
  if (normal || !(b > 0 && b < 1)) return numeric::t_interval(b, se, df, level);
  return numeric::logit_interval(b, se, df, level);
}

const char* domain_heading(Estimand e, bool percent = false) {
  if (percent) return "Percent";
  if (e == Estimand::ratio) return "Ratio";
  return e == Estimand::mean ? "Mean" : e == Estimand::total ? "Total" : "Proportion";
}

struct Line {
  std::string block, name;
};

// over(a b): a domain for each combination of their values that occurs.
struct Domains {
  command::Variables names;
  std::vector<const data::Column*> columns;
  std::string text;  // the names
  bool no_label = false;

  std::string label(const Context& c, const Levels& over, std::size_t k) const {
    std::string out;
    for (const std::string& name : names)
      out += (out.empty() ? "" : " ") + level_text(c.frame, c.frame.at(name), over.first[k], no_label);
    return out;
  }
};

Domains read_domains(const DomainArgs& a, const Context& c) {
  Domains out;
  if (a.over.empty()) return out;
  const std::size_t comma = std::min(a.over.find(','), a.over.size());
  const std::string option(trim(std::string_view(a.over).substr(std::min(comma + 1, a.over.size()))));
  if (!option.empty() && !abbreviates(option, "noLabel") && option != "nolabel")
    throw Error(198, "over(, " + option + ") is not allowed", std::nullopt, {"over() takes nolabel"});
  out.no_label = a.no_label || !option.empty();
  out.names = command::resolve_variables(std::string_view(a.over).substr(0, comma), c);
  for (const std::string& name : out.names) {
    out.columns.push_back(c.frame.at(name).column.get());
    out.text += (out.text.empty() ? "" : " ") + name;
  }
  return out;
}

report::Document domain_table(const std::vector<Line>& lines, const numeric::DomainMeans& m,
                              const std::vector<numeric::Interval>& limits, Estimand e, const DomainArgs& a,
                              double level) {
  std::size_t stub = 12;
  for (const Line& l : lines) stub = std::max(stub, std::min<std::size_t>(30, text::display_width(l.name)));
  report::Table t;
  t.columns = {{static_cast<int>(stub), 0, false}, {10, 1, true}, {10, 2, false}, {10, 3, false}, {10, 2, false}};
  Cell interval = text_cell(interval_heading(level), Align::right);
  interval.span = 2;
  t.rule();
  t.row({text_cell(""), text_cell(domain_heading(e, a.percent), Align::right), text_cell("Std. err.", Align::right),
         interval});
  t.rule();
  std::string block;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    if (lines[k].block != block) {
      if (k > 0) t.row({text_cell("")});
      t.row({text_cell(text::abbreviate(lines[k].block, stub), Align::right)});
      block = lines[k].block;
    }
    const double se = std::sqrt(m.V(k, k));
    const double scale = a.percent ? 100 : 1;
    const auto number = [scale](double x) { return number_cell(stored(scale * x), "%9.0g"); };
    t.row({text_cell(text::truncate(lines[k].name, stub) + (block.empty() ? "" : " "), Align::right),
           number(m.b[k]), number(se), number(limits[k].low), number(limits[k].high)});
  }
  t.rule();
  report::Document d;
  d.add(std::move(t));
  return d;
}

}  // namespace

Output estimate_domains(const std::string& cmd, Estimand estimand, const DomainArgs& a, const Context& c) {
  const double level = level_or_default(a.level, c);
  EstimationSample sample = mark_sample(c, a.sample, a.weight, {{}, a.vce.variables});
  WeightedRows rows{sample.rows, sample.weights, sample.weight_kind};
  const Ratios ratios = estimand == Estimand::ratio ? parse_ratios(a.ratios, c) : Ratios{};
  Columns columns;
  if (estimand == Estimand::proportion) columns = level_indicators(a, rows, c);
  else columns.series = estimand == Estimand::ratio ? ratios.series : write_out(a.terms, rows, c);
  const Domains domains = read_domains(a, c);
  if (!domains.columns.empty()) rows = complete_rows(rows, domains.columns);
  const CompleteCases cases = complete_cases(columns.series, rows);
  need_rows(cases.rows);
  sample.use = used(cases.rows, c.frame.rows);
  sample.rows = cases.rows.rows;
  sample.weights = cases.rows.weights;

  numeric::DomainSpec spec;
  spec.x = cases.x;
  spec.estimand = estimand;
  spec.weights = cases.rows.weights;
  spec.kind = cases.rows.kind;
  Levels over;
  std::vector<std::int32_t> domain;
  if (!a.over.empty()) {
    over = levels_of(domains.columns, cases.rows.rows, true);
    domain.assign(over.codes.begin(), over.codes.end());
    spec.domain = domain;
    spec.domains = static_cast<std::int32_t>(over.count());
  }
  GroupCodes clusters;
  if (!a.vce.variables.empty()) {
    clusters = group_codes(a.vce.variables[0], sample, c);
    spec.cluster = clusters.codes;
  }
  if (estimand == Estimand::ratio) {  // from here on a ratio is one series
    columns.series.resize(ratios.names.size());
    for (std::size_t j = 0; j < ratios.names.size(); ++j) columns.series[j].name = ratios.names[j];
  }
  const numeric::DomainMeans m = compute(c, [&](numeric::Progress&) { return numeric::domain_means(spec); });

  std::vector<Line> lines;
  Coefficients k;
  for (const NamedSeries& s : columns.series) {
    for (std::int32_t g = 0; g < spec.domains; ++g) {
      const std::string label = domains.label(c, over, static_cast<std::size_t>(g));
      const std::string own = s.group.empty() ? s.name : s.level;
      lines.push_back({a.over.empty()    ? s.group
                       : s.group.empty() ? s.name
                                         : s.group + " = " + s.level,
                       a.over.empty() ? own : label});
      k.names.push_back(a.over.empty() ? s.name : s.name + ":" + label);
    }
  }
  k.b = m.b;
  k.V = m.V;
  const std::string title = std::string(domain_heading(estimand)) + " estimation";
  Results e = begin_estimates(cmd, title, columns.series.empty() ? "" : columns.series[0].name, c);
  post_scalars(e, {{"N", m.n}, {"df_r", m.df}, {"N_over", static_cast<double>(spec.domains)}});
  if (m.clusters > 0) post_scalars(e, {{"N_clust", m.clusters}});
  if (!a.over.empty()) e.macro("over", domains.text);
  e.macro("vce", a.vce.variables.empty() ? "analytic" : "cluster");
  if (!a.vce.variables.empty()) e.macro("clustvar", a.vce.variables[0]).macro("vcetype", "Robust");
  post_weight(e, a.weight);
  post_coefficients(e, k);
  e.matrix("_N", named_row(m.domain_n, "N", std::vector<std::string>(m.domain_n.size(), "n")));
  std::vector<numeric::Interval> limits;
  for (std::size_t i = 0; i < m.b.size(); ++i)
    limits.push_back(domain_interval(estimand, m.b[i], std::sqrt(m.V(i, i)), m.df, m.domain_n[i % m.domain_n.size()],
                                     level, a));
  Output out = estimation(std::move(e), sample, k, level);
  eval::Matrix table = *out.r->find_matrix("table");
  for (std::size_t i = 0; i < limits.size(); ++i) {
    table(4, i) = stored(limits[i].low);
    table(5, i) = stored(limits[i].high);
  }
  out.r->matrix("table", std::move(table));
  out.document.blank();
  const std::string obs = "Number of obs = " + count_text(m.n);
  if (!a.no_header) out.document.line(text::pad_right(title, 60 - obs.size()) + obs);
  if (m.clusters > 0 && !a.no_header)
    out.document.line(fmt::format("(Std. err. adjusted for {} clusters in {})", m.clusters, a.vce.variables[0]));
  if (!a.no_header) out.document.blank();
  if (!ratios.texts.empty() && !a.no_legend) {
    for (const std::string& text : ratios.texts) out.document.line("  " + text);
    out.document.blank();
  }
  out.document.append(domain_table(lines, m, limits, estimand, a, level));
  return out;
}

command::Definition<DomainArgs>& domain_options(command::Definition<DomainArgs>& d) {
  using command::WeightKind;
  return d.if_in(&DomainArgs::sample)
      .weights(&DomainArgs::weight,
               {WeightKind::fweight, WeightKind::pweight, WeightKind::aweight, WeightKind::iweight})
      .text("over", &DomainArgs::over, "estimates for each value of this variable, or each combination of several")
      .vce(&DomainArgs::vce, {"analytic", "robust", "cluster"})
      .number("Level", &DomainArgs::level, 10, 99.99, "confidence level in percent")
      .flag("noLabel", &DomainArgs::no_label, "numbers instead of value labels")
      .flag("noHeader", &DomainArgs::no_header, "leave out what stands above the table")
      .flag("noLegend", &DomainArgs::no_legend, "leave out what the names of ratios stand for")
      .stores({{"e(N)", "number of observations"},
               {"e(df_r)", "degrees of freedom: N - 1, or clusters - 1"},
               {"e(N_over)", "number of subpopulations"},
               {"e(N_clust)", "number of clusters"},
               {"e(over)", "names of the variables in over()"},
               {"e(b)", "estimates"},
               {"e(V)", "their variances and covariances"},
               {"e(_N)", "observations in each subpopulation"}})
      .changes(command::Effect::estimates | command::Effect::results)
      .no_by();
}

}  // namespace nqp::kit
