// What fvset keeps with a variable: its base level and how margins averages over it. Both are characteristics, so
// they are saved with the data.
#pragma once

#include <string>

namespace nqp::kit {

inline const std::string base_characteristic = "__fv_base";      // "3", "first", "last", "frequent", "none"
inline const std::string design_characteristic = "__fv_design";  // "asbalanced", "asobserved"

}  // namespace nqp::kit
