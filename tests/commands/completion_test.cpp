// What the tab key offers, by the rules of interpreter/runtime/completion.hpp.
#include "interpreter/runtime/completion.hpp"

#include <gtest/gtest.h>

#include "interpreter/host/host.hpp"
#include "interpreter/report/memory_sink.hpp"

namespace nqp {
namespace {

class TabKey : public ::testing::Test {
 protected:
  TabKey() : host_(host::memory_host()), session_(*host_, sink_) {
    session_.run("set obs 1\ngenerate 城市编号 = 1\ngenerate gdp_real = 1\ngenerate gdp_rate = 1\n"
                 "local controls x\nprogram myprogram\nend\n");
    host_->write("data.csv", "x");
  }
  runtime::Completion offered(std::string_view line) { return runtime::complete(line, session_, *host_); }

  std::unique_ptr<host::Host> host_;
  report::MemorySink sink_;
  runtime::Session session_;
};

TEST_F(TabKey, a_variable_is_completed_behind_the_command) {
  EXPECT_EQ(offered("summarize 城").addition, "市编号 ");
}

TEST_F(TabKey, what_several_variables_have_in_common_is_typed_and_the_rest_listed) {
  EXPECT_EQ(offered("regress y gd").addition, "p_r");
  const runtime::Completion c = offered("regress y gdp_r");
  EXPECT_EQ(c.addition, "");
  EXPECT_EQ(c.choices, (std::vector<std::string>{"gdp_rate", "gdp_real"}));
}

TEST_F(TabKey, commands_and_programs_are_offered_where_a_command_may_stand) {
  EXPECT_EQ(offered("summ").addition, "arize ");
  EXPECT_EQ(offered("quietly mypro").addition, "gram ");
  EXPECT_EQ(offered("by g: summ").addition, "arize ");
}

TEST_F(TabKey, options_are_offered_behind_the_comma_and_variables_inside_their_parentheses) {
  EXPECT_EQ(offered("summarize gdp_real, det").addition, "ail ");
  EXPECT_EQ(offered("quietly reghdfe y x, abs").addition, "orb(");
  EXPECT_EQ(offered("bysort g: regress y x if max(a, b), vc").addition, "e(");
  EXPECT_EQ(offered("reghdfe y x, absorb(城").addition, "市编号 ");
  EXPECT_EQ(offered("generate z = max(1, gd").addition, "p_r");
}

TEST_F(TabKey, macros_and_files_are_offered_in_their_places) {
  EXPECT_EQ(offered("regress y `con").addition, "trols");
  EXPECT_EQ(offered("import delimited \"da").addition, "ta.csv\"");
}

TEST_F(TabKey, nothing_is_offered_for_words_that_nothing_begins_with) {
  EXPECT_TRUE(offered("summarize zzz").choices.empty());
}

}  // namespace
}  // namespace nqp
