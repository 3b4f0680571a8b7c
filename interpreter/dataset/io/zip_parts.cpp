#include "interpreter/dataset/io/zip_parts.hpp"

#include <zip.h>

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/buffer.hpp"

namespace nqp::data {
namespace {

// XML of tables shrinks to a tenth or so; a hundredth is out of reach of honest files of any size.
constexpr std::size_t most_ratio = 100, always_allowed = std::size_t{16} << 20, piece = std::size_t{1} << 18;

[[noreturn]] void not_an_archive() {
  throw Error(610, "not an .xlsx workbook: it is no zip archive", std::nullopt,
              {"old .xls files must be saved as .xlsx first; text files are read with import delimited"});
}

[[noreturn]] void damaged_part(const std::string& name, const std::string& why) {
  throw Error(688, "the workbook is damaged: its part " + name + " " + why);
}

}  // namespace

struct ZipParts::Archive {
  zip_t* zip = nullptr;

  Archive() = default;
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() {
    if (zip != nullptr) zip_discard(zip);
  }
};

ZipParts::ZipParts(std::string_view bytes)
    : archive_(std::make_unique<Archive>()), most_(always_allowed + most_ratio * bytes.size()) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source != nullptr) archive_->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (source != nullptr && archive_->zip == nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (archive_->zip == nullptr) not_an_archive();
}

ZipParts::~ZipParts() = default;

std::vector<std::string> ZipParts::names() const {
  std::vector<std::string> out;
  const zip_int64_t count = zip_get_num_entries(archive_->zip, 0);
  for (zip_int64_t i = 0; i < count; ++i)
    if (const char* name = zip_get_name(archive_->zip, static_cast<zip_uint64_t>(i), 0)) out.emplace_back(name);
  return out;
}

bool ZipParts::holds(const std::string& name) const {
  return zip_name_locate(archive_->zip, name.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::string ZipParts::unpack(const std::string& name) {
  const zip_int64_t index = zip_name_locate(archive_->zip, name.c_str(), ZIP_FL_NOCASE);
  if (index < 0) throw Error(610, "not an .xlsx workbook: it has no part " + name);
  zip_file_t* raw = zip_fopen_index(archive_->zip, static_cast<zip_uint64_t>(index), 0);
  if (raw == nullptr) damaged_part(name, "cannot be opened");
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(raw, zip_fclose);
  std::string out;
  std::size_t used = 0;
  while (true) {
    if (out.size() - used < piece) {
      pool_release(pool_acquire(out.size() + piece), out.size() + piece);  // Error 909 before the machine runs out
      out.resize(std::max(out.size() * 2, piece));
    }
    const zip_int64_t n = zip_fread(file.get(), out.data() + used, piece);
    if (n < 0) damaged_part(name, "cannot be unpacked");
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
    if (used > most_) damaged_part(name, "unpacks to more than a hundred times the size of the file");
  }
  out.resize(used);
  most_ -= used;
  return out;
}

}  // namespace nqp::data
