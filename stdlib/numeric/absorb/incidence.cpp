#include "stdlib/numeric/absorb/incidence.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t incidence_block = 1024;

// Entries of the group at hand, found again by its members.
class EntryFinder {
 public:
  explicit EntryFinder(std::size_t slots) : owner_(slots, ~0u), place_(slots, 0) {}

  void add(IncidencePiece& p, std::uint32_t group, std::uint32_t member, double w) {
    if (owner_[member] == group) return raise(p, place_[member], w);
    owner_[member] = group;
    place_[member] = static_cast<std::uint32_t>(p.members.size());
    p.members.push_back(member);
    if (!p.counts.empty()) {
      p.counts.push_back(w);
    } else if (w == 1.0) {
      if (!p.multiples.empty()) p.multiples.push_back(1);
    } else {
      if (!p.multiples.empty()) p.multiples.push_back(1);
      begin_counts(p);
      p.counts.back() = w;
    }
  }

 private:
  static void raise(IncidencePiece& p, std::size_t entry, double w) {
    if (p.counts.empty() && w == 1.0) {
      if (p.multiples.empty()) {
        p.multiples.reserve(p.members.capacity());
        p.multiples.assign(p.members.size(), 1);
      }
      if (p.multiples[entry] < 0xffu) {
        ++p.multiples[entry];
        return;
      }
    }
    begin_counts(p);
    p.counts[entry] += w;
  }

  static void begin_counts(IncidencePiece& p) {
    if (!p.counts.empty()) return;
    p.counts.reserve(p.members.capacity());
    if (p.multiples.empty()) p.counts.assign(p.members.size(), 1.0);
    else p.counts.assign(p.multiples.begin(), p.multiples.end());
    p.multiples = {};
  }

  std::vector<std::uint32_t> owner_, place_;
};

void close_group(std::size_t piece, std::uint32_t group, IncidencePiece& p, std::size_t begin, GroupVisitor& visitor) {
  if (p.members.size() > begin && visitor.keep(piece, group, p, begin)) {
    p.groups.push_back(group);
    p.starts.push_back(static_cast<std::uint32_t>(begin));
    return;
  }
  p.members.resize(begin);
  if (!p.counts.empty()) p.counts.resize(begin);
  if (!p.multiples.empty()) p.multiples.resize(begin);
}

// Rows in which the levels ascend are read where they are.
void gather_in_place(const IncidenceSpec& spec, std::size_t piece, std::size_t first, std::size_t last,
                     IncidencePiece& p, GroupVisitor& visitor) {
  EntryFinder finder(spec.slots);
  p.members.reserve((last - first) * spec.members.size());
  std::vector<std::uint32_t> group(incidence_block);
  std::vector<std::vector<std::uint32_t>> member(spec.members.size(), std::vector<std::uint32_t>(incidence_block));
  std::size_t begin = 0;
  std::uint32_t open = ~0u;
  for (std::size_t row = first; row < last; row += incidence_block) {
    const std::size_t n = std::min(incidence_block, last - row);
    spec.groups.read(row, n, group.data());
    for (std::size_t r = 0; r < spec.members.size(); ++r) spec.members[r].read(row, n, member[r].data());
    for (std::size_t i = 0; i < n; ++i) {
      if (group[i] != open) {
        if (open != ~0u) close_group(piece, open, p, begin, visitor);
        open = group[i];
        begin = p.members.size();
      }
      const double w = spec.weights.empty() ? 1.0 : spec.weights[row + i];
      if (w == 0) continue;
      for (std::size_t r = 0; r < member.size(); ++r) {
        finder.add(p, open, static_cast<std::uint32_t>(spec.offsets[r]) + member[r][i], w);
      }
    }
  }
  if (open != ~0u) close_group(piece, open, p, begin, visitor);
  p.starts.push_back(static_cast<std::uint32_t>(p.members.size()));
}

// Rows put in the order of their groups by counting.
struct CountedRows {
  std::vector<std::uint32_t> starts;   // of each group
  std::vector<std::uint32_t> members;  // rows × effects
  std::vector<double> weights;
};

