// critic: composite index with weights from the spread and the conflict of the indicators.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/index_tables.hpp"
#include "stdlib/numeric/index/index_weights.hpp"

namespace nqp::commands::critic_ {
namespace {

using namespace command;
using kit::IndicatorBlock, kit::Indicators;

struct Args : kit::IndicatorArgs {
  std::string corr = "pearson", sd = "sample", saving;
  bool absolute = false;
  double scale = 1;
};

// S R C w of every block, and their averages for the table.
using Columns = std::vector<std::vector<double>>;

Columns weigh(const Args& a, const Indicators& in, const IndicatorBlock& b) {
  try {
    const numeric::CriticWeights k =
        numeric::critic_weights(b.shifted(), b.scaled.constant, {a.absolute, a.corr == "spearman", a.sd == "pop"});
    return {k.S, k.R, k.C, k.w};
  } catch (const numeric::Failure& f) {
    kit::indicator_failure(f, in);
  }
}

Columns average(const std::vector<Columns>& blocks) {
  Columns out(4, std::vector<double>(blocks[0][0].size()));
  for (const Columns& b : blocks)
    for (std::size_t k = 0; k < out.size(); ++k)
      for (std::size_t j = 0; j < out[k].size(); ++j) out[k][j] += b[k][j] / static_cast<double>(blocks.size());
  return out;
}

std::vector<double> score_of(const Args& a, const Indicators& in, const std::vector<Columns>& blocks,
                             std::size_t rows) {
  std::vector<double> out(rows, data::missing);
  for (std::size_t k = 0; k < in.blocks.size(); ++k) {
    const IndicatorBlock& b = in.blocks[k];
    for (std::size_t i = 0; i < b.rows.size(); ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < in.names.size(); ++j) sum += blocks[k][3][j] * b.scaled.z(i, j);
      out[b.rows[i]] = data::checked(a.scale * sum);
    }
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const Indicators in = kit::read_indicators(a, c);
  if (!a.generate.empty()) kit::check_index_name(a.generate, a.replace, c);
  if (!a.z_stub.empty())
    for (const std::string& v : in.names) kit::check_index_name(a.z_stub + v, a.replace, c);
  std::vector<Columns> blocks;
  for (const IndicatorBlock& b : in.blocks) blocks.push_back(weigh(a, in, b));
  const kit::WeightTable t{{"S", "R", "C", "w"}, average(blocks), {}};
  const std::vector<double> score = score_of(a, in, blocks, c.frame.rows);
  Output out;
  out.document.blank();
  out.line("CRITIC weights" + std::string(in.blocks.size() > 1 ? ", averages over the periods" : ""));
  out.line(fmt::format("  scope: {}, m = {} rows, {} correlations{}", in.scope, in.rows, a.corr,
                       a.absolute ? " in absolute value" : ""));
  out.document.add(kit::weight_table(in, t));
  kit::indicator_notes(in, out);
  out.document.blank();
  out.document.add(kit::score_summary({{a.generate.empty() ? "score" : a.generate, score}}));
  kit::save_weights(a.saving, in, t, c);
  out.r = Results{}.scalar("N", static_cast<double>(in.rows)).scalar("N_dropped", static_cast<double>(in.dropped));
  out.r->scalar("J", static_cast<double>(in.names.size())).macro("scope", in.scope);
  out.r->matrix("weights", kit::weight_matrix(in, t.headings, t.columns));
  if (in.blocks.size() > 1)
    for (std::size_t k = 0; k < blocks.size(); ++k)
      out.r->matrix("weights_" + text::macro_number(in.blocks[k].period),
                    kit::weight_matrix(in, t.headings, blocks[k]));
  if (a.generate.empty() && a.z_stub.empty()) return out;
  data::Frame f = c.frame;
  if (!a.generate.empty()) kit::put_index(f, a.generate, "CRITIC-weighted score", score);
  kit::keep_scaled(a, in, f);
  out.frame = std::move(f);
  return out;
}

// Made up; x2 is negative.
const std::string example_data =
    "clear\ninput year x1 x2 x3\n2020 10 5 100\n2020 20 4 300\n2020 30 3 200\n2020 40 1 400\n2021 15 4 150\n"
    "2021 25 4 350\n2021 30 2 250\n2021 50 1 500\nend\n";

}  // namespace

extern const Command critic_command =
    kit::indicator_options(define<Args>("critic", "Composite index with CRITIC weights"))
        .choice("corr", &Args::corr, {"pearson", "spearman"}, "which correlations")
        .flag("abs", &Args::absolute, "conflict 1 - |r| instead of 1 - r")
        .choice("sd", &Args::sd, {"sample", "pop"}, "divisor n-1 or n; the weights are the same")
        .number("scale", &Args::scale, 1e-9, 1e9, "the score is multiplied by this")
        .text("SAVing", &Args::saving, "file of the table of weights")
        .stores({{"r(weights)", "deviation S, conflict R, information C = S R and weight w"},
                 {"r(weights_2020)", "the same for one period, here 2020, under scope(byyear)"},
                 {"r(N)", "rows in the index"},
                 {"r(N_dropped)", "rows left out for missing indicators"},
                 {"r(J)", "indicators"},
                 {"r(scope)", "pooled, by period or base(#)"}})
        .changes(Effect::data | Effect::results)
        .reference(
            "Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights in "
            "multiple criteria problems: the CRITIC method. Computers & Operations Research 22, 763-770.")
        .remark("R is the sum over the other indicators of 1 - r; an indicator without variation has weight 0.")
        .example("One negative indicator", example_data + "critic x1 x2 x3, negative(x2) generate(score)",
                 "abs(el(r(weights), 2, 4) - .3844485) < 1e-6 & abs(score[8] - 1) < 1e-12")
        .example("Every year alone", example_data + "critic x1-x3, negative(x2) scope(byyear) time(year)",
                 "abs(el(r(weights_2020), 1, 4) + el(r(weights_2020), 2, 4) + el(r(weights_2020), 3, 4) - 1) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::critic_
