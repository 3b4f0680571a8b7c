// file: text and binary files read and written piece by piece.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/open_files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::file_ {
namespace {

using namespace nqp::command;

constexpr std::size_t longest_record = std::size_t{16} << 20;  // of a line that becomes a macro
using kit::OpenFile;
using runtime::Session;

struct Args {
  std::string text;
};

std::map<std::string, OpenFile>& files(Session& s) { return s.state<kit::OpenFiles>().by_handle; }

OpenFile& known(const std::string& handle, Session& s) {
  const auto it = files(s).find(handle);
  if (it == files(s).end())
    throw Error(111, "file handle " + handle + " not found", std::nullopt,
                {"file open " + handle + " using name, read|write"});
  return it->second;
}

void open(std::string_view rest, Session& s) {
  const std::string handle = kit::take_word(rest);
  const ast::Arguments a = grammar::parse_arguments(rest);
  if (!data::valid_name(handle)) throw Error(198, handle + " is an invalid file handle");
  if (files(s).count(handle))
    throw Error(110, "file handle " + handle + " already exists", std::nullopt, {"file close " + handle});
  if (!a.using_file)
    throw Error(100, "using required", std::nullopt, {"file open h using name.txt, write text replace"});
  OpenFile f;
  f.path = *a.using_file;
  bool replace = false, append = false;
  for (const ast::Option& o : a.options) {
    const auto is = [&](std::string_view full) { return kit::abbreviates(o.name, full); };
    if (is("Read")) f.reads = true;
    else if (is("Write")) f.writes = true;
    else if (is("Binary")) f.binary = true;
    else if (is("replace")) replace = true;
    else if (is("append")) append = true;
    else if (!is("Text") && !is("all")) throw Error(198, "option " + o.name + " not allowed", o.name_span);
  }
  if (!f.reads && !f.writes) throw Error(198, "one of read and write is required");
  if (replace && append) throw Error(184, "options replace and append may not be combined");
  const host::FileInfo info = s.host().info(f.path);
  if (info.folder) throw Error(603, "file " + f.path + " could not be opened: it is a folder");
  if (!info.exists && !f.writes) throw Error(601, "file " + f.path + " not found");
  if (info.exists && f.writes && !f.reads && !replace && !append)
    throw Error(602, "file " + f.path + " already exists", std::nullopt, {"add replace or append"});
  if (f.reads && info.exists && !replace) f.bytes = s.host().read(f.path);
  if (f.reads && append) f.at = f.bytes.size();
  if (!f.reads) f.appender = s.host().append(f.path, !append);
  if (!f.reads && append) f.written = info.size;
  files(s).emplace(handle, std::move(f));
}

void put(OpenFile& f, const std::string& bytes) {
  const std::size_t line = bytes.rfind('\n');
  f.column = line == std::string::npos ? f.column + bytes.size() : bytes.size() - line - 1;
  f.written += bytes.size();
  if (f.appender) return f.appender->write(bytes);
  f.bytes.replace(f.at, std::min(bytes.size(), f.bytes.size() - f.at), bytes);
  f.at += bytes.size();
}

std::string formatted(const eval::Value& v, const std::string& format) {
  if (!format.empty() && !text::parse_format(format)) throw Error(120, "invalid format " + format);
  if (v.is_string) return format.empty() ? v.text : text::format_string(v.text, *text::parse_format(format));
  return format.empty() ? text::trimmed(text::format_number(v.number, "%18.0g"))
                        : text::format_number(v.number, format);
}

// _newline(2), _tab, _skip(3), _column(10), _char(65), _page; false when the word is something else.
bool directive(const std::string& word, OpenFile& f, const Session& s) {
  const std::size_t open = word.find('(');
  const std::string name = word.substr(0, open);
  double n = 1;
  if (open != std::string::npos && word.back() == ')') n = s.number(word.substr(open + 1, word.size() - open - 2));
  const auto count = static_cast<std::size_t>(std::clamp(n, 0.0, 1e6));
  if (kit::abbreviates(name, "_Newline")) put(f, std::string(count, '\n'));
  else if (kit::abbreviates(name, "_TAb")) put(f, std::string(count, '\t'));
  else if (kit::abbreviates(name, "_Skip")) put(f, std::string(count, ' '));
  else if (kit::abbreviates(name, "_COLumn")) put(f, std::string(count > f.column + 1 ? count - f.column - 1 : 0, ' '));
  else if (kit::abbreviates(name, "_CHar"))
    put(f, std::string(1, static_cast<char>(static_cast<unsigned char>(count))));
  else if (kit::abbreviates(name, "_Page")) put(f, std::string(count, '\f'));
  else return false;
  return true;
}

void write_binary(const eval::Value& v, const std::string& format, OpenFile& f) {
  if (format.empty())
    throw Error(198, "a binary file needs a format before each value", std::nullopt, {"for example %8z (x)"});
  const kit::BinaryFormat how = kit::parse_binary_format(format);
  if (v.is_string != (how.kind == 's')) throw Error(109, "type mismatch: " + format + " does not suit the value");
  std::string bytes = v.is_string ? v.text : kit::to_bytes(v.number, how, f.high_first);
  bytes.resize(how.bytes, '\0');
  put(f, bytes);
}

// Pieces may touch: "text"_n(x). A format holds for the value behind it.
std::string next_piece(std::string_view& rest) {
  rest = kit::trim(rest);
  std::size_t n = kit::quoted_length(rest);
  if (n == 0) {
    int depth = 0;
    while (n < rest.size()) {
      const char c = rest[n];
      if (depth == 0 && (c == ' ' || c == '\t' || c == '"' || c == '`' || (c == '(' && rest.front() == '%'))) break;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      ++n;
      if (c == ')' && depth == 0) break;
    }
  }
  std::string out(rest.substr(0, n));
  rest.remove_prefix(std::min(n, rest.size()));
  return out;
}

// The length of "( … )" at the start of s. Error 132 when it does not end.
std::size_t group_length(std::string_view s) {
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (const std::size_t quoted = kit::quoted_length(s.substr(i)); quoted > 0) {
      i += quoted - 1;
      continue;
    }
    depth += s[i] == '(' ? 1 : s[i] == ')' ? -1 : 0;
    if (depth == 0) return i + 1;
  }
  throw Error(132, "unbalanced parentheses");
}

