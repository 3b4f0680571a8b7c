// .xlsx workbooks (ECMA-376). Charts, pictures, comments and macros are not kept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "interpreter/dataset/io/byte_source.hpp"
#include "interpreter/dataset/io/spreadsheet.hpp"

namespace nqp::data {

using TakeCell = std::function<void(const Workbook&, const Cell&)>;

// Nothing the file says about sizes is trusted: parts that unpack to more than a hundred times the file are refused.
// With `only`, the other sheets come with their names but without cells; "" is the first sheet. With `take`, cells are
// handed on as they come instead of kept; texts and styles are there already.
// Error 610 when the bytes are no workbook, 688 when they contradict themselves, 601 when there is no sheet `only`.
Workbook read_xlsx(const ByteSource& source, std::optional<std::string_view> only = std::nullopt,
                   const TakeCell& take = {});
Workbook read_xlsx(std::string_view bytes, std::optional<std::string_view> only = std::nullopt,
                   const TakeCell& take = {});

// At least one sheet. Errors 198 for a name no sheet may have, 693 when it cannot be written.
std::string write_xlsx(const Workbook& w);

}  // namespace nqp::data
