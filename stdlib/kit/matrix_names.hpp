// Row and column names of matrices: "name" or "equation:name".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nqp::kit {

// matrix rownames A = a b eq:c. A name without equation keeps the one it had; "_:" takes it away.
// Error 503 when their number differs.
std::vector<std::string> renamed(const std::vector<std::string>& old, std::string_view names);

// matrix roweq A = first second: the last one is repeated; "_" takes the equation away. Error 503 for too many.
std::vector<std::string> with_equations(const std::vector<std::string>& old, std::string_view equations);

}  // namespace nqp::kit
