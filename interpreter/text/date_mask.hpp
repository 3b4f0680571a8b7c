// Masks of date formats: CCYY-NN-DD, DDmonCCYY_HH:MM:SS …
#pragma once

#include <optional>
#include <string_view>

namespace nqp::text {

std::string_view default_date_mask(char unit);
std::optional<int> date_mask_width(std::string_view mask);  // most columns it can take; nullopt when invalid

}  // namespace nqp::text
