#include "stdlib/kit/event_points.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "stdlib/kit/results_listing.hpp"
#include "stdlib/kit/stored_estimates.hpp"

namespace nqp::kit {
namespace {

// The number that stands for # in the stub: "Tp#" and "Tp3" give 3. False when the name is another.
bool event_number(const std::string& stub, const std::string& name, int& number) {
  const std::size_t hash = stub.find('#');
  if (hash == std::string::npos) return false;
  const std::string head = stub.substr(0, hash), tail = stub.substr(hash + 1);
  if (name.size() <= head.size() + tail.size() || name.compare(0, head.size(), head) != 0 ||
      name.compare(name.size() - tail.size(), tail.size(), tail) != 0)
    return false;
  const std::string digits = name.substr(head.size(), name.size() - head.size() - tail.size());
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  number = std::atoi(digits.c_str());
  return true;
}

// A row or a column of coefficients with their variances.
std::vector<EventPoint> read_points(const eval::Matrix& b, const eval::Matrix* V, const std::string& lag,
                                    const std::string& lead) {
  const bool column = b.columns == 1 && b.rows > 1;
  const std::size_t n = column ? b.rows : b.columns;
  const bool covariance = V && V->rows == n && V->columns == n;
  const bool variances = V && !covariance && (V->rows == 1 || V->columns == 1) && V->values.size() == n;
  std::vector<EventPoint> out;
  for (std::size_t j = 0; j < n; ++j) {
    std::string name = column ? b.row_names[j] : b.column_names[j];
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) name.erase(0, colon + 1);
    int k = 0;
    const bool is_lag = event_number(lag, name, k);
    if (!is_lag && !event_number(lead, name, k)) continue;
    EventPoint p{is_lag ? k : -k, b.values[j]};
    if (covariance) p.variance = (*V)(j, j);
    if (variances) p.variance = V->values[j];
    out.push_back(p);
  }
  std::sort(out.begin(), out.end(), [](const EventPoint& a, const EventPoint& c) { return a.time < c.time; });
  return out;
}

}  // namespace

std::vector<EventPoint> event_points(const std::string& model, const std::string& lag, const std::string& lead,
                                     runtime::Session& s) {
  if (const std::size_t hash = model.find('#'); hash != std::string::npos) {
    std::optional<eval::Matrix> V;
    if (hash + 1 < model.size()) V = matrix_value(model.substr(hash + 1), s);
    return read_points(matrix_value(model.substr(0, hash), s), V ? &*V : nullptr, lag, lead);
  }
  const command::Results& e = find_estimates(model, s).results;
  const eval::Matrix* b = e.find_matrix("b");
  if (!b) throw Error(301, "last estimates not found");
  return read_points(*b, e.find_matrix("V"), lag, lead);
}

}  // namespace nqp::kit
