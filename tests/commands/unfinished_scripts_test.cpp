// Do-files that cannot be read to their end: the lines before run, the error names the line and marks the place.
#include <gtest/gtest.h>

#include <string>

#include "tests/commands/run_do_file.hpp"

namespace nqp {
namespace {

struct Unfinished {
  const char* text;
  int code;
  const char* told;
};

TEST(UnfinishedScript, runs_the_lines_before_and_points_at_what_is_open) {
  const Unfinished cases[] = {
      {"scalar a = 1\nforeach v in x y {\nscalar a = 2\n", 612,
       "f.do, line 2\n  foreach v in x y {\n                   ^\nthe { on line 2 is never closed\n"},
      {"scalar a = 1\nif a == 1 {\nquietly {\nscalar a = 2\n}\n", 612,
       "f.do, line 2\n  if a == 1 {\n            ^\nthe { on line 2 is never closed\n"},
      {"scalar a = 1\nprogram p\nscalar a = 2\n", 612,
       "f.do, line 2\n  program p\n  ^^^^^^^^^\nthe program on line 2 has no end\n"},
      {"scalar a = 1\n}\nscalar a = 2\n", 198, "f.do, line 2\n  }\n  ^\nthis } closes nothing\n"},
      {"scalar a = 1\n/* note\nscalar a = 2\n", 198,
       "f.do, line 2\n  /* note\n  ^^\nthis comment is never closed\n"},
      {"scalar a = 1\nelse scalar a = 2\n", 198,
       "f.do, line 2\n  else scalar a = 2\n  ^^^^\nthis else follows no if\n"}};
  for (const Unfinished& c : cases) {
    test::Fixture f;
    EXPECT_EQ(f.session().run(c.text, "f.do"), c.code) << c.text;
    EXPECT_TRUE(f.holds("a == 1")) << c.text;
    EXPECT_NE(f.output().find(c.told), std::string::npos) << f.output();
  }
}

TEST(UnfinishedScript, an_earlier_error_stops_it_first) {
  test::Fixture f;
  EXPECT_EQ(f.run("error 459\nif 1 {"), 459);
  EXPECT_EQ(f.session().run("error 459\nif 1 {\n", "", false, true), 459);  // keep-going: the first code
  EXPECT_NE(f.output().find("never closed"), std::string::npos);
}

}  // namespace
}  // namespace nqp
