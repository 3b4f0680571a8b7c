#include <gtest/gtest.h>

#include "grammar/ast/error.hpp"
#include "interpreter/host/faulty_host.hpp"
#include "interpreter/host/host.hpp"
#include "interpreter/host/path.hpp"

namespace nqp::host {
namespace {

TEST(Path, becomes_plain) {
  EXPECT_EQ(plain_path("D:\\out\\x.dta", "/home/u"), "D:/out/x.dta");
  EXPECT_EQ(plain_path("~/x", "/home/u"), "/home/u/x");
  EXPECT_EQ(plain_path("~", "/home/u"), "/home/u");
  EXPECT_EQ(plain_path("~x/y", "/home/u"), "~x/y");
}

TEST(Path, becomes_absolute_and_never_leaves_the_root) {
  EXPECT_EQ(absolute_path("/a/b", "c/./d"), "/a/b/c/d");
  EXPECT_EQ(absolute_path("/a/b", "../c"), "/a/c");
  EXPECT_EQ(absolute_path("/a", "../../../etc"), "/etc");
  EXPECT_EQ(absolute_path("/a", "/x//y/"), "/x/y");
  EXPECT_EQ(absolute_path("/", "."), "/");
}

TEST(Path, has_a_parent_and_a_name) {
  EXPECT_EQ(parent_of("a/b"), "a");
  EXPECT_EQ(parent_of("a"), ".");
  EXPECT_EQ(parent_of("/a"), "/");
  EXPECT_EQ(name_of("/a/b.dta"), "b.dta");
}

TEST(MemoryHost, keeps_files_and_folders) {
  const auto h = memory_host();
  h->make_folder("papers");
  h->change_folder("papers");
  h->write("x.txt", "one");
  EXPECT_EQ(h->read("/papers/x.txt"), "one");
  EXPECT_EQ(h->folder(), "/papers");
  h->append("x.txt", false)->write(" two");
  EXPECT_EQ(h->read("x.txt"), "one two");
  EXPECT_EQ(h->list("/"), (std::vector<std::string>{"papers", "tmp"}));
  EXPECT_EQ(h->list("."), std::vector<std::string>{"x.txt"});
  h->remove("x.txt");
  EXPECT_FALSE(h->info("x.txt").exists);
}

TEST(MemoryHost, throws_the_codes_of_a_real_one) {
  const auto h = memory_host();
  const auto code_of = [](const auto& action) {
    try {
      action();
    } catch (const Error& e) {
      return e.code;
    }
    return 0;
  };
  EXPECT_EQ(code_of([&] { h->read("none"); }), 601);
  EXPECT_EQ(code_of([&] { h->write("/no/folder", "x"); }), 603);
  EXPECT_EQ(code_of([&] { h->write("/tmp", "x"); }), 603);
  EXPECT_EQ(code_of([&] { h->remove("none"); }), 601);
  EXPECT_EQ(code_of([&] { h->change_folder("none"); }), 170);
  EXPECT_EQ(code_of([&] { h->make_folder("/tmp"); }), 693);
}

TEST(MemoryHost, has_the_same_clock_in_every_run) {
  EXPECT_EQ(memory_host()->clock(), memory_host()->clock());
  EXPECT_EQ(memory_host()->seconds(), memory_host()->seconds());
}

TEST(FaultyHost, fails_once_at_the_write_asked_for) {
  const auto inner = memory_host();
  const auto h = faulty_host(*inner, 2);
  h->write("/a", "1");
  EXPECT_THROW(h->write("/a", "2"), Error);
  EXPECT_EQ(h->read("/a"), "1");
  h->write("/a", "3");
  EXPECT_EQ(h->read("/a"), "3");
}

TEST(MemoryHost, files_are_read_and_written_in_pieces) {
  const auto h = memory_host();
  h->write_pieces("x", [](const Sink& sink) {
    sink("one ");
    sink("two");
  });
  const auto file = h->open("x");
  EXPECT_EQ(file->size(), 7u);
  char room[8] = {};
  EXPECT_EQ(file->read(4, room, 8), 3u);
  EXPECT_EQ(std::string(room), "two");
  EXPECT_EQ(file->read(7, room, 8), 0u);
}

TEST(FaultyHost, a_disk_that_fills_up_between_two_pieces_leaves_the_old_file) {
  const auto inner = memory_host();
  inner->write("x", "old");
  const auto h = faulty_host(*inner, 2);
  int code = 0;
  try {
    h->write_pieces("x", [](const Sink& sink) {
      sink("new ");
      sink("and more");
    });
  } catch (const Error& e) {
    code = e.code;
  }
  EXPECT_EQ(code, 693);
  EXPECT_EQ(inner->read("x"), "old");
}

}  // namespace
}  // namespace nqp::host