void write(std::string_view rest, Session& s) {
  OpenFile& f = known(kit::take_word(rest), s);
  if (!f.writes) throw Error(198, "the file was not opened for write", std::nullopt, {"file open h using name, write"});
  std::string format;
  while (!(rest = kit::trim(rest)).empty()) {
    eval::Value v;
    if (rest.front() == '(') {
      const std::size_t n = group_length(rest);
      v = s.value(rest.substr(1, n - 2));
      rest.remove_prefix(n);
    } else if (const std::string piece = next_piece(rest); piece[0] == '%') {
      format = piece;
      continue;
    } else if (piece[0] == '"' || piece[0] == '`') {
      v = eval::Value(kit::unquoted(piece));
    } else if (directive(piece, f, s)) {
      continue;
    } else {
      throw Error(198, piece + " is not understood", std::nullopt,
                  {"file write takes \"text\", (exp), %fmt (exp), _newline, _tab, _skip(#), _column(#), _char(#)"});
    }
    if (f.binary) write_binary(v, format, f);
    else put(f, formatted(v, format));
    format.clear();
  }
}

void stop_at_end(OpenFile& f, Session& s) {
  f.at = f.bytes.size();
  s.r() = Results{}.scalar("eof", 1).macro("status", "eof");
}

void read_line(OpenFile& f, const std::string& macro, Session& s) {
  s.level().locals[macro].clear();
  if (f.at >= f.bytes.size()) return stop_at_end(f, s);
  const std::size_t end = f.bytes.find('\n', f.at);
  std::string line = f.bytes.substr(f.at, end == std::string::npos ? end : end - f.at);
  if (line.size() > longest_record)
    throw Error(611, "record too long: a line of " + std::to_string(line.size()) + " bytes does not fit into a macro",
                std::nullopt, {"fileread() reads a whole file; file read with format %#s reads pieces of a binary one"});
  f.at = end == std::string::npos ? f.bytes.size() : end + 1;
  const bool windows = !line.empty() && line.back() == '\r';
  if (windows) line.pop_back();
  s.level().locals[macro] = std::move(line);
  s.r() = Results{}.scalar("eof", 0).macro("status", end == std::string::npos ? "none" : windows ? "win" : "unix");
}

// Numbers go to scalars, strings to locals.
void read_binary(OpenFile& f, std::string_view rest, Session& s) {
  while (!(rest = kit::trim(rest)).empty()) {
    const std::string format = kit::take_word(rest), name = kit::take_word(rest);
    const kit::BinaryFormat how = kit::parse_binary_format(format);
    if (!data::valid_name(name)) throw Error(198, "a name must follow " + format);
    if (f.at + how.bytes > f.bytes.size()) return stop_at_end(f, s);
    const char* bytes = f.bytes.data() + f.at;
    f.at += how.bytes;
    if (how.kind == 's') s.level().locals[name] = std::string(bytes, std::find(bytes, bytes + how.bytes, '\0'));
    else s.scalars()[name] = kit::from_bytes(bytes, how, f.high_first);
  }
  s.r() = Results{}.scalar("eof", 0).macro("status", "none");
}

void read(std::string_view rest, Session& s) {
  OpenFile& f = known(kit::take_word(rest), s);
  if (!f.reads) throw Error(198, "the file was not opened for read", std::nullopt, {"file open h using name, read"});
  rest = kit::trim(rest);
  const bool binary = !rest.empty() && rest.front() == '%';
  if (binary != f.binary)
    throw Error(610, f.binary ? "the file was opened as binary" : "the file was opened as text", std::nullopt,
                {"file read h name reads text, file read h %8z name binary files"});
  if (binary) return read_binary(f, rest, s);
  const std::string macro = kit::take_word(rest);
  if (!data::valid_name(macro)) throw Error(198, "the name of a local macro is expected");
  read_line(f, macro, s);
}

