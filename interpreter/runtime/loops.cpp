// Loops and conditions: foreach, forvalues, while, if.
#include <cmath>
#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::runtime {
namespace {

std::vector<std::string> loop_items(const grammar::ForeachHeader& h, const command::Context& c, const Macros& locals,
                                    const Macros& globals) {
  using Source = grammar::ForeachHeader::Source;
  std::vector<std::string> items;
  if (h.source == Source::in) return grammar::split_words(h.list);
  if (h.source == Source::varlist) return command::resolve_variables(h.list, c);
  if (h.source == Source::local || h.source == Source::global) {
    const Macros& macros = h.source == Source::local ? locals : globals;
    const auto it = macros.find(h.list);
    return it == macros.end() ? items : grammar::split_words(it->second);
  }
  if (h.source == Source::newlist)
    for (command::NewVariable& v : command::resolve_new_variables(h.list, c)) items.push_back(std::move(v.name));
  else
    for (const double x : grammar::parse_numlist(h.list, static_cast<std::uint32_t>(c.command_line.rfind(h.list))))
      items.push_back(text::macro_number(x));
  return items;
}

// An error of what stands behind a word, in the whole line.
Error behind(std::string_view word, Error e) {
  const auto n = static_cast<std::uint32_t>(word.size());
  if (e.span) e.span = ast::Span{e.span->begin + n, e.span->end + n};
  return e;
}

}  // namespace

bool Session::run_body(const std::vector<ast::Statement>& body) {
  Level& l = level();
  ++l.loops;
  try {
    run_statements(body);
  } catch (const LoopRequest& r) {
    --l.loops;
    return !r.leave;
  } catch (...) {
    --l.loops;
    throw;
  }
  --l.loops;
  return true;
}

void Session::run_foreach(const ast::Statement& s) {
  const std::string head = expand(s.head);
  grammar::ForeachHeader h;
  std::vector<std::string> items;
  try {
    h = grammar::parse_foreach(head);
    command::Context c = context();
    c.command_line = head;
    items = loop_items(h, c, level().locals, globals_);
  } catch (const Error& e) {
    locate("foreach " + head, &s);
    throw behind("foreach ", e);
  }
  for (std::string& item : items) {
    level().locals[h.name] = std::move(item);
    if (!run_body(s.body)) break;
  }
  level().locals.erase(h.name);
}

void Session::run_forvalues(const ast::Statement& s) {
  const std::string head = expand(s.head);
  grammar::ForvaluesHeader h;
  try {
    h = grammar::parse_forvalues(head);
    if (h.step == 0) throw Error(198, "forvalues: the step is zero");
  } catch (const Error& e) {
    locate("forvalues " + head, &s);
    throw behind("forvalues ", e);
  }
  const double count = std::floor((h.last - h.first) / h.step + 1e-9);
  for (double i = 0; i <= count; ++i) {
    poll();  // the body may be empty
    level().locals[h.name] = text::macro_number(h.first + i * h.step);
    if (!run_body(s.body)) break;
  }
  level().locals.erase(h.name);
}

void Session::run_while(const ast::Statement& s) {
  while (true) {
    const std::string condition = expand(s.head);
    try {
      if (!holds(condition)) return;
    } catch (const Error& e) {
      locate("while " + condition, &s);
      throw behind("while ", e);
    }
    poll();
    if (!run_body(s.body)) return;
  }
}

void Session::run_if(const ast::Statement& s) {
  const std::string condition = expand(s.head);
  bool taken = false;
  try {
    taken = holds(condition);
  } catch (const Error& e) {
    locate("if " + condition, &s);
    throw behind("if ", e);
  }
  run_statements(taken ? s.body : s.otherwise);
}

bool Session::holds(const std::string& condition) { return eval::is_true(*expression(condition), scope()); }

}  // namespace nqp::runtime
