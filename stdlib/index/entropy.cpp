// entropy: composite index with weights from the entropy of the indicators.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/index_tables.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/index/index_weights.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::commands::entropy_ {
namespace {

using namespace command;
using kit::IndicatorBlock, kit::Indicators;

struct Args : kit::IndicatorArgs {
  std::string kbase = "nt", zero = "limit", score_on = "z", hierarchical, mode = "one", weights, saving, combine;
  double scale = 1;
  bool list = false;
};

struct Weighted {
  double k = 0;
  numeric::EntropyWeights entropy;
  std::vector<double> w;      // those of the score
  std::vector<double> score;  // one for each row of the block
};

double inside_log(const std::string& zero) {
  if (zero == "limit") return 0;
  const std::string rest = kit::starts_with(zero, "eps") ? zero.substr(3) : "";
  if (const auto x = kit::parse_number(rest); x && *x > 0 && *x < 1) return *x;
  throw Error(198, "zero() takes limit or eps#", std::nullopt, {"for example zero(eps1e-10)"});
}

double k_of(const Args& a, const IndicatorBlock& b) {
  if (a.kbase == "nt") return 1 / std::log(static_cast<double>(b.rows.size()));
  const double n = a.kbase == "n" ? b.units : b.periods;
  if (data::is_missing(n))
    throw Error(198, "kbase(" + a.kbase + ") needs " + (a.kbase == "n" ? "id()" : "time()"), std::nullopt,
                {"name the variable, or xtset the data"});
  if (n < 2) throw Error(2001, "insufficient observations", std::nullopt, {"ln 1 = 0: kbase() needs two or more"});
  return 1 / std::log(n);
}

struct Combination {
  bool on = false;
  numeric::CombineRule rule = numeric::CombineRule::additive;
  double alpha = 0.5;
  std::string text;
};

Combination combination_of(const Args& a) {
  Combination out;
  if (a.combine.empty()) return out;
  kit::BodyAndOptions line = kit::split_options(a.combine);
  const ast::Option* rule = line.find("rule");
  const ast::Option* alpha = line.find("alpha");
  line.check_all_known();
  if (kit::trim(line.body) != "critic")
    throw Error(198, "combine() takes critic", std::nullopt, {"for example combine(critic, rule(add))"});
  out.on = true;
  const std::string name = rule ? std::string(kit::trim(rule->argument)) : "add";
  if (name == "mult") out.rule = numeric::CombineRule::multiplicative;
  else if (name == "geo") out.rule = numeric::CombineRule::geometric;
  else if (name == "game") out.rule = numeric::CombineRule::game;
  else if (name != "add") throw Error(198, "rule(" + name + ") is not known", std::nullopt, {"add, mult, geo or game"});
  if (alpha) {
    const auto x = kit::parse_number(alpha->argument);
    if (!x || *x < 0 || *x > 1) throw Error(198, "alpha() takes a number from 0 to 1");
    out.alpha = *x;
  }
  out.text = "entropy and CRITIC weights combined, rule(" + name + ")";
  if (name == "add") out.text += fmt::format(", {} of entropy", text::macro_number(out.alpha));
  return out;
}

std::vector<std::uint8_t> picked(const std::vector<std::uint8_t>& flags, const std::vector<std::size_t>& members) {
  std::vector<std::uint8_t> out;
  for (const std::size_t j : members) out.push_back(flags[j]);
  return out;
}

numeric::Matrix columns_of(const numeric::Matrix& m, const std::vector<std::size_t>& members) {
  std::vector<std::size_t> rows(m.rows);
  for (std::size_t i = 0; i < m.rows; ++i) rows[i] = i;
  return numeric::submatrix(m, rows, members);
}

// Entropy within every dimension, then over the dimensions' scores; e and d are those within.
numeric::EntropyWeights two_levels(const Args& a, const IndicatorBlock& b,
                                   const std::vector<kit::IndexDimension>& dimensions, double k) {
  const std::size_t count = b.shifted().cols;
  numeric::EntropyWeights out{std::vector<double>(count), std::vector<double>(count), std::vector<double>(count)};
  numeric::Matrix scores(b.shifted().rows, dimensions.size());
  for (std::size_t g = 0; g < dimensions.size(); ++g) {
    const std::vector<std::size_t>& members = dimensions[g].members;
    const numeric::EntropyWeights inner =
        numeric::entropy_weights(columns_of(b.shifted(), members), picked(b.scaled.constant, members), k, inside_log(a.zero));
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::size_t j = members[i];
      out.e[j] = inner.e[i], out.d[j] = inner.d[i], out.w[j] = inner.w[i];
      for (std::size_t row = 0; row < b.shifted().rows; ++row) scores(row, g) += inner.w[i] * b.scaled.z(row, j);
    }
  }
  const std::vector<numeric::Indicator> positive(dimensions.size());
  numeric::Normalised upper = numeric::normalise_indicators(std::move(scores), positive, numeric::Scaling::minmax);
  for (double& z : upper.z.data) z = a.smooth + (1 - a.smooth) * z + a.shift;
  const numeric::EntropyWeights outer = numeric::entropy_weights(upper.z, upper.constant, k, inside_log(a.zero));
  for (std::size_t g = 0; g < dimensions.size(); ++g)
    for (const std::size_t j : dimensions[g].members) out.w[j] *= outer.w[g];
  return out;
}

