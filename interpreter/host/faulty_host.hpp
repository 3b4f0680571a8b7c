// A host that fails on purpose, for tests of what a failed write leaves behind.
#pragma once

#include <memory>

#include "interpreter/host/host.hpp"

namespace nqp::host {

// The n-th write (counted from 1; whole files and log lines alike) throws Error 693, as a full disk would. `inner`
// must live longer.
std::unique_ptr<Host> faulty_host(Host& inner, int failing_write);

}  // namespace nqp::host
