// The one door outward: files, folders, clock, environment. Sessions see nothing else of the machine.
#pragma once

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

class Host {
 public:
  virtual ~Host() = default;
  // Errors: 601 not found, 603 cannot be opened, 691/692/693 read or write failed. `~` and backslash paths are
  // understood.
  virtual std::string read(const std::string& path) = 0;
  // Temporary file in the same folder, fsync, rename: the old file or the new, never a torn one.
  virtual void write(const std::string& path, std::string_view bytes) = 0;
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
