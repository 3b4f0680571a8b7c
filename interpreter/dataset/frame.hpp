// A data set: named columns with their labels and formats. Frames are values; columns are shared, so a copy costs
// the names and a changed frame costs the changed columns.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/dataset/column.hpp"

namespace nqp::data {

struct Variable {
  std::string name;
  ColumnPtr column;
  std::string format = {};
  std::string label = {};
  std::string value_label = {};  // name of the value label attached, or empty
  std::map<std::string, std::string> characteristics = {};  // also notes: note0 (count), note1 …

  bool is_string() const { return column->is_string(); }
};

using ValueLabel = std::map<double, std::string>;  // integers and .a-.z → text

struct PanelDeclaration {
  std::string panel = {};  // empty for a single time series
  std::string time = {};   // empty when only the panel is declared
  double delta = 1;
};

// e(sample) of one estimation: rides along when rows move.
struct SampleMark {
  std::uint64_t id = 0;
  ColumnPtr column;
};

struct Frame {
  std::size_t rows = 0;
  std::vector<Variable> variables;
  std::map<std::string, std::shared_ptr<const ValueLabel>> value_labels;
  std::map<std::string, std::string> characteristics;
  std::string label;
  std::string file;                     // where it was read from or saved to
  std::vector<std::string> sorted_by;   // empty when the order is not known
  std::optional<PanelDeclaration> panel;
  std::vector<SampleMark> samples;
  bool changed = false;                 // since it was read or saved

  // Not inline: this code would otherwise be made again in every file that has one.
  Frame();
  Frame(const Frame&);
  Frame(Frame&&) noexcept;
  Frame& operator=(const Frame&);
  Frame& operator=(Frame&&) noexcept;
  ~Frame();

  const Variable* find(std::string_view name) const;
  std::optional<std::size_t> index(std::string_view name) const;
  const Variable& at(std::string_view name) const;                     // Error 111 when absent
  const ValueLabel* labels_of(const Variable& v) const;                // the value label attached, or nullptr

  void add(Variable v);                                                // Error 110 when the name is taken
  void replace(std::size_t index, ColumnPtr column);                   // forgets the sort order if v is a key
  void remove(std::string_view name);                                  // also from the panel declaration
  void rename(std::string_view from, const std::string& to);
};

using FramePtr = std::shared_ptr<const Frame>;

bool valid_name(std::string_view name);                                // letters, digits, _, UTF-8; 32 characters
Frame gather(const Frame& f, std::span<const Row> rows);               // keeps labels; the caller states the order
// Row i becomes row order[i], one column after the other: columns that nobody else holds need the room of one.
// Error 909 before anything has moved. The caller states the order.
void permute(Frame& f, std::span<const Row> order);
Frame keep_rows(const Frame& f, std::span<const std::uint8_t> keep);   // a sub-sample in order: stays sorted

}  // namespace nqp::data
