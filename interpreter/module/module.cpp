#include "interpreter/module/module.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include "grammar/ast/error.hpp"

namespace nqp::module {
namespace {

std::string program_folder() {
  char path[4096];
  const ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  const std::string full(path, n > 0 ? static_cast<std::size_t>(n) : 0);
  return full.substr(0, full.rfind('/') + 1);
}

}  // namespace

void (*load_function(const std::string& module, const char* function))() {
  void* handle = nullptr;
  for (const char* folder : {"", "../lib/nqp/"})
    if (!handle) handle = dlopen((program_folder() + folder + module).c_str(), RTLD_NOW);
  void* symbol = handle ? dlsym(handle, function) : nullptr;
  if (!symbol)
    throw Error(693, module + " could not be loaded", std::nullopt,
                {"it belongs beside the program; build all of nqp again"});
  return reinterpret_cast<void (*)()>(symbol);
}

}  // namespace nqp::module
