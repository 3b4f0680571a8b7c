// A fault of the program itself must not take the session with it.
#include <gtest/gtest.h>

#include <mutex>
#include <stdexcept>

#include "interpreter/host/guarded_host.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp {
namespace {

TEST(InternalError, is_told_and_leaves_the_session_as_it_was) {
  const auto inner = host::memory_host();
  std::mutex door;
  const auto broken = host::guarded_host(*inner, door, [] { throw std::out_of_range("no such place"); });
  report::MemorySink sink;
  runtime::Session session(*broken, sink);
  ASSERT_EQ(session.run("set obs 3\ngenerate x = _n\n"), 0) << sink.text();
  EXPECT_EQ(session.run("mkdir elsewhere\n"), 9999);
  EXPECT_NE(sink.text().find("internal error: no such place"), std::string::npos) << sink.text();
  EXPECT_EQ(session.run("capture mkdir elsewhere\nassert _rc == 9999\nassert _N == 3 & x[3] == 3\n"), 0) << sink.text();
}

}  // namespace
}  // namespace nqp
