#include "interpreter/host/zip_archive.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/module/office.hpp"

namespace nqp::host {

std::string zip_archive(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out = module::office().zip(files);
  if (out.empty()) throw Error(693, "the archive could not be written");
  return out;
}

}  // namespace nqp::host
