// Did-you-mean: the known names nearest to a misspelt one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nqp::text {

// At most `most` names within an edit distance of 2 (1 for names of up to 3 letters), nearest first.
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known, std::size_t most = 3);

// "did you mean kstock?" or "did you mean a, b or c?"; empty when there is nothing near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace nqp::text
