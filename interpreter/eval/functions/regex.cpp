// The matcher: backtracking over (instruction, position) pairs, each tried at most once (as RE2's bit-state
// matcher), so that no pattern without back-references can take more than pattern × text steps.
#include "interpreter/eval/functions/regex.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/eval/functions/unicode.hpp"

namespace nqp::eval {
namespace {

using InstructionKind = Instruction::Kind;
using Class = CharacterSet::Class;

constexpr std::size_t most_steps = 20'000'000;
constexpr std::size_t most_visited = std::size_t{1} << 26;  // bits

bool ascii_word(char32_t c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z' && c < 128) || c == '_';
}

bool punctuation(char32_t c) {
  if (c < 128) return c > 32 && c < 127 && (!ascii_word(c) || c == '_');
  return (c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205E) || (c >= 0x3001 && c <= 0x3003) ||
         (c >= 0x3008 && c <= 0x3011) || (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) || c == 0xB7;
}

bool in_class(Class name, char32_t c, bool utf8) {
  if (!utf8 && c > 127) return false;
  switch (name) {
    case Class::digit: return unicode::is_digit(c);
    case Class::word: return unicode::is_word(c);
    case Class::space: return unicode::is_space(c);
    case Class::letter: return unicode::is_letter(c);
    case Class::alnum: return unicode::is_letter(c) || unicode::is_digit(c);
    case Class::upper: return unicode::is_upper(c);
    case Class::lower: return unicode::upper(c) != c;
    case Class::punct: return punctuation(c);
    case Class::han: return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000;
  }
  return false;
}

bool holds(const CharacterSet& set, char32_t c, bool utf8) {
  for (const auto& [first, last] : set.ranges) {
    if (c >= first && c <= last) return true;
  }
  for (const CharacterSet::Member& m : set.classes) {
    if (in_class(m.name, c, utf8) != m.negated) return true;
  }
  return false;
}

char32_t fold(char32_t c, RegexOptions o) {
  if (!o.ignore_case || (!o.utf8 && c > 127)) return c;
  return unicode::lower(c);
}

}  // namespace

bool CharacterSet::contains(char32_t c, RegexOptions o) const {
  bool found = holds(*this, c, o.utf8);
  if (!found && o.ignore_case && (o.utf8 || c < 128)) {
    found = holds(*this, unicode::lower(c), o.utf8) || holds(*this, unicode::upper(c), o.utf8);
  }
  return found != negated;
}

struct RegexRun {
  // A branch to try later, or (when pc is `none`) a group boundary to put back.
  struct Job {
    std::size_t pc, at, slot;
  };

  const Regex& regex;
  std::string_view text;
  std::vector<std::size_t>& spans;
  std::vector<std::uint64_t> visited;  // by position after `base`, then instruction; grows as far as the match looks
  std::size_t base = 0;
  std::vector<Job> jobs;
  bool remember = true;
  bool limited = false;
  std::size_t steps = 0;

  RegexRun(const Regex& r, std::string_view t, std::size_t from, std::vector<std::size_t>& s)
      : regex(r), text(t), spans(s), base(from) {
    remember = !r.repeats_groups_ && r.program_.size() * (t.size() - from + 1) < most_visited;
    limited = !remember;
  }

  void count_step() {
    if (++steps <= most_steps || !limited) return;
    throw Error(198, "regular expression too complex for this text", std::nullopt,
                {"Replace nested repetitions such as (a+)+ and back-references by a simpler pattern."});
  }

  bool seen(std::size_t pc, std::size_t at) {
    if (!remember) return false;
    const std::size_t bit = (at - base) * regex.program_.size() + pc;
    const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
    if (bit / 64 >= visited.size()) visited.resize(bit / 64 + bit / 128 + 8, 0);
    if (visited[bit / 64] & mask) return true;
    visited[bit / 64] |= mask;
    return false;
  }

  unicode::Decoded character(std::size_t at) const {
    if (!regex.options_.utf8) return {static_cast<unsigned char>(text[at]), 1, true};
    return unicode::decode(text, at);
  }

