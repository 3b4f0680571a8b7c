// Names laid out in columns, as describe simple, ds and lookfor list them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::kit {

// Filled down the columns; as many columns as fit on a line. Names wider than `most` are abbreviated.
report::Document name_grid(const std::vector<std::string>& names, int linesize, std::size_t most = 32);

}  // namespace nqp::kit
