#include "stdlib/kit/perfect_prediction.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::kit {

namespace {

enum class Sign { equal = 1, not_equal = 2, greater = 3, less = 4 };

const char* sign_text(Sign s) {
  switch (s) {
    case Sign::equal: return "==";
    case Sign::not_equal: return "!=";
    case Sign::greater: return ">";
    case Sign::less: return "<";
  }
  return "";
}

void require_variation(const std::vector<double>& y) {
  const bool ones = std::any_of(y.begin(), y.end(), [](double v) { return v != 0; });
  const bool zeros = std::any_of(y.begin(), y.end(), [](double v) { return v == 0; });
  if (ones && zeros) return;
  throw Error(2000, "outcome does not vary; remember:", std::nullopt,
              {"0 = negative outcome, all other nonmissing values = positive outcome"});
}

// The values of x that go with each outcome.
struct OutcomeRange {
  double low = 0, high = 0;
  bool any = false;

  void add(double v) {
    low = any ? std::min(low, v) : v;
    high = any ? std::max(high, v) : v;
    any = true;
  }
};

struct Finding {
  bool found = false;
  Sign sign = Sign::equal;
  double value = 0, outcome = 0;
  bool all = false;          // every row is decided
  bool except = false;       // rows at `value` are not
};

Finding examine(std::span<const double> x, const std::vector<double>& y) {
  OutcomeRange failures, successes, all;
  for (std::size_t i = 0; i < x.size(); ++i) {
    (y[i] != 0 ? successes : failures).add(x[i]);
    all.add(x[i]);
  }
  if (all.low == all.high) return {};
  const bool two = std::all_of(x.begin(), x.end(), [&](double v) { return v == all.low || v == all.high; });
  if (two) {
    for (const double level : {all.high, all.low}) {
      const double other = level == all.high ? all.low : all.high;
      const bool has_failure = level == failures.low || level == failures.high;
      const bool has_success = level == successes.low || level == successes.high;
      if (has_failure && has_success) continue;
      const bool whole = has_failure ? failures.low == failures.high && successes.low == successes.high
                                     : successes.low == successes.high && failures.low == failures.high;
      if (whole) return {true, level > other ? Sign::greater : Sign::less, other, has_success ? 1.0 : 0.0, true, false};
      return {true, Sign::not_equal, other, has_success ? 1.0 : 0.0, false, false};
    }
    return {};
  }
  if (successes.low >= failures.high)
    return {true, Sign::greater, failures.high, 1, successes.low > failures.high, true};
  if (successes.high <= failures.low) return {true, Sign::less, failures.low, 1, successes.high < failures.low, true};
  return {};
}

bool decided(const Finding& f, double x) { return x != f.value; }

template <class T>
void keep_outcome_rows(std::vector<T>& v, const std::vector<std::uint8_t>& mask) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    if (mask[i]) v[next++] = v[i];
  v.resize(next);
}

void leave_rows(LikelihoodData& d, const std::vector<std::uint8_t>& mask) {
  const std::size_t left = static_cast<std::size_t>(std::count(mask.begin(), mask.end(), std::uint8_t{1}));
  restrict_sample(d.sample, mask);
  keep_outcome_rows(d.y, mask);
  if (!d.offset.empty()) keep_outcome_rows(d.offset, mask);
  numeric::Matrix x(left, d.design.x.cols);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0, next = 0; i < mask.size(); ++i)
      if (mask[i]) x(next++, j) = d.design.x(i, j);
  d.design.x = std::move(x);
}

std::string rule_text(const std::string& name, const Finding& f) {
  return name + " " + sign_text(f.sign) + " " + text::macro_number(f.value);
}

}  // namespace

PerfectPrediction drop_perfect_predictors(LikelihoodData& d) {
  PerfectPrediction out;
  require_variation(d.y);
  std::vector<std::vector<double>> rules;
  std::vector<std::string> names;
  bool again = true;
  while (again) {
    again = false;
    for (const Slot& slot : d.design.slots) {
      if (slot.state != Slot::State::kept || d.perfect[slot.column]) continue;
      const std::span<const double> x = std::as_const(d.design.x).column(slot.column);
      const Finding f = examine(x, d.y);
      if (!f.found) continue;
      const std::string name = command::term_name(slot.term);
      if (f.all) throw Error(2000, "outcome = " + rule_text(name, f) + " predicts data perfectly", std::nullopt,
                             {"no finite coefficient exists; leave " + name + " out"});
      std::vector<std::uint8_t> mask(x.size());
      std::size_t gone = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        mask[i] = !decided(f, x[i]);
        gone += mask[i] ? 0 : 1;
      }
      const std::string counts = name + " omitted and " + std::to_string(gone) + " obs not used.";
      out.notes.push_back(f.except ? "outcome = " + rule_text(name, f) + " predicts data perfectly except for " + name +
                                         " == " + text::macro_number(f.value) + " subsample; " + counts
                                   : rule_text(name, f) + " predicts " + (f.outcome != 0 ? "success" : "failure") +
                                         " perfectly; " + counts);
      names.push_back(name);
      rules.push_back({static_cast<double>(f.sign), f.value, f.outcome, static_cast<double>(gone)});
      out.dropped += static_cast<double>(gone);
      d.perfect[slot.column] = 1;
      leave_rows(d, mask);
      require_variation(d.y);
      again = true;
    }
  }
  out.rules = eval::Matrix(rules.size(), 4);
  for (std::size_t i = 0; i < rules.size(); ++i)
    for (std::size_t j = 0; j < 4; ++j) out.rules(i, j) = rules[i][j];
  out.rules.row_names = names;
  out.rules.column_names = {"sign", "value", "outcome", "n"};
  return out;
}

std::vector<std::uint8_t> ruled_rows(const command::Results& e, const command::Context& c) {
  std::vector<std::uint8_t> out(c.frame.rows, 0);
  const eval::Matrix* rules = e.find_matrix("rules");
  if (!rules) return out;
  for (std::size_t i = 0; i < rules->rows; ++i) {
    const ast::Varlist term = grammar::parse_varlist(rules->row_names[i]);
    const std::unique_ptr<eval::Plan> plan = eval::compile_term(term.items.at(0), c.scope);
    std::vector<double> x(c.scope.end - c.scope.begin);
    plan->numbers(static_cast<data::Row>(c.scope.begin), x.size(), x.data());
    for (std::size_t r = 0; r < x.size(); ++r)
      if (!data::is_missing(x[r]) && x[r] != (*rules)(i, 1)) out[c.scope.begin + r] = 1;
  }
  return out;
}

}  // namespace nqp::kit
