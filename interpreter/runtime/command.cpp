// One command: prefixes, by-groups, binding, running, commit.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "interpreter/command/convert.hpp"
#include "interpreter/command/delegation.hpp"
#include "interpreter/command/registry.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/dataset/sort_words.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/eval/function.hpp"
#include "interpreter/host/embedded.hpp"
#include "interpreter/report/coefficient_look.hpp"
#include "interpreter/runtime/ado_path.hpp"
#include "interpreter/runtime/error_in_flight.hpp"
#include "interpreter/runtime/prepared.hpp"
#include "interpreter/runtime/resampled_vce.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/runtime/system_values.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::runtime {
namespace {

constexpr std::size_t most_prepared = 4096;

bool abbreviates(std::string_view word, std::string_view name, std::size_t least) {
  return word.size() >= least && word.size() <= name.size() && name.compare(0, word.size(), word) == 0;
}

void set_look(std::string_view name, const std::string& value, report::CoefficientLook& look) {
  std::string* format = name == "cformat" ? &look.numbers : name == "sformat" ? &look.statistics
                        : name == "pformat" ? &look.p : nullptr;
  if (format && !value.empty()) {
    if (!text::parse_format(value)) throw Error(120, "invalid %format: " + value);
    *format = value;
  }
  if (abbreviates(name, "coeflegend", 5)) look.legend = true;
  if (name == "noci") look.intervals = false;
  if (abbreviates(name, "nopvalues", 4)) look.tests = false;
}

// What the session is set to, and over it the options of the call.
report::CoefficientLook asked_look(const std::vector<ast::Option>& options, Session& session) {
  report::CoefficientLook look;
  if (!session.is_replica()) {
    const auto& set = session.state<AcceptedSettings>().values;
    for (const char* name : {"cformat", "sformat", "pformat"})
      if (const auto it = set.find(name); it != set.end()) set_look(name, it->second, look);
  }
  for (const ast::Option& o : options)  // sformat("[%s]" mean) of table and dtable is not of coefficients
    if (o.argument.find_first_of("\" ") == std::string::npos) set_look(o.name, o.argument, look);
  return look;
}

std::string next_word(const std::string& rest) {
  std::size_t n = 0;
  while (n < rest.size() && (std::isalnum(static_cast<unsigned char>(rest[n])) || rest[n] == '_')) ++n;
  return rest.substr(0, n);
}

// in f/l of a program's line; nothing when the line has a syntax of its own.
std::optional<ast::InRange> row_range(const std::string& rest) {
  try {
    return grammar::parse_arguments(rest).range;
  } catch (const Error&) {
    return std::nullopt;
  }
}

[[noreturn]] void refuse_range() {
  throw Error(190, "in may not be combined with by", std::nullopt,
              {"if inrange(_n, 1, 3) names the first three rows of every group"});
}

bool is_by(const std::string& word) { return word == "by" || abbreviates(word, "bysort", 3); }

grammar::WordClass classify(std::string_view word) {
  if (!output_prefix(word).empty()) return grammar::WordClass::prefix;
  if (is_by(std::string(word)) || word == "xi" || abbreviates(word, "version", 3))
    return grammar::WordClass::colon_prefix;
  bool second = false;
  const command::Command* c = command::find_command(word, {}, second);
  return c && c->prefix ? grammar::WordClass::colon_prefix : grammar::WordClass::command;
}

// What by and bysort were told: groups, sort keys in parentheses, options.
struct ByRequest {
  command::Variables groups, sort_keys;
  bool sort = false;
};

ByRequest read_by(const ast::Prefix& prefix, const command::Context& c) {
  ByRequest by;
  std::string text = prefix.text;
  if (const std::size_t comma = text.find(','); comma != std::string::npos) {
    for (const ast::Option& o : grammar::parse_options(text.substr(comma + 1)))
      if (abbreviates(o.name, "sort", 1)) by.sort = true;
      else if (o.name != "rc0") throw Error(198, "option " + o.name + " not allowed", prefix.text_span);
    text.resize(comma);
  }
  std::string keys;
  if (const std::size_t open = text.find('('); open != std::string::npos) {
    const std::size_t close = text.rfind(')');
    if (close == std::string::npos || close < open) throw Error(132, "unbalanced parentheses in by", prefix.text_span);
    keys = text.substr(open + 1, close - open - 1);
    text = text.substr(0, open) + text.substr(close + 1);
  }
  try {
    by.groups = command::resolve_variables(text, c);
    if (!keys.empty()) by.sort_keys = command::resolve_variables(keys, c);
  } catch (const Error& e) {
    throw Error(e.code, e.what(), prefix.text_span, e.notes);
  }
  if (by.groups.empty()) throw Error(100, "by needs a variable", prefix.name_span);
  return by;
}

// The rows in the order of the keys; nothing when they are in it.
std::optional<std::vector<data::Row>> order_by(const data::Frame& f, const command::Variables& names) {
  std::vector<data::SortKey> keys;
  for (const std::string& name : names) keys.push_back({f.at(name).column});
  return data::order_unless_sorted(keys, f.rows);
}

bool starts_with(const std::vector<std::string>& have, const command::Variables& want) {
  return have.size() >= want.size() && std::equal(want.begin(), want.end(), have.begin());
}

[[noreturn]] void unknown_command(const ast::Head& head, const std::vector<std::string>& programs) {
  std::vector<std::string> names = command::command_names();
  names.insert(names.end(), programs.begin(), programs.end());
  std::erase_if(names, [](const std::string& name) { return name.size() < 2; });
  if (abbreviates(head.name, "bysort", 2))
    throw Error(198, head.name + " needs a colon behind its variables", head.name_span,
                {"for example bysort id (year): generate n = _n"});
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(head.name, names); !hint.empty()) notes.push_back(std::move(hint));
  if (!head.rest.empty() && head.rest[0] == '(' && eval::find_function(head.name))
    notes = {head.name + "() is a function: it stands in an expression, as in generate z = " + head.name + "(...)"};
  throw Error(199, "command " + head.name + " is unrecognized", head.name_span, std::move(notes));
}

}  // namespace

