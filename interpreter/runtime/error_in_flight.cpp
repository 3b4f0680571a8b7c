#include "interpreter/runtime/error_in_flight.hpp"

#include <exception>
#include <new>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::runtime {

Error error_in_flight() {
  try {
    throw;
  } catch (const Error& e) {
    return e;
  } catch (const numeric::Interrupted&) {
    return Error(1, "--Break--");
  } catch (const numeric::Failure& e) {
    return Error(static_cast<int>(e.code), e.what());
  } catch (const std::bad_alloc&) {
    return Error(909, "not enough memory", std::nullopt, {"the data are as they were"});
  } catch (const std::exception& e) {
    return Error(9999, std::string("internal error: ") + e.what(), std::nullopt,
                 {"this is a fault of nqp and not of the do-file; the data are as they were"});
  }
}

}  // namespace nqp::runtime
