#include "interpreter/module/office_zip.hpp"

#include <zip.h>

namespace nqp::module {
namespace {

constexpr zip_uint16_t fixed_date = (1u << 5) | 1u;  // 1 January 1980: bytes do not depend on the clock
constexpr std::size_t piece = std::size_t{1} << 18;

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

std::unique_ptr<ZipReader> open_zip(std::string_view bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return nullptr;
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