// Weights times what score() names: scaled indicators, shifted ones, shares or the data. Constant ones count as 0.
std::vector<double> score_of(const Args& a, const IndicatorBlock& b, const std::vector<double>& w,
                             const std::vector<std::size_t>& members) {
  const bool shifted = a.score_on == "zshift" || a.score_on == "p", raw = a.score_on == "raw";
  std::vector<std::pair<std::size_t, double>> parts;
  for (const std::size_t j : members) {
    if (b.scaled.constant[j]) continue;
    double factor = a.scale * w[j];
    if (a.score_on == "p") {
      double sum = 0;
      for (const double z : b.shifted().column(j)) sum += z;
      factor /= sum;
    }
    parts.emplace_back(j, factor);
  }
  std::vector<double> out(b.rows.size());
  constexpr std::size_t chunk = 2048;  // the sums stay near while the columns pass by
  numeric::in_stretches(out.size(), [&](std::size_t begin, std::size_t end) {
    double room[chunk];
    for (std::size_t from = begin; from < end; from += chunk)
      for (const auto& [j, factor] : parts) {
        const std::size_t n = std::min(chunk, end - from);
        const double* z = raw ? b.x.column(j).data() + from : b.read(j, from, n, shifted, room);
        for (std::size_t i = 0; i < n; ++i) out[from + i] += factor * z[i];
      }
  });
  return out;
}

Weighted weigh(const Args& a, const Indicators& in, const IndicatorBlock& b,
               const std::vector<kit::IndexDimension>& dimensions, const Combination& combination,
               const std::vector<double>& given) {
  Weighted out;
  out.k = k_of(a, b);
  try {
    out.entropy = a.mode == "two" ? two_levels(a, b, dimensions, out.k)
                                  : kit::block_entropy(b, out.k, inside_log(a.zero));
    out.w = given.empty() ? out.entropy.w : given;
    if (combination.on)
      out.w = numeric::combine_weights(out.entropy.w, numeric::critic_weights(b.scaled.z, b.scaled.constant).w,
                                       combination.rule, combination.alpha);
  } catch (const numeric::Failure& f) {
    kit::indicator_failure(f, in);
  }
  std::vector<std::size_t> all(b.indicators());
  for (std::size_t j = 0; j < all.size(); ++j) all[j] = j;
  out.score = score_of(a, b, out.w, all);
  return out;
}

std::vector<double> average(const std::vector<Weighted>& blocks, std::vector<double> (*part)(const Weighted&)) {
  std::vector<double> out;
  for (const Weighted& b : blocks) {
    const std::vector<double> x = part(b);
    out.resize(x.size());
    for (std::size_t j = 0; j < x.size(); ++j) out[j] += x[j] / static_cast<double>(blocks.size());
  }
  return out;
}

