#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/byte_reader.hpp"
#include "interpreter/dataset/io/dta.hpp"
#include "interpreter/dataset/io/dta_rows.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "interpreter/dataset/number_codec.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t most_variables_118 = 32767;
constexpr std::size_t most_variables_119 = 120000;

void put(std::string& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

// At most n bytes, never half a character.
std::string_view cut(std::string_view text, std::size_t n) {
  text = until_nul(text);
  if (text.size() <= n) return text;
  while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) --n;
  return text.substr(0, n);
}

// A field of fixed size that ends in at least one NUL.
void put_field(std::string& out, std::string_view text, std::size_t bytes) {
  text = cut(text, bytes - 1);
  out += text;
  out.append(bytes - text.size(), '\0');
}

void check_name(const DtaLayout& l, const std::string& name) {
  if (name.size() < l.name_bytes) return;
  throw Error(198, "the name " + name + " is too long for version " + std::to_string(l.version) + " of .dta",
              std::nullopt, {"rename it to at most " + std::to_string(l.name_bytes - 1) + " bytes"});
}

Type type_in(const DtaLayout& l, const Variable& v) {
  Type type = v.column->type();
  if (type.storage == Storage::str) type.width = std::max<std::uint16_t>(type.width, 1);
  const bool too_wide = type.storage == Storage::str && type.width > l.widest_string;
  if (too_wide || (type.storage == Storage::strl && !l.tagged())) {
    throw Error(198, "variable " + v.name + " is " + type_name(type) + ", version " + std::to_string(l.version) +
                         " of .dta holds str1 to str" + std::to_string(l.widest_string));
  }
  return type;
}

std::uint64_t type_code(const DtaLayout& l, Type type) {
  if (type.storage == Storage::str) return type.width;
  if (type.storage == Storage::strl) return dta_strl;
  const auto s = static_cast<std::uint64_t>(type.storage);
  return l.tagged() ? dta_byte - s : dta_old_byte + s;
}

void put_binary_header(std::string& out, const Frame& f, const DtaLayout& l, const std::string& timestamp) {
  put(out, static_cast<std::uint64_t>(l.version), 1);
  put(out, 2, 1);  // least significant byte first
  put(out, 1, 1);
  put(out, 0, 1);
  put(out, f.variables.size(), 2);
  put(out, f.rows, 4);
  put_field(out, f.label, dta_label_bytes);
  put_field(out, timestamp, dta_timestamp_bytes);
}

void put_tagged_header(std::string& out, const Frame& f, const DtaLayout& l, const std::string& timestamp) {
  out += "<stata_dta><header><release>" + std::to_string(l.version) + "</release><byteorder>LSF</byteorder><K>";
  put(out, f.variables.size(), l.count_bytes);
  out += "</K><N>";
  put(out, f.rows, l.rows_bytes);
  out += "</N><label>";
  const std::string_view label = cut(f.label, l.label_bytes - 1);
  put(out, label.size(), l.version == 117 ? 1 : 2);
  out += label;
  out += "</label><timestamp>";
  const std::string_view stamp = cut(timestamp, dta_timestamp_bytes - 1);
  put(out, stamp.size(), 1);
  out += stamp;
  out += "</timestamp></header>";
}

// The file under construction. What precedes the rows is made as a whole, because the map there tells where everything
// lies; rows and long strings leave in pieces.
class DtaBuilder {
 public:
  using Sink = std::function<void(std::string_view)>;

  DtaBuilder(const Frame& f, const DtaOptions& options, const Sink& sink)
      : f_(f), sink_(sink), layout_(dta_layout(options.version)) {
    for (const Variable& v : f.variables) fields_.push_back({type_in(layout_, v)});
    width_ = place_fields(fields_);
    build(options.timestamp);
  }

 private:
  void build(const std::string& timestamp);
  void put_head(const std::string& timestamp);
  template <class Put>
  void write_section(const char* tag, const Put& put);
  void put_map(std::uint64_t long_string_bytes, std::uint64_t label_bytes);
  void put_sort();
  void put_characteristic(std::string_view owner, const std::string& name, const std::string& text);
  void put_characteristics();
  void find_long_strings();
  std::uint64_t long_string_bytes() const;
  void put_data();
  void put_long_strings();
  void put_value_label(const std::string& name, const ValueLabel& labels);
  void flush() {
    sink_(out_);
    out_.clear();
  }

