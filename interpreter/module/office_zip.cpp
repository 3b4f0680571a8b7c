#include "interpreter/module/office_zip.hpp"

#include <zip.h>

#include <memory>
#include <utility>

namespace nqp::module {
namespace {

constexpr zip_uint16_t fixed_date = (1u << 5) | 1u;  // 1 January 1980: bytes do not depend on the clock
constexpr std::size_t piece = std::size_t{1} << 18;

struct ZipStream {
  ZipBytes bytes;
  std::uint64_t at = 0;
  zip_error_t error = {};
};

zip_int64_t read_stream(ZipStream& s, void* to, zip_uint64_t size) {
  try {
    const std::size_t n = s.bytes.read(s.at, static_cast<char*>(to), static_cast<std::size_t>(size));
    s.at += n;
    return static_cast<zip_int64_t>(n);
  } catch (...) {  // nothing may be thrown through libzip
    zip_error_set(&s.error, ZIP_ER_READ, 0);
    return -1;
  }
}

// What libzip asks of a source.
zip_int64_t stream_command(void* stream, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  auto& s = *static_cast<ZipStream*>(stream);
  switch (command) {
    case ZIP_SOURCE_OPEN: s.at = 0; return 0;
    case ZIP_SOURCE_READ: return read_stream(s, data, size);
    case ZIP_SOURCE_CLOSE: return 0;
    case ZIP_SOURCE_STAT: {
      auto* stat = static_cast<zip_stat_t*>(data);
      zip_stat_init(stat);
      stat->valid = ZIP_STAT_SIZE;
      stat->size = s.bytes.size;
      return sizeof *stat;
    }
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&s.error, data, size);
    case ZIP_SOURCE_FREE: delete &s; return 0;
    case ZIP_SOURCE_SEEK: {
      const zip_int64_t to = zip_source_seek_compute_offset(s.at, s.bytes.size, data, size, &s.error);
      if (to < 0) return -1;
      s.at = static_cast<std::uint64_t>(to);
      return 0;
    }
    case ZIP_SOURCE_TELL: return static_cast<zip_int64_t>(s.at);
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                            ZIP_SOURCE_SUPPORTS, -1);
    default: zip_error_set(&s.error, ZIP_ER_OPNOTSUPP, 0); return -1;
  }
}

class Reader final : public ZipReader {
 public:
  explicit Reader(zip_t* archive) : archive_(archive) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() override { zip_discard(archive_); }

  std::vector<std::string> names() const override {
    std::vector<std::string> out;
    const zip_int64_t count = zip_get_num_entries(archive_, 0);
    for (zip_int64_t i = 0; i < count; ++i)
      if (const char* name = zip_get_name(archive_, static_cast<zip_uint64_t>(i), 0)) out.emplace_back(name);
    return out;
  }

  bool holds(const std::string& name) const override { return place(name) >= 0; }

  bool unpack(const std::string& name, const std::function<bool(std::string_view)>& take) override {
    const zip_int64_t index = place(name);
    zip_file_t* raw = index < 0 ? nullptr : zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0);
    if (raw == nullptr) return false;
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(raw, zip_fclose);
    std::string block(piece, '\0');
    while (true) {
      const zip_int64_t n = zip_fread(file.get(), block.data(), block.size());
      if (n < 0) return false;
      if (n == 0 || !take(std::string_view(block).substr(0, static_cast<std::size_t>(n)))) return true;
    }
  }

 private:
  zip_int64_t place(const std::string& name) const { return zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE); }

  zip_t* archive_;
};

// Empty when a file cannot be added.
std::string written(zip_source_t* buffer, const std::vector<std::pair<std::string, std::string>>& files) {
  zip_t* archive = zip_open_from_source(buffer, ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) return {};
  for (const auto& [name, contents] : files) {
    zip_source_t* source = zip_source_buffer(archive, contents.data(), contents.size(), 0);
    const zip_int64_t index = source ? zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
      zip_source_free(source);
      zip_discard(archive);
      return {};
    }
    zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, fixed_date, 0);
  }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    return {};
  }
  std::string out;
  if (zip_source_open(buffer) != 0) return out;
  char block[65536];
  for (zip_int64_t n; (n = zip_source_read(buffer, block, sizeof block)) > 0;)
    out.append(block, static_cast<std::size_t>(n));
  zip_source_close(buffer);
  return out;
}

}  // namespace

std::unique_ptr<ZipReader> open_zip(ZipBytes bytes) {
  auto stream = std::make_unique<ZipStream>(ZipStream{std::move(bytes)});
  zip_source_t* source = zip_source_function_create(stream_command, stream.get(), nullptr);
  if (source == nullptr) return nullptr;
  stream.release();  // libzip frees it with the source
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive != nullptr) return std::make_unique<Reader>(archive);
  zip_source_free(source);
  return nullptr;
}

std::string zip(const std::vector<std::pair<std::string, std::string>>& files) {
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (buffer == nullptr) return {};
  zip_source_keep(buffer);
  std::string out = written(buffer, files);
  zip_source_free(buffer);
  return out;
}

}  // namespace nqp::module
