// Zip archives made in memory: the containers of office documents.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace nqp::host {

// The bytes of an archive of (name, contents), compressed; the same files give the same bytes. Error 693.
std::string zip_archive(const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace nqp::host
