// The part of the office module that is libzip.
#pragma once

#include "interpreter/module/office.hpp"

namespace nqp::module {

std::unique_ptr<ZipReader> open_zip(ZipBytes bytes);
std::string zip(const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace nqp::module
