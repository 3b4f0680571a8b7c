// Bringing two data sets together by keys: merge, joinby and their kind.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/dataset/groups.hpp"

namespace nqp::kit {

// Rows of both data sets that share a key, group by group.
struct Matching {
  std::vector<std::uint32_t> codes;              // group of every row, the master's first
  std::span<const std::uint32_t> master, other;  // the two parts of them
  std::uint32_t groups = 0;
  std::vector<data::Row> other_starts, other_rows;  // rows of `other` of each group, in order
  std::vector<data::Row> master_starts;

  std::size_t master_count(std::uint32_t g) const { return master_starts[g + std::size_t{1}] - master_starts[g]; }
  std::size_t other_count(std::uint32_t g) const { return other_starts[g + std::size_t{1}] - other_starts[g]; }
};

// Errors 111 for a key that `other` lacks, 106 when a key is a string in one and a number in the other.
Matching match_keys(const data::Frame& master, const data::Frame& other, const command::Variables& keys);

// Row k of the result comes from left[k] and right[k]; no_row: from one side only.
struct Pairs {
  std::vector<data::Row> left, right;
  std::size_t size() const { return left.size(); }
  void add(data::Row l, data::Row r) {
    left.push_back(l);
    right.push_back(r);
  }
};

// When no group has more than one row of `other`: the rows of the master in order, then those that only `other` has.
Pairs pairs_with_one(const Matching& m);

// Error 909 when a result of so many rows would not fit: pairs multiply.
void require_room_for_pairs(const data::Frame& master, const data::Frame& other, double rows);

struct JoinOptions {
  command::Variables keep_using;  // empty: all
  bool labels = true;             // take value labels of `other` that master lacks
  bool force = false;             // a variable that is a string on one side counts as missing on the other
  bool update = false, replace = false;
};

struct Joined {
  data::Frame frame;
  std::vector<std::uint8_t> updated, conflict;  // per row, with update
};

// Variables of both sides; shared ones keep the master's values, and the other's in rows that only it has. With
// update missing values are filled, with replace all that are not missing there. Error 106 for clashing types.
Joined join(const data::Frame& master, const data::Frame& other, const command::Variables& keys, const Pairs& p,
            const JoinOptions& options);

void add_labels(data::Frame& f, const data::Frame& from);  // value labels that f lacks
void add_notes(data::Frame& f, const data::Frame& from);   // about the data and shared variables, that f lacks
void drop_notes(data::Frame& f);

}  // namespace nqp::kit
