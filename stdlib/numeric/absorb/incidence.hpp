// Which members (slots of the other effects) meet in each group (a level of one effect), and how often.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/code_source.hpp"

namespace nqp::numeric {

// A stretch of groups in ascending order. Members that meet a group several times are one entry.
struct IncidencePiece {
  std::vector<std::uint32_t> groups;   // those with entries
  std::vector<std::uint32_t> starts;   // first entry of each, and the end
  std::vector<std::uint32_t> members;  // entries
  std::vector<double> counts;          // Σ w of each entry
  std::vector<std::uint8_t> multiples; // the same when they are small whole numbers; both empty when all are one

  bool all_once() const { return counts.empty() && multiples.empty(); }
  double count(std::size_t entry) const {
    return all_once() ? 1.0 : counts.empty() ? multiples[entry] : counts[entry];
  }
};

// One effect and, stacked, the others: member slot = offset of its effect + level.
struct IncidenceSpec {
  CodeSource groups;
  std::vector<CodeSource> members;
  std::vector<std::size_t> offsets;  // one for each of `members`
  std::size_t slots = 0;             // of all members together
  std::span<const double> weights;   // empty: ones
  std::size_t rows = 0;
  bool ascending = false;            // the groups' levels never fall from row to row
};

// Called when the entries of a group are complete: entries [begin, end) of the piece. False drops the group.
struct GroupVisitor {
  virtual ~GroupVisitor() = default;
  virtual bool keep(std::size_t piece, std::uint32_t group, IncidencePiece& p, std::size_t begin) = 0;
};

// `pieces` stretches of groups, made side by side.
std::vector<IncidencePiece> make_incidence(const IncidenceSpec& spec, std::size_t pieces, GroupVisitor& visitor);

struct RunShape {
  bool ascending = true;    // levels never fall from row to row
  std::size_t longest = 0;  // run of one level; a run that is cut into two by the pieces of the work counts as two
};
RunShape shape_of_runs(const CodeSource& codes, std::size_t rows);

// Begin of each of `pieces` stretches of rows and the end; where the levels ascend no level is cut.
std::vector<std::size_t> cut_rows(const CodeSource& codes, std::size_t rows, std::size_t pieces, bool ascending);

}  // namespace nqp::numeric
