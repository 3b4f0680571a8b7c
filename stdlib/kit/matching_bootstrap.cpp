// Standard errors of matching from samples drawn with replacement: score and matches are found anew in each.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/matching.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::kit {

using command::Context;

MatchBootstrap match_bootstrap(const std::string& vce) {
  MatchBootstrap out;
  const std::size_t comma = vce.find(',');
  const std::string word = lower(trim(std::string_view(vce).substr(0, comma)));
  if (word.size() < 4 || std::string("bootstrap").rfind(word, 0) != 0) return out;
  out.reps = 50;
  if (comma == std::string::npos) return out;
  for (const ast::Option& o : grammar::parse_options(std::string_view(vce).substr(comma + 1))) {
    const double x = parse_number(o.argument).value_or(-1);
    if (o.name != "reps" && o.name != "seed" && o.name != "nodots")
      throw Error(198, "option " + o.name + " not allowed in vce(bootstrap)", std::nullopt, {"reps() and seed()"});
    if (o.name != "nodots" && (x < (o.name == "reps" ? 2 : 0) || x > 0x1p31 || x != std::floor(x)))
      throw Error(198, o.name + "(" + o.argument + ") must be a whole number");
    if (o.name == "reps") out.reps = static_cast<int>(x);
    if (o.name == "seed") out.seed = static_cast<std::uint64_t>(x);
  }
  return out;
}

void bootstrap_matching(const MatchArgs& asked, const MatchBootstrap& wish, const Context& c, MatchResult& out) {
  MatchArgs a = asked;
  a.vce.clear(), a.sample = {}, a.ai = 0, a.population = a.alternative_variance = false;
  const std::vector<data::Row> rows = c.rows(asked.sample);
  const std::uint64_t seed = wish.seed ? *wish.seed : c.environment.rng().next();
  const std::size_t outcomes = out.effects.size();
  std::vector<std::vector<double>> draws(3 * outcomes);
  for (int r = 0; r < wish.reps; ++r) {
    c.poll();
    numeric::rng::Generator rng(seed, static_cast<std::uint64_t>(r) + 1);
    std::vector<data::Row> drawn;
    for (std::size_t i = 0; i < rows.size(); ++i)
      drawn.push_back(rows[static_cast<std::size_t>(numeric::rng::below(rng, rows.size()))]);
    const data::Frame frame = data::gather(c.frame, drawn);
    const Context inner(frame, c.environment, c.settings, c.host);
    try {
      const MatchResult m = run_matching(a, inner);
      for (std::size_t k = 0; k < outcomes; ++k) {
        draws[3 * k].push_back(m.effects[k].att.difference);
        draws[3 * k + 1].push_back(m.effects[k].atu.difference);
        draws[3 * k + 2].push_back(m.effects[k].ate.difference);
      }
      out.replications += 1;
    } catch (const Error& e) {
      if (e.code == 1) throw;
      out.failed += 1;
    }
  }
  if (out.replications < 2) throw Error(498, "matching failed in all bootstrap samples");
  const auto spread = [&](const std::vector<double>& v) {
    double mean = 0, sum = 0;
    for (const double x : v) mean += x / static_cast<double>(v.size());
    for (const double x : v) sum += (x - mean) * (x - mean);
    return std::sqrt(sum / static_cast<double>(v.size() - 1));
  };
  for (std::size_t k = 0; k < outcomes; ++k) {
    OutcomeEffects& e = out.effects[k];
    e.att.se = spread(draws[3 * k]);
    if (a.ate) e.atu.se = spread(draws[3 * k + 1]), e.ate.se = spread(draws[3 * k + 2]);
  }
}

}  // namespace nqp::kit
