// A reader of bytes that are in memory.
#pragma once

#include <memory>
#include <string>

#include "interpreter/host/host.hpp"

namespace nqp::host {

std::unique_ptr<Reader> memory_reader(std::string bytes);

}  // namespace nqp::host
