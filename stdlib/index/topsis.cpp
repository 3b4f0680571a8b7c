// topsis: closeness to the ideal row.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/index_tables.hpp"
#include "stdlib/numeric/index/closeness.hpp"
#include "stdlib/numeric/index/index_weights.hpp"

namespace nqp::commands::topsis_ {
namespace {

using namespace command;
using kit::IndicatorBlock, kit::Indicators;

struct Args : kit::IndicatorArgs {
  std::string matrix, kind = "equal", stub;
};

struct Scores {
  std::vector<double> closeness, best, worst;  // one for each row of the frame
};

std::vector<double> weights_of(const Args& a, const Indicators& in, const IndicatorBlock& b,
                               const std::vector<double>& given) {
  if (!given.empty()) return given;
  try {
    if (a.kind == "entropy")
      return kit::block_entropy(b, 1 / std::log(static_cast<double>(b.rows.size()))).w;
    if (a.kind == "critic") return numeric::critic_weights(b.shifted(), b.scaled.constant).w;
  } catch (const numeric::Failure& f) {
    kit::indicator_failure(f, in);
  }
  return std::vector<double>(in.names.size(), 1 / static_cast<double>(in.names.size()));
}

void place(const IndicatorBlock& b, const std::vector<double>& values, std::vector<double>& column) {
  for (std::size_t i = 0; i < b.rows.size(); ++i) column[b.rows[i]] = data::checked(values[i]);
}

Output run(const Args& a, const Context& c) {
  if (!a.matrix.empty() && a.kind != "equal") throw Error(184, "options weights() and weight() may not be combined");
  const Indicators in = kit::read_indicators(a, c, true);
  std::vector<std::string> made;
  if (!a.generate.empty()) made.push_back(a.generate);
  if (!a.stub.empty()) made.insert(made.end(), {a.stub + "best", a.stub + "worst"});
  for (const std::string& v : made) kit::check_index_name(v, a.replace, c);
  std::string note;
  const std::vector<double> given =
      a.matrix.empty() ? std::vector<double>{} : kit::matrix_weights(a.matrix, in.names, c, note);
  const std::vector<double> nothing(c.frame.rows, data::missing);
  Scores s{nothing, nothing, nothing};
  std::vector<double> mean(in.names.size());
  for (const IndicatorBlock& b : in.blocks) {
    const std::vector<double> w = weights_of(a, in, b, given);
    for (std::size_t j = 0; j < w.size(); ++j) mean[j] += w[j] / static_cast<double>(in.blocks.size());
    const numeric::Topsis t = numeric::topsis(b.shifted(), w);
    place(b, t.closeness, s.closeness), place(b, t.best, s.best), place(b, t.worst, s.worst);
  }
  const kit::WeightTable t{{"w"}, {mean}, {}};
  Output out;
  out.document.blank();
  out.line("TOPSIS: closeness to the ideal row" + std::string(in.blocks.size() > 1 ? ", every period alone" : ""));
  out.line(fmt::format("  scope: {}, m = {} rows, {} weights", in.scope, in.rows, a.matrix.empty() ? a.kind : "given"));
  out.document.add(kit::weight_table(in, t));
  kit::indicator_notes(in, out);
  if (!note.empty()) out.line(note, report::Style::note);
  out.document.blank();
  out.document.add(kit::score_summary({{a.generate.empty() ? "closeness" : a.generate, s.closeness}}));
  out.r = Results{}.scalar("N", static_cast<double>(in.rows)).scalar("N_dropped", static_cast<double>(in.dropped));
  out.r->matrix("weights", kit::weight_matrix(in, t.headings, t.columns));
  data::Frame f = c.frame;
  if (!a.generate.empty()) kit::put_index(f, a.generate, "TOPSIS closeness", s.closeness);
  if (!a.stub.empty()) {
    kit::put_index(f, a.stub + "best", "distance to the ideal", s.best);
    kit::put_index(f, a.stub + "worst", "distance to the anti-ideal", s.worst);
  }
  kit::keep_scaled(a, in, f);
  if (!made.empty() || !a.z_stub.empty()) out.frame = std::move(f);
  return out;
}

// Made up; x2 is negative.
const std::string example_data =
    "clear\ninput year x1 x2 x3\n2020 10 5 100\n2020 20 4 300\n2020 30 3 200\n2020 40 1 400\n2021 15 4 150\n"
    "2021 25 4 350\n2021 30 2 250\n2021 50 1 500\nend\n";

}  // namespace

extern const Command topsis_command =
    kit::indicator_options(define<Args>("topsis", "Score rows by closeness to the ideal"))
        .text("weights", &Args::matrix, "matrix with the weights: column w, or the only one")
        .choice("weight", &Args::kind, {"equal", "entropy", "critic"}, "weights computed here; equal by default")
        .text("DISTances", &Args::stub, "new variables stub + best and stub + worst with the distances")
        .stores({{"r(weights)", "weights, column w"},
                 {"r(N)", "rows scored"},
                 {"r(N_dropped)", "rows left out for missing indicators"}})
        .changes(Effect::data | Effect::results)
        .reference("Hwang, C. L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer.")
        .remark(
            "The score is D-/(D+ + D-), with the distances of w z from the column maxima and minima. Under "
            "norm(vector) negative indicators become max-x before they are divided by their length.")
        .example("Entropy weights", example_data + "topsis x1 x2 x3, negative(x2) weight(entropy) generate(score)",
                 "abs(score[4] - .8060883) < 1e-6 & score[1] == 0 & score[8] == 1")
        .example("Own weights",
                 example_data +
                     "matrix W = (1 \\ 1 \\ 2)\n"
                     "topsis x1 x2 x3, negative(x2) weights(W) norm(vector) distances(d_)",
                 "el(r(weights), 3, 1) == .5 & d_best[8] == 0")
        .runs(run);

}  // namespace nqp::commands::topsis_
