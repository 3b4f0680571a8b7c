#include "stdlib/kit/balance_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {
namespace {

struct GroupMean {
  double n = 0, mean = data::missing, sd = data::missing, se = data::missing;
};

struct MeanDifference {
  double b = data::missing, se = data::missing, p = data::missing;
};

GroupMean mean_of_rows(const std::vector<double>& x, const std::vector<std::uint8_t>& use) {
  std::vector<double> values;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (use[i] && !data::is_missing(x[i])) values.push_back(x[i]);
  if (values.empty()) return {};
  const numeric::Summary m = numeric::summarize(values);
  return {m.n, m.mean, data::checked(m.sd), data::checked(m.sd / std::sqrt(m.n))};
}

std::vector<std::uint8_t> rows_of_value(const std::vector<double>& group, double value,
                                        const std::vector<std::uint8_t>& use) {
  std::vector<std::uint8_t> out(use.size());
  for (std::size_t i = 0; i < use.size(); ++i) out[i] = use[i] && group[i] == value;
  return out;
}

// The coefficient of a regression of x on the first group among the two.
MeanDifference difference_of(const BalanceRequest& q, const std::string& x, const std::vector<std::uint8_t>& first,
                             const std::vector<std::uint8_t>& second, runtime::Session& s) {
  const data::FramePtr before = s.frame_pointer();
  const std::string dummy = s.temporary_name(), touse = s.temporary_name();
  std::vector<std::uint8_t> both(first.size());
  for (std::size_t i = 0; i < both.size(); ++i) both[i] = first[i] || second[i];
  MeanDifference out;
  try {
    s.set_frame(with_mark(*before, dummy, first));
    s.set_frame(with_mark(s.frame(), touse, both));
    s.quietly([&] {
      s.run_command(EstimationCall{"", q.absorb, "", q.vce}.text(x, dummy + " " + q.covariates, touse));
    });
    const command::Results& e = s.estimates()->results;
    const double se = std::sqrt((*e.find_matrix("V"))(0, 0));
    if (se > 0) out = {(*e.find_matrix("b"))(0, 0), se, 2 * numeric::dist::ttail(e.scalar_or("df_r"), std::fabs(
                                                             (*e.find_matrix("b"))(0, 0) / se))};
  } catch (const Error& e) {
    s.set_frame(before);
    if (e.code != 2000 && e.code != 2001) throw;
  } catch (...) {
    s.set_frame(before);
    throw;
  }
  s.set_frame(before);
  return out;
}

struct BalanceNumbers {
  std::vector<std::vector<GroupMean>> means;             // by variable and column
  std::vector<std::vector<MeanDifference>> differences;  // by variable and pair
};

BalanceNumbers balance_numbers(const BalanceRequest& q, runtime::Session& s) {
  const std::vector<std::uint8_t> use = s.context().select(q.sample);
  const std::vector<double> group = numbers_of(s.context().numeric(q.group));
  std::vector<std::vector<std::uint8_t>> rows;
  for (const double value : q.groups) rows.push_back(rows_of_value(group, value, use));
  std::vector<std::uint8_t> all(use.size(), 0);
  for (const auto& part : rows)
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = all[i] || part[i];
  BalanceNumbers out;
  for (const std::string& name : q.variables) {
    const std::vector<double> x = numbers_of(s.context().numeric(name));
    std::vector<GroupMean> means;
    for (const auto& part : rows) means.push_back(mean_of_rows(x, part));
    if (q.total) means.push_back(mean_of_rows(x, all));
    std::vector<MeanDifference> differences;
    for (const auto& [i, j] : q.pairs) differences.push_back(difference_of(q, name, rows[i], rows[j], s));
    out.means.push_back(std::move(means));
    out.differences.push_back(std::move(differences));
  }
  return out;
}

eval::Matrix balance_matrix(const BalanceRequest& q, const BalanceNumbers& n) {
  const std::size_t columns = n.means.front().size();
  eval::Matrix m(q.variables.size(), 4 * columns + 3 * q.pairs.size());
  m.row_names = q.variables;
  for (std::size_t k = 0; k < columns; ++k)
    for (std::size_t j = 0; j < 4; ++j)
      m.column_names[4 * k + j] = fmt::format("{}{}", std::vector{"N", "mean", "sd", "se"}[j], k + 1);
  for (std::size_t k = 0; k < q.pairs.size(); ++k)
    for (std::size_t j = 0; j < 3; ++j)
      m.column_names[4 * columns + 3 * k + j] = fmt::format("{}{}", std::vector{"diff", "se_diff", "p"}[j], k + 1);
  for (std::size_t i = 0; i < m.rows; ++i) {
    for (std::size_t k = 0; k < columns; ++k) {
      const GroupMean& g = n.means[i][k];
      const double values[] = {g.n, g.mean, g.sd, g.se};
      for (std::size_t j = 0; j < 4; ++j) m(i, 4 * k + j) = values[j];
    }
    for (std::size_t k = 0; k < q.pairs.size(); ++k) {
      const MeanDifference& d = n.differences[i][k];
      const double values[] = {d.b, d.se, d.p};
      for (std::size_t j = 0; j < 3; ++j) m(i, 4 * columns + 3 * k + j) = values[j];
    }
  }
  return m;
}

report::PaperTable balance_paper(const BalanceRequest& q, const BalanceNumbers& n, const data::Frame& f) {
  const std::string format = table_format(q.format, "%9.3f");
  const std::vector<Star> stars = star_levels(q.stars);
  const std::size_t columns = n.means.front().size();
  report::PaperTable t;
  t.title = q.title;
  t.columns = columns + q.pairs.size();
  t.name_width = q.labels ? 26 : 16;
  report::PaperRow numbers{{{""}}}, head{{{"Variable"}}};
  for (std::size_t k = 0; k < t.columns; ++k) {
    numbers.cells.push_back({fmt::format("({})", k + 1)});
    head.cells.push_back({q.titles[k]});
  }
  t.head = {std::move(numbers), std::move(head)};
  for (std::size_t i = 0; i < q.variables.size(); ++i) {
    report::PaperRow first{{{q.labels ? variable_label(q.variables[i], f) : q.variables[i]}}}, second{{{""}}, true};
    for (const GroupMean& g : n.means[i]) {
      first.cells.push_back({table_number(g.mean, format)});
      second.cells.push_back({"(" + table_number(q.standard_errors ? g.se : g.sd, format) + ")"});
    }
    for (const MeanDifference& d : n.differences[i]) {
      first.cells.push_back({table_number(d.b, format), q.star_symbols ? stars_of(d.p, stars) : ""});
      second.cells.push_back({"(" + table_number(q.p_values ? d.p : d.se, format) + ")"});
    }
    t.body.push_back(std::move(first));
    t.body.push_back(std::move(second));
  }
  // Observations with a value of any variable.
  report::PaperRow count{{{"Observations"}}};
  for (std::size_t k = 0; k < columns; ++k) {
    double most = 0;
    for (const auto& row : n.means) most = std::max(most, row[k].n);
    count.cells.push_back({table_number(most, "%12.0fc")});
  }
  for (const auto& [i, j] : q.pairs) {
    double most = 0;
    for (const auto& row : n.means) most = std::max(most, row[i].n + row[j].n);
    count.cells.push_back({table_number(most, "%12.0fc")});
  }
  t.foot.push_back(std::move(count));
  t.notes.push_back({std::string(q.standard_errors ? "Standard errors" : "Standard deviations") +
                     " of means and " + (q.p_values ? "p-values" : "standard errors") +
                     " of differences in parentheses"});
  if (q.star_symbols) {
    report::PaperNote limits;
    for (const Star& star : stars) limits.stars.emplace_back(star.symbol, star.text);
    t.notes.push_back(std::move(limits));
  }
  if (!q.note.empty()) t.notes.push_back({q.note});
  return t;
}

}  // namespace

std::vector<double> balance_groups(const std::string& group, const command::Sample& sample, runtime::Session& s) {
  const std::vector<double> x = numbers_of(s.context().numeric(group));
  std::vector<double> out;
  for (const data::Row row : s.context().rows(sample))
    if (!data::is_missing(x[row])) out.push_back(x[row]);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.empty()) throw Error(2000, "no observations");
  return out;
}

std::string group_title(const std::string& group, double value, const data::Frame& f) {
  if (const data::ValueLabel* labels = f.labels_of(f.at(group)))
    if (const auto it = labels->find(value); it != labels->end()) return it->second;
  return table_number(value, "%9.0g");
}

void balance_table(const BalanceRequest& q, const TableFile& file, runtime::Session& s) {
  const auto held = s.estimates_slot();
  BalanceNumbers n;
  try {
    n = balance_numbers(q, s);
  } catch (...) {
    s.estimates_slot() = held;
    throw;
  }
  s.estimates_slot() = held;
  put_table(balance_paper(q, n, s.frame()), file, s);
  s.r() = command::Results{}.matrix("table", balance_matrix(q, n));
}

}  // namespace nqp::kit
