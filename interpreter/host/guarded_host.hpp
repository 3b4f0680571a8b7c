// A host for one of several threads that share another host: calls come one at a time, and files other than the
// thread's own temporary ones stay as they are.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "interpreter/host/host.hpp"

namespace nqp::host {

// `refuse` is called, and throws, where a call would change something outside. `base` and `door` outlive the result.
std::unique_ptr<Host> guarded_host(Host& base, std::mutex& door, std::function<void()> refuse);

}  // namespace nqp::host
