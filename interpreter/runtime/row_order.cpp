// sortpreserve: the rows of a program's data return to where they were. A hidden column rides along with the rows.
#include <algorithm>

#include "interpreter/dataset/groups.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {
namespace {

// Sorted by those of the keys that are still in order.
void claim_order(data::Frame& f, const std::vector<std::string>& keys) {
  std::vector<data::SortKey> order;
  for (const std::string& key : keys) {
    if (!f.find(key)) break;
    order.push_back({f.at(key).column});
    if (!data::is_sorted(order, f.rows)) break;
    f.sorted_by.push_back(key);
  }
}

}  // namespace

void Session::mark_order() {
  data::Frame f = *frame_;
  // Counted up to -1: rows that the program adds carry 0 and stay behind the others.
  std::vector<double> places(f.rows);
  for (std::size_t i = 0; i < f.rows; ++i) places[i] = static_cast<double>(i) - static_cast<double>(f.rows);
  level().order_mark = next_sample_++;
  level().order_keys = f.sorted_by;
  f.samples.push_back({level().order_mark, data::make_numeric(data::Storage::double_, places)});
  set_frame(std::move(f));
}

void Session::restore_order(std::uint64_t mark) {
  const std::vector<std::string>& keys = level().order_keys;
  data::Frame f = *frame_;
  const auto it = std::find_if(f.samples.begin(), f.samples.end(), [&](const auto& m) { return m.id == mark; });
  if (it == f.samples.end()) return;  // other data by now
  const data::ColumnPtr places = it->column;
  f.samples.erase(it);
  const data::SortKey key{places};
  if (!data::is_sorted({&key, 1}, f.rows)) {
    f = data::gather(f, data::sort_order({&key, 1}, f.rows));
    f.sorted_by.clear();
  }
  if (f.sorted_by.empty()) claim_order(f, keys);
  set_frame(std::move(f));
}

}  // namespace nqp::runtime
