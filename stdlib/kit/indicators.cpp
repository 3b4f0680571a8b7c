#include "stdlib/kit/indicators.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>

#include <fmt/format.h>

#include "interpreter/command/convert.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {
namespace {

using namespace command;
using numeric::Direction;
using numeric::Scaling;

std::size_t position(const std::vector<std::string>& names, const std::string& name, const char* option) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end())
    throw Error(198, std::string(option) + " names " + name + ", which is not an indicator", std::nullopt,
                {"list the variable before the comma too"});
  return static_cast<std::size_t>(at - names.begin());
}

// moderate(x 5 z 1.5): pairs of a variable and its optimum.
void read_optima(const std::string& text, const Context& c, Indicators& in) {
  std::string_view rest = text;
  while (!trim(rest).empty()) {
    const std::string name = take_word(rest);
    const std::optional<double> optimum = parse_number(take_word(rest));
    if (!optimum || data::is_missing(*optimum))
      throw Error(198, "moderate() takes pairs of a variable and its best value", std::nullopt,
                  {"for example moderate(ratio 1.5)"});
    const Variables resolved = resolve_variables(name, c);
    in.directions[position(in.names, resolved.front(), "moderate()")] = {Direction::moderate, *optimum};
  }
}

void read_directions(const IndicatorArgs& a, const Context& c, Indicators& in) {
  in.names = a.variables;
  in.directions.resize(in.names.size());
  if (std::set<std::string>(in.names.begin(), in.names.end()).size() != in.names.size())
    throw Error(198, "an indicator is listed twice");
  std::vector<int> said(in.names.size());
  for (const std::string& v : a.positive) ++said[position(in.names, v, "positive()")];
  for (const std::string& v : a.negative) {
    const std::size_t j = position(in.names, v, "negative()");
    ++said[j];
    in.directions[j].direction = Direction::negative;
  }
  if (!a.moderate.empty()) read_optima(a.moderate, c, in);
  for (std::size_t j = 0; j < said.size(); ++j)
    if (said[j] + (in.directions[j].direction == Direction::moderate ? 1 : 0) > 1)
      throw Error(198, in.names[j] + " is given more than one direction");
}

struct Scope {
  enum class Kind { pooled, by_period, base } kind = Kind::pooled;
  double base = 0;
};

Scope scope_of(const std::string& text) {
  const std::string s = lower(trim(text));
  if (s == "pooled") return {};
  if (s == "byyear") return {Scope::Kind::by_period, 0};
  if (starts_with(s, "base(") && s.back() == ')')
    if (const auto x = parse_number(s.substr(5, s.size() - 6))) return {Scope::Kind::base, *x};
  throw Error(198, "scope(" + text + ") is not known", std::nullopt, {"pooled, byyear or base(#)"});
}

Scaling scaling_of(const IndicatorArgs& a, bool reverse_vectors) {
  if (a.no_norm) return Scaling::none;
  if (a.norm == "max") return Scaling::max;
  if (a.norm == "sum") return Scaling::sum;
  if (a.norm == "vector") return reverse_vectors ? Scaling::reversed_vector : Scaling::vector;
  return a.norm == "zscore" ? Scaling::zscore : Scaling::minmax;
}

// Values that a scaling divides by or shares out must have the right sign.
void require_signs(const Indicators& in, const IndicatorBlock& b, const IndicatorArgs& a) {
  if (a.no_norm || (a.norm != "max" && a.norm != "sum" && a.norm != "vector")) return;
  for (std::size_t j = 0; j < in.names.size(); ++j) {
    if (in.directions[j].direction == Direction::moderate) continue;
    // min/x and (1/x)/Σ(1/x) have no value at 0; x/max has.
    const bool above = a.norm != "vector" && in.directions[j].direction == Direction::negative;
    for (const double x : b.x.column(j))
      if (x < 0 || (above && x == 0))
        throw Error(459,
                    fmt::format("{} has values that are {}; norm({}) cannot scale it", in.names[j],
                                x < 0 ? "negative" : "zero", a.norm),
                    std::nullopt, {"norm(minmax) takes any values"});
  }
}

