// Statements: blocks, prefixes of blocks, programs and scripts.
#include <utility>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/runtime/error_in_flight.hpp"
#include "interpreter/runtime/prepared.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {
namespace {

constexpr std::size_t max_levels = 64;

bool blank(const std::string& s) { return s.find_first_not_of(" \t\r\n") == std::string::npos; }

bool abbreviates_version(const std::string& word) {
  return word.size() >= 3 && std::string_view("version").substr(0, word.size()) == word;
}

// Whether a command begins with capture.
bool captures(const ast::Template& head) {
  if (head.pieces.empty() || head.pieces[0].kind != ast::Piece::Kind::literal) return false;
  const std::string& text = head.pieces[0].text;
  return output_prefix(text.substr(0, text.find_first_of(" \t:"))) == "capture";
}

// byable(recall) runs a program for each group, byable(onecall) once for all.
bool called_once(const ast::Option& byable) {
  const std::string& argument = byable.argument;  // recall [, noheader]
  const std::string kind = argument.substr(0, argument.find_first_of(" ,"));
  const auto is = [&](std::string_view full, std::size_t least) {
    return kind.size() >= least && full.substr(0, kind.size()) == kind;
  };
  if (is("onecall", 1)) return true;
  if (is("recall", 1)) return false;
  throw Error(198, "byable() takes recall or onecall", byable.argument_span);
}

}  // namespace

// A level of macros that ends with the scope: temporary objects vanish and preserved data come back.
class Session::LevelGuard {
 public:
  explicit LevelGuard(Session& s) : session_(s) {
    if (s.levels_.size() >= max_levels)
      throw Error(1000, "do-files and programs nest too deep", std::nullopt,
                  {fmt::format("the limit is {} levels; does a program call itself without end?", max_levels)});
    s.levels_.push_back(std::make_unique<Level>());
  }
  ~LevelGuard() { session_.end_level(); }
  LevelGuard(const LevelGuard&) = delete;
  LevelGuard& operator=(const LevelGuard&) = delete;

 private:
  Session& session_;
};

// The text that a level runs: while an included file runs, the loops around `include` are not its own.
class IncludedText {
 public:
  explicit IncludedText(Level& l) : level_(l), script_(l.script), loops_(std::exchange(l.loops, 0)) {}
  ~IncludedText() {
    level_.script = std::move(script_);
    level_.loops = loops_;
  }
  IncludedText(const IncludedText&) = delete;
  IncludedText& operator=(const IncludedText&) = delete;

 private:
  Level& level_;
  ast::ScriptPtr script_;
  int loops_;
};

void Session::end_level() {
  Level& l = level();
  if (l.preserved) restore_preserved(l);
  if (l.order_mark) restore_order(l.order_mark);
  if (!l.temporary_variables.empty()) {
    data::Frame f = *frame_;
    const std::size_t before = f.variables.size();
    for (const std::string& name : l.temporary_variables)
      if (f.find(name)) f.remove(name);
    if (f.variables.size() != before) frame_ = std::make_shared<const data::Frame>(std::move(f));
  }
  for (const std::string& name : l.temporary_names) {
    scalars_.erase(name);
    matrices_.erase(name);
  }
  for (const std::string& path : l.temporary_files) {
    try {
      if (host_.info(path).exists) host_.remove(path);
    } catch (const Error&) {
      // A file that is gone or locked already: nothing is lost.
    }
  }
  levels_.pop_back();
}

void Session::run_statements(const std::vector<ast::Statement>& statements) {
  const int before = inside_++;
  try {
    for (const ast::Statement& s : statements) run_statement(s);
  } catch (...) {
    inside_ = before;
    throw;
  }
  inside_ = before;
}

void Session::run_statement(const ast::Statement& s) {
  using Kind = ast::Statement::Kind;
  poll();
  current_ = s.span;
  if (reporting_.trace && s.kind != Kind::command) trace(s, {});
  try {
    switch (s.kind) {
      case Kind::command: {
        std::string text;
        try {
          text = expand(s.head);
        } catch (const Error& e) {
          if (!captures(s.head)) throw;  // capture holds back even macros without end
          rc_ = e.code;
          location_.reset();
          return;
        }
        if (blank(text) || text[text.find_first_not_of(" \t")] == '*') return;
        if (reporting_.trace) trace(s, text);
        try {
          run_command(text);
        } catch (const Error&) {
          locate(text, &s);
          throw;
        }
        return;
      }
      case Kind::foreach_: return run_foreach(s);
      case Kind::forvalues: return run_forvalues(s);
      case Kind::while_: return run_while(s);
      case Kind::if_: return run_if(s);
      case Kind::program: return define_program(s);
      case Kind::block: return run_block(s);
      case Kind::input: return run_input(s);
      case Kind::opaque:
        throw Error(199, fmt::format("{} blocks are not supported", expand(s.head)), std::nullopt,
                    {"the block was skipped as a unit, up to its end",
                     "matrix commands, mkmat and svmat, loops, egen and programs can often replace it"});
    }
  } catch (const Error&) {
    locate("", &s);
    throw;
  }
}

