// Critical values for weak instruments.
#pragma once

#include <cstddef>

namespace nqp::numeric {

enum class StockYogo {
  bias,      // relative bias of 2SLS: 5, 10, 20, 30 percent; 1 to 3 endogenous variables
  size,      // size of a 5% Wald test after 2SLS: 10, 15, 20, 25 percent; 1 or 2 endogenous variables
  liml_size  // the same after LIML
};

// Of the Cragg-Donald F statistic (the smallest eigenvalue statistic); NaN where Stock and Yogo (2005), tables 5.1, 5.2
// and 5.4, give none. `excluded` up to 30.
double stock_yogo(StockYogo kind, std::size_t endogenous, std::size_t excluded, int percent);

}  // namespace nqp::numeric