std::string output_prefix(std::string_view word) {
  if (abbreviates(word, "quietly", 3)) return "quietly";
  if (abbreviates(word, "capture", 3)) return "capture";
  if (abbreviates(word, "noisily", 1)) return "noisily";
  return {};
}

std::shared_ptr<const Session::Prepared> Session::parsed(const std::string& text) {
  if (const auto it = memo_.find(text); it != memo_.end()) return it->second;
  auto p = std::make_shared<Prepared>();
  p->text = text;
  p->head = grammar::parse_head(text, classify);
  p->rest = p->head.rest;
  p->rest_offset = p->head.rest_span.begin;
  bool second = false;
  const std::string next = next_word(p->rest);
  p->command = command::find_command(p->head.name, next, second);
  if (second) {
    std::size_t skip = next.size();
    while (skip < p->rest.size() && (p->rest[skip] == ' ' || p->rest[skip] == '\t')) ++skip;
    p->rest.erase(0, skip);
    p->rest_offset += static_cast<std::uint32_t>(skip);
  }
  if (p->command && p->command->signature.body != command::Body::raw) {
    try {
      p->arguments = grammar::parse_arguments(p->rest, p->rest_offset);
    } catch (const Error& e) {
      p->malformed = e;
    }
  }
  if (memo_.size() >= most_prepared) memo_.clear();
  memo_.emplace(text, p);
  return p;
}

void Session::run_command(const std::string& text) {
  std::shared_ptr<const Prepared> call;
  try {
    call = parsed(text);
  } catch (const Error& e) {
    // capture holds back even an error that keeps the line from being read.
    if (output_prefix(next_word(text)) != "capture") throw;
    rc_ = e.code;
    return;
  }
  run_prefixed(*call, 0, nullptr);
}

void Session::run_prefixed(const Prepared& call, std::size_t next, const command::ByGroups* by) {
  if (next == call.head.prefixes.size()) return run_bare(call, by);
  const ast::Prefix& prefix = call.head.prefixes[next];
  const std::string output = output_prefix(prefix.name);
  if (output == "quietly") return quietly([&] { run_prefixed(call, next + 1, by); });
  if (output == "noisily") return noisily([&] { run_prefixed(call, next + 1, by); });
  if (output == "capture") {
    const bool noisy =
        next + 1 < call.head.prefixes.size() && output_prefix(call.head.prefixes[next + 1].name) == "noisily";
    rc_ = captured(
        [&] {
          try {
            run_prefixed(call, next + 1, by);
          } catch (const Error&) {
            locate(call.text, nullptr);
            throw;
          }
        },
        noisy);
    return;
  }
  if (is_by(prefix.name)) return run_by(call, next, prefix.name != "by");
  bool second = false;
  const command::Command* command = command::find_command(prefix.name, {}, second);
  if (command && command->prefix) return run_prefix_command(call, next, *command, by);
  run_prefixed(call, next + 1, by);  // version and xi: what follows runs as it is
}

