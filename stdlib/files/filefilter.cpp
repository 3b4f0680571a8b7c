// filefilter: a copy of a file with some of its bytes replaced.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::filefilter_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string text, from, to;
  bool replace = false;
};

// \n \r \t \Q (double quote) \LQ \RQ \W (end of line of Windows) \U (of Unix) \M (of old Macs) \###d \\ .
std::string plain(const std::string& pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const auto is = [&](std::string_view code) { return pattern.compare(i + 1, code.size(), code) == 0; };
    const auto take = [&](std::string_view code, std::string_view bytes) { out += bytes, i += code.size(); };
    if (pattern[i] != '\\') out += pattern[i];
    else if (is("LQ")) take("LQ", "`");
    else if (is("RQ")) take("RQ", "'");
    else if (is("n")) take("n", "\n");
    else if (is("r")) take("r", "\r");
    else if (is("t")) take("t", "\t");
    else if (is("Q")) take("Q", "\"");
    else if (is("W")) take("W", "\r\n");
    else if (is("U")) take("U", "\n");
    else if (is("M")) take("M", "\r");
    else if (is("$")) take("$", "$");
    else if (is("\\")) take("\\", "\\");
    else if (i + 4 < pattern.size() && pattern[i + 4] == 'd' &&
             pattern.substr(i + 1, 3).find_first_not_of("0123456789") == std::string::npos) {
      out += static_cast<char>(std::stoi(pattern.substr(i + 1, 3)) & 0xFF);
      i += 4;
    } else {
      throw Error(198, "\\" + pattern.substr(i + 1, 1) + " is not known in from() and to()");
    }
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.text;
  const std::string source = kit::unquoted(kit::take_word(rest)), target = kit::unquoted(kit::take_word(rest));
  if (source.empty() || target.empty() || !rest.empty())
    throw Error(198, "two file names are needed", std::nullopt, {"write filefilter old new, from(\"a\") to(\"b\")"});
  const std::string from = plain(a.from), to = plain(a.to);
  if (from.empty()) throw Error(198, "option from() is required and may not be empty");
  const std::string bytes = c.host.read(source);
  if (!a.replace && c.host.info(target).exists)
    throw Error(602, "file " + target + " already exists", std::nullopt, {"option replace overwrites it"});
  std::string out;
  double found = 0;
  std::size_t at = 0;
  for (std::size_t next; (next = bytes.find(from, at)) != std::string::npos; at = next + from.size(), ++found) {
    out.append(bytes, at, next - at);
    out += to;
  }
  out.append(bytes, at, bytes.size() - at);
  c.host.write(target, out);
  Output result;
  result.line("(" + std::to_string(static_cast<long>(found)) + " replacements made, file " + target + " saved)");
  result.r = Results{}.scalar("occurrences", found).scalar("bytes_from", static_cast<double>(bytes.size()));
  result.r->scalar("bytes_to", static_cast<double>(out.size()));
  return result;
}

}  // namespace

extern const Command filefilter_command =
    define<Args>("filefilter", "Copy a file with some text replaced")
        .anything(&Args::text)
        .text("From", &Args::from, "text to be replaced; \\n \\r \\t \\Q \\W \\U \\###d stand for characters")
        .text("To", &Args::to, "text in its place; empty: removed")
        .flag("replace", &Args::replace, "overwrite the new file")
        .no_by()
        .changes(Effect::files | Effect::results)
        .stores({{"r(occurrences)", "replacements made"},
                 {"r(bytes_from)", "size of the old file"},
                 {"r(bytes_to)", "size of the new file"}})
        .example(
            "Semicolons to tabs",
            "tempfile t u\nfile open h using \"`t'\", write text\nfile write h \"a;b\" _n \"1;2\" _n\nfile close h\n"
            "filefilter \"`t'\" \"`u'\", from(\";\") to(\"\\t\") replace",
            "r(occurrences) == 2 & r(bytes_to) == 8")
        .example("A file that is not there", "capture filefilter nosuchfile other, from(\"a\") to(\"b\")", "_rc == 601")
        .runs(run);

}  // namespace nqp::commands::filefilter_