// Columns are shared out among so many pieces of work.
std::size_t column_pieces(const numeric::Matrix& m) {
  return m.rows * m.cols < 2 * numeric::worth_a_thread ? 1 : std::min(m.cols, 2 * numeric::cores());
}

double distinct(const std::vector<double>& values, const std::vector<data::Row>& rows) {
  if (values.empty()) return data::missing;
  std::set<double> seen;
  for (const data::Row r : rows) seen.insert(values[r]);
  return static_cast<double>(seen.size());
}

// id() and time(), or what is declared; empty when there is neither. Strings count as codes.
std::vector<double> key_values(const std::string& given, const std::string& declared, const Context& c) {
  const std::string name = given.empty() ? declared : given;
  if (name.empty()) return {};
  const data::Column& column = *c.variable(name).column;
  std::vector<double> out(c.frame.rows);
  if (!column.is_string()) column.read(0, out.size(), out.data());
  else
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = column.codes()[i];
  return out;
}

void scale_block(const IndicatorArgs& a, Scaling scaling, const Scope& scope, const std::vector<double>& time,
                 const Indicators& in, bool given, IndicatorBlock& b) {
  require_signs(in, b, a);
  std::vector<std::uint8_t> reference;
  if (scope.kind == Scope::Kind::base) {
    for (const data::Row r : b.rows) reference.push_back(time[r] == scope.base);
    if (std::find(reference.begin(), reference.end(), 1) == reference.end())
      throw Error(2000, fmt::format("no observations in the base period {}", text::macro_number(scope.base)));
  }
  numeric::Normalised& to = b.scaled;
  to.z = given ? b.x : std::move(b.x);
  const std::size_t columns = to.z.cols;
  std::vector<numeric::NormalisedColumn> scaled(columns);
  numeric::in_parallel(column_pieces(to.z), [&](std::size_t first) {
    for (std::size_t j = first; j < columns; j += column_pieces(to.z)) {
      scaled[j] = numeric::normalise_indicator(to.z.column(j), in.directions[j], scaling, reference);
      if (a.floor)
        for (double& z : to.z.column(j)) z = std::max(z, 0.0);
    }
  });
  for (const numeric::NormalisedColumn& c : scaled)
    to.low.push_back(c.low), to.high.push_back(c.high), to.constant.push_back(c.constant);
  if (a.smooth == 0 && a.shift == 0) return;
  b.z = to.z;
  for (double& z : b.z.data) z = a.smooth + (1 - a.smooth) * z + a.shift;
}

// The indicators of the rows, one a column; `whole` gets 0 for rows that miss one.
numeric::Matrix read_columns(const std::vector<std::string>& names, const std::vector<data::Row>& rows,
                             std::vector<std::uint8_t>& whole, const Context& c) {
  numeric::Matrix x(rows.size(), names.size());
  std::vector<std::vector<std::size_t>> missing(names.size());
  for (const std::string& v : names) c.numeric(v);  // its errors come in the order of the list
  numeric::in_parallel(column_pieces(x), [&](std::size_t first) {
    for (std::size_t j = first; j < names.size(); j += column_pieces(x)) {
      const std::span<double> column = x.column(j);
      c.numeric(names[j]).read_rows(rows, column.data());
      for (std::size_t i = 0; i < column.size(); ++i)
        if (data::is_missing(column[i])) missing[j].push_back(i);
    }
  });
  whole.assign(rows.size(), 1);
  for (const std::vector<std::size_t>& places : missing)
    for (const std::size_t i : places) whole[i] = 0;
  return x;
}

// `places`: of its rows in `x`, which is taken over when they are all.
IndicatorBlock make_block(double period, const std::vector<std::size_t>& places, const std::vector<data::Row>& rows,
                          numeric::Matrix& x) {
  if (places.size() < 2)
    throw Error(2001, "insufficient observations", std::nullopt,
                {data::is_missing(period) ? "an index needs two rows at least"
                                          : "period " + text::macro_number(period) + " has one row only"});
  IndicatorBlock b;
  b.period = period;
  for (const std::size_t i : places) b.rows.push_back(rows[i]);
  if (places.size() == x.rows) {
    b.x = std::move(x);
    return b;
  }
  b.x = numeric::Matrix(places.size(), x.cols);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < places.size(); ++i) b.x(i, j) = x(places[i], j);
  return b;
}

