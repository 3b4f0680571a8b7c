#include "interpreter/dataset/io/zip_parts.hpp"

#include <algorithm>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/buffer.hpp"

namespace nqp::data {
namespace {

// XML of tables shrinks to a tenth or so; a hundredth is out of reach of honest files of any size.
constexpr std::size_t most_ratio = 100, always_allowed = std::size_t{16} << 20, least_room = std::size_t{1} << 18;

[[noreturn]] void not_an_archive(const ByteSource& source) {
  char start[4] = {};
  if (source.read(0, start, sizeof start) == sizeof start && std::string_view(start, sizeof start) == "PK\3\4")
    throw Error(688, "the workbook is damaged: the list of its parts, which ends the file, is missing", std::nullopt,
                {"the file may have been cut off: copy or download it again"});
  throw Error(610, "not an .xlsx workbook: it is no zip archive", std::nullopt,
              {"old .xls files must be saved as .xlsx first; text files are read with import delimited"});
}

[[noreturn]] void damaged_part(const std::string& name, const std::string& why) {
  throw Error(688, "the workbook is damaged: its part " + name + " " + why);
}

decltype(ByteSource::read) remembering(const ByteSource& source, std::shared_ptr<std::exception_ptr> failure) {
  return [read = source.read, failure = std::move(failure)](std::uint64_t from, char* to, std::size_t bytes) {
    try {
      return read(from, to, bytes);
    } catch (...) {
      *failure = std::current_exception();
      throw;
    }
  };
}

}  // namespace

ZipParts::ZipParts(const ByteSource& source)
    : failure_(std::make_shared<std::exception_ptr>()),
      archive_(module::office().open_zip({source.size, remembering(source, failure_)})),
      size_(static_cast<std::size_t>(source.size)),
      most_(always_allowed + most_ratio * size_) {
  if (*failure_) std::rethrow_exception(*failure_);
  if (!archive_) not_an_archive(source);
}

std::vector<std::string> ZipParts::names() const { return archive_->names(); }

bool ZipParts::holds(const std::string& name) const { return archive_->holds(name); }

void ZipParts::unpack(const std::string& name, const std::function<void(std::string_view)>& take) {
  if (!holds(name)) throw Error(610, "not an .xlsx workbook: it has no part " + name);
  const bool whole = archive_->unpack(name, [&](std::string_view piece) {
    if (piece.size() > most_) damaged_part(name, "unpacks to more than a hundred times the size of the file");
    most_ -= piece.size();
    take(piece);
    return true;
  });
  if (*failure_) std::rethrow_exception(*failure_);
  if (!whole) damaged_part(name, "cannot be unpacked");
}

std::string ZipParts::unpack(const std::string& name) {
  std::string out;
  unpack(name, [&](std::string_view piece) {
    if (out.size() + piece.size() > out.capacity()) {
      const std::size_t room = std::max(2 * out.capacity(), least_room);
      pool_release(pool_acquire(room), room);  // Error 909 before the machine runs out
      out.reserve(room);
    }
    out.append(piece);
  });
  return out;
}

}  // namespace nqp::data
