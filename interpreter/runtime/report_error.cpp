// How an error is shown: where, what, what to do next, r(code).
#include <algorithm>

#include <fmt/format.h>

#include "interpreter/runtime/session.hpp"
#include "interpreter/text/ascii.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::runtime {
namespace {

constexpr std::size_t most_context = 120;  // columns of a command line that are shown around the caret

std::size_t line_number(const std::string& source, std::size_t at) {
  return 1 + static_cast<std::size_t>(
                 std::count(source.begin(), source.begin() + static_cast<long>(std::min(at, source.size())), '\n'));
}

bool utf8_continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The command with ^^^ under the span; long commands show the part around it.
void point_at(report::Document& d, const std::string& command, ast::Span span) {
  std::string line = text::one_line(command);
  std::size_t begin = std::min<std::size_t>(span.begin, line.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, line.size());
  std::string head = line.substr(0, begin), marked = line.substr(begin, end - begin), tail = line.substr(end);
  std::string dots;
  if (text::display_width(head) > most_context / 2) {
    std::size_t cut = head.size() - most_context / 2;
    while (cut < head.size() && utf8_continues(head[cut])) ++cut;
    head = head.substr(cut);
    dots = "... ";
  }
  if (text::display_width(tail) > most_context / 2) tail = text::truncate(tail, most_context / 2) + " ...";
  if (text::display_width(marked) > most_context / 2) marked = text::truncate(marked, most_context / 2) + " ...";
  d.line("  " + dots + head + marked + tail, report::Style::input);
  const std::size_t left = 2 + dots.size() + text::display_width(head);
  d.line(std::string(left, ' ') + std::string(std::max<std::size_t>(1, text::display_width(marked)), '^'),
         report::Style::error);
}

// Whatever the command made of it: the first character outside quotes that an input method left in place of an ASCII
// one. Empty when there is none, or when the error tells already.
std::string foreign_punctuation(const std::string& command, const Error& e) {
  static constexpr std::pair<std::string_view, std::string_view> forms[] = {
      {"，", ","}, {"、", ","}, {"。", "."}, {"；", ";"}, {"：", ":"},  {"（", "("},  {"）", ")"},
      {"“", "\""}, {"”", "\""}, {"‘", "'"}, {"’", "'"}, {"＝", "="},  {"＞", ">"},  {"＜", "<"},
      {"＋", "+"}, {"－", "-"}, {"＊", "*"}, {"／", "/"}, {"！", "!"},  {"＆", "&"},  {"｜", "|"},
      {"≥", ">="}, {"≤", "<="}, {"≠", "!="}, {"　", " "}};
  for (const std::string& note : e.notes)
    if (note.find("ASCII") != std::string::npos) return {};
  bool quoted = false;
  for (std::size_t i = 0; i < command.size(); ++i) {
    if (command[i] == '"') quoted = !quoted;
    if (quoted) continue;
    for (const auto& [form, ascii] : forms)
      if (command.compare(i, form.size(), form) == 0)
        return fmt::format("the command holds {}: type punctuation in its ASCII form, here {}",
                           form == "　" ? "a wide blank" : form, ascii == " " ? "a blank" : ascii);
  }
  return {};
}

}  // namespace

void Session::report(const Error& e) {
  report::Document d;
  if (location_) {
    const std::string& name = location_->script ? location_->script->name : std::string();
    if (!name.empty())
      d.line(fmt::format("{}, line {}", name, line_number(location_->script->source, location_->span.begin)),
             report::Style::note);
    if (e.span && !location_->expanded.empty()) point_at(d, location_->expanded, *e.span);
  }
  if (e.what()[0] != '\0') d.line(e.what(), report::Style::error);
  for (const std::string& note : e.notes) d.line("  " + note, report::Style::note);
  if (location_)
    if (const std::string note = foreign_punctuation(location_->expanded, e); !note.empty())
      d.line("  " + note, report::Style::note);
  d.line(fmt::format("r({});", e.code), report::Style::error);
  sink_.document(d);
  for (auto& log : logs_) log.second->document(d);
  location_.reset();
}

}  // namespace nqp::runtime
