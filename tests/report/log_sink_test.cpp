#include "interpreter/report/log_sink.hpp"

#include <gtest/gtest.h>

#include "grammar/ast/error.hpp"
#include "interpreter/host/faulty_host.hpp"

namespace nqp::report {
namespace {

TEST(LogSink, writes_commands_and_their_output_without_colours) {
  const auto files = host::memory_host();
  LogSink log(files->append("/out.log", true), 79, false, true);
  log.echo("display 1");
  log.document(Document{}.line("1", Style::result));
  EXPECT_EQ(files->read("/out.log"), ". display 1\n1\n");
}

TEST(LogSink, keeps_the_tags_of_smcl_and_begins_with_its_mark) {
  const auto files = host::memory_host();
  LogSink log(files->append("/out.smcl", true), 79, true, true);
  log.echo("display 1");
  EXPECT_EQ(files->read("/out.smcl").rfind("{smcl}\n", 0), 0u);
}

TEST(LogSink, reports_a_full_disk) {
  const auto files = host::memory_host();
  const auto faulty = host::faulty_host(*files, 2);
  LogSink log(faulty->append("/out.log", true), 79, false, true);
  log.echo("display 1");
  EXPECT_THROW(log.document(Document{}.line("1")), Error);
  EXPECT_EQ(files->read("/out.log"), ". display 1\n");
}

}  // namespace
}  // namespace nqp::report
