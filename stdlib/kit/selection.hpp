// The rows that if and in pick, and the values of expressions in them, at a cost of the range that in names.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct Selection {
  data::Row begin = 0, end = 0;   // rows outside are not selected
  std::vector<std::uint8_t> use;  // one per row of [begin, end); empty: all of them

  bool holds(std::size_t row) const { return row >= begin && row < end && (use.empty() || use[row - begin]); }
  std::size_t count() const;
  std::vector<std::uint8_t> flags(std::size_t rows) const;  // one per row of the frame
  void write_flags(std::span<std::uint8_t> out) const;       // the same
  // out[i] = fresh[i] for the selected of the rows from `first`, which must all lie in [begin, end); others stay.
  void put(data::Row first, std::span<const double> fresh, double* out) const;
};

inline constexpr std::size_t chunk_of_rows = 2048;

// Error 190 for in under by.
Selection select(const command::Context& c, const command::Sample& s);

// Values of an expression in a few rows.
struct Chunk {
  data::Row first = 0;
  std::span<double> values;  // at most chunk_of_rows
  double largest = 0;        // no magnitude is larger; infinity when that is not known
};
using ChunkReader = std::function<void(const Chunk&)>;

// The numbers of an expression in [begin, end), chunk by chunk. They stay in `home`, which has room for one for each
// of these rows; without it the next chunk overwrites them. Error 109 when it is a string.
void for_chunks(eval::Plan& plan, data::Row begin, data::Row end, const ChunkReader& f, double* home = nullptr);

// The expression compiled for the selected rows alone, so that sum() and random draws leave the others out.
class SelectedPlan {
 public:
  SelectedPlan(const ast::Expression& e, const command::Context& c, const command::Sample& sample, const Selection& s,
               const eval::Overlay* overlay = nullptr);
  eval::Plan& operator*() const { return *plan_; }
  eval::Plan* operator->() const { return plan_.get(); }

 private:
  std::vector<std::uint8_t> flags_;
  std::unique_ptr<eval::Plan> plan_;
};

// The numbers of an expression in [s.begin, s.end), chunk by chunk as for_chunks; the values of rows that are not
// selected mean nothing. When every row stands alone (see row_plans.hpp) f is called from several threads for chunks
// that do not overlap.
void for_selected(const ast::Expression& e, const command::Context& c, const command::Sample& sample,
                  const Selection& s, const ChunkReader& f, double* home = nullptr);

// One number per row of the frame; `.` where the row is not selected. Error 109 when it is a string.
std::vector<double> values_of(const ast::Expression& e, const command::Context& c, const command::Sample& sample,
                              const Selection& s);

// The column as doubles.
std::vector<double> numbers_of(const data::Column& c);

}  // namespace nqp::kit