// Keeps the innermost place; blocks around it do not overwrite it.
void Session::locate(const std::string& expanded, const ast::Statement* statement) {
  if (location_) return;
  location_ = Location{expanded, level().script, statement ? statement->span : current_};
}

void Session::run_block(const ast::Statement& s) {
  const std::vector<std::string> words = grammar::split_words(expand(s.head));
  std::function<void()> f = [&] { run_statements(s.body); };
  for (std::size_t i = words.size(); i-- > 0;) {
    std::string word = words[i];
    if (!word.empty() && word.back() == ':') word.pop_back();
    const std::string prefix = output_prefix(word);
    const std::string argument = i > 0 ? words[i - 1] : "";
    if (prefix == "quietly") {
      f = [this, g = std::move(f)] { quietly(g); };
    } else if (prefix == "noisily") {
      f = [this, g = std::move(f)] { noisily(g); };
    } else if (prefix == "capture") {
      const bool noisy = i + 1 < words.size() && output_prefix(words[i + 1]) == "noisily";
      f = [this, g = std::move(f), noisy] { rc_ = captured(g, noisy); };
    } else if (argument == "frame" || argument == "frames") {
      f = [this, g = std::move(f), word] { in_frame(word, g); };
      --i;
    } else if (abbreviates_version(argument)) {
      --i;  // every version behaves alike
    } else {
      throw Error(199, word + " cannot stand before a block", std::nullopt,
                  {"blocks may follow quietly, noisily, capture, frame, version, foreach, forvalues, while, if and "
                   "program"});
    }
  }
  f();
}

void Session::quietly(const std::function<void()>& f) {
  const int before = quiet_++;
  try {
    f();
  } catch (...) {
    quiet_ = before;
    throw;
  }
  quiet_ = before;
}

void Session::noisily(const std::function<void()>& f) {
  const int before = quiet_;
  quiet_ = 0;
  try {
    f();
  } catch (...) {
    quiet_ = before;
    throw;
  }
  quiet_ = before;
}

int Session::captured(const std::function<void()>& f, bool noisy) {
  const int before = quiet_;
  if (!noisy) ++quiet_;
  int code = 0;
  try {
    f();
  } catch (const std::exception&) {
    const Error e = error_in_flight();
    code = e.code;
    if (noisy && before == 0) report(e);
  }
  quiet_ = before;
  location_.reset();
  return code;
}

void Session::define_program(const ast::Statement& s) {
  const std::string head = expand(s.head);
  const std::size_t comma = head.find(',');
  std::vector<std::string> words = grammar::split_words(head.substr(0, comma));
  if (!words.empty() && words[0].size() >= 2 && std::string("define").compare(0, words[0].size(), words[0]) == 0 &&
      words.size() > 1)
    words.erase(words.begin());
  if (words.size() != 1) throw Error(198, "program needs one name");
  if (!data::valid_name(words[0])) throw Error(198, words[0] + " invalid program name");
  if (programs_.count(words[0]))
    throw Error(110, words[0] + " already defined", std::nullopt, {"program drop " + words[0] + " removes it"});
  Program p;
  p.name = words[0];
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(head.substr(comma + 1))) {
      const std::string& n = o.name;
      if (n == "rclass" || n == "eclass" || n == "sclass") p.result_class = n;
      else if (n.size() >= 3 && std::string("rclass").compare(0, n.size(), n) == 0) p.result_class = "rclass";
      else if (n == "byable") p.byable = true, p.by_once = called_once(o);
      else if (n.compare(0, 4, "sort") == 0) p.sort_preserve = true;
      else if (n == "properties") p.properties = o.argument;
      else if (n != "nclass" && n != "plugin")
        throw Error(198, "option " + n + " not allowed", std::nullopt,
                    {"program takes rclass, eclass, sclass, byable(), sortpreserve, properties()"});
    }
  p.body = std::make_shared<const std::vector<ast::Statement>>(s.body);
  p.script = level().script;
  p.source = s.source;
  programs_[p.name] = std::move(p);
}

namespace {

bool carries_mark(const data::FramePtr& f, std::uint64_t mark) {
  return std::any_of(f->samples.begin(), f->samples.end(), [&](const data::SampleMark& m) { return m.id == mark; });
}

}  // namespace

