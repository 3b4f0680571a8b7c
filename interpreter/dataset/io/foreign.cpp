#include "interpreter/dataset/io/foreign.hpp"

#include <readstat.h>

#include <cmath>
#include <cstring>
#include <exception>
#include <memory>
#include <unordered_map>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "interpreter/dataset/io/foreign_dates.hpp"
#include "interpreter/dataset/io/foreign_names.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t check_memory_every = std::size_t{1} << 20;

std::string clean_text(const char* text) {
  const std::string_view s = text == nullptr ? std::string_view() : std::string_view(text);
  return std::string(s.substr(0, valid_utf8_prefix(s)));
}

// Values that a variable declares missing: a code each.
struct MissingRule {
  double low = 0, high = 0;
};

struct Incoming {
  std::string name, label, label_set;
  ForeignUnit unit;
  bool is_string = false;
  std::vector<MissingRule> rules = {};
  std::vector<double> numbers = {};
  std::vector<std::uint32_t> codes = {};
  std::shared_ptr<Dictionary> dictionary = {};
  std::size_t longest = 0;

  double recoded(double x) const {
    for (std::size_t k = 0; k < rules.size(); ++k)
      if (x >= rules[k].low && x <= rules[k].high) return missing_code(static_cast<int>(k) + 1);
    return x;
  }
};

// Where the library reads: it asks for little pieces, often going back a little.
struct Source {
  const ByteSource& file;
  std::uint64_t at = 0, begin = 0;  // begin: of what is in `bytes`
  std::string bytes;
  std::exception_ptr failure;

  std::size_t copy(char* to, std::size_t n) {
    constexpr std::size_t at_once = std::size_t{1} << 20;
    n = static_cast<std::size_t>(std::min<std::uint64_t>(n, file.size - at));
    if (n > at_once) return file.read(at, to, n);
    if (at < begin || at + n > begin + bytes.size()) {
      begin = at;
      bytes.resize(at_once);
      bytes.resize(file.read(begin, bytes.data(), bytes.size()));
    }
    n = std::min(n, bytes.size());
    std::memcpy(to, bytes.data() + (at - begin), n);
    return n;
  }
};

int open_source(const char*, void*) { return 0; }
int close_source(void*) { return 0; }

readstat_off_t seek_source(readstat_off_t offset, readstat_io_flags_t whence, void* context) {
  auto& s = *static_cast<Source*>(context);
  const auto size = static_cast<readstat_off_t>(s.file.size), now = static_cast<readstat_off_t>(s.at);
  const readstat_off_t base = whence == READSTAT_SEEK_SET ? 0 : whence == READSTAT_SEEK_CUR ? now : size;
  if (offset < -base || offset > size - base) return -1;
  s.at = static_cast<std::uint64_t>(base + offset);
  return static_cast<readstat_off_t>(s.at);
}

// No exception may cross the library, which is C.
ssize_t read_source(void* out, std::size_t n, void* context) {
  auto& s = *static_cast<Source*>(context);
  try {
    const std::size_t count = s.copy(static_cast<char*>(out), n);
    s.at += count;
    return static_cast<ssize_t>(count);
  } catch (...) {
    s.failure = std::current_exception();
    return -1;
  }
}

readstat_error_t update_source(long, readstat_progress_handler, void*, void*) { return READSTAT_OK; }

class Reader {
 public:
  Reader(ForeignFormat format, const ForeignOptions& options) : format_(format), options_(options) {}

  using Parse = readstat_error_t (*)(readstat_parser_t*, const char*, void*);

  // `recognised`: the file begins as its format does; what is wrong with it lies further on.
  void parse(const ByteSource& file, Parse run, bool recognised = false) {
    const std::unique_ptr<readstat_parser_t, void (*)(readstat_parser_t*)> parser(readstat_parser_init(),
                                                                                  readstat_parser_free);
    Source source{file, 0, 0, {}, nullptr};
    readstat_parser_t* p = parser.get();
    readstat_set_open_handler(p, open_source);
    readstat_set_close_handler(p, close_source);
    readstat_set_seek_handler(p, seek_source);
    readstat_set_read_handler(p, read_source);
    readstat_set_update_handler(p, update_source);
    readstat_set_io_ctx(p, &source);
    readstat_set_metadata_handler(p, on_metadata);
    readstat_set_variable_handler(p, on_variable);
    readstat_set_value_handler(p, on_value);
    readstat_set_value_label_handler(p, on_label);
    if (!options_.encoding.empty()) readstat_set_file_character_encoding(p, options_.encoding.c_str());
    const readstat_error_t e = run(p, "", this);
    if (source.failure) std::rethrow_exception(source.failure);
    if (failure_) std::rethrow_exception(failure_);
    if (e != READSTAT_OK) refuse(e, recognised || !variables_.empty());
  }

