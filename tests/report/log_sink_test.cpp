#include "interpreter/report/log_sink.hpp"

#include <gtest/gtest.h>

#include "grammar/ast/error.hpp"
#include "interpreter/host/faulty_host.hpp"

namespace nqp::report {
namespace {

TEST(LogSink, writes_commands_and_their_output_without_colours) {
  const auto files = host::memory_host();
  LogSink log(files->append("/out.log", true), 79);
  log.echo("display 1");
  log.document(Document{}.line("1", Style::result));
  EXPECT_EQ(files->read("/out.log"), ". display 1\n1\n");
}

TEST(LogSink, reports_a_full_disk) {
  const auto files = host::memory_host();
  const auto faulty = host::faulty_host(*files, 2);
  LogSink log(faulty->append("/out.log", true), 79);
  log.echo("display 1");
  EXPECT_THROW(log.document(Document{}.line("1")), Error);
  EXPECT_EQ(files->read("/out.log"), ". display 1\n");
}

}  // namespace
}  // namespace nqp::report