void close_one(const std::string& handle, Session& s) {
  const OpenFile& f = known(handle, s);
  if (f.reads && f.writes) s.host().write(f.path, f.bytes);
  files(s).erase(handle);
}

void close(std::string_view rest, Session& s) {
  const std::string handle = kit::take_word(rest);
  if (handle != "_all") return close_one(handle, s);
  while (!files(s).empty()) close_one(std::string(files(s).begin()->first), s);
}

void seek(std::string_view rest, Session& s) {
  OpenFile& f = known(kit::take_word(rest), s);
  const std::string where = kit::take_word(rest);
  if (f.appender && where != "query") throw Error(198, "a file opened for write alone cannot seek");
  if (where == "tof") f.at = 0;
  else if (where == "eof") f.at = f.bytes.size();
  else if (!where.empty() && where != "query")
    f.at = static_cast<std::size_t>(std::clamp(s.number(where), 0.0, static_cast<double>(f.bytes.size())));
  s.r() = Results{}.scalar("loc", static_cast<double>(f.appender ? f.written : f.at));
}

void set(std::string_view rest, Session& s) {
  OpenFile& f = known(kit::take_word(rest), s);
  const std::string what = kit::take_word(rest), value = kit::take_word(rest);
  if (what != "byteorder") throw Error(198, "file set h byteorder hilo|lohi");
  f.high_first = value == "hilo" || value == "1";
}

void query(Session& s) {
  for (const auto& [handle, f] : files(s))
    s.say(fmt::format("  {:<12} {} {}  {}", handle, f.binary ? "binary" : "text",
                      f.reads && f.writes ? "read write" : f.reads ? "read" : "write", f.path));
  if (files(s).empty()) s.say("(no files open)");
  s.r() = Results{}.scalar("N", static_cast<double>(files(s).size()));
}

void act(const Args& a, Session& s) {
  std::string_view rest = a.text;
  const std::string what = kit::take_word(rest);
  if (what == "open") return open(rest, s);
  if (what == "write") return write(rest, s);
  if (what == "read") return read(rest, s);
  if (what == "close") return close(rest, s);
  if (what == "seek") return seek(rest, s);
  if (what == "set") return set(rest, s);
  if (kit::abbreviates(what, "Query")) return query(s);
  throw Error(198, "file " + what + " is unknown", std::nullopt,
              {"there are open, read, write, seek, set, query, close"});
}

}  // namespace

extern const Command file_command =
    define<Args>("file", "Read and write files piece by piece")
        .raw(&Args::text)
        .changes(Effect::files)
        .stores({{"r(eof)", "1 when read found the end"},
                 {"r(status)", "how the line ended: unix, win, none or eof"},
                 {"r(loc)", "seek: the position in bytes"},
                 {"r(N)", "query: open files"}})
        .remark(
            "file open handle using name, read|write|read write [text|binary replace append]; file write handle "
            "\"text\" (exp) %fmt (exp) _newline[(#)] _tab _skip(#) _column(#) _char(#); file read handle macro; file "
            "seek handle query|tof|eof|#; file close handle|_all; file query.")
        .remark(
            "Binary files: file write h %8z (x) and file read h %8z name; numbers are read into scalars, strings "
            "into locals; file set h byteorder hilo|lohi.")
        .example("Write and read lines",
                 "tempfile t\ntempname h\nfile open `h' using \"`t'\", write\nfile write `h' \"one\" _tab (1+1) _n "
                 "\"end\" _n\n"
                 "file close `h'\nfile open `h' using \"`t'\", read\nlocal lines 0\nfile read `h' line\nwhile r(eof) "
                 "== 0 {\n"
                 "local ++lines\nfile read `h' line\n}\nfile close `h'\nscalar n = `lines'",
                 "n == 2 & r(eof) == 1")
        .example("A file that does not exist", "capture file open h using nowhere.txt, read\nscalar rc = _rc",
                 "rc == 601")
        .example(
            "Where a file is read",
            "tempfile t\nfile open h using \"`t'\", write\nfile write h \"abc\" _n\nfile close h\nfile open h using "
            "\"`t'\", read\nfile seek h eof",
            "r(loc) == 4")
        .example(
            "Binary numbers",
            "tempfile t\nfile open h using \"`t'\", write binary\nfile write h %8z (2.5) %2b (-7) %3s (\"ab\")\nfile "
            "close h\nfile open h using \"`t'\", read binary\nfile read h %8z x %2b y %3s z\nfile seek h query\n"
            "scalar place = r(loc)\nfile seek h tof\nfile query\nfile close _all",
            "x == 2.5 & y == -7 & place == 13 & r(N) == 1")
        .acts(act);

}  // namespace nqp::commands::file_