  const Frame& f_;
  const Sink& sink_;
  DtaLayout layout_;
  std::vector<DtaField> fields_;
  std::size_t width_ = 0;
  std::vector<std::vector<Row>> first_row_of_code_;             // per strL variable
  std::vector<std::pair<Row, std::size_t>> long_strings_;       // row and variable of the first of each
  std::vector<std::uint64_t> map_{0};
  std::size_t map_at_ = 0;
  std::string out_;
};

template <class Put>
void DtaBuilder::write_section(const char* tag, const Put& put_content) {
  if (!layout_.tagged()) return put_content();
  map_.push_back(out_.size());
  out_ += std::string("<") + tag + ">";
  put_content();
  out_ += std::string("</") + tag + ">";
}

void DtaBuilder::put_head(const std::string& timestamp) {
  if (layout_.tagged()) {
    put_tagged_header(out_, f_, layout_, timestamp);
    write_section("map", [&] {
      map_at_ = out_.size();
      out_.append(14 * 8, '\0');
    });
  } else {
    put_binary_header(out_, f_, layout_, timestamp);
  }
  const auto texts = [&](std::size_t bytes, const auto& text_of) {
    for (const Variable& v : f_.variables) put_field(out_, text_of(v), bytes);
  };
  write_section("variable_types", [&] {
    for (const DtaField& field : fields_) put(out_, type_code(layout_, field.type), layout_.tagged() ? 2 : 1);
  });
  write_section("varnames", [&] { texts(layout_.name_bytes, [](const Variable& v) -> auto& { return v.name; }); });
  write_section("sortlist", [&] { put_sort(); });
  write_section("formats", [&] { texts(layout_.format_bytes, [](const Variable& v) -> auto& { return v.format; }); });
  write_section("value_label_names",
          [&] { texts(layout_.name_bytes, [](const Variable& v) -> auto& { return v.value_label; }); });
  write_section("variable_labels", [&] {
    texts(
        layout_.label_bytes, [](const Variable& v) -> auto& { return v.label; });
  });
  write_section("characteristics", [&] { put_characteristics(); });
}

void DtaBuilder::build(const std::string& timestamp) {
  for (const auto& [name, labels] : f_.value_labels) put_value_label(name, *labels);
  const std::string labels = std::exchange(out_, {});
  find_long_strings();
  put_head(timestamp);
  const bool tagged = layout_.tagged();
  if (tagged) put_map(long_string_bytes(), labels.size());
  if (tagged) out_ += "<data>";
  put_data();
  if (tagged) out_ += "</data><strls>";
  if (tagged) put_long_strings();
  if (tagged) out_ += "</strls><value_labels>";
  flush();
  sink_(labels);
  if (tagged) sink_("</value_labels></stata_dta>");
}

// Behind the head, which is complete: where the sections to come begin.
void DtaBuilder::put_map(std::uint64_t long_string_bytes, std::uint64_t label_bytes) {
  constexpr std::string_view data = "<data></data>", strings = "<strls></strls>",
                             labels = "<value_labels></value_labels>", end = "</stata_dta>";
  map_.push_back(out_.size());
  for (const std::uint64_t bytes : {data.size() + f_.rows * width_, strings.size() + long_string_bytes,
                                    labels.size() + label_bytes, std::uint64_t{end.size()}})
    map_.push_back(map_.back() + bytes);
  std::string map;
  for (const std::uint64_t offset : map_) put(map, offset, 8);
  out_.replace(map_at_, map.size(), map);
}

void DtaBuilder::put_sort() {
  std::size_t written = 0;
  for (const std::string& name : f_.sorted_by) {
    const auto k = f_.index(name);
    if (!k || written == f_.variables.size()) break;
    put(out_, *k + 1, layout_.count_bytes);
    ++written;
  }
  out_.append((f_.variables.size() + 1 - written) * layout_.count_bytes, '\0');
}

void DtaBuilder::put_characteristic(std::string_view owner, const std::string& name, const std::string& text) {
  const std::string_view content = until_nul(text);
  if (layout_.tagged()) {
    out_ += "<ch>";
  } else {
    put(out_, 1, 1);
  }
  put(out_, 2 * layout_.name_bytes + content.size() + 1, 4);
  put_field(out_, owner, layout_.name_bytes);
  put_field(out_, name, layout_.name_bytes);
  out_ += content;
  out_ += '\0';
  if (layout_.tagged()) out_ += "</ch>";
}

void DtaBuilder::put_characteristics() {
  auto own = f_.characteristics;
  own.merge(panel_characteristics(f_));
  for (const auto& [name, text] : own) put_characteristic("_dta", name, text);
  for (const Variable& v : f_.variables) {
    for (const auto& [name, text] : v.characteristics) put_characteristic(v.name, name, text);
  }
  if (!layout_.tagged()) put(out_, 0, 5);
}

