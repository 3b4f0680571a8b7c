#include <gtest/gtest.h>

#include <set>

#include "interpreter/eval/function.hpp"
#include "tests/functions/harness.hpp"

namespace nqp::tests {
namespace {

TEST(FunctionTable, EveryExampleShowsItsValue) {
  for (const eval::Function* f : eval::all_functions()) {
    SCOPED_TRACE(std::string(f->example));
    try {
      const std::string result = display(std::string(f->example));
      EXPECT_EQ(result, f->value.empty() ? result : f->value);
    } catch (const Error& e) {
      ADD_FAILURE() << e.what();
    }
  }
}

TEST(FunctionTable, NamesAreSortedAndUnique) {
  const auto& all = eval::all_functions();
  for (std::size_t k = 1; k < all.size(); ++k) EXPECT_LT(all[k - 1]->name, all[k]->name);
}

TEST(FunctionTable, EveryNameIsFoundAndUnknownOnesAreNot) {
  for (const eval::Function* f : eval::all_functions()) EXPECT_EQ(eval::find_function(f->name), f);
  EXPECT_EQ(eval::find_function("nosuchfunction"), nullptr);
  EXPECT_EQ(eval::find_function(""), nullptr);
}

TEST(FunctionTable, EveryRowIsDocumented) {
  for (const eval::Function* f : eval::all_functions()) {
    SCOPED_TRACE(std::string(f->name));
    EXPECT_EQ(f->syntax.substr(0, f->name.size() + 1), std::string(f->name) + "(");
    EXPECT_TRUE(f->help.size() > 10 && f->help.back() == '.');
    EXPECT_NE(f->example.find(std::string(f->name) + "("), std::string::npos);
    EXPECT_EQ(f->arguments.find_first_not_of("nsa?*"), std::string::npos);
    EXPECT_NE(std::string_view("nsa").find(f->result), std::string_view::npos);
  }
}

// Lengths of argument lists fit the kernels, which read their arguments by position.
TEST(FunctionTable, FixedKernelsTakeAsManyArgumentsAsTheirKindsSay) {
  const auto fixed = [](const eval::Kernel& k) -> std::size_t { return k.index() < 4 ? k.index() + 1 : 0; };
  for (const eval::Function* f : eval::all_functions()) {
    const std::string wanted = fixed(f->kernel) > 0 ? std::string(fixed(f->kernel), 'n') : std::string(f->arguments);
    EXPECT_EQ(f->arguments, wanted) << f->name;
  }
}

// The functions of real do-files, in order of use.
TEST(FunctionTable, HasEveryFunctionThatPublishedDoFilesUse) {
  for (const char* name :
       {"rnormal", "substr", "ln",        "mi",     "inlist",   "missing",   "runiform",    "log",     "round",
        "cond",    "string", "inrange",   "exp",    "abs",      "regexm",    "sqrt",        "int",     "date",
        "word",    "year",   "subinstr",  "floor",  "real",     "yq",        "strpos",      "mod",     "month",
        "ceil",    "ttail",  "invttail",  "normal", "max",      "uniform",   "normalden",   "regexs",  "trim",
        "log10",   "ym",     "invnormal", "regexr", "rpoisson", "rbeta",     "wordcount",   "chi2den", "invt",
        "quarter", "lower",  "strmatch",  "mdy",    "strtrim",  "min",       "invchi2tail", "dofm",    "tq",
        "length",  "qofd",   "clock",     "tm",     "rgamma",   "rbinomial", "lngamma",     "digamma"}) {
    EXPECT_NE(eval::find_function(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace nqp::tests
