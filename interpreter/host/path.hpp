// Paths as do-files write them: D:\out\x.dta, ~/data, a//b.
#pragma once

#include <string>
#include <string_view>

namespace nqp::host {

// Backslashes become '/', a leading `~` the home folder (unless `home` is empty).
std::string plain_path(std::string_view path, std::string_view home);

// Absolute, without "." and "..", below "/"; for hosts that keep their own tree.
std::string absolute_path(std::string_view folder, std::string_view path);

std::string parent_of(std::string_view path);  // "." when there is none, "/" for the root
std::string name_of(std::string_view path);

}  // namespace nqp::host