  Frame frame() {
    Frame f;
    f.rows = rows_;
    f.label = label_;
    std::unordered_set<std::string> taken;
    for (Incoming& in : variables_) {
      Variable v{foreign_name(in.name, taken), column_of(in)};
      v.label = in.label;
      v.format = in.is_string || in.unit.format.empty() ? default_format(v.column->type()) : in.unit.format;
      if (!in.is_string && !in.label_set.empty()) attach(f, v, in);
      f.variables.push_back(std::move(v));
      in.numbers = {};
      in.codes = {};
    }
    return f;
  }

 private:
  template <class F>
  int guarded(const F& f) {
    try {
      f();
      return READSTAT_HANDLER_OK;
    } catch (...) {
      failure_ = std::current_exception();
      return READSTAT_HANDLER_ABORT;
    }
  }

  static int on_metadata(readstat_metadata_t* m, void* self) {
    auto& r = *static_cast<Reader*>(self);
    return r.guarded([&] { r.label_ = clean_text(readstat_get_file_label(m)); });
  }

  static int on_variable(int, readstat_variable_t* v, const char* labels, void* self) {
    auto& r = *static_cast<Reader*>(self);
    return r.guarded([&] { r.add_variable(v, labels); });
  }

  static int on_value(int row, readstat_variable_t* v, readstat_value_t value, void* self) {
    auto& r = *static_cast<Reader*>(self);
    return r.guarded([&] { r.add_value(row, v, value); });
  }

  static int on_label(const char* set, readstat_value_t value, const char* label, void* self) {
    auto& r = *static_cast<Reader*>(self);
    return r.guarded([&] {
      if (readstat_value_type_class(value) != READSTAT_TYPE_CLASS_NUMERIC) return;
      r.labels_[clean_text(set)].emplace_back(number_of(value), clean_text(label));
    });
  }

  static double number_of(readstat_value_t value) {
    if (readstat_value_is_tagged_missing(value)) {
      const char tag = static_cast<char>(readstat_value_tag(value) | 0x20);  // SAS writes .A
      return tag >= 'a' && tag <= 'z' ? missing_code(tag - 'a' + 1) : missing;
    }
    if (readstat_value_is_system_missing(value)) return missing;
    return checked(readstat_double_value(value));
  }

  void add_variable(readstat_variable_t* v, const char* labels) {
    Incoming in;
    in.name = clean_text(readstat_variable_get_name(v));
    in.label = clean_text(readstat_variable_get_label(v));
    in.label_set = clean_text(labels);
    in.is_string = readstat_variable_get_type_class(v) == READSTAT_TYPE_CLASS_STRING;
    const std::string format = clean_text(readstat_variable_get_format(v));
    in.unit = format_ == ForeignFormat::spss ? spss_unit(format) : sas_unit(format);
    if (in.is_string) in.dictionary = std::make_shared<Dictionary>();
    for (int k = 0; !in.is_string && k < readstat_variable_get_missing_ranges_count(v) && k < 26; ++k)
      in.rules.push_back({readstat_double_value(readstat_variable_get_missing_range_lo(v, k)),
                          readstat_double_value(readstat_variable_get_missing_range_hi(v, k))});
    variables_.push_back(std::move(in));
  }

  void add_value(int row, readstat_variable_t* v, readstat_value_t value) {
    const int k = readstat_variable_get_index(v);
    if (row < 0 || k < 0 || static_cast<std::size_t>(k) >= variables_.size())
      throw Error(688, "the file is damaged: a value belongs to no variable");
    if (++values_ % check_memory_every == 0) check_memory();
    Incoming& in = variables_[static_cast<std::size_t>(k)];
    rows_ = std::max(rows_, static_cast<std::size_t>(row) + 1);
    if (in.is_string) {
      const std::string text = clean_text(readstat_string_value(value));
      in.codes.resize(static_cast<std::size_t>(row), 0);
      in.codes.push_back(in.dictionary->code(text));
      in.longest = std::max(in.longest, text.size());
      return;
    }
    const double x = number_of(value);
    in.numbers.resize(static_cast<std::size_t>(row), missing);
    in.numbers.push_back(x);
  }

  // Error 909 before the machine runs out: about what the columns take now, once more.
  void check_memory() const {
    const std::size_t bytes = values_ * sizeof(double);
    pool_release(pool_acquire(bytes), bytes);
  }

  ColumnPtr column_of(Incoming& in) const {
    if (in.is_string) {
      in.codes.resize(rows_, 0);
      Buffer<std::uint32_t> codes(rows_);
      std::copy(in.codes.begin(), in.codes.end(), codes.begin());
      const bool is_long = in.longest > max_str_width;
      const auto width = static_cast<std::uint16_t>(is_long ? 0 : std::max<std::size_t>(in.longest, 1));
      return std::make_shared<Column>(Type{is_long ? Storage::strl : Storage::str, width}, std::move(codes),
                                      in.dictionary);
    }
    in.numbers.resize(rows_, missing);
    bool whole = true;
    for (double& x : in.numbers) {
      x = in.recoded(x);
      if (!is_missing(x) && in.unit.date) {
        x = x * in.unit.scale + in.unit.shift;
        x = in.unit.format == "%td" ? std::floor(x + 1e-9) : std::round(x);
      }
      whole = whole && (is_missing(x) || x == std::trunc(x));
    }
    const bool clock = in.unit.date && in.unit.format != "%td";
    return whole && !clock ? make_narrowest(in.numbers) : make_numeric(Storage::double_, in.numbers);
  }

