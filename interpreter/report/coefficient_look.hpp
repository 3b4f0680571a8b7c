// How the command that runs shall show its coefficients: set cformat, pformat and sformat, and options of the call.
#pragma once

#include <string>

namespace nqp::report {

struct CoefficientLook {
  std::string numbers = "%9.0g", statistics = "%8.2f", p = "%5.3f";
  bool legend = false;                 // "_b[x]" instead of errors, tests and intervals
  bool intervals = true, tests = true;
};

// Of the command that this thread runs.
const CoefficientLook& coefficient_look();

// For as long as it lives; what was before comes back.
class CoefficientLookScope {
 public:
  explicit CoefficientLookScope(CoefficientLook look);
  ~CoefficientLookScope();
  CoefficientLookScope(const CoefficientLookScope&) = delete;
  CoefficientLookScope& operator=(const CoefficientLookScope&) = delete;

 private:
  CoefficientLook before_;
};

}  // namespace nqp::report