// All rows of columns without missing values: they are read where they stand, twice or three times, instead of being
// copied and scaled. False when the data are not like that.
bool stream_block(const IndicatorArgs& a, const std::vector<double>& id, const std::vector<double>& time,
                  const Context& c, Indicators& in) {
  if (a.sample.condition || a.sample.range || a.no_norm || a.norm != "minmax" || a.floor || !a.z_stub.empty() ||
      scope_of(a.scope).kind != Scope::Kind::pooled || c.frame.rows < 2)
    return false;
  for (const numeric::Indicator& i : in.directions)
    if (i.direction == Direction::moderate) return false;
  const std::vector<data::Row> rows = c.rows(a.sample);
  if (rows.size() != c.frame.rows) return false;
  IndicatorBlock b;
  for (const std::string& v : in.names) b.source.push_back(&c.numeric(v));
  std::vector<std::uint8_t> whole(in.names.size());
  const std::size_t pieces = rows.size() * in.names.size() < 2 * numeric::worth_a_thread
                                 ? 1 : std::min(in.names.size(), 2 * numeric::cores());
  numeric::in_parallel(pieces, [&](std::size_t first) {
    for (std::size_t j = first; j < whole.size(); j += pieces) whole[j] = b.source[j]->facts().missing_count == 0;
  });
  if (std::find(whole.begin(), whole.end(), 0) != whole.end()) return false;
  for (std::size_t j = 0; j < in.names.size(); ++j) {
    const data::Facts& facts = b.source[j]->facts();
    b.scaled.low.push_back(facts.lowest), b.scaled.high.push_back(facts.highest);
    b.scaled.constant.push_back(facts.lowest == facts.highest);
    b.reversed.push_back(in.directions[j].direction == Direction::negative);
  }
  b.period = data::missing, b.rows = rows, b.shift = a.shift, b.smooth = a.smooth;
  b.units = distinct(id, b.rows), b.periods = distinct(time, b.rows);
  in.rows = rows.size(), in.scope = "pooled";
  in.blocks.push_back(std::move(b));
  return true;
}

// The same from columns that are read as they pass.
numeric::EntropyWeights streamed_entropy(const IndicatorBlock& b, double k) {
  std::vector<numeric::IndicatorEntropy> each(b.indicators());
  const std::size_t n = b.rows.size();
  const bool few = n * each.size() < 2 * numeric::worth_a_thread;
  const std::size_t pieces = few ? 1 : std::min(each.size(), 2 * numeric::cores());
  numeric::in_parallel(pieces, [&](std::size_t first) {
    double room[numeric::entropy_stretch];
    const auto pass = [&](std::size_t j, auto& sums) {
      for (std::size_t from = 0; from < n; from += numeric::entropy_stretch) {
        const std::size_t count = std::min(numeric::entropy_stretch, n - from);
        sums.add(std::span<const double>(b.read(j, from, count, true, room), count));
      }
    };
    for (std::size_t j = first; j < each.size(); j += pieces) {
      if (b.scaled.constant[j]) continue;
      numeric::EntropySums sums;
      pass(j, sums);
      const double e = sums.entropy(k);
      each[j] = {e, 1 - e};
      if (!numeric::nearly_even(e, k, n)) continue;
      numeric::EvennessSum even{sums.sum / static_cast<double>(n)};
      pass(j, even);
      each[j].d = even.redundancy(k);
    }
  });
  return numeric::weights_of_entropies(each);
}

}  // namespace

const double* IndicatorBlock::read(std::size_t j, std::size_t begin, std::size_t n, bool shifted_too,
                                   double* room) const {
  if (source.empty()) return (shifted_too ? shifted() : scaled.z).column(j).data() + begin;
  source[j]->read(begin, n, room);
  numeric::minmax_rows({room, n}, scaled.low[j], scaled.high[j], reversed[j] != 0);
  if (shifted_too && (shift != 0 || smooth != 0))
    for (std::size_t i = 0; i < n; ++i) room[i] = smooth + (1 - smooth) * room[i] + shift;
  return room;
}

