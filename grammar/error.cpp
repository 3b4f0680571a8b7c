#include "grammar/ast/error.hpp"

#include <utility>

namespace nqp {

Error::Error(int c, const std::string& message, std::optional<ast::Span> where)
    : std::runtime_error(message), code(c), span(where) {}
Error::Error(int c, const std::string& message, std::optional<ast::Span> where, std::vector<std::string> what_next)
    : std::runtime_error(message), code(c), span(where), notes(std::move(what_next)) {}
Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;

}  // namespace nqp
