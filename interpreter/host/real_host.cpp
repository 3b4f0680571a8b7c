#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <set>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/host/atomic_write.hpp"
#include "interpreter/host/host.hpp"
#include "interpreter/host/memory_reader.hpp"
#include "interpreter/host/path.hpp"

namespace nqp::host {

namespace {

constexpr double seconds_1960_to_1970 = 3653.0 * 86400.0;
constexpr std::size_t block = std::size_t{1} << 20;

std::string system_reason(int error) { return std::strerror(error); }

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

[[noreturn]] void cannot_open(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR)
    throw Error(601, "file " + path + " not found", std::nullopt,
                path.find("://") == std::string::npos
                    ? std::vector<std::string>{}
                    : std::vector<std::string>{"nothing is read from the web: save the file and give its path"});
  throw Error(603, "file " + path + " could not be opened: " + system_reason(error));
}

struct Descriptor {
  int number;

  explicit Descriptor(int n) : number(n) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

class FileAppender : public Appender {
 public:
  FileAppender(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  void write(std::string_view bytes) override { write_all(descriptor_.number, bytes, path_); }

 private:
  Descriptor descriptor_;
  std::string path_;
};

class FileReader final : public Reader {
 public:
  FileReader(int descriptor, std::uint64_t size, std::string path)
      : descriptor_(descriptor), size_(size), path_(std::move(path)) {}
  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t from, char* to, std::size_t bytes) override {
    std::size_t used = 0;
    while (used < bytes) {
      const ssize_t n = ::pread(descriptor_.number, to + used, bytes - used, static_cast<off_t>(from + used));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw Error(692, "could not read " + path_ + ": " + system_reason(errno));
      if (n == 0) break;
      used += static_cast<std::size_t>(n);
    }
    return used;
  }

 private:
  Descriptor descriptor_;
  std::uint64_t size_;
  std::string path_;
};

class RealHost : public Host {
 public:
  RealHost() = default;
  RealHost(const RealHost&) = delete;
  RealHost& operator=(const RealHost&) = delete;
  ~RealHost() override {
    std::error_code ignored;
    if (!scratch_.empty()) std::filesystem::remove_all(scratch_, ignored);
  }

  std::string read(const std::string& given) override {
    const std::string path = plain(given);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (file.number < 0 || ::fstat(file.number, &info) != 0) cannot_open(given, errno);
    if (S_ISDIR(info.st_mode)) throw Error(603, "file " + given + " could not be opened: it is a folder");
    std::string bytes;
    std::size_t used = 0;
    const auto expected = static_cast<std::size_t>(std::max<off_t>(info.st_size, 0));
    while (true) {  // the size is a hint: pipes and growing files have none
      if (used == bytes.size()) bytes.resize(used < expected ? expected : used + block);
      const ssize_t n = ::read(file.number, bytes.data() + used, bytes.size() - used);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw Error(692, "could not read " + given + ": " + system_reason(errno));
      if (n == 0) break;
      used += static_cast<std::size_t>(n);
      if (used == expected && S_ISREG(info.st_mode)) break;
    }
    bytes.resize(used);
    return bytes;
  }

  std::unique_ptr<Reader> open(const std::string& given) override {
    const std::string path = plain(given);
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (file.number < 0 || ::fstat(file.number, &info) != 0) cannot_open(given, errno);
    // A pipe can be read but once, and files that the system makes up have no size; folders fail there.
    if (!S_ISREG(info.st_mode) || info.st_size <= 0) return memory_reader(read(given));
    const auto size = static_cast<std::uint64_t>(info.st_size);
    return std::make_unique<FileReader>(std::exchange(file.number, -1), size, given);
  }

  void write(const std::string& given, std::string_view bytes) override {
    write_pieces(given, [bytes](const Sink& sink) { sink(bytes); });
  }

  void write_pieces(const std::string& given, const std::function<void(const Sink&)>& produce) override {
    const std::string path = plain(given);
    const bool scratch = !scratch_.empty() && path.rfind(scratch_ + "/", 0) == 0;
    if (!scratch && swept_.insert(parent_of(path)).second) sweep_abandoned(parent_of(path));
    atomic_write(path, produce, !scratch);
  }

  std::unique_ptr<Appender> append(const std::string& given, bool truncate) override {
    const int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (truncate ? O_TRUNC : 0);
    const int descriptor = ::open(plain(given).c_str(), flags, 0666);
    if (descriptor < 0) throw Error(603, "file " + given + " could not be opened: " + system_reason(errno));
    return std::make_unique<FileAppender>(descriptor, given);
  }

  FileInfo info(const std::string& given) override {
    struct stat s {};
    if (::stat(plain(given).c_str(), &s) != 0) return {};
    return {true, S_ISDIR(s.st_mode), static_cast<std::size_t>(std::max<off_t>(s.st_size, 0))};
  }

  void remove(const std::string& given) override {
    const std::string path = plain(given);
    struct stat s {};
    if (::lstat(path.c_str(), &s) != 0) cannot_open(given, errno);
    const int failed = S_ISDIR(s.st_mode) ? ::rmdir(path.c_str()) : ::unlink(path.c_str());
    if (failed != 0) throw Error(693, "could not remove " + given + ": " + system_reason(errno));
  }

  void make_folder(const std::string& given) override {
    if (::mkdir(plain(given).c_str(), 0777) != 0) {
      throw Error(693, "could not create folder " + given + ": " + system_reason(errno));
    }
  }

  std::vector<std::string> list(const std::string& given) override {
    const std::string path = plain(given);
    DIR* directory = ::opendir(path.empty() ? "." : path.c_str());
    if (directory == nullptr) cannot_open(given, errno);
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(directory)) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    ::closedir(directory);
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string folder() override {
    std::error_code error;
    return std::filesystem::current_path(error).string();
  }

  void change_folder(const std::string& given) override {
    const std::string path = given.empty() ? variable("HOME") : plain(given);
    if (::chdir(path.c_str()) != 0) throw Error(170, "unable to change to " + given + ": " + system_reason(errno));
  }

  std::string temporary_name() override {
    if (scratch_.empty()) make_scratch();
    const std::string number = std::to_string(++temporaries_);
    return scratch_ + "/t" + std::string(number.size() < 6 ? 6 - number.size() : 0, '0') + number + ".tmp";
  }

  std::string environment(const std::string& name) override { return variable(name); }

  double seconds() override {
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
  }

  double clock() override {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    std::tm local{};
    ::localtime_r(&now.tv_sec, &local);
    const double seconds = static_cast<double>(::timegm(&local)) + seconds_1960_to_1970;
    return seconds * 1000 + std::floor(static_cast<double>(now.tv_nsec) / 1e6);
  }

  int run(const std::string& shell_command) override {
    const int status = std::system(shell_command.c_str());
    if (status == -1) throw Error(693, "the shell could not be started: " + system_reason(errno));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  static std::string plain(const std::string& given) { return plain_path(given, variable("HOME")); }

  // A folder of our own, readable by nobody else, that goes with the session.
  void make_scratch() {
    std::string base = variable("TMPDIR");
    if (base.empty()) base = "/tmp";
    std::string pattern = base + "/nqp-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw Error(603, "no temporary folder could be made in " + base + ": " + system_reason(errno));
    }
    scratch_ = pattern;
  }

  std::string scratch_;
  std::size_t temporaries_ = 0;
  std::set<std::string> swept_;
};

}  // namespace

std::unique_ptr<Host> real_host() { return std::make_unique<RealHost>(); }

}  // namespace nqp::host
