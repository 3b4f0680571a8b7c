#include "interpreter/report/coefficient_look.hpp"

#include <utility>

namespace nqp::report {
namespace {

thread_local CoefficientLook look_of_this_thread;

}  // namespace

const CoefficientLook& coefficient_look() { return look_of_this_thread; }

CoefficientLookScope::CoefficientLookScope(CoefficientLook look)
    : before_(std::exchange(look_of_this_thread, std::move(look))) {}

CoefficientLookScope::~CoefficientLookScope() { look_of_this_thread = std::move(before_); }

}  // namespace nqp::report
