#include "interpreter/host/path.hpp"

#include <algorithm>
#include <vector>

namespace nqp::host {

std::string plain_path(std::string_view path, std::string_view home) {
  std::string out(path);
  std::replace(out.begin(), out.end(), '\\', '/');
  const bool of_home = !out.empty() && out[0] == '~' && (out.size() == 1 || out[1] == '/');
  return of_home && !home.empty() ? std::string(home) + out.substr(1) : out;
}

std::string absolute_path(std::string_view folder, std::string_view path) {
  std::string whole = plain_path(path, "");
  if (whole.empty() || whole[0] != '/') whole = std::string(folder) + "/" + whole;
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= whole.size();) {
    const std::size_t end = std::min(whole.find('/', at), whole.size());
    std::string part = whole.substr(at, end - at);
    at = end + 1;
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(std::move(part));
    }
  }
  std::string out;
  for (const std::string& part : parts) out += "/" + part;
  return out.empty() ? "/" : out;
}

std::string parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return std::string(slash == 0 ? "/" : path.substr(0, slash));
}

std::string name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

}  // namespace nqp::host
