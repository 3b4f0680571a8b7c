#include "interpreter/host/faulty_host.hpp"

#include <utility>

#include "grammar/ast/error.hpp"

namespace nqp::host {

namespace {

// Shared with the open logs, which count as well.
struct Countdown {
  int left;

  void write(const std::string& path) {
    if (--left == 0) throw Error(693, "could not write " + path + ": no space left on device");
  }
};

class FaultyAppender : public Appender {
 public:
  FaultyAppender(std::unique_ptr<Appender> inner, std::shared_ptr<Countdown> count, std::string path)
      : inner_(std::move(inner)), count_(std::move(count)), path_(std::move(path)) {}

  void write(std::string_view bytes) override {
    count_->write(path_);
    inner_->write(bytes);
  }

 private:
  std::unique_ptr<Appender> inner_;
  std::shared_ptr<Countdown> count_;
  std::string path_;
};

class FaultyHost : public Host {
 public:
  FaultyHost(Host& inner, int failing_write)
      : inner_(inner), count_(std::make_shared<Countdown>(Countdown{failing_write})) {}

  std::string read(const std::string& path) override { return inner_.read(path); }
  void write(const std::string& path, std::string_view bytes) override {
    count_->write(path);
    inner_.write(path, bytes);
  }
  std::unique_ptr<Reader> open(const std::string& path) override { return inner_.open(path); }
  void write_pieces(const std::string& path, const std::function<void(const Sink&)>& produce) override {
    inner_.write_pieces(path, [&](const Sink& sink) {
      produce([&](std::string_view piece) {
        count_->write(path);
        sink(piece);
      });
    });
  }
  std::unique_ptr<Appender> append(const std::string& path, bool truncate) override {
    return std::make_unique<FaultyAppender>(inner_.append(path, truncate), count_, path);
  }
  FileInfo info(const std::string& path) override { return inner_.info(path); }
  void remove(const std::string& path) override { inner_.remove(path); }
  void make_folder(const std::string& path) override { inner_.make_folder(path); }
  std::vector<std::string> list(const std::string& folder) override { return inner_.list(folder); }
  std::string folder() override { return inner_.folder(); }
  void change_folder(const std::string& path) override { inner_.change_folder(path); }
  std::string temporary_name() override { return inner_.temporary_name(); }
  std::string environment(const std::string& name) override { return inner_.environment(name); }
  double seconds() override { return inner_.seconds(); }
  double clock() override { return inner_.clock(); }
  int run(const std::string& shell_command) override { return inner_.run(shell_command); }

 private:
  Host& inner_;
  std::shared_ptr<Countdown> count_;
};

}  // namespace

std::unique_ptr<Host> faulty_host(Host& inner, int failing_write) {
  return std::make_unique<FaultyHost>(inner, failing_write);
}

}  // namespace nqp::host
