// The one thrown type of the language layers.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "grammar/ast/span.hpp"

namespace nqp {

// `code` is a Stata return code (see interpreter/command/return_codes.hpp for the table).
// `span` points into the text that was being parsed or bound; the runtime maps it to the do-file.
// `notes` say what to do next, one sentence each.
struct Error : std::runtime_error {
  Error(int code, const std::string& message, std::optional<ast::Span> span = std::nullopt);
  Error(int code, const std::string& message, std::optional<ast::Span> span, std::vector<std::string> notes);
  Error(const Error&);
  Error(Error&&) noexcept;
  Error& operator=(const Error&);
  Error& operator=(Error&&) noexcept;
  ~Error() override;

  int code;
  std::optional<ast::Span> span;
  std::vector<std::string> notes;
};

}  // namespace nqp
