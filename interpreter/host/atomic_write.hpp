// Replacing a file so that a reader, a crash or a full disk sees the old bytes or the new ones.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "interpreter/host/host.hpp"

namespace nqp::host {

// Temporary file in the same folder, fsync, rename, fsync of the folder; permissions are kept. A link's target is
// replaced, not the link. `durable` false leaves out the fsyncs (files that die with the process).
// Errors: 603 cannot be opened or not a regular file, 608 read-only, 693 write failed, 694 rename
// failed; the old file stays.
void atomic_write(const std::string& path, std::string_view bytes, bool durable = true);
void atomic_write(const std::string& path, const std::function<void(const Sink&)>& produce, bool durable = true);

// Removes temporary files whose writer was killed: its process is gone, or they are more than an hour old.
void sweep_abandoned(const std::string& folder);

// Writes everything or throws 693; `path` is for the message.
void write_all(int descriptor, std::string_view bytes, const std::string& path);

}  // namespace nqp::host
