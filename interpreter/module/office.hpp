// What office files need of others: libzip and libxlsxwriter, in a module that is loaded at the first call, because the
// libraries behind them would lengthen every start.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nqp::data {
struct Workbook;
}

namespace nqp::module {

class ZipReader {
 public:
  virtual ~ZipReader() = default;
  virtual std::vector<std::string> names() const = 0;         // in the order of the archive
  virtual bool holds(const std::string& name) const = 0;      // capitals do not matter
  // Unpacks a part piece by piece until `take` returns false. False when it is not there or damaged.
  virtual bool unpack(const std::string& name, const std::function<bool(std::string_view)>& take) = 0;
};

// An archive to be read where it is. `read` gives fewer bytes than asked for only at the end.
struct ZipBytes {
  std::uint64_t size = 0;
  std::function<std::size_t(std::uint64_t from, char* to, std::size_t bytes)> read;
};

struct Office {
  // Null when the bytes are no archive. What `read` throws makes the part at hand a damaged one.
  std::unique_ptr<ZipReader> (*open_zip)(ZipBytes bytes);
  // The bytes of an archive of (name, contents), compressed; the same files give the same bytes. Empty: no room.
  std::string (*zip)(const std::vector<std::pair<std::string, std::string>>& files);
  // Bytes of an .xlsx file. Error as data::write_xlsx.
  std::string (*write_workbook)(const data::Workbook& w);
};

inline constexpr const char* office_module = "nqp_office.so";
inline constexpr const char* office_function = "nqp_office";

// Error 693 when the module is not there.
const Office& office();

}  // namespace nqp::module