CountedRows rows_by_group(const IncidenceSpec& spec) {
  CountedRows c;
  c.starts.assign(spec.groups.levels + 1, 0);
  std::vector<std::uint32_t> group(incidence_block);
  for (std::size_t row = 0; row < spec.rows; row += incidence_block) {
    const std::size_t n = std::min(incidence_block, spec.rows - row);
    spec.groups.read(row, n, group.data());
    for (std::size_t i = 0; i < n; ++i) ++c.starts[group[i] + 1];
  }
  std::partial_sum(c.starts.begin(), c.starts.end(), c.starts.begin());
  const std::size_t width = spec.members.size();
  c.members.resize(spec.rows * width);
  if (!spec.weights.empty()) c.weights.resize(spec.rows);
  std::vector<std::uint32_t> next(c.starts.begin(), c.starts.end() - 1);
  std::vector<std::vector<std::uint32_t>> member(width, std::vector<std::uint32_t>(incidence_block));
  for (std::size_t row = 0; row < spec.rows; row += incidence_block) {
    const std::size_t n = std::min(incidence_block, spec.rows - row);
    spec.groups.read(row, n, group.data());
    for (std::size_t r = 0; r < width; ++r) spec.members[r].read(row, n, member[r].data());
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t place = next[group[i]]++;
      for (std::size_t r = 0; r < width; ++r) {
        c.members[place * width + r] = static_cast<std::uint32_t>(spec.offsets[r]) + member[r][i];
      }
      if (!c.weights.empty()) c.weights[place] = spec.weights[row + i];
    }
  }
  return c;
}

void gather_counted(const IncidenceSpec& spec, const CountedRows& c, std::size_t piece, std::size_t first,
                    std::size_t last, IncidencePiece& p, GroupVisitor& visitor) {
  EntryFinder finder(spec.slots);
  const std::size_t width = spec.members.size();
  p.members.reserve((c.starts[last] - c.starts[first]) * width);
  for (std::size_t g = first; g < last; ++g) {
    const std::size_t begin = p.members.size();
    for (std::size_t place = c.starts[g]; place < c.starts[g + 1]; ++place) {
      const double w = c.weights.empty() ? 1.0 : c.weights[place];
      if (w == 0) continue;
      for (std::size_t r = 0; r < width; ++r) {
        finder.add(p, static_cast<std::uint32_t>(g), c.members[place * width + r], w);
      }
    }
    close_group(piece, static_cast<std::uint32_t>(g), p, begin, visitor);
  }
  p.starts.push_back(static_cast<std::uint32_t>(p.members.size()));
}

}  // namespace

RunShape shape_of_runs(const CodeSource& codes, std::size_t rows) {
  const std::size_t pieces = pieces_of_rows(rows);
  std::vector<RunShape> shapes(pieces);
  std::atomic<bool> ascend{true};
  in_parallel(pieces, [&](std::size_t piece) {
    const std::size_t first = rows / pieces * piece, last = piece + 1 == pieces ? rows : rows / pieces * (piece + 1);
    if (first >= last) return;
    std::vector<std::uint32_t> level(incidence_block);
    std::uint32_t before = codes.at(first == 0 ? 0 : first - 1);
    std::size_t run = 0;
    for (std::size_t row = first; row < last && ascend.load(std::memory_order_relaxed); row += incidence_block) {
      const std::size_t n = std::min(incidence_block, last - row);
      codes.read(row, n, level.data());
      bool falls = false;
      for (std::size_t i = 0; i < n; ++i) {
        falls = falls || level[i] < before;
        run = level[i] == before ? run + 1 : 1;
        shapes[piece].longest = std::max(shapes[piece].longest, run);
        before = level[i];
      }
      if (falls) ascend.store(false);
    }
  });
  RunShape out;
  out.ascending = ascend.load();
  for (const RunShape& s : shapes) out.longest = std::max(out.longest, s.longest);
  return out;
}

std::vector<std::size_t> cut_rows(const CodeSource& codes, std::size_t rows, std::size_t pieces, bool ascending) {
  std::vector<std::size_t> cuts(pieces + 1, rows);
  for (std::size_t p = 0; p < pieces; ++p) {
    std::size_t row = rows / pieces * p;
    if (p > 0 && ascending) {
      row = std::max(row, cuts[p - 1]);
      while (row > 0 && row < rows && codes.at(row) == codes.at(row - 1)) ++row;
    }
    cuts[p] = row;
  }
  return cuts;
}

std::vector<IncidencePiece> make_incidence(const IncidenceSpec& spec, std::size_t pieces, GroupVisitor& visitor) {
  std::vector<IncidencePiece> out(pieces);
  if (spec.ascending) {
    const std::vector<std::size_t> cuts = cut_rows(spec.groups, spec.rows, pieces, true);
    in_parallel(pieces, [&](std::size_t p) { gather_in_place(spec, p, cuts[p], cuts[p + 1], out[p], visitor); });
    return out;
  }
  const CountedRows counted = rows_by_group(spec);
  const std::size_t levels = spec.groups.levels;
  in_parallel(pieces, [&](std::size_t p) {
    const std::size_t first = levels / pieces * p, last = p + 1 == pieces ? levels : levels / pieces * (p + 1);
    gather_counted(spec, counted, p, first, last, out[p], visitor);
  });
  return out;
}

}  // namespace nqp::numeric
