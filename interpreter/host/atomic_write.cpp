#include "interpreter/host/atomic_write.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>
#include <vector>

#include "grammar/ast/error.hpp"
#include "interpreter/host/path.hpp"

namespace nqp::host {

namespace {

constexpr std::string_view mark = ".nqp-";
constexpr std::size_t longest_stem = 200;  // leaves room for dot, mark and number in 255 bytes
constexpr int attempts = 100;
constexpr std::time_t abandoned_after = 3600;

std::string write_reason(int error) { return std::strerror(error); }

// What the path finally names; itself when nothing is there yet.
std::string resolved(const std::string& path) {
  if (char* real = ::realpath(path.c_str(), nullptr)) {
    std::string out = real;
    std::free(real);
    return out;
  }
  return path;
}

// Where process numbers mean the same: machine and process namespace. Folders may be shared between machines.
unsigned home_of_processes() {
  static const unsigned home = [] {
    char text[512] = {};
    ::gethostname(text, 255);
    const std::size_t used = std::strlen(text);
    if (::readlink("/proc/self/ns/pid", text + used, 255) < 0) errno = 0;
    unsigned hash = 2166136261u;  // FNV-1a
    for (const char* c = text; *c; ++c) hash = (hash ^ static_cast<unsigned char>(*c)) * 16777619u;
    return hash;
  }();
  return home;
}

// "/folder/.name.nqp-<home>-<process>-<number>"
std::string temporary_beside(const std::string& path) {
  static std::atomic<unsigned> count{0};
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const unsigned long long seed = static_cast<unsigned long long>(now.tv_nsec) * 2654435761ULL + ++count;
  char number[64];
  std::snprintf(number, sizeof number, "%x-%lx-%llx", home_of_processes(), static_cast<unsigned long>(::getpid()),
                seed & 0xFFFFFFFFFFULL);
  return parent_of(path) + "/." + name_of(path).substr(0, longest_stem) + std::string(mark) + number;
}

// The process that wrote it ran here and is gone. False when in doubt.
bool writer_is_gone(std::string_view name) {
  unsigned home = 0;
  unsigned long process = 0;
  const std::string tail(name.substr(name.rfind(mark) + mark.size()));
  if (std::sscanf(tail.c_str(), "%x-%lx-", &home, &process) != 2 || home != home_of_processes()) return false;
  return process > 0 && ::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH;
}

// Closes and removes the temporary file unless it was renamed into place.
struct Temporary {
  std::string path;
  int descriptor = -1;
  bool kept = false;

  ~Temporary() {
    if (descriptor >= 0) ::close(descriptor);
    if (!kept && !path.empty()) ::unlink(path.c_str());
  }
};

void open_beside(Temporary& temporary, const std::string& path) {
  for (int i = 0; i < attempts; ++i) {
    std::string name = temporary_beside(path);
    temporary.descriptor = ::open(name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (temporary.descriptor >= 0) {
      temporary.path = std::move(name);
      return;
    }
    if (errno != EEXIST && errno != EINTR) break;
  }
  throw Error(603, "file " + path + " could not be opened: " + write_reason(errno));
}

void keep_permissions(int descriptor, const struct stat& old) {
  if (::fchown(descriptor, old.st_uid, old.st_gid) != 0) errno = 0;  // only a superuser may; the file is still ours
  ::fchmod(descriptor, old.st_mode & 07777);
}

void sync_folder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;  // some file systems cannot; the rename is done
  ::fsync(descriptor);
  ::close(descriptor);
}

[[noreturn]] void write_failed(const std::string& path, int error) {
  std::vector<std::string> notes;
  if (error == ENOSPC || error == EDQUOT) notes = {"Make room on the disk, or choose another folder."};
  throw Error(693, "could not write " + path + ": " + write_reason(error), std::nullopt, std::move(notes));
}

}  // namespace

void write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), 1u << 30));
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      write_failed(path, n == 0 ? EIO : errno);
    }
  }
}

void atomic_write(const std::string& given, std::string_view bytes, bool durable) {
  atomic_write(given, [bytes](const Sink& sink) { sink(bytes); }, durable);
}

void atomic_write(const std::string& given, const std::function<void(const Sink&)>& produce, bool durable) {
  const std::string path = resolved(given);
  struct stat old {};
  const bool replaces = ::stat(path.c_str(), &old) == 0;
  if (replaces && S_ISDIR(old.st_mode)) throw Error(603, "file " + given + " could not be opened: it is a folder");
  if (replaces && !S_ISREG(old.st_mode)) throw Error(603, "file " + given + " could not be opened: it is a device");
  if (replaces && ::access(path.c_str(), W_OK) != 0) throw Error(608, "file " + given + " is read-only");
  Temporary temporary;
  open_beside(temporary, path);
  if (replaces) keep_permissions(temporary.descriptor, old);
  produce([&](std::string_view piece) { write_all(temporary.descriptor, piece, given); });
  if (durable && ::fsync(temporary.descriptor) != 0 && errno != EINVAL) write_failed(given, errno);
  const int descriptor = std::exchange(temporary.descriptor, -1);
  if (::close(descriptor) != 0 && errno != EINTR) write_failed(given, errno);
  if (::rename(temporary.path.c_str(), path.c_str()) != 0)
    throw Error(694, "could not rename the finished file to " + given + ": " + write_reason(errno), std::nullopt,
                {"choose another name or folder; what was there before is unchanged"});
  temporary.kept = true;
  if (durable) sync_folder(parent_of(path));
}

void sweep_abandoned(const std::string& folder) {
  DIR* directory = ::opendir(folder.c_str());
  if (directory == nullptr) return;
  const std::time_t now = std::time(nullptr);
  while (const dirent* entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    if (name.front() != '.' || name.find(mark) == std::string_view::npos) continue;
    struct stat info {};
    const std::string path = folder + "/" + std::string(name);
    if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_uid != ::geteuid()) continue;
    if (now - info.st_mtime > abandoned_after || writer_is_gone(name)) ::unlink(path.c_str());
  }
  ::closedir(directory);
}

}  // namespace nqp::host
