#include <map>
#include <set>

#include "grammar/ast/error.hpp"
#include "interpreter/host/host.hpp"
#include "interpreter/host/memory_reader.hpp"
#include "interpreter/host/path.hpp"

namespace nqp::host {

namespace {

constexpr double noon_2024 = (23376.0 * 24 + 12) * 3600000;  // 01jan2024 12:00:00

using Files = std::map<std::string, std::string>;

class MemoryAppender : public Appender {
 public:
  MemoryAppender(std::shared_ptr<Files> files, std::string path) : files_(std::move(files)), path_(std::move(path)) {}
  void write(std::string_view bytes) override { (*files_)[path_].append(bytes); }

 private:
  std::shared_ptr<Files> files_;
  std::string path_;
};

class MemoryHost : public Host {
 public:
  std::string read(const std::string& given) override {
    const std::string path = absolute(given);
    if (folders_.count(path) > 0) throw Error(603, "file " + given + " could not be opened: it is a folder");
    const auto found = files_->find(path);
    if (found == files_->end()) throw Error(601, "file " + given + " not found");
    return found->second;
  }

  std::unique_ptr<Reader> open(const std::string& given) override { return memory_reader(read(given)); }

  void write(const std::string& given, std::string_view bytes) override {
    (*files_)[writable(given)] = std::string(bytes);
  }

  void write_pieces(const std::string& given, const std::function<void(const Sink&)>& produce) override {
    std::string bytes;
    produce([&](std::string_view piece) { bytes += piece; });
    write(given, bytes);
  }

  std::unique_ptr<Appender> append(const std::string& given, bool truncate) override {
    const std::string path = writable(given);
    std::string& bytes = (*files_)[path];
    if (truncate) bytes.clear();
    return std::make_unique<MemoryAppender>(files_, path);
  }

  FileInfo info(const std::string& given) override {
    const std::string path = absolute(given);
    if (folders_.count(path) > 0) return {true, true, 0};
    const auto found = files_->find(path);
    return found == files_->end() ? FileInfo{} : FileInfo{true, false, found->second.size()};
  }

  void remove(const std::string& given) override {
    const std::string path = absolute(given);
    if (folders_.count(path) > 0) {
      if (path == "/" || !list(path).empty()) throw Error(693, "could not remove " + given + ": it is not empty");
      folders_.erase(path);
    } else if (files_->erase(path) == 0) {
      throw Error(601, "file " + given + " not found");
    }
  }

  void make_folder(const std::string& given) override {
    const std::string path = absolute(given);
    if (info(path).exists) throw Error(693, "could not create folder " + given + ": it exists");
    if (folders_.count(parent_of(path)) == 0) throw Error(693, "could not create folder " + given);
    folders_.insert(path);
  }

  std::vector<std::string> list(const std::string& given) override {
    const std::string path = absolute(given);
    if (folders_.count(path) == 0) throw Error(601, "file " + given + " not found");
    std::set<std::string> names;
    for (const auto& [file, bytes] : *files_) add_child(names, path, file);
    for (const std::string& folder : folders_) add_child(names, path, folder);
    return {names.begin(), names.end()};
  }

  std::string folder() override { return folder_; }

  void change_folder(const std::string& given) override {
    const std::string path = absolute(given);
    if (folders_.count(path) == 0) throw Error(170, "unable to change to " + given);
    folder_ = path;
  }

  std::string temporary_name() override { return "/tmp/t" + std::to_string(++temporaries_) + ".tmp"; }
  std::string environment(const std::string&) override { return ""; }
  double seconds() override { return seconds_ += 0.001; }  // a clock that moves, the same in every run
  double clock() override { return noon_2024; }

  int run(const std::string&) override { throw Error(198, "there is no shell here"); }

 private:
  std::string absolute(const std::string& given) const { return absolute_path(folder_, given); }

  std::string writable(const std::string& given) const {
    std::string path = absolute(given);
    const bool open = folders_.count(path) == 0 && folders_.count(parent_of(path)) > 0;
    if (!open) throw Error(603, "file " + given + " could not be opened");
    return path;
  }

  static void add_child(std::set<std::string>& names, const std::string& folder, const std::string& path) {
    if (path != "/" && parent_of(path) == folder) names.insert(name_of(path));
  }

  std::shared_ptr<Files> files_ = std::make_shared<Files>();
  std::set<std::string> folders_{"/", "/tmp"};
  std::string folder_ = "/";
  std::size_t temporaries_ = 0;
  double seconds_ = 0;
};

}  // namespace

std::unique_ptr<Host> memory_host() { return std::make_unique<MemoryHost>(); }

}  // namespace nqp::host