kit::WeightTable table_of(const std::vector<Weighted>& blocks, const std::vector<kit::IndexDimension>& dimensions) {
  return {{"e", "d", "w"},
          {average(blocks, [](const Weighted& b) { return b.entropy.e; }),
           average(blocks, [](const Weighted& b) { return b.entropy.d; }),
           average(blocks, [](const Weighted& b) { return b.w; })},
          dimensions};
}

using Scores = std::vector<std::pair<std::string, std::vector<double>>>;

// The score and those of the dimensions, one value for each row of the frame.
Scores scores_of(const Args& a, const Indicators& in, const std::vector<Weighted>& blocks,
                 const std::vector<kit::IndexDimension>& dimensions, std::size_t rows) {
  Scores out{{a.generate.empty() ? "score" : a.generate, std::vector<double>(rows, data::missing)}};
  for (const kit::IndexDimension& d : dimensions)
    out.emplace_back((a.generate.empty() ? "score" : a.generate) + "_" + d.name,
                     std::vector<double>(rows, data::missing));
  for (std::size_t k = 0; k < in.blocks.size(); ++k) {
    const IndicatorBlock& b = in.blocks[k];
    for (std::size_t i = 0; i < b.rows.size(); ++i) out[0].second[b.rows[i]] = data::checked(blocks[k].score[i]);
    for (std::size_t g = 0; g < dimensions.size(); ++g) {
      const std::vector<double> part = score_of(a, b, blocks[k].w, dimensions[g].members);
      for (std::size_t i = 0; i < b.rows.size(); ++i) out[g + 1].second[b.rows[i]] = data::checked(part[i]);
    }
  }
  return out;
}

Results results_of(const Indicators& in, const std::vector<Weighted>& blocks, const kit::WeightTable& t) {
  Results r;
  r.scalar("N", static_cast<double>(in.rows)).scalar("N_dropped", static_cast<double>(in.dropped));
  r.scalar("k", blocks.front().k).scalar("J", static_cast<double>(in.names.size()));
  for (std::size_t j = 0; j < in.names.size(); ++j) r.scalar(fmt::format("e_{}", j + 1), t.columns[0][j]);
  r.matrix("e", kit::weight_matrix(in, {"e"}, {t.columns[0]}));
  r.matrix("d", kit::weight_matrix(in, {"d"}, {t.columns[1]}));
  r.macro("scope", in.scope).matrix("weights", kit::weight_matrix(in, t.headings, t.columns));
  if (in.blocks.size() > 1)
    for (std::size_t k = 0; k < blocks.size(); ++k) {
      const numeric::EntropyWeights& e = blocks[k].entropy;
      r.matrix("weights_" + text::macro_number(in.blocks[k].period),
               kit::weight_matrix(in, t.headings, {e.e, e.d, blocks[k].w}));
    }
  if (t.dimensions.empty()) return r;
  eval::Matrix m(t.dimensions.size(), 1);
  m.row_names.clear(), m.column_names = {"w"};
  for (std::size_t g = 0; g < t.dimensions.size(); ++g) {
    m.row_names.push_back(t.dimensions[g].name);
    for (const std::size_t j : t.dimensions[g].members) m(g, 0) += t.columns[2][j];
  }
  r.matrix("dimensions", std::move(m));
  return r;
}

