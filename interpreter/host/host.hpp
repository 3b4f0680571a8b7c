// The one door outward: files, folders, clock, environment. Sessions see nothing else of the machine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::host {

struct FileInfo {
  bool exists = false;
  bool folder = false;
  std::size_t size = 0;
};

// An open text file that grows (logs).
class Appender {
 public:
  virtual ~Appender() = default;
  virtual void write(std::string_view bytes) = 0;  // Error 693 on failure
};

// An open file, read piece by piece wherever the pieces lie. Several threads may read at once.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::uint64_t size() const = 0;
  // Fewer bytes than asked for only at the end of the file. Error 692 when the device fails.
  virtual std::size_t read(std::uint64_t from, char* to, std::size_t bytes) = 0;
};

using Sink = std::function<void(std::string_view)>;

class Host {
 public:
  virtual ~Host() = default;
  // Errors: 601 not found, 603 cannot be opened, 691/692/693 read or write failed. `~` and backslash paths are
  // understood.
  virtual std::string read(const std::string& path) = 0;
  virtual std::unique_ptr<Reader> open(const std::string& path) = 0;
  // Temporary file in the same folder, fsync, rename: the old file or the new, never a torn one.
  virtual void write(const std::string& path, std::string_view bytes) = 0;
  // The same for what is made piece by piece: `produce` hands the pieces to the sink.
  virtual void write_pieces(const std::string& path, const std::function<void(const Sink&)>& produce) = 0;
  virtual std::unique_ptr<Appender> append(const std::string& path, bool truncate) = 0;
  virtual FileInfo info(const std::string& path) = 0;
  virtual void remove(const std::string& path) = 0;
  virtual void make_folder(const std::string& path) = 0;
  virtual std::vector<std::string> list(const std::string& folder) = 0;  // names, sorted
  virtual std::string folder() = 0;                                      // current folder
  virtual void change_folder(const std::string& path) = 0;               // Error 170
  virtual std::string temporary_name() = 0;                              // a path that does not exist
  virtual std::string environment(const std::string& name) = 0;
  virtual double seconds() = 0;  // monotonic
  virtual double clock() = 0;    // local time in milliseconds since 01jan1960
  virtual int run(const std::string& shell_command) = 0;
};

std::unique_ptr<Host> real_host();

// Files in memory, a fixed clock: for tests and the web.
std::unique_ptr<Host> memory_host();

}  // namespace nqp::host
