// What is said about the running of commands: set trace, set rmsg, and the commands kept by cmdlog.
#include <utility>

#include <fmt/format.h>

#include "interpreter/runtime/session.hpp"
#include "interpreter/text/ascii.hpp"
#include "interpreter/text/date.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::runtime {
namespace {

// What stands before and behind the head of a block.
std::pair<const char*, const char*> frame_of(ast::Statement::Kind kind) {
  using Kind = ast::Statement::Kind;
  switch (kind) {
    case Kind::foreach_: return {"foreach ", " {"};
    case Kind::forvalues: return {"forvalues ", " {"};
    case Kind::while_: return {"while ", " {"};
    case Kind::if_: return {"if ", " {"};
    case Kind::block: return {"", " {"};
    case Kind::program: return {"program ", ""};
    case Kind::input: return {"input ", ""};
    default: return {"", ""};
  }
}

}  // namespace

// "- command" as written, and "= command" when macros changed it; deeper levels are indented.
void Session::trace(const ast::Statement& s, const std::string& expanded) {
  if (inside_ == 0 || quiet_ > 0 || static_cast<int>(levels_.size()) - 1 > reporting_.trace_depth) return;
  const std::string indent(2 * (levels_.size() - 1), ' ');
  const auto [before, behind] = frame_of(s.kind);
  const std::string written = before + text::one_line(grammar::unparse(s.head)) + behind;
  say(indent + "- " + written, report::Style::input);
  if (const std::string after = text::one_line(expanded); !after.empty() && after != written)
    say(indent + "= " + after, report::Style::input);
}

void Session::trace_program(const char* what, const std::string& name) {
  if (!reporting_.trace || quiet_ > 0 || static_cast<int>(levels_.size()) - 1 > reporting_.trace_depth) return;
  const std::string title = fmt::format(" {} {} ---", what, name);
  const std::string indent(2 * (levels_.size() - 1), ' ');
  const auto width = static_cast<std::size_t>(settings_.linesize - 1);
  const std::size_t used = indent.size() + text::display_width(title);
  say(indent + std::string(width > used ? width - used : 3, '-') + title);
}

void Session::note_command(const std::string& source) {
  if (command_log_ && command_log_->on) command_log_->file->write(source + "\n");
}

// "r; t=0.02 10:21:37"
void Session::note_time(double started) {
  say(fmt::format("r; t={:.2f} {}", host_.seconds() - started, text::format_date(host_.clock(), 'c', "HH:MM:SS")),
      report::Style::note);
}

}  // namespace nqp::runtime