  // Value labels under the name of their set, or the variable's when the set means something else for another.
  void attach(Frame& f, Variable& v, const Incoming& in) const {
    const auto it = labels_.find(in.label_set);
    if (it == labels_.end()) return;
    ValueLabel labels;
    for (const auto& [value, text] : it->second) {
      const double code = in.recoded(value);
      const bool integer = code == std::trunc(code) && std::abs(code) < 2147483620;
      if (is_missing(code) ? missing_index(code) > 0 : integer) labels.emplace(code, text);
    }
    if (labels.empty()) return;
    std::unordered_set<std::string> none;
    std::string name = foreign_name(in.label_set, none);
    const auto known = f.value_labels.find(name);
    if (known != f.value_labels.end() && *known->second != labels) name = v.name;
    f.value_labels[name] = std::make_shared<const ValueLabel>(std::move(labels));
    v.value_label = name;
  }

  [[noreturn]] void refuse(readstat_error_t e, bool recognised) const {
    const std::string kind = format_ == ForeignFormat::spss ? "an SPSS" : "a SAS";
    const std::string why = readstat_error_message(e);
    switch (e) {
      case READSTAT_ERROR_READ:
      case READSTAT_ERROR_SEEK:
        if (!recognised) break;
        throw Error(612, "the file ends early");
      case READSTAT_ERROR_MALLOC: throw Error(909, "not enough memory for what the file says it holds");
      case READSTAT_ERROR_UNSUPPORTED_CHARSET:
        throw Error(198, "the encoding of the text is not known: " + why, std::nullopt, {"name it: encoding(gb18030)"});
      case READSTAT_ERROR_CONVERT:
      case READSTAT_ERROR_CONVERT_BAD_STRING:
        throw Error(198, "the text is not in the encoding the file claims", std::nullopt,
                    {"name another: encoding(gb18030)"});
      case READSTAT_ERROR_ROW_COUNT_MISMATCH:
      case READSTAT_ERROR_COLUMN_COUNT_MISMATCH:
      case READSTAT_ERROR_ROW_WIDTH_MISMATCH: throw Error(688, "the file is damaged: " + why);
      default: break;
    }
    if (recognised) throw Error(688, "the file is damaged: " + why);
    throw Error(610, "not " + kind + " data file: " + why);
  }

  ForeignFormat format_;
  const ForeignOptions& options_;
  std::string label_;
  std::vector<Incoming> variables_;
  std::map<std::string, std::vector<std::pair<double, std::string>>> labels_;
  std::size_t rows_ = 0, values_ = 0;
  std::exception_ptr failure_;
};

// What every .sas7bdat file begins with.
constexpr std::string_view sas_mark(
    "\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11", 32);
constexpr std::uint64_t transport_record = 80;

std::string foreign_start(const ByteSource& file) {
  std::string out(static_cast<std::size_t>(std::min<std::uint64_t>(file.size, 512)), '\0');
  out.resize(file.read(0, out.data(), out.size()));
  return out;
}

}  // namespace

Frame read_foreign(std::string_view bytes, ForeignFormat format, const ForeignOptions& options) {
  return read_foreign(source_of(bytes), format, options);
}

Frame read_foreign(const ByteSource& file, ForeignFormat format, const ForeignOptions& options) {
  Reader reader(format, options);
  if (!options.catalogue.empty()) reader.parse(source_of(options.catalogue), readstat_parse_sas7bcat);
  const std::string start = foreign_start(file);
  const auto begins = [&](std::string_view mark) { return std::string_view(start).substr(0, mark.size()) == mark; };
  switch (format) {
    case ForeignFormat::spss:
      if (begins("$FL")) reader.parse(file, readstat_parse_sav, begins("$FL2@(#)") || begins("$FL3@(#)"));
      else reader.parse(file, readstat_parse_por, start.find("SPSS PORT FILE") != std::string::npos);
      break;
    case ForeignFormat::sas: reader.parse(file, readstat_parse_sas7bdat, begins(sas_mark)); break;
    case ForeignFormat::sas_transport: {
      const bool recognised = begins("HEADER RECORD*******LIB");
      // The format counts no rows: only the length tells that something is missing.
      if (recognised && file.size % transport_record != 0)
        throw Error(612, "the file ends early: its length is no multiple of 80 bytes");
      reader.parse(file, readstat_parse_xport, recognised);
      break;
    }
  }
  return reader.frame();
}

}  // namespace nqp::data
