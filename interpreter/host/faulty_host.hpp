// A host that fails on purpose, for tests of what a failed read or write leaves behind.
#pragma once

#include <memory>

#include "interpreter/host/host.hpp"

namespace nqp::host {

// The n-th write (counted from 1; whole files, their pieces and log lines alike) throws Error 693, as a full disk would;
// the n-th read Error 692. 0: none fails. `inner` must live longer.
std::unique_ptr<Host> faulty_host(Host& inner, int failing_write, int failing_read = 0);

}  // namespace nqp::host