void Session::run_program(const Program& program, const std::string& arguments_text) {
  const Program p = program;  // it may redefine itself
  const std::pair<data::Row, data::Row> window = window_;
  const command::ByGroups* by = std::exchange(by_, nullptr);
  LevelGuard guard(*this);
  Level& l = level();
  l.script = p.script;
  l.program = &p;
  l.window = window;
  l.by = by;
  l.by_index = by_index_;
  if (by) {
    std::string& names = l.locals["_byvars"];
    for (const std::string& v : by->variables) names += (names.empty() ? "" : " ") + v;
    l.locals["_byindex"] = std::to_string(l.by_index + 1);
  }
  l.locals["0"] = arguments_text;
  l.locals["*"] = arguments_text;
  const std::vector<std::string> words = grammar::split_words(arguments_text);
  for (std::size_t i = 0; i < words.size(); ++i) l.locals[std::to_string(i + 1)] = words[i];
  window_ = {0, 0};
  if (p.sort_preserve) mark_order();
  trace_program("begin", p.name);
  try {
    run_statements(*p.body);
  } catch (const ExitRequest& e) {
    if (e.everything) throw;
    if (e.code) throw Error(e.code, "");
  }
  trace_program("end", p.name);
  bool order_known = !p.sort_preserve || carries_mark(l.preserved ? *l.preserved : frame_, l.order_mark);
  for (const auto& [name, f] : frames_) order_known = order_known || carries_mark(f, l.order_mark);
  if (!order_known)
    throw Error(196, "could not restore sort order because variables were dropped", std::nullopt,
                {"program " + p.name + " is sortpreserve but put other data in memory: let it preserve them first"});
  if (p.result_class == "rclass") r_ = std::move(l.returned);
}

namespace {

// Where the line ends when only a comment follows the statement on it.
std::size_t with_comment(const std::string& source, std::size_t end) {
  const std::size_t next = source.find_first_not_of(" \t;", end);
  if (next == std::string::npos || source.compare(next, 2, "//") != 0) return end;
  return std::min(source.find('\n', next), source.size());
}

}  // namespace

// The error of a script that cannot be read to its end, at the line where it is.
void Session::refuse_rest(const ast::ScriptPtr& script) {
  Error e = *script->broken;
  const std::string& source = script->source;
  const ast::Span place = e.span.value_or(ast::Span{});
  const std::size_t at = std::min<std::size_t>(place.begin, source.size());
  const std::size_t begin = at == 0 ? 0 : source.rfind('\n', at - 1) + 1;  // 0 without one
  const std::size_t end = std::min(source.find('\n', at), source.size());
  location_ = Location{source.substr(begin, end - begin), script, place};
  e.span = ast::Span{static_cast<std::uint32_t>(at - begin),
                     static_cast<std::uint32_t>(std::clamp<std::size_t>(place.end, at, end) - begin)};
  throw Error(e);
}

void Session::run_script(ast::ScriptPtr script, const std::vector<std::string>& arguments, bool own_level, bool echo,
                         bool nostop) {
  std::optional<LevelGuard> guard;
  if (own_level) guard.emplace(*this);
  Level& l = level();
  const IncludedText included(l);
  l.script = script;
  if (own_level) {
    std::string all;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      l.locals[std::to_string(i + 1)] = arguments[i];
      all += (i ? " " : "") + arguments[i];
    }
    l.locals["0"] = l.locals["*"] = all;
  }
  // Of the error that is being handled. Ctrl-C ends everything.
  const auto show_or_stop = [&](const Error& e) {
    if (e.code == 1 || !(nostop || (keep_going_ && levels_.size() <= 2))) throw;
    report(e);
    if (!nostop && !first_error_) first_error_ = e.code;
  };
  std::size_t shown = 0;
  for (const ast::Statement& s : script->statements) {
    if (echo && quiet_ == 0) {
      // From the line of the first character behind what was shown: blanks at a line's end are not shown again.
      const std::size_t first = std::min(script->source.find_first_not_of(" \t\r\n;", shown), script->source.size());
      const std::size_t line = script->source.rfind('\n', first) + 1;  // 0 without one
      const std::size_t begin = std::max(line, script->source.find_first_not_of(";", shown));
      shown = with_comment(script->source, s.span.end);
      if (begin < shown) {
        const std::string source = script->source.substr(begin, shown - begin);
        sink_.echo(source);
        for (auto& log : logs_) log.second->echo(source);
      }
    }
    const bool timed = reporting_.timing;
    const double started = timed ? host_.seconds() : 0;
    if (command_log_ && levels_.size() <= (own_level ? 2U : 1U))
      note_command(script->source.substr(s.span.begin, s.span.end - s.span.begin));
    try {
      run_statement(s);
      if (timed && reporting_.timing && levels_.size() <= 2) note_time(started);
    } catch (const ExitRequest& e) {
      if (e.everything || !own_level) throw;
      if (e.code) throw Error(e.code, "");
      return;
    } catch (const Error& e) {
      show_or_stop(e);
    }
  }
  if (!script->broken) return;
  try {
    refuse_rest(script);
  } catch (const Error& e) {
    show_or_stop(e);
  }
}

}  // namespace nqp::runtime
