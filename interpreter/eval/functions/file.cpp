// Files and stored results in expressions; one row each.
#include <cstdlib>

#include "interpreter/eval/functions/kernel.hpp"

namespace nqp::eval {
namespace {

template <int Which>
Value file(Values a, const Scope& s) {
  constexpr const char* names[] = {"fileexists", "fileread", "filewrite"};
  return s.environment.file(names[Which], {a.begin(), a.end()});
}

// The code in a text from fileread(); 0 for a text that was read.
Value read_error(Values a, const Scope&) {
  constexpr std::string_view mark = "fileread() error ";
  const std::string& text = a[0].text;
  return text.compare(0, mark.size(), mark) == 0 ? std::strtod(text.c_str() + mark.size(), nullptr) : 0.0;
}

// A word of e(properties).
Value has_property(Values a, const Scope& s) {
  const Stored stored = s.environment.stored('e', "properties");
  const auto* words = std::get_if<std::string>(&stored);
  if (!words || a[0].text.empty()) return 0.0;
  return (" " + *words + " ").find(" " + a[0].text + " ") != std::string::npos ? 1.0 : 0.0;
}

constexpr Function file_list[] = {
    {"fileexists", "s", 'n', file<0>, "fileexists(f)", "1 when the file f exists.", "fileexists(\"no such file\")",
     "0"},
    {"fileread", "s", 's', file<1>, "fileread(f)",
     "The contents of file f; \"fileread() error #\" with the return code when it cannot be read.",
     "fileread(\"no such file\")", "fileread() error 601"},
    {"filereaderror", "s", 'n', read_error, "filereaderror(s)",
     "0 when s came from a fileread() that succeeded, else its return code.",
     "filereaderror(\"fileread() error 601\")", "601"},
    {"filewrite", "ss?n", 'n', file<2>, "filewrite(f,s[,r])",
     "Writes s to file f; r is 1 to replace it and 2 to append. The bytes written, or a negative return code.",
     "filewrite(\"no such folder/x\",\"text\") < 0", "1"},
    {"has_eprop", "s", 'n', has_property, "has_eprop(name)", "1 when name is a word of e(properties).",
     "has_eprop(\"svyb\")", "0"},
};

}  // namespace

std::span<const Function> file_functions() { return file_list; }

}  // namespace nqp::eval