// Rows from the best score down.
report::Table ranking(const Args& a, const Context& c, const std::vector<double>& score) {
  using report::number_cell, report::text_cell;
  std::vector<data::Row> rows;
  for (std::size_t i = 0; i < score.size(); ++i)
    if (!data::is_missing(score[i])) rows.push_back(static_cast<data::Row>(i));
  std::stable_sort(rows.begin(), rows.end(), [&](data::Row x, data::Row y) { return score[x] > score[y]; });
  const auto key = [&](const std::string& given, const std::string& declared) {
    return c.frame.find(given.empty() ? declared : given);
  };
  const data::Variable* id = key(a.id, c.frame.panel ? c.frame.panel->panel : "");
  const data::Variable* time = key(a.time, c.frame.panel ? c.frame.panel->time : "");
  const auto shown = [](const data::Variable* v, data::Row row, const std::string& otherwise) {
    if (!v) return otherwise;
    return v->is_string() ? std::string(v->column->text(row))
                          : text::trimmed(text::format_number(v->column->number(row), v->format));
  };
  report::Table t;
  t.columns = {{5, 0, false}, {12, 2, false}, {8, 2, false}, {10, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  t.row({head("Rank"), head(id ? id->name.c_str() : "Row"), head(time ? time->name.c_str() : ""), head("Score")});
  t.rule();
  for (std::size_t i = 0; i < rows.size(); ++i)
    t.row({number_cell(static_cast<double>(i + 1), "%5.0f"),
           text_cell(shown(id, rows[i], std::to_string(rows[i] + 1)), report::Align::right),
           text_cell(shown(time, rows[i], ""), report::Align::right), number_cell(score[rows[i]], "%9.0g")});
  return t;
}

void check_names(const Args& a, const Indicators& in, const std::vector<kit::IndexDimension>& dimensions,
                 const Context& c) {
  if (!a.generate.empty()) {
    kit::check_index_name(a.generate, a.replace, c);
    for (const kit::IndexDimension& d : dimensions) kit::check_index_name(a.generate + "_" + d.name, a.replace, c);
  }
  if (!a.z_stub.empty())
    for (const std::string& v : in.names) kit::check_index_name(a.z_stub + v, a.replace, c);
}

Output run(const Args& a, const Context& c) {
  const Combination combination = combination_of(a);
  if (combination.on && !a.weights.empty()) throw Error(184, "options combine() and weights() may not be combined");
  const bool streamed = a.mode == "one" && !combination.on && a.zero == "limit" && a.score_on != "p";
  const Indicators in = kit::read_indicators(a, c, false, a.score_on == "raw", streamed);
  const std::vector<kit::IndexDimension> dimensions = kit::parse_dimensions(a.hierarchical, in, c);
  if (a.mode == "two" && dimensions.empty()) throw Error(198, "hmode(two) needs hierarchical()");
  check_names(a, in, dimensions, c);
  Output out;
  std::string note;
  const std::vector<double> given =
      a.weights.empty() ? std::vector<double>{} : kit::matrix_weights(a.weights, in.names, c, note);
  std::vector<Weighted> blocks;
  for (const IndicatorBlock& b : in.blocks) {
    c.poll();
    blocks.push_back(weigh(a, in, b, dimensions, combination, given));
  }
  const kit::WeightTable t = table_of(blocks, dimensions);
  const Scores scores = scores_of(a, in, blocks, dimensions, c.frame.rows);
  out.document.blank();
  out.line("Entropy weights" + std::string(in.blocks.size() > 1 ? ", averages over the periods" : ""));
  const char* base = a.kbase == "n" ? "units" : a.kbase == "t" ? "periods" : "m";
  out.line(fmt::format("  scope: {}, m = {} rows, k = 1/ln({}) = {}", in.scope, in.rows, base,
                       text::trimmed(text::format_number(blocks.front().k, "%9.0g"))));
  if (combination.on) out.line("  " + combination.text);
  if (!given.empty()) out.line("  weights of the score: matrix " + a.weights);
  out.document.add(kit::weight_table(in, t));
  kit::indicator_notes(in, out);
  if (!note.empty()) out.line(note, report::Style::note);
  if (std::any_of(t.columns[0].begin(), t.columns[0].end(), [](double e) { return e > 1 + 1e-12; }))
    out.line("warning: entropy values exceed 1; kbase(nt) divides by the logarithm of the number of rows",
             report::Style::note);
  out.document.blank();
  out.document.add(kit::score_summary(scores));
  if (a.list) {
    out.document.blank();
    out.document.add(ranking(a, c, scores[0].second));
  }
  kit::save_weights(a.saving, in, t, c);
  out.r = results_of(in, blocks, t);
  if (a.generate.empty() && a.z_stub.empty()) return out;
  data::Frame f = c.frame;
  if (!a.generate.empty())
    for (std::size_t g = 0; g < scores.size(); ++g)
      kit::put_index(f, scores[g].first, g == 0 ? "entropy-weighted score" : "score of " + dimensions[g - 1].name,
                     scores[g].second);
  kit::keep_scaled(a, in, f);
  out.frame = std::move(f);
  return out;
}

// Made up: two years of four rows, x2 negative.
const std::string example_data =
    "clear\ninput year x1 x2 x3\n2020 10 5 100\n2020 20 4 300\n2020 30 3 200\n2020 40 1 400\n2021 15 4 150\n"
    "2021 25 4 350\n2021 30 2 250\n2021 50 1 500\nend\n";

}  // namespace

extern const Command entropy_command =
    kit::indicator_options(define<Args>("entropy", "Composite index with entropy weights"))
        .choice("kbase", &Args::kbase, {"nt", "n", "t"}, "k = 1/ln of the rows, of the units, or of the periods")
        .text("zero", &Args::zero, "limit: 0 ln 0 = 0; eps#: # added inside the logarithm")
        .choice("SCOREon", &Args::score_on, {"z", "zshift", "p", "raw"}, "what the weights multiply")
        .text("HIERarchical", &Args::hierarchical, "dimensions: name = indicators; name = indicators")
        .text("DIMensions", &Args::hierarchical, "the same as hierarchical()")
        .choice("hmode", &Args::mode, {"one", "two"}, "one: weights over all indicators; two: within dimensions first")
        .text("Weights", &Args::weights, "matrix with the weights of the score instead")
        .text("combine", &Args::combine, "critic, rule(add|mult|geo|game) alpha(.5): combined with CRITIC weights")
        .number("scale", &Args::scale, 1e-9, 1e9, "the score is multiplied by this")
        .text("SAVing", &Args::saving, "file of the table of weights")
        .flag("list", &Args::list, "rows from the best score down")
        .stores({{"r(weights)", "entropy e, redundancy d and weight w; of scope(byyear) the averages over periods"},
                 {"r(weights_2020)", "the same for one period, here 2020, under scope(byyear)"},
                 {"r(dimensions)", "weights of the dimensions"},
                 {"r(e)", "entropies of the indicators"},
                 {"r(d)", "their redundancies"},
                 {"r(e_1)", "entropy of the first indicator; e_2 …"},
                 {"r(k)", "1/ln(m)"},
                 {"r(N)", "rows in the index"},
                 {"r(N_dropped)", "rows left out for missing indicators"},
                 {"r(J)", "indicators"},
                 {"r(scope)", "pooled, by period or base(#)"}})
        .changes(Effect::data | Effect::results)
        .reference("Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27.")
        .remark("p = z/Σz, e = -Σ p ln p / ln m, d = 1-e, w = d/Σd; the score is Σ w z with z before shift().")
        .remark("scope(pooled) scales and weighs all rows together, so that scores can be compared over time.")
        .remark(
            "hmode(two) takes entropy weights within each dimension and then over the min-max scaled scores of the "
            "dimensions; an indicator's weight is the product.")
        .remark("Under combine() the column w of r(weights) holds the combined weights, e and d those of entropy.")
        .example("One negative indicator", example_data + "entropy x1 x2 x3, negative(x2) generate(score)",
                 "abs(el(r(weights), 1, 3) - .332545) < 1e-6 & abs(score[4] - .8342938) < 1e-6 & r(N) == 8")
        .example("Every year alone", example_data + "entropy x1-x3, negative(x2) generate(s) scope(byyear) time(year)",
                 "abs(el(r(weights_2021), 2, 3) - .4624813) < 1e-6 & abs(s[7] - .5014194) < 1e-6")
        .example("Dimensions and combined weights",
                 example_data +
                     "entropy x1-x3, negative(x2) generate(s) hierarchical(a = x1 x2; b = x3) "
                     "combine(critic, rule(add))",
                 "abs(s_a[4] + s_b[4] - s[4]) < 1e-12 & abs(el(r(dimensions), 2, 1) - .3719124) < 1e-6")
        .runs(run);

}  // namespace nqp::commands::entropy_