Indicators read_indicators(const IndicatorArgs& a, const Context& c, bool reverse_vectors, bool given,
                           bool streamed) {
  Indicators in;
  read_directions(a, c, in);
  const Scope scope = scope_of(a.scope);
  if (a.norm == "zscore" && a.shift <= 0 && !a.no_norm && !reverse_vectors)
    throw Error(198, "norm(zscore) needs shift(#): standard scores are negative for half of the rows", std::nullopt,
                {"shift(3) is usual; any value that makes all scores positive will do"});
  const std::string panel = c.frame.panel ? c.frame.panel->panel : "",
                    declared = c.frame.panel ? c.frame.panel->time : "";
  const std::vector<double> id = key_values(a.id, panel, c), time = key_values(a.time, declared, c);
  if (scope.kind != Scope::Kind::pooled && time.empty())
    throw Error(198, "scope(" + a.scope + ") needs time()", std::nullopt, {"name the periods with time(), or xtset"});
  if (streamed && !given && stream_block(a, id, time, c, in)) return in;
  const std::vector<data::Row> candidates = c.rows(a.sample);
  std::vector<std::uint8_t> whole;
  numeric::Matrix x = read_columns(in.names, candidates, whole, c);
  std::map<double, std::vector<std::size_t>> periods;
  std::vector<std::size_t>* pooled = scope.kind == Scope::Kind::by_period ? nullptr : &periods[data::missing];
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const data::Row r = candidates[i];
    if (!whole[i] || (scope.kind != Scope::Kind::pooled && data::is_missing(time[r]))) {
      ++in.dropped;
      continue;
    }
    (pooled ? *pooled : periods[time[r]]).push_back(i);
    ++in.rows;
  }
  if (in.rows == 0) throw Error(2000, "no observations", std::nullopt, {"if, in and missing values leave no row"});
  in.scope = scope.kind == Scope::Kind::pooled      ? "pooled"
             : scope.kind == Scope::Kind::by_period ? "by period"
                                                    : a.scope;
  for (const auto& [period, places] : periods) {
    IndicatorBlock b = make_block(period, places, candidates, x);
    b.units = distinct(id, b.rows), b.periods = distinct(time, b.rows);
    scale_block(a, scaling_of(a, reverse_vectors), scope, time, in, given, b);
    in.blocks.push_back(std::move(b));
  }
  return in;
}

numeric::EntropyWeights block_entropy(const IndicatorBlock& b, double k, double inside_log) {
  if (!b.source.empty()) return streamed_entropy(b, k);
  const numeric::Matrix& z = b.shifted();
  std::vector<numeric::IndicatorEntropy> each(z.cols);
  numeric::in_parallel(column_pieces(z), [&](std::size_t first) {
    for (std::size_t j = first; j < z.cols; j += column_pieces(z))
      if (!b.scaled.constant[j]) each[j] = numeric::indicator_entropy(z.column(j), j, k, inside_log);
  });
  return numeric::weights_of_entropies(each);
}

std::string direction_mark(const numeric::Indicator& i) {
  if (i.direction == Direction::moderate) return "=" + text::macro_number(i.optimum);
  return i.direction == Direction::negative ? "-" : "+";
}

