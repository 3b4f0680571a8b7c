// How SPSS and SAS display numbers, as our formats and units.
#pragma once

#include <string>
#include <string_view>

namespace nqp::data {

// value → value * scale + shift, shown in `format`; an empty format: an ordinary number.
struct ForeignUnit {
  std::string format = {};
  double scale = 1, shift = 0;
  bool date = false;
};

// "DATE11", "F8.2", "DATETIME20", "YYMMDD10." …
ForeignUnit spss_unit(std::string_view format);
ForeignUnit sas_unit(std::string_view format);

}  // namespace nqp::data