void DtaBuilder::find_long_strings() {
  constexpr Row unseen = 0xffffffffu;
  first_row_of_code_.resize(fields_.size());
  for (std::size_t k = 0; k < fields_.size(); ++k) {
    if (fields_[k].type.storage != Storage::strl) continue;
    const Column& c = *f_.variables[k].column;
    first_row_of_code_[k].assign(c.dictionary()->size(), unseen);
    for (std::size_t i = c.size(); i-- > 0;) first_row_of_code_[k][c.codes()[i]] = static_cast<Row>(i);
    for (std::size_t code = 1; code < first_row_of_code_[k].size(); ++code) {
      const Row row = first_row_of_code_[k][code];
      if (row < f_.rows) long_strings_.emplace_back(row, k);
    }
  }
  std::sort(long_strings_.begin(), long_strings_.end());
}

bool holds_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

std::uint64_t DtaBuilder::long_string_bytes() const {
  const std::uint64_t head = std::string_view("GSO").size() + 4 + (layout_.version == 117 ? 4 : 8) + 1 + 4;
  std::uint64_t bytes = 0;
  for (const auto& [row, k] : long_strings_) {
    const std::string_view text = f_.variables[k].column->text(row);
    bytes += head + text.size() + (holds_nul(text) ? 0 : 1);
  }
  return bytes;
}

constexpr std::size_t piece_bytes = std::size_t{2} << 20;

void DtaBuilder::put_data() {
  const std::size_t at_once = std::max<std::size_t>(width_ ? piece_bytes / width_ : 0, 512);
  for (std::size_t begin = 0; begin < f_.rows; begin += at_once) {
    append_rows(f_, fields_, layout_, first_row_of_code_, begin, std::min(f_.rows, begin + at_once), out_);
    flush();
  }
}

void DtaBuilder::put_long_strings() {
  for (const auto& [row, k] : long_strings_) {
    const std::string_view text = f_.variables[k].column->text(row);
    const bool binary = holds_nul(text);
    out_ += "GSO";
    put(out_, k + 1, 4);
    put(out_, row + std::uint64_t{1}, layout_.version == 117 ? 4 : 8);
    put(out_, binary ? 129 : 130, 1);
    put(out_, text.size() + (binary ? 0 : 1), 4);
    out_ += text;
    if (!binary) out_ += '\0';
    if (out_.size() > piece_bytes) flush();
  }
}

void DtaBuilder::put_value_label(const std::string& name, const ValueLabel& labels) {
  check_name(layout_, name);
  std::string offsets, values, texts;
  for (const auto& [value, text] : labels) {
    put(offsets, texts.size(), 4);
    put(values, static_cast<std::uint32_t>(encode<std::int32_t>(value)), 4);
    texts += until_nul(text);
    texts += '\0';
  }
  if (layout_.tagged()) out_ += "<lbl>";
  put(out_, 8 + offsets.size() + values.size() + texts.size(), 4);
  put_field(out_, name, layout_.name_bytes);
  put(out_, 0, 3);
  put(out_, labels.size(), 4);
  put(out_, texts.size(), 4);
  out_ += offsets + values + texts;
  if (layout_.tagged()) out_ += "</lbl>";
}

int version_for(const Frame& f, int asked) {
  constexpr std::array<int, 6> known{113, 114, 115, 117, 118, 119};
  if (std::find(known.begin(), known.end(), asked) == known.end()) {
    throw Error(198, "version " + std::to_string(asked) + " of .dta cannot be written");
  }
  const std::size_t n = f.variables.size();
  if (n > most_variables_119) throw Error(103, "too many variables for a .dta file: " + std::to_string(n));
  if (n <= most_variables_118) return asked;
  if (asked < 118) throw Error(103, "version " + std::to_string(asked) + " of .dta holds at most 32,767 variables");
  return 119;
}

}  // namespace

void write_dta(const Frame& f, const DtaOptions& options, const std::function<void(std::string_view)>& sink) {
  const DtaOptions chosen{version_for(f, options.version), options.timestamp};
  const DtaLayout layout = dta_layout(chosen.version);
  for (const Variable& v : f.variables) check_name(layout, v.name);
  DtaBuilder(f, chosen, sink);
}

std::string write_dta(const Frame& f, const DtaOptions& options) {
  std::string out;
  write_dta(f, options, [&](std::string_view piece) { out += piece; });
  return out;
}

}  // namespace nqp::data
