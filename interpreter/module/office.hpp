// What office files need of others: libzip and libxlsxwriter, in a module that is loaded at the first call, because the
// libraries behind them would lengthen every start.
#pragma once

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

struct Office {
  // Null when the bytes, which must outlive it, are no archive.
  std::unique_ptr<ZipReader> (*open_zip)(std::string_view bytes);
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
