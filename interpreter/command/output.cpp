#include "interpreter/command/output.hpp"

namespace nqp::command {

Output::Output() = default;
Output::Output(const Output&) = default;
Output::Output(Output&&) noexcept = default;
Output& Output::operator=(const Output&) = default;
Output& Output::operator=(Output&&) noexcept = default;
Output::~Output() = default;

}  // namespace nqp::command
