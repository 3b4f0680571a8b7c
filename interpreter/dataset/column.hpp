// Immutable typed columns, shared between frames. Strings are stored as codes into a dictionary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "interpreter/dataset/buffer.hpp"
#include "interpreter/dataset/missing.hpp"
#include "interpreter/dataset/type.hpp"

namespace nqp::data {

using Row = std::uint32_t;

// Distinct strings; code 0 is always "". Views stay valid while the dictionary or a copy of it lives.
class Dictionary {
 public:
  Dictionary();
  Dictionary(const Dictionary& o);                                  // shares the text, copies the index
  Dictionary& operator=(const Dictionary&) = delete;
  std::uint32_t code(std::string_view s);                           // adds s when it is new
  // The codes of many texts, as code() gives one after the other: waits for memory together, not for each.
  void codes(std::span<const std::string_view> texts, std::uint32_t* out);
  std::optional<std::uint32_t> find(std::string_view s) const;
  std::string_view text(std::uint32_t code) const { return text_at(texts_[code]); }
  std::size_t size() const { return texts_.size(); }

 private:
  // A text lies behind its length: one byte, or 255 and eight bytes more. Half the room of pointer and length.
  static std::string_view text_at(const char* p) {
    const auto n = static_cast<unsigned char>(*p);
    if (n < lengthy) return {p + 1, n};
    std::uint64_t size;
    std::memcpy(&size, p + 1, sizeof size);
    return {p + 1 + sizeof size, size};
  }
  const char* keep(std::string_view s);
  std::size_t slot_of(std::string_view s, std::uint32_t hash) const;
  std::uint32_t code_of(std::string_view s, std::uint32_t hash);
  void grow();

  static constexpr unsigned char lengthy = 255;
  std::vector<std::shared_ptr<char[]>> blocks_;
  std::size_t room_ = 0;
  char* next_ = nullptr;
  std::vector<const char*> texts_;
  std::vector<std::uint64_t> slots_;  // open addressing: hash in the upper half, code + 1 in the lower; 0 is empty
};

// What is worth knowing about a numeric column; computed once on demand.
struct Facts {
  double lowest = missing, highest = missing;  // over non-missing values; missing when there is none
  bool integers = true;                        // every non-missing value is an integer
  std::size_t missing_count = 0;
  bool ascending = true;                       // stored order is sorted (missing last)
};

class Column;
using ColumnPtr = std::shared_ptr<const Column>;

class Column {
 public:
  using Numbers = std::variant<Buffer<std::int8_t>, Buffer<std::int16_t>, Buffer<std::int32_t>, Buffer<float>,
                               Buffer<double>>;

  Column(Storage storage, Numbers values);
  Column(Type type, Buffer<std::uint32_t> codes, std::shared_ptr<const Dictionary> dictionary);

  Type type() const { return type_; }
  bool is_string() const { return type_.is_string(); }
  std::size_t size() const { return size_; }

  double number(std::size_t row) const;                                   // numeric columns
  void read(std::size_t begin, std::size_t count, double* out) const;     // numeric, missing codes converted
  void read_rows(std::span<const Row> rows, double* out) const;
  std::string_view text(std::size_t row) const { return dictionary_->text(codes_[row]); }  // string columns
  std::span<const std::uint32_t> codes() const { return codes_.span(); }
  const std::shared_ptr<const Dictionary>& dictionary() const { return dictionary_; }
  const Numbers& numbers() const { return numbers_; }
  const Facts& facts() const;                                             // numeric columns

  bool missing_at(std::size_t row) const { return is_string() ? codes_[row] == 0 : is_missing(number(row)); }

  // Writes one value in place, of a string column the code of a text that its dictionary and its type hold. Only for a
  // column that nobody else holds; the value must fit.
  void poke(std::size_t row, double value);

  // Row i becomes row order[i]. Only for a column that nobody else holds; `spare` has room for its values. Never fails.
  void permute(std::span<const Row> order, std::span<char> spare);
  std::size_t value_bytes() const;  // of one row

 private:
  Type type_;
  std::size_t size_ = 0;
  Numbers numbers_;
  Buffer<std::uint32_t> codes_;
  std::shared_ptr<const Dictionary> dictionary_;
  mutable std::shared_ptr<const Facts> facts_;
};

// A numeric column under construction. Values that do not fit the storage become `.` (integers are truncated,
// as the language does); use narrowest()/fits() first where that must not happen.
class NumericWriter {
 public:
  NumericWriter(Storage storage, std::size_t rows);
  void write(std::size_t begin, std::size_t count, const double* values);
  void set(std::size_t row, double value) { write(row, 1, &value); }
  // The values themselves when they are kept as doubles, else null; what is put here must be a number or missing code.
  double* doubles();
  void shorten(std::size_t rows);  // drops the rows behind
  ColumnPtr finish();

 private:
  Storage storage_;
  Column::Numbers values_;
};

// A string column under construction, filled in any order; rows start as "". The type is str# of the longest
// value, or strL above 2045 bytes; a wider minimum may be asked for.
class StringWriter {
 public:
  explicit StringWriter(std::size_t rows, std::shared_ptr<const Dictionary> start = nullptr);
  void set(std::size_t row, std::string_view text);
  ColumnPtr finish(std::optional<Type> at_least = std::nullopt);

 private:
  Buffer<std::uint32_t> codes_;
  std::shared_ptr<const Dictionary> start_;  // shared with its owner until the first string it lacks
  std::shared_ptr<Dictionary> own_;
};

ColumnPtr make_numeric(Storage storage, std::span<const double> values);
ColumnPtr make_narrowest(std::span<const double> values);                 // least storage that loses nothing
ColumnPtr make_constant(Storage storage, std::size_t rows, double value);
ColumnPtr make_strings(std::span<const std::string> values);
ColumnPtr gather(const Column& c, std::span<const Row> rows);             // rows beyond the end become missing
ColumnPtr convert(const Column& c, Storage storage);                      // recast between numeric storages
ColumnPtr append(const Column& top, const Column& bottom);                // same kind; the wider type
bool equal_values(const Column& a, const Column& b);

}  // namespace nqp::data
