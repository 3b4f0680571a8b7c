#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/byte_reader.hpp"
#include "interpreter/dataset/io/dta.hpp"
#include "interpreter/dataset/io/dta_rows.hpp"
#include "interpreter/dataset/number_codec.hpp"

namespace nqp::data {
namespace {

constexpr std::uint64_t most_observations = 0xfffffff0u;  // rows are numbered with 32 bits

struct Header {
  DtaLayout layout;
  std::uint64_t variables = 0, rows = 0;
};

// What is known before the columns are built.
struct Skeleton {
  std::vector<DtaField> fields;
  std::vector<std::string> names;
  std::vector<std::size_t> sort;  // 0-based
  DtaRows at;
  LongStrings texts;
};

[[noreturn]] void not_a_dta(const std::string& why) {
  throw Error(610, "not a Stata data file: " + why, std::nullopt, {"text files are read with import delimited"});
}

std::uint64_t count_of(ByteReader& in, std::size_t bytes, const char* what) {
  if (bytes == 2) return in.number<std::uint16_t>(what);
  if (bytes == 4) return in.number<std::uint32_t>(what);
  return in.number<std::uint64_t>(what);
}

void check_counts(const ByteReader& in, const Header& h) {
  if (h.rows > most_observations) in.contradiction("it claims " + std::to_string(h.rows) + " observations");
  if (h.variables == 0 && h.rows > 0) in.contradiction("it claims observations but no variables");
}

// --- Headers ---

Header read_binary_header(ByteReader& in, Frame& f) {
  Header h;
  const auto version = in.number<std::uint8_t>("the version");
  const bool order_follows = in.left() > 0 && (in.peek() == 1 || in.peek() == 2);
  if (version < 113 || version > 115) {
    if (version >= 102 && version <= 116 && order_follows) {
      throw Error(610, "version " + std::to_string(version) + " of .dta is too old to be read here", std::nullopt,
                  {"versions 113 to 119 (Stata 8 to 18) are read"});
    }
    not_a_dta("it does not begin as one");
  }
  h.layout = dta_layout(version);
  const auto order = in.number<std::uint8_t>("the byte order");
  if (order != 1 && order != 2) not_a_dta("byte 1 should state the byte order");
  in.set_big_endian(order == 1);
  in.take(2, "the header");
  h.variables = in.number<std::uint16_t>("the number of variables");
  h.rows = in.number<std::uint32_t>("the number of observations");
  f.label = until_nul(in.take(dta_label_bytes, "the data label"));
  in.take(dta_timestamp_bytes, "the time stamp");
  check_counts(in, h);
  return h;
}

Header read_tagged_header(ByteReader& in, Frame& f) {
  in.expect("<stata_dta><header><release>");
  const std::string_view release = in.take(3, "the version");
  if (release != "117" && release != "118" && release != "119") {
    throw Error(610, "version " + std::string(until_nul(release)) + " of .dta is not known", std::nullopt,
                {"versions 113 to 119 (Stata 8 to 18) are read"});
  }
  Header h;
  h.layout = dta_layout(release == "117" ? 117 : release == "118" ? 118 : 119);
  in.expect("</release><byteorder>");
  const std::string_view order = in.take(3, "the byte order");
  if (order != "LSF" && order != "MSF") in.contradiction("the byte order is neither LSF nor MSF");
  in.set_big_endian(order == "MSF");
  in.expect("</byteorder><K>");
  h.variables = count_of(in, h.layout.count_bytes, "the number of variables");
  in.expect("</K><N>");
  h.rows = count_of(in, h.layout.rows_bytes, "the number of observations");
  in.expect("</N><label>");
  const std::size_t label = h.layout.version == 117 ? in.number<std::uint8_t>("the length of the data label")
                                                    : in.number<std::uint16_t>("the length of the data label");
  f.label = until_nul(in.take(label, "the data label"));
  in.expect("</label><timestamp>");
  in.take(in.number<std::uint8_t>("the length of the time stamp"), "the time stamp");
  in.expect("</timestamp></header><map>");
  in.take(14 * 8, "the map");
  in.expect("</map>");
  check_counts(in, h);
  return h;
}

// --- Descriptors ---

std::optional<Type> type_of_code(const DtaLayout& layout, std::uint32_t code) {
  if (code >= 1 && code <= layout.widest_string) return Type{Storage::str, static_cast<std::uint16_t>(code)};
  if (layout.tagged()) {
    if (code == dta_strl) return Type{Storage::strl, 0};
    if (code >= dta_double && code <= dta_byte) return Type{static_cast<Storage>(dta_byte - code), 0};
  } else if (code >= dta_old_byte) {
    return Type{static_cast<Storage>(code - dta_old_byte), 0};
  }
  return std::nullopt;
}

void read_types(ByteReader& in, const Header& h, Skeleton& s) {
  const std::size_t each = h.layout.tagged() ? 2 : 1;
  const std::string_view raw = in.take_records(h.variables, each, "the variable types");
  for (std::size_t k = 0; k < h.variables; ++k) {
    const std::uint32_t code = each == 2 ? load_number<std::uint16_t>(raw.data() + 2 * k, in.swapped())
                                         : static_cast<std::uint8_t>(raw[k]);
    const auto type = type_of_code(h.layout, code);
    if (!type) in.contradiction("variable " + std::to_string(k + 1) + " has the unknown type " + std::to_string(code));
    s.fields.push_back({*type});
  }
}

std::vector<std::string> read_dta_texts(ByteReader& in, std::uint64_t n, std::size_t each, const char* what) {
  const std::string_view raw = in.take_records(n, each, what);
  std::vector<std::string> out;
  for (std::size_t k = 0; k < n; ++k) out.emplace_back(until_nul(raw.substr(k * each, each)));
  return out;
}

void read_sort(ByteReader& in, const Header& h, Skeleton& s) {
  const std::size_t each = h.layout.count_bytes;
  const std::string_view raw = in.take_records(h.variables + 1, each, "the sort order");
  for (std::size_t k = 0; k <= h.variables; ++k) {
    const char* p = raw.data() + k * each;
    const std::uint32_t v = each == 2 ? load_number<std::uint16_t>(p, in.swapped())
                                      : load_number<std::uint32_t>(p, in.swapped());
    if (v == 0) return;
    if (v > h.variables) in.contradiction("the data are said to be sorted by variable " + std::to_string(v));
    s.sort.push_back(v - 1);
  }
}

// Between the tags of its section, or as it is in the older versions.
template <class Read>
void read_section(ByteReader& in, const Header& h, const std::string& tag, const Read& read) {
  if (h.layout.tagged()) in.expect("<" + tag + ">");
  read();
  if (h.layout.tagged()) in.expect("</" + tag + ">");
}

void check_names(const ByteReader& in, const std::vector<std::string>& names) {
  std::unordered_set<std::string_view> seen;
  for (const std::string& name : names) {
    if (name.empty()) in.contradiction("a variable has no name");
    if (!seen.insert(name).second) in.contradiction("two variables are called " + name);
  }
}

void read_descriptors(ByteReader& in, const Header& h, Frame& f, Skeleton& s) {
  const DtaLayout& l = h.layout;
  std::vector<std::string> formats, value_labels, labels;
  read_section(in, h, "variable_types", [&] { read_types(in, h, s); });
  read_section(in, h, "varnames",
               [&] { s.names = read_dta_texts(in, h.variables, l.name_bytes, "the variable names"); });
  check_names(in, s.names);
  read_section(in, h, "sortlist", [&] { read_sort(in, h, s); });
  read_section(in, h, "formats", [&] { formats = read_dta_texts(in, h.variables, l.format_bytes, "the formats"); });
  read_section(in, h, "value_label_names",
          [&] { value_labels = read_dta_texts(in, h.variables, l.name_bytes, "the names of value labels"); });
  read_section(in, h, "variable_labels",
          [&] { labels = read_dta_texts(in, h.variables, l.label_bytes, "the variable labels"); });
  for (std::size_t k = 0; k < h.variables; ++k) {
    f.variables.push_back({s.names[k], nullptr, formats[k], labels[k], value_labels[k], {}});
  }
}

// --- Characteristics ---

using NameIndex = std::unordered_map<std::string_view, std::size_t>;

void keep_characteristic(std::string_view content, const Header& h, const NameIndex& index, Frame& f) {
  const std::size_t name_bytes = h.layout.name_bytes;
  const std::string_view owner = until_nul(content.substr(0, name_bytes));
  const std::string name(until_nul(content.substr(name_bytes, name_bytes)));
  const std::string text(until_nul(content.substr(2 * name_bytes)));
  if (owner == "_dta") {
    f.characteristics[name] = text;
  } else if (const auto it = index.find(owner); it != index.end()) {
    f.variables[it->second].characteristics[name] = text;
  }
}

std::string_view characteristic_content(ByteReader& in, const Header& h) {
  const auto length = in.number<std::uint32_t>("the length of a characteristic");
  if (length < 2 * h.layout.name_bytes) in.contradiction("a characteristic is too short to hold its name");
  return in.take(length, "a characteristic");
}

void read_characteristics(ByteReader& in, const Header& h, const NameIndex& index, Frame& f) {
  if (h.layout.tagged()) {
    in.expect("<characteristics>");
    while (in.starts_with("<ch>")) {
      in.expect("<ch>");
      keep_characteristic(characteristic_content(in, h), h, index, f);
      in.expect("</ch>");
    }
    in.expect("</characteristics>");
    return;
  }
  while (true) {
    const auto kind = in.number<std::uint8_t>("an expansion field");
    if (kind == 0) break;
    if (kind == 1) {
      keep_characteristic(characteristic_content(in, h), h, index, f);
    } else {
      in.take(in.number<std::uint32_t>("the length of an expansion field"), "an expansion field");
    }
  }
  in.take(4, "the end of the expansion fields");
}

// --- Data, long strings, value labels ---

LongStrings read_long_strings(ByteReader& in, const Header& h) {
  LongStrings out;
  in.expect("<strls>");
  while (in.starts_with("GSO")) {
    in.expect("GSO");
    const auto v = in.number<std::uint32_t>("a long string");
    const std::uint64_t o = h.layout.version == 117 ? in.number<std::uint32_t>("a long string")
                                                    : in.number<std::uint64_t>("a long string");
    if (v == 0 || v > h.variables || o == 0 || o > h.rows) {
      in.contradiction("a long string belongs to variable " + std::to_string(v) + ", observation " + std::to_string(o));
    }
    const auto kind = in.number<std::uint8_t>("a long string");
    if (kind != 129 && kind != 130) in.contradiction("a long string is neither text nor binary");
    std::string_view text = in.take(in.number<std::uint32_t>("the length of a long string"), "a long string");
    if (kind == 130) text = until_nul(text);
    out.codes.emplace_back(gso_key(v, o), out.texts->code(text));
  }
  in.expect("</strls>");
  const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(out.codes.begin(), out.codes.end(), by_key))
    std::stable_sort(out.codes.begin(), out.codes.end(), by_key);
  return out;
}

void read_value_label(ByteReader& in, const Header& h, Frame& f) {
  const auto length = in.number<std::uint32_t>("the length of a value label");
  const std::string name(until_nul(in.take(h.layout.name_bytes, "the name of a value label")));
  in.take(3, "a value label");
  const std::string_view table = in.take(length, "a value label");
  if (length < 8) in.contradiction("value label " + name + " is too short");
  const std::uint64_t n = load_number<std::uint32_t>(table.data(), in.swapped());
  const std::uint64_t text_bytes = load_number<std::uint32_t>(table.data() + 4, in.swapped());
  if (8 + 8 * n + text_bytes > length) in.contradiction("value label " + name + " is larger than its length says");
  const std::string_view texts = table.substr(8 + 8 * n, text_bytes);
  auto labels = std::make_shared<ValueLabel>();
  for (std::size_t i = 0; i < n; ++i) {
    const auto offset = load_number<std::uint32_t>(table.data() + 8 + 4 * i, in.swapped());
    const auto value = load_number<std::int32_t>(table.data() + 8 + 4 * (n + i), in.swapped());
    if (offset > text_bytes) in.contradiction("value label " + name + " points beyond its text");
    (*labels)[decode(value)] = until_nul(texts.substr(offset));
  }
  if (name.empty()) in.contradiction("a value label has no name");
  f.value_labels[name] = std::move(labels);
}

void read_value_labels(ByteReader& in, const Header& h, Frame& f) {
  if (!h.layout.tagged()) {
    while (in.left() > 0) read_value_label(in, h, f);
    return;
  }
  in.expect("<value_labels>");
  while (in.starts_with("<lbl>")) {
    in.expect("<lbl>");
    read_value_label(in, h, f);
    in.expect("</lbl>");
  }
  in.expect("</value_labels></stata_dta>");
}

// Where the rows are, and the long strings that follow them.
void pass_data(ByteReader& in, const Header& h, Skeleton& s) {
  s.at.rows = h.rows;
  s.at.width = place_fields(s.fields);
  s.at.swap = in.swapped();
  read_section(in, h, "data", [&] { s.at.begin = in.skip_records(h.rows, s.at.width, "the data"); });
  if (h.layout.tagged()) s.texts = read_long_strings(in, h);
}

// Names that no command could refer to (other programs write them) get `_` for what is not allowed.
void repair_names(Frame& f) {
  std::unordered_set<std::string> taken;
  for (const Variable& v : f.variables) taken.insert(v.name);
  for (Variable& v : f.variables) {
    if (valid_name(v.name)) continue;
    std::string name;
    for (const char c : v.name) {
      const bool fine = std::isalnum(static_cast<unsigned char>(c)) || (c & 0x80);
      name += fine ? c : '_';
    }
    if (!valid_name(name)) name = "v" + std::to_string(&v - f.variables.data() + 1);
    while (!taken.insert(name).second) name += "_";
    v.name = std::move(name);
  }
}

}  // namespace

Frame read_dta(std::string_view bytes) { return read_dta(source_of(bytes)); }

Frame read_dta(const ByteSource& source) {
  if (source.size == 0) not_a_dta("it is empty");
  Frame f;
  ByteReader in(source);
  const Header h = in.peek() == '<' ? read_tagged_header(in, f) : read_binary_header(in, f);
  Skeleton s;
  read_descriptors(in, h, f, s);
  NameIndex index;
  for (std::size_t k = 0; k < s.names.size(); ++k) index.emplace(s.names[k], k);
  read_characteristics(in, h, index, f);
  f.rows = h.rows;
  pass_data(in, h, s);
  read_value_labels(in, h, f);
  std::vector<ColumnPtr> columns = columns_of_rows(source, s.at, s.fields, h.layout, s.texts);
  for (std::size_t k = 0; k < h.variables; ++k) f.variables[k].column = std::move(columns[k]);
  make_text_utf8(f);
  repair_names(f);
  for (const std::size_t k : s.sort) f.sorted_by.push_back(f.variables[k].name);
  panel_from_characteristics(f);
  return f;
}

}  // namespace nqp::data