  bool word_before(std::size_t at) const {
    if (at == 0) return false;
    std::size_t start = at - 1;
    while (regex.options_.utf8 && start > 0 && at - start < 4 &&
           (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) {
      --start;
    }
    return is_word(character(start).point);
  }

  bool word_after(std::size_t at) const { return at < text.size() && is_word(character(at).point); }

  bool is_word(char32_t c) const { return in_class(Class::word, c, regex.options_.utf8); }

  bool consumes(const Instruction& i, std::size_t& at) const {
    if (at >= text.size()) return false;
    const unicode::Decoded d = character(at);
    const RegexOptions o = regex.options_;
    const bool fits = i.kind == InstructionKind::character ? fold(d.point, o) == fold(i.point, o)
                      : i.kind == InstructionKind::any     ? !(o.utf8 && d.point == '\n')
                                                : regex.sets_[i.x].contains(d.point, o);
    if (fits) at += d.bytes;
    return fits;
  }

  bool repeats_group(std::size_t k, std::size_t& at) const {
    if (spans[2 * k] == Regex::none || spans[2 * k + 1] == Regex::none) return false;
    const std::string_view group = text.substr(spans[2 * k], spans[2 * k + 1] - spans[2 * k]);
    if (text.substr(at, group.size()) != group) return false;
    at += group.size();
    return true;
  }

  // A run of its own, since pairs tried here may be tried again by the enclosing match.
  bool looks_ahead(std::size_t pc, std::size_t at) {
    std::vector<std::size_t> inner_spans = spans;
    RegexRun inner(regex, text, at, inner_spans);
    limited = inner.limited = true;
    inner.steps = steps;
    const bool found = inner.match(pc, at);
    steps = inner.steps;
    return found;
  }

  // Tries to match from instruction pc at byte `start`; group boundaries go into spans.
  bool match(std::size_t start_pc, std::size_t start) {
    jobs.assign(1, {start_pc, start, 0});
    while (!jobs.empty()) {
      const Job job = jobs.back();
      jobs.pop_back();
      if (job.pc == Regex::none) {
        spans[job.slot] = job.at;
      } else if (follow(job.pc, job.at)) {
        return true;
      }
    }
    return false;
  }

  // Runs one branch until it matches (true) or fails, leaving the alternatives it passed in jobs.
  bool follow(std::size_t pc, std::size_t at) {
    for (;;) {
      count_step();
      if (seen(pc, at)) return false;
      const Instruction& i = regex.program_[pc];
      switch (i.kind) {
        case InstructionKind::match:
          return true;
        case InstructionKind::jump:
          pc = i.x;
          continue;
        case InstructionKind::split:
          jobs.push_back({i.y, at, 0});
          pc = i.x;
          continue;
        case InstructionKind::save:
          jobs.push_back({Regex::none, spans[i.x], i.x});
          spans[i.x] = at;
          break;
        case InstructionKind::ahead:
        case InstructionKind::not_ahead:
          if (looks_ahead(pc + 1, at) != (i.kind == InstructionKind::ahead)) return false;
          pc = i.x;
          continue;
        case InstructionKind::group:
          if (!repeats_group(i.x, at)) return false;
          break;
        case InstructionKind::text_begin:
          if (at != 0) return false;
          break;
        case InstructionKind::text_end:
          if (at != text.size()) return false;
          break;
        case InstructionKind::boundary:
        case InstructionKind::no_boundary:
          if ((word_before(at) != word_after(at)) != (i.kind == InstructionKind::boundary)) return false;
          break;
        case InstructionKind::character:
        case InstructionKind::any:
        case InstructionKind::set:
          if (!consumes(i, at)) return false;
          break;
      }
      ++pc;
    }
  }
};

bool Regex::search(std::string_view text, std::size_t from, std::vector<std::size_t>& spans) const {
  spans.assign(2 * (groups_ + 1), none);
  RegexRun run(*this, text, from, spans);
  for (std::size_t start = from; start <= text.size();) {
    if (run.match(0, start)) return true;
    start += start < text.size() ? run.character(start).bytes : 1;
  }
  return false;
}

}  // namespace nqp::eval
