// Which terms of a list are linear combinations of those before them: _rmcoll and _rmdcoll.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/design.hpp"

namespace nqp::kit {

struct CollinearTerms {
  std::vector<std::string> names;    // marked as in e(b): 1b.g, o.x, 3o.g
  std::vector<bool> omitted;         // found collinear
  std::vector<std::string> plain;    // without marks
  double count = 0;                  // of those found collinear
  double rss_share = 1;              // of `response` unexplained by the terms; 1 without a response
};

CollinearTerms find_collinear(const command::Terms& terms, const command::Terms& response, bool constant,
                              const command::Sample& sample, const command::Weight& weight, const command::Context& c);

// "note: x omitted because of collinearity." for every such term, or "dropped" when it leaves the list.
void note_collinear(const CollinearTerms& k, bool dropped, command::Output& out);

// The names in one line, those that are collinear left out when `forced`.
std::string collinear_list(const CollinearTerms& k, bool forced);

}  // namespace nqp::kit