void Session::run_prefix_command(const Prepared& call, std::size_t next, const command::Command& command,
                                 const command::ByGroups* by) {
  const ast::Prefix& prefix = call.head.prefixes[next];
  if (by && !command.by_native) throw Error(190, command.name + " may not be combined with by", prefix.name_span);
  if (by && command.name != "xi") {
    return run_by_group(call, *by, [&] {
      const auto outer = std::exchange(level().by, by);
      level().by_index = by_index_;
      try {
        run_prefix_command(call, next, command, nullptr);
      } catch (...) {
        level().by = outer;
        throw;
      }
      level().by = outer;
    });
  }
  command::Bound b;
  if (command.signature.body == command::Body::raw) {
    b.signature = &command.signature;
    b.raw = prefix.text;
    b.raw_offset = prefix.text_span.begin;
  } else {
    b = command::bind(command.signature, grammar::parse_arguments(prefix.text, prefix.text_span.begin));
  }
  const std::uint32_t begin = next + 1 < call.head.prefixes.size() ? call.head.prefixes[next + 1].name_span.begin
                                                                   : call.head.name_span.begin;
  b.prefixed = call.text.substr(begin);
  if (by) {
    // xi makes its variables once, from all the data; what follows it runs by group.
    std::string groups = "by";
    for (const std::string& v : by->variables) groups += " " + v;
    b.prefixed = groups + ": " + b.prefixed;
  }
  command.prepare_session(b, context())(*this);
}

void Session::run_by(const Prepared& call, std::size_t next, bool sort_first) {
  const ByRequest request = read_by(call.head.prefixes[next], context());
  command::Variables keys = request.groups;
  keys.insert(keys.end(), request.sort_keys.begin(), request.sort_keys.end());
  if (!starts_with(frame_->sorted_by, keys)) {
    if (!sort_first && !request.sort)
      throw Error(5, "not sorted", call.head.prefixes[next].text_span,
                  {"bysort sorts first; or sort the data by these variables"});
    if (const auto order = order_by(*frame_, keys)) {
      reorder(*order, keys);
    } else {
      data::Frame f = *frame_;
      f.sorted_by = keys;
      set_frame(std::move(f));
    }
  }
  command::ByGroups by;
  by.variables = request.groups;
  std::vector<data::ColumnPtr> columns;
  for (const std::string& v : request.groups) columns.push_back(frame_->at(v).column);
  by.starts = data::run_starts(columns, frame_->rows);
  run_prefixed(call, next + 1, &by);
}

// A command that nobody knows may be a program in a file of its name: on the ado path (the working folder first), or
// one that is part of the library.
bool Session::load_program(const std::string& name) {
  std::string file = name + ".ado", source;
  if (const auto found = find_program_file(name, *this)) {
    file = *found;
    source = data::to_utf8(host_.read(file));
  } else if (const auto it = host::embedded_files().find(file); it != host::embedded_files().end()) {
    source = it->second;
  } else {
    return false;
  }
  auto script = std::make_shared<const ast::Script>(grammar::parse_up_to_error(std::move(source), file));
  quietly([&] { run_script(script, {}, true, false); });
  return programs_.count(name) > 0;
}

void Session::run_bare(const Prepared& call, const command::ByGroups* by) {
  if (call.head.name.empty()) return;
  if (!call.command && !programs_.count(call.head.name)) load_program(call.head.name);
  if (const auto it = programs_.find(call.head.name); it != programs_.end()) {
    const auto once = [&] { run_program(it->second, call.head.rest); };
    if (!by) return once();
    if (!it->second.byable) throw Error(190, call.head.name + " may not be combined with by", call.head.name_span);
    if (row_range(call.head.rest)) refuse_range();
    if (it->second.by_once) {
      by_ = by;
      by_index_ = 0;
      return once();
    }
    return run_by_group(call, *by, once);
  }
  if (!call.command) {
    std::vector<std::string> names;
    for (const auto& p : programs_) names.push_back(p.first);
    unknown_command(call.head, names);
  }
  if (by && call.arguments && call.arguments->range) refuse_range();
  if (!by || call.command->by_native) return run_built_in(call, by);
  if (!call.command->by_allowed || call.command->session_level)
    throw Error(190, call.command->name + " may not be combined with by", call.head.name_span);
  run_by_group(call, *by, [&] { run_built_in(call, nullptr); });
}

