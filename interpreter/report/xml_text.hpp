// Text inside XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace nqp::report {

// Markup characters as entities; control characters, which XML 1.0 forbids, left out.
std::string xml_text(std::string_view s);

}  // namespace nqp::report
