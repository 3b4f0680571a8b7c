#include "interpreter/host/faulty_host.hpp"

#include <atomic>
#include <utility>

#include "grammar/ast/error.hpp"

namespace nqp::host {

namespace {

// Shared with the open logs and files, which count as well. Files are read by several threads.
struct Countdown {
  std::atomic<int> writes_left, reads_left;

  void write(const std::string& path) {
    if (--writes_left == 0) throw Error(693, "could not write " + path + ": no space left on device");
  }
  void read(const std::string& path) {
    if (--reads_left == 0) throw Error(692, "could not read " + path + ": input/output error");
  }
};

class FaultyReader : public Reader {
 public:
  FaultyReader(std::unique_ptr<Reader> inner, std::shared_ptr<Countdown> count, std::string path)
      : inner_(std::move(inner)), count_(std::move(count)), path_(std::move(path)) {}

  std::uint64_t size() const override { return inner_->size(); }
  std::size_t read(std::uint64_t from, char* to, std::size_t bytes) override {
    count_->read(path_);
    return inner_->read(from, to, bytes);
  }

 private:
  std::unique_ptr<Reader> inner_;
  std::shared_ptr<Countdown> count_;
  std::string path_;
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
  FaultyHost(Host& inner, int failing_write, int failing_read)
      : inner_(inner), count_(std::make_shared<Countdown>()) {
    count_->writes_left = failing_write;
    count_->reads_left = failing_read;
  }

  std::string read(const std::string& path) override {
    count_->read(path);
    return inner_.read(path);
  }
  void write(const std::string& path, std::string_view bytes) override {
    count_->write(path);
    inner_.write(path, bytes);
  }
  std::unique_ptr<Reader> open(const std::string& path) override {
    return std::make_unique<FaultyReader>(inner_.open(path), count_, path);
  }
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

std::unique_ptr<Host> faulty_host(Host& inner, int failing_write, int failing_read) {
  return std::make_unique<FaultyHost>(inner, failing_write, failing_read);
}

}  // namespace nqp::host
