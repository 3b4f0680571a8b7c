#include "interpreter/host/zip_archive.hpp"

#include <zip.h>

#include "grammar/ast/error.hpp"

namespace nqp::host {
namespace {

constexpr zip_uint16_t fixed_date = (1u << 5) | 1u;  // 1 January 1980: bytes do not depend on the clock

struct Sources {
  zip_source_t* buffer = nullptr;
  ~Sources() { zip_source_free(buffer); }
};

[[noreturn]] void fail() { throw Error(693, "the archive could not be written"); }

}  // namespace

std::string zip_archive(const std::vector<std::pair<std::string, std::string>>& files) {
  Sources s;
  s.buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (!s.buffer) fail();
  zip_source_keep(s.buffer);
  zip_t* archive = zip_open_from_source(s.buffer, ZIP_TRUNCATE, nullptr);
  if (!archive) fail();
  for (const auto& [name, contents] : files) {
    zip_source_t* source = zip_source_buffer(archive, contents.data(), contents.size(), 0);
    const zip_int64_t index = source ? zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
      zip_source_free(source);
      zip_discard(archive);
      fail();
    }
    zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, fixed_date, 0);
  }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    fail();
  }
  std::string out;
  if (zip_source_open(s.buffer) != 0) fail();
  char block[65536];
  for (zip_int64_t n; (n = zip_source_read(s.buffer, block, sizeof block)) > 0;)
    out.append(block, static_cast<std::size_t>(n));
  zip_source_close(s.buffer);
  return out;
}

}  // namespace nqp::host
