#include "stdlib/kit/collinear_terms.hpp"

#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {
namespace {

double centred_square_sum(const std::vector<double>& y, const std::vector<double>& w, bool constant) {
  double total = 0, weight = 0, squares = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double wi = w.empty() ? 1 : w[i];
    total += wi * y[i];
    weight += wi;
  }
  const double mean = constant ? total / weight : 0;
  for (std::size_t i = 0; i < y.size(); ++i) squares += (w.empty() ? 1 : w[i]) * (y[i] - mean) * (y[i] - mean);
  return squares;
}

}  // namespace

CollinearTerms find_collinear(const command::Terms& terms, const command::Terms& response, bool constant,
                              const command::Sample& sample, const command::Weight& weight, const command::Context& c) {
  Needed needed{terms, {}};
  needed.terms.insert(needed.terms.end(), response.begin(), response.end());
  const EstimationSample s = mark_sample(c, sample, weight, needed);
  const Design design = make_design(terms, constant, s, c);
  const std::vector<double> y = response.empty() ? std::vector<double>(s.size(), 1.0) : term_values(response[0], s, c);
  numeric::LeastSquaresProblem problem;
  problem.y = y;
  problem.x = design.x;
  problem.constant = constant;
  problem.weights = s.weights;
  problem.want_residuals = false;
  const numeric::LeastSquares fit = compute(c, [&](numeric::Progress&) { return numeric::least_squares(problem); });
  CollinearTerms k;
  if (!response.empty()) {
    const double whole = centred_square_sum(y, s.weights, constant);
    k.rss_share = whole > 0 ? fit.rss / whole : 0;
  }
  for (Slot slot : design.slots) {
    const bool omitted = slot.state == Slot::State::kept && fit.omitted[slot.column];
    if (omitted) slot.state = Slot::State::omitted;
    k.names.push_back(slot_name(slot));
    k.plain.push_back(command::term_name(slot.term));
    k.omitted.push_back(omitted);
    k.count += omitted;
  }
  return k;
}

void note_collinear(const CollinearTerms& k, bool dropped, command::Output& out) {
  for (std::size_t j = 0; j < k.names.size(); ++j)
    if (k.omitted[j])
      out.line("note: " + k.plain[j] + (dropped ? " dropped" : " omitted") + " because of collinearity.",
               report::Style::note);
}

std::string collinear_list(const CollinearTerms& k, bool forced) {
  std::string out;
  for (std::size_t j = 0; j < k.names.size(); ++j) {
    if (forced && k.omitted[j]) continue;
    out += (out.empty() ? "" : " ") + k.names[j];
  }
  return out;
}

}  // namespace nqp::kit