std::vector<double> matrix_weights(const std::string& matrix, const std::vector<std::string>& names, const Context& c,
                                   std::string& note) {
  const std::string name(trim(matrix));
  const eval::Matrix* m = c.environment.matrix(name);
  if (!m) {
    const eval::Stored stored = starts_with(name, "r(") && name.back() == ')'
                                    ? c.environment.stored('r', name.substr(2, name.size() - 3))
                                    : eval::Stored{};
    if (const auto* p = std::get_if<const eval::Matrix*>(&stored)) m = *p;
  }
  if (!m) throw Error(111, "matrix " + name + " not found");
  const bool row = m->rows == 1 && m->columns == names.size() && names.size() > 1;
  std::size_t column = 0;
  for (std::size_t j = 0; j < m->columns; ++j)
    if (m->column_names[j] == "w") column = j;
  const std::vector<std::string>& labels = row ? m->column_names : m->row_names;
  if (labels.size() != names.size())
    throw Error(503, fmt::format("matrix {} has {} weights for {} indicators", name, labels.size(), names.size()));
  std::vector<double> w;
  for (const std::string& v : names) {
    const auto at = std::find(labels.begin(), labels.end(), v);
    if (at == labels.end()) break;
    const auto i = static_cast<std::size_t>(at - labels.begin());
    w.push_back(row ? (*m)(0, i) : (*m)(i, column));
  }
  if (w.size() != names.size()) {
    w.clear();
    for (std::size_t i = 0; i < names.size(); ++i) w.push_back(row ? (*m)(0, i) : (*m)(i, column));
  }
  double sum = 0;
  for (const double x : w) {
    if (data::is_missing(x) || x < 0) throw Error(459, "matrix " + name + " has weights that are negative or missing");
    sum += x;
  }
  if (sum <= 0) throw Error(459, "the weights in matrix " + name + " are all zero");
  if (std::fabs(sum - 1) > 1e-12)
    note = fmt::format("note: weights rescaled; their sum was {}", text::macro_number(sum));
  for (double& x : w) x /= sum;
  return w;
}

void check_index_name(const std::string& name, bool replace, const Context& c) {
  if (!(replace && c.frame.find(name))) check_new_name(c, name);
}

void put_index(data::Frame& f, const std::string& name, const std::string& label, const std::vector<double>& values) {
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, values);
  v.format = "%10.0g";
  v.label = label;
  const auto at = f.index(name);
  if (!at) return f.add(std::move(v));
  f.replace(*at, v.column);
  f.variables[*at].label = label;
}

void keep_scaled(const IndicatorArgs& a, const Indicators& in, data::Frame& f) {
  if (a.z_stub.empty()) return;
  for (std::size_t j = 0; j < in.names.size(); ++j) {
    std::vector<double> values(f.rows, data::missing);
    for (const IndicatorBlock& b : in.blocks)
      for (std::size_t i = 0; i < b.rows.size(); ++i)
        if (!b.scaled.constant[j]) values[b.rows[i]] = b.scaled.z(i, j);
    put_index(f, a.z_stub + in.names[j], "scaled " + in.names[j], values);
  }
}

report::Table score_summary(const std::vector<std::pair<std::string, std::vector<double>>>& scores) {
  using report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{12, 0, false}, {8, 1, true}, {10, 2, false}, {10, 2, false}, {10, 2, false}, {10, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  t.row({text_cell("Variable", report::Align::right), head("Obs"), head("Mean"), head("Std. dev."), head("Min"),
         head("Max")});
  t.rule();
  for (const auto& [name, values] : scores) {
    std::vector<double> x;
    for (const double v : values)
      if (!data::is_missing(v)) x.push_back(v);
    const numeric::Summary s = numeric::summarize(x);
    t.row({text_cell(text::abbreviate(name, 12), report::Align::right), number_cell(s.n, "%8.0fc"),
           number_cell(data::checked(s.mean), "%9.0g"), number_cell(data::checked(s.sd), "%9.0g"),
           number_cell(data::checked(s.min), "%9.0g"), number_cell(data::checked(s.max), "%9.0g")});
  }
  return t;
}

void indicator_notes(const Indicators& in, Output& out) {
  if (in.dropped > 0)
    out.line(count_of(in.dropped, "row with a missing indicator left out", "rows with missing indicators left out"),
             report::Style::note);
  for (const IndicatorBlock& b : in.blocks)
    for (std::size_t j = 0; j < in.names.size(); ++j)
      if (b.scaled.constant[j])
        out.line("note: " + in.names[j] + " has no variation" +
                     (data::is_missing(b.period) ? "" : " in period " + text::macro_number(b.period)) + "; weight 0",
                 report::Style::note);
}

void indicator_failure(const numeric::Failure& f, const Indicators& in) {
  std::string message = f.what();
  std::vector<std::string> notes;
  for (const auto& [key, value] : f.facts)
    if (key == "column") {
      message = in.names[static_cast<std::size_t>(value)] + ": " + message;
      notes = {"shift(#) moves the scaled values; floor puts those below the base period to 0"};
    }
  throw Error(static_cast<int>(f.code), message, std::nullopt, std::move(notes));
}

}  // namespace nqp::kit
