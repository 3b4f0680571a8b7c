#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "grammar/ast/error.hpp"
#include "interpreter/host/atomic_write.hpp"
#include "interpreter/host/host.hpp"

namespace nqp::host {
namespace {

namespace fs = std::filesystem;

int code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.code;
  }
  return 0;
}

// A folder that goes with the test.
class RealHost : public testing::Test {
 protected:
  RealHost() {
    std::string pattern = (fs::temp_directory_path() / "nqp-test-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~RealHost() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::vector<std::string> names() { return host_->list(folder_); }

  std::string folder_;
  std::unique_ptr<Host> host_ = real_host();
};

TEST_F(RealHost, reads_back_what_it_wrote_byte_for_byte) {
  std::string bytes(3'000'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 % 256);
  host_->write(path("a.bin"), bytes);
  EXPECT_EQ(host_->read(path("a.bin")), bytes);
  host_->write(path("a.bin"), "");
  EXPECT_EQ(host_->read(path("a.bin")), "");
  EXPECT_EQ(names(), std::vector<std::string>{"a.bin"});
}

TEST_F(RealHost, understands_backslashes_and_the_home_folder) {
  host_->make_folder(path("sub"));
  host_->write(folder_ + "\\sub\\x.txt", "x");
  EXPECT_EQ(host_->read(path("sub/x.txt")), "x");
  const std::string home = host_->environment("HOME");
  ::setenv("HOME", folder_.c_str(), 1);
  EXPECT_EQ(host_->read("~/sub/x.txt"), "x");
  ::setenv("HOME", home.c_str(), 1);
}

TEST_F(RealHost, keeps_the_permissions_of_a_file_it_replaces) {
  host_->write(path("a"), "old");
  ASSERT_EQ(::chmod(path("a").c_str(), 0640), 0);
  host_->write(path("a"), "new");
  struct stat s {};
  ASSERT_EQ(::stat(path("a").c_str(), &s), 0);
  EXPECT_EQ(s.st_mode & 07777, 0640u);
  EXPECT_EQ(host_->read(path("a")), "new");
}

TEST_F(RealHost, writes_through_a_link_to_its_target) {
  host_->write(path("target"), "old");
  fs::create_symlink("target", path("link"));
  host_->write(path("link"), "new");
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(host_->read(path("target")), "new");
}

TEST_F(RealHost, refuses_to_replace_folders_and_devices) {
  host_->make_folder(path("d"));
  EXPECT_EQ(code_of([&] { host_->write(path("d"), "x"); }), 603);
  EXPECT_EQ(code_of([&] { host_->write("/dev/null", "x"); }), 603);
  EXPECT_EQ(code_of([&] { host_->write(path("nowhere/x"), "x"); }), 603);
  EXPECT_TRUE(fs::is_directory(path("d")));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

// The limit on file size makes write() fail half-way, as a full disk does.
TEST_F(RealHost, leaves_the_old_file_when_a_write_fails_half_way) {
  host_->write(path("a"), "the old contents");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 4096;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const int code = code_of([&] { host_->write(path("a"), std::string(100'000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(code, 693);
  EXPECT_EQ(host_->read(path("a")), "the old contents");
  EXPECT_EQ(names(), std::vector<std::string>{"a"});
}

TEST_F(RealHost, sweeps_what_a_killed_process_left_an_hour_ago) {
  std::ofstream(path(".a.dta.nqp-1f00")) << "torn";
  std::ofstream(path(".b.dta.nqp-1f01")) << "being written";
  fs::last_write_time(path(".a.dta.nqp-1f00"), fs::file_time_type::clock::now() - std::chrono::hours(2));
  host_->write(path("a.dta"), "x");
  EXPECT_EQ(names(), (std::vector<std::string>{".b.dta.nqp-1f01", "a.dta"}));
}

TEST_F(RealHost, keeps_long_names_within_the_limit_of_the_file_system) {
  const std::string name(250, 'n');
  host_->write(path(name), "x");
  EXPECT_EQ(host_->read(path(name)), "x");
}

TEST_F(RealHost, names_what_is_not_there) {
  EXPECT_EQ(code_of([&] { host_->read(path("none")); }), 601);
  EXPECT_EQ(code_of([&] { host_->read(folder_); }), 603);
  EXPECT_EQ(code_of([&] { host_->remove(path("none")); }), 601);
  EXPECT_EQ(code_of([&] { host_->list(path("none")); }), 601);
  EXPECT_EQ(code_of([&] { host_->change_folder(path("none")); }), 170);
  EXPECT_EQ(code_of([&] { host_->make_folder(path("none/below")); }), 693);
  EXPECT_FALSE(host_->info(path("none")).exists);
}

TEST_F(RealHost, appends_and_truncates_logs) {
  host_->append(path("log"), true)->write("one\n");
  host_->append(path("log"), false)->write("two\n");
  EXPECT_EQ(host_->read(path("log")), "one\ntwo\n");
  host_->append(path("log"), true)->write("three\n");
  EXPECT_EQ(host_->read(path("log")), "three\n");
  EXPECT_EQ(code_of([&] { host_->append(folder_, false); }), 603);
}

TEST_F(RealHost, lists_names_sorted_and_removes_files_and_empty_folders) {
  host_->write(path("b"), "12");
  host_->write(path("a"), "1");
  host_->make_folder(path("c"));
  EXPECT_EQ(names(), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(host_->info(path("b")).size, 2u);
  EXPECT_TRUE(host_->info(path("c")).folder);
  host_->remove(path("c"));
  host_->remove(path("b"));
  EXPECT_EQ(names(), std::vector<std::string>{"a"});
}

TEST_F(RealHost, takes_its_temporary_files_away_at_the_end) {
  std::string name;
  {
    const auto other = real_host();
    name = other->temporary_name();
    EXPECT_FALSE(other->info(name).exists);
    EXPECT_NE(other->temporary_name(), name);
    other->write(name, "x");
    EXPECT_EQ(other->read(name), "x");
  }
  EXPECT_FALSE(fs::exists(name));
}

TEST_F(RealHost, reads_pieces_of_a_file_and_folders_are_none) {
  host_->write_pieces(path("x"), [](const Sink& sink) {
    sink("first,");
    sink("second");
  });
  const auto file = host_->open(path("x"));
  EXPECT_EQ(file->size(), 12u);
  char room[8] = {};
  EXPECT_EQ(file->read(6, room, 8), 6u);
  EXPECT_EQ(std::string(room), "second");
  EXPECT_EQ(file->read(100, room, 8), 0u);
  EXPECT_THROW(host_->open(path("none")), Error);
  EXPECT_THROW(host_->open(path(".")), Error);
}

TEST_F(RealHost, a_failure_while_the_pieces_are_made_leaves_the_old_file) {
  host_->write(path("x"), "old");
  EXPECT_THROW(host_->write_pieces(path("x"),
                                  [](const Sink& sink) {
                                    sink("new");
                                    throw Error(909, "not enough memory");
                                  }),
               Error);
  EXPECT_EQ(host_->read(path("x")), "old");
  EXPECT_EQ(host_->list(path(".")), std::vector<std::string>{"x"});
}

TEST_F(RealHost, reads_pipes_to_their_end) {
  const std::string fifo = path("fifo");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  ASSERT_EQ(std::system(("(printf 'through a pipe' > '" + fifo + "') &").c_str()), 0);
  EXPECT_EQ(host_->read(fifo), "through a pipe");
}

TEST_F(RealHost, returns_the_exit_status_of_shell_commands) {
  EXPECT_EQ(host_->run("exit 3"), 3);
  EXPECT_EQ(host_->run("true"), 0);
}

TEST_F(RealHost, has_clocks_that_run_forward) {
  const double before = host_->seconds();
  EXPECT_GE(host_->seconds(), before);
  EXPECT_GT(host_->clock(), 2.0e12);  // after 2023
}

}  // namespace
}  // namespace nqp::host
