#include "interpreter/command/help_page.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/registry.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::command {
namespace {

constexpr std::size_t page_width = 78;

std::string capitalised(const std::string& name, std::size_t least) {
  std::string out = name;
  for (std::size_t i = 0; i < least && i < out.size() && least < out.size(); ++i)
    out[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[i])));
  return out;
}

// Words wrapped to the page, each line indented.
void wrapped(report::Document& d, const std::string& text, std::size_t indent) {
  std::string line;
  for (const std::string& word : grammar::split_words(text, false)) {
    if (!line.empty() && indent + line.size() + 1 + word.size() > page_width) {
      d.line(std::string(indent, ' ') + line);
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty()) d.line(std::string(indent, ' ') + line);
}

// A term and its explanation, which wraps under itself; a term that is wider than its column has lines of its own.
void entry(report::Document& d, const std::string& term, std::size_t width, const std::string& text) {
  std::string head = "  " + text::pad_right(term, width) + "  ";
  if (term.size() > width) {
    d.line("  " + term);
    head.assign(width + 4, ' ');
  }
  std::string line;
  for (const std::string& word : grammar::split_words(text, false)) {
    if (!line.empty() && head.size() + line.size() + 1 + word.size() > page_width) {
      d.line(head + line);
      head.assign(width + 4, ' ');
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  d.line(head + line);
}

std::string body_text(const Signature& s) {
  switch (s.body) {
    case Body::none: return "";
    case Body::variables: return s.count.least == 0 || s.count.all_by_default ? " [varlist]" : " varlist";
    case Body::terms: return s.dependents ? " depvar [indepvars]" : s.count.least == 0 ? " [varlist]" : " varlist";
    case Body::new_variables: return " newvar";
    case Body::expression: return " exp";
    case Body::names: return " names";
    case Body::anything:
    case Body::raw: return " ...";
  }
  return "";
}

std::string weight_words(const Signature& s) {
  static const char* names[] = {"", "fweight", "aweight", "pweight", "iweight"};
  std::string out;
  for (const WeightKind k : s.weights) out += (out.empty() ? "" : ", ") + std::string(names[static_cast<int>(k)]) + "s";
  return out;
}

void heading(report::Document& d, const std::string& text) { d.blank().line(text, report::Style::result); }

void options(report::Document& d, const Signature& s) {
  if (s.options.empty()) return;
  heading(d, "Options");
  constexpr std::size_t widest = 32;
  std::size_t width = 0;
  for (const OptionSlot& o : s.options) width = std::max(width, option_syntax(o).size());
  width = std::min(width, widest);
  for (const OptionSlot& o : s.options)
    entry(d, option_syntax(o), width, o.help + (o.required ? " (required)" : ""));
}

}  // namespace

std::string option_syntax(const OptionSlot& o) {
  const std::string name = capitalised(o.name, o.least);
  switch (o.kind) {
    case OptionKind::flag:
    case OptionKind::choice_flag: return name;
    case OptionKind::number:
    case OptionKind::integer: return name + "(#)";
    case OptionKind::numbers: return name + "(numlist)";
    case OptionKind::variable: return name + "(varname)";
    case OptionKind::variables:
    case OptionKind::terms: return name + "(varlist)";
    case OptionKind::new_variable: return name + "(newvar)";
    case OptionKind::expression: return name + "(exp)";
    case OptionKind::text: return name + "(text)";
    case OptionKind::choice:
    case OptionKind::vce: {
      std::string words;
      for (const std::string& w : o.words) words += (words.empty() ? "" : "|") + w;
      return name + "(" + words + ")";
    }
  }
  return name;
}

std::string syntax_line(const Command& c) {
  const Signature& s = c.signature;
  std::string out = capitalised(c.name, c.least) + body_text(s);
  if (s.assigned == Signature::Need::required) out += " = exp";
  if (s.assigned == Signature::Need::optional) out += " [= exp]";
  if (s.if_allowed) out += " [if] [in]";
  if (!s.weights.empty()) out += " [weight]";
  if (s.using_file == Signature::Need::required) out += " using file";
  if (s.using_file == Signature::Need::optional) out += " [using file]";
  if (!s.options.empty() || s.any_options) out += " [, options]";
  return c.prefix ? out + " : command" : out;
}

report::Document help_page(const Command& c) {
  report::Document d;
  d.line(c.name + " - " + c.title, report::Style::result).blank();
  d.line("  " + syntax_line(c), report::Style::input);
  if (!c.aliases.empty()) {
    std::string names;
    for (const std::string& a : c.aliases) names += (names.empty() ? "" : ", ") + a;
    d.line("  also: " + names);
  }
  if (!c.signature.weights.empty()) d.line("  weights: " + weight_words(c.signature));
  options(d, c.signature);
  if (!c.remarks.empty()) heading(d, "Remarks");
  for (const std::string& r : c.remarks) wrapped(d, r, 2);
  if (!c.stores.empty()) heading(d, "Stored results");
  for (const StoredResult& r : c.stores) entry(d, r.name, 16, r.meaning);
  if (!c.examples.empty()) heading(d, "Examples");
  for (const Example& e : c.examples) {
    d.line("  " + e.title + ":");
    std::size_t begin = 0;
    while (begin <= e.code.size()) {
      const std::size_t end = std::min(e.code.find('\n', begin), e.code.size());
      d.line("    . " + e.code.substr(begin, end - begin), report::Style::input);
      begin = end + 1;
    }
  }
  if (!c.references.empty()) heading(d, "References");
  for (const std::string& r : c.references) wrapped(d, r, 2);
  return d;
}

report::Document help_page(const eval::Function& f) {
  report::Document d;
  d.line(std::string(f.syntax), report::Style::result);
  wrapped(d, std::string(f.help), 2);
  if (!f.example.empty())
    d.line("  . display " + std::string(f.example), report::Style::input)
        .line("  " + std::string(f.value), report::Style::result);
  return d;
}

report::Document help_index() {
  std::map<std::string, std::vector<std::string>> chapters;
  for (const RegistryEntry& e : registry()) chapters[e.chapter].push_back(e.command->name);
  report::Document d;
  d.line("Commands by chapter. help name explains one; help name() a function; help r(111) a return code.");
  for (auto& [chapter, names] : chapters) {
    std::sort(names.begin(), names.end());
    heading(d, chapter);
    std::string all;
    for (const std::string& n : names) all += (all.empty() ? "" : ", ") + n;
    wrapped(d, all, 2);
  }
  return d;
}

}  // namespace nqp::command
