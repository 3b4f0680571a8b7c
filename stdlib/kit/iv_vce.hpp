// What commands for instrumental variables assume about the errors, as their options say it.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/instruments.hpp"
#include "stdlib/kit/vce.hpp"

namespace nqp::kit {

struct IvVceRequest {
  bool robust = false;
  command::Variables clusters;
  std::string kernel;     // as written; empty: none
  std::string bandwidth;  // a number or "auto"; lags plus one
  bool lags = false;      // bandwidth counts lags instead ("opt" is automatic)
  bool by_period = false; // Driscoll-Kraay: clusters of time, needs xtset
  bool centred = false;
};

// Views into itself: not to be copied.
struct IvVceChoice {
  numeric::IvVce vce;
  std::vector<GroupCodes> groups;
  std::vector<std::string> clusters;
  std::string kernel_name;  // "Bartlett"
  bool automatic = false;

  IvVceChoice() = default;
  IvVceChoice(IvVceChoice&&) = default;
  IvVceChoice& operator=(IvVceChoice&&) = default;
  IvVceChoice(const IvVceChoice&) = delete;
};

// pweights make it robust. An automatic bandwidth is chosen from the residuals of 2SLS on `columns` (Newey and West
// 1994). Errors: 111 no time variable for a kernel, 198 unknown kernel or bandwidth, 2001 one cluster.
IvVceChoice choose_iv_vce(const IvVceRequest& request, const InstrumentedColumns& columns, const EstimationSample& s,
                          const command::Context& c);

// "hac bartlett 4", "hac nwest opt": the words behind vce( or wmatrix(. Error 198.
void read_hac(const std::string& words, IvVceRequest& request);

// "unadjusted", "robust", "cluster id", "hac …" as wmatrix() takes them.
IvVceRequest read_iv_vce(const std::string& words, const command::Context& c);

numeric::SeriesOrder series_order(const EstimationSample& s, const command::Context& c);

}  // namespace nqp::kit
