// Stata's .dta files. Reads versions 113-119, writes 118 (119 above 32,767 variables).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "interpreter/dataset/frame.hpp"
#include "interpreter/dataset/io/byte_source.hpp"

namespace nqp::data {

// Every count is checked against the bytes that are left before anything is allocated.
// Error 610 when the bytes are no .dta file, 612 when they end early, 688 when they contradict themselves.
// Rows are read some thousands at a time, so that the file is never in memory as a whole.
Frame read_dta(const ByteSource& source);
Frame read_dta(std::string_view bytes);

struct DtaOptions {
  int version = 118;
  std::string timestamp = {};  // "22 Nov 2026 10:00", or empty
};
std::string write_dta(const Frame& f, const DtaOptions& options = {});
// The same piece by piece.
void write_dta(const Frame& f, const DtaOptions& options, const std::function<void(std::string_view)>& sink);

}  // namespace nqp::data
