// Prints the words of the language as a libFuzzer dictionary: commands, options, functions.
#include <cstdio>
#include <set>
#include <string>

#include "interpreter/command/registry.hpp"
#include "interpreter/eval/function.hpp"

int main() {
  std::set<std::string> words;
  for (const char* word : {"foreach", "forvalues", "while",        "program define", "end",        "input",
                           "mata",    "local",     "quietly",      "capture",        "noisily",    "by",
                           "in",      "if",        "using",        "of varlist",     "of numlist", "#delimit ;",
                           "///",     "/*",        "*/",           "\\x60\\x22",     "\\x22'",     "\\x60=",
                           "\\x60:",  "\\x60++",   "\\x60macval(", "[aw=",           "[fw=",       "_n",
                           "_N",      "_b[",       "_se[",         "e(b)",           "r(mean)",    "L.",
                           "i.",      "c.x##c.x",  "ib2.",         "_all",           "..",         ".a"})
    words.insert(word);
  for (const auto& entry : nqp::command::registry()) {
    words.insert(entry.command->name);
    for (const auto& o : entry.command->signature.options) words.insert(o.name + "(");
  }
  for (const auto* f : nqp::eval::all_functions()) words.insert(std::string(f->name) + "(");
  for (const std::string& w : words) std::printf("\"%s\"\n", w.c_str());
}