void Session::run_by_group(const Prepared&, const command::ByGroups& by, const std::function<void()>& once) {
  const auto outer = window_;
  try {
    for (std::size_t g = 0; g + 1 < by.starts.size(); ++g) {
      report::Document heading;
      std::string title = "-> ";
      for (std::size_t v = 0; v < by.variables.size(); ++v) {
        const data::Variable& variable = frame_->at(by.variables[v]);
        std::string value;
        if (variable.is_string()) {
          value = variable.column->text(by.starts[g]);
        } else {
          const double x = variable.column->number(by.starts[g]);
          const data::ValueLabel* labels = frame_->labels_of(variable);
          const auto it = labels ? labels->find(x) : data::ValueLabel::const_iterator{};
          value = labels && it != labels->end() ? it->second : text::trimmed(text::format_number(x, variable.format));
        }
        title += (v ? ", " : "") + variable.name + " = " + value;
      }
      heading.blank();
      heading.line(std::string(static_cast<std::size_t>(settings_.linesize - 1), '-'));
      heading.line(title);
      show(heading);
      window_ = {by.starts[g], by.starts[g + 1]};
      by_ = &by;
      by_index_ = g;
      once();
      by_ = nullptr;
    }
  } catch (...) {
    window_ = outer;
    by_ = nullptr;
    throw;
  }
  window_ = outer;
}

void Session::run_built_in(const Prepared& call, const command::ByGroups* by) {
  if (call.malformed) throw *call.malformed;
  const command::Command& command = *call.command;
  if (call.text.find("vce", call.rest_offset) != std::string::npos) {
    const std::size_t begin = call.head.name_span.begin;
    const std::size_t behind = call.rest_offset - std::min<std::size_t>(begin, call.rest_offset);
    if (const auto prefixed = resampled_call(command, call.text.substr(begin), behind, *frame_, "__resampled_panel")) {
      if (window_.first != window_.second)
        throw Error(190, "vce(bootstrap) and vce(jackknife) may not be combined with by", call.head.name_span);
      const std::string typed = call.text.substr(begin);
      run_command(*prefixed);
      if (e_) e_->results.macro("cmdline", typed);
      return;
    }
  }
  command::Bound b;
  if (command.signature.body == command::Body::raw) {
    b.signature = &command.signature;
    b.raw = call.rest;
    b.raw_offset = call.rest_offset;
  } else {
    b = command::bind(command.signature, *call.arguments);
  }
  command::Context c = context();
  c.command_line = call.text.substr(call.head.name_span.begin);
  c.line_offset = static_cast<long>(call.head.name_span.begin) - static_cast<long>(b.raw_offset);
  if (by) {
    c.by = by;
    c.scope.group_starts = &by->starts;
  }
  const report::CoefficientLookScope look(
      asked_look(call.arguments ? call.arguments->options : std::vector<ast::Option>(), *this));
  command::Output out;
  std::optional<command::Delegated> delegated;
  try {
    if (command.session_level) return command.prepare_session(b, c)(*this);
    out = command.prepare(b, c)(c);
  } catch (command::Delegated& d) {
    delegated = std::move(d);
  } catch (Error& e) {
    // A command with a grammar of its own points into its own text.
    if (e.span && command.signature.body == command::Body::raw && !location_)
      e.span = ast::Span{e.span->begin + b.raw_offset, e.span->end + b.raw_offset};
    throw;
  } catch (const std::exception&) {
    throw error_in_flight();
  }
  if (delegated) {
    if (!programs_.count(delegated->program)) load_program(delegated->program);
    const auto it = programs_.find(delegated->program);
    if (it == programs_.end()) throw delegated->otherwise;
    return run_program(it->second, delegated->arguments);
  }
  commit(std::move(out), command);
}

}  // namespace nqp::runtime
