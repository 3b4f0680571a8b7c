#include "interpreter/host/guarded_host.hpp"

#include <set>

namespace nqp::host {
namespace {

class GuardedHost final : public Host {
 public:
  GuardedHost(Host& base, std::mutex& door, std::function<void()> refuse)
      : base_(base), door_(door), refuse_(std::move(refuse)) {}

  std::string read(const std::string& path) override {
    const std::lock_guard lock(door_);
    return base_.read(path);
  }
  void write(const std::string& path, std::string_view bytes) override {
    require_own(path);
    const std::lock_guard lock(door_);
    base_.write(path, bytes);
  }
  std::unique_ptr<Reader> open(const std::string& path) override {
    const std::lock_guard lock(door_);
    return base_.open(path);
  }
  void write_pieces(const std::string& path, const std::function<void(const Sink&)>& produce) override {
    require_own(path);
    const std::lock_guard lock(door_);
    base_.write_pieces(path, produce);
  }
  std::unique_ptr<Appender> append(const std::string&, bool) override {
    refuse_();
    return nullptr;
  }
  FileInfo info(const std::string& path) override {
    const std::lock_guard lock(door_);
    return base_.info(path);
  }
  void remove(const std::string& path) override {
    require_own(path);
    const std::lock_guard lock(door_);
    base_.remove(path);
  }
  void make_folder(const std::string&) override { refuse_(); }
  std::vector<std::string> list(const std::string& folder) override {
    const std::lock_guard lock(door_);
    return base_.list(folder);
  }
  std::string folder() override {
    const std::lock_guard lock(door_);
    return base_.folder();
  }
  void change_folder(const std::string&) override { refuse_(); }
  std::string temporary_name() override {
    const std::lock_guard lock(door_);
    return *own_.insert(base_.temporary_name()).first;
  }
  std::string environment(const std::string& name) override {
    const std::lock_guard lock(door_);
    return base_.environment(name);
  }
  double seconds() override { return base_.seconds(); }
  double clock() override {
    const std::lock_guard lock(door_);
    return base_.clock();
  }
  int run(const std::string&) override {
    refuse_();
    return 0;
  }

 private:
  void require_own(const std::string& path) const {
    if (own_.count(path) == 0) refuse_();
  }

  Host& base_;
  std::mutex& door_;
  std::function<void()> refuse_;
  std::set<std::string> own_;
};

}  // namespace

std::unique_ptr<Host> guarded_host(Host& base, std::mutex& door, std::function<void()> refuse) {
  return std::make_unique<GuardedHost>(base, door, std::move(refuse));
}

}  // namespace nqp::host
