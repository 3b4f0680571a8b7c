// What names mean: variables, scalars, matrices, stored results and coefficients.
#include "tests/eval/world.hpp"

namespace nqp::test {
namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

World named_world() {
  World w;
  w.add("price", {10, 20}).add("weight", {1, 2}).add("wage", {3, 4});
  w.add("make", Texts{"Ford", "Audi"});
  w.environment.scalars["tax"] = 0.5;
  w.environment.scalars["price"] = -1.0;
  w.environment.scalars["we"] = -2.0;
  w.environment.scalars["title"] = std::string("nine");
  return w;
}

TEST(Names, VariablesWinOverScalarsAlsoWhenAbbreviated) {
  World w = named_world();
  EXPECT_EQ(numbers(w, "price"), (Numbers{10, 20}));
  EXPECT_EQ(numbers(w, "pr + we"), (Numbers{11, 22}));
  EXPECT_EQ(numbers(w, "scalar(price)"), (Numbers{-1, -1}));
  EXPECT_EQ(numbers(w, "tax * price"), (Numbers{5, 10}));
  EXPECT_EQ(texts(w, "title"), (Texts{"nine", "nine"}));
  w.environment.abbreviate = false;
  EXPECT_EQ(numbers(w, "we"), (Numbers{-2, -2}));
  EXPECT_EQ(code_of(w, "pr"), 111);
}

TEST(Names, TheFirstRowSpeaksForAVariableInAScalar) {
  World w = named_world();
  EXPECT_EQ(eval::evaluate_number(*grammar::parse_expression("price > 5"), w.scope()), 1);
  eval::Scope second = w.scope();
  second.begin = 1;
  EXPECT_EQ(eval::evaluate_number(*grammar::parse_expression("price"), second), 20);
  EXPECT_EQ(eval::evaluate(*grammar::parse_expression("make"), second), eval::Value(std::string("Audi")));
  second.begin = second.end = 0;
  EXPECT_EQ(eval::evaluate_number(*grammar::parse_expression("price"), second), na);
  EXPECT_EQ(eval::evaluate(*grammar::parse_expression("make"), second), eval::Value(std::string()));
  EXPECT_EQ(eval::evaluate_number(*grammar::parse_expression("missing(price, 1)"), second), 1);
}

TEST(Names, UnknownNamesAreReportedWithTheirPlaceAndTheNearest) {
  const World w = named_world();
  const Error e = error_of(w, "1 + wieght");
  EXPECT_EQ(e.code, 111);
  EXPECT_STREQ(e.what(), "variable wieght not found");
  ASSERT_EQ(e.notes.size(), 1u);
  EXPECT_NE(e.notes[0].find("weight"), std::string::npos);
  EXPECT_EQ(marked(w, "1 + wieght"), "wieght");
  EXPECT_EQ(code_of(w, "w"), 111);
  EXPECT_STREQ(error_of(w, "w").what(), "w ambiguous abbreviation");
  EXPECT_EQ(code_of(World(), "x"), 111);
  EXPECT_EQ(code_of(w, "scalar(nothing)"), 111);
}

TEST(Names, FindVariableAcceptsAUniqueAbbreviation) {
  const World w = named_world();
  EXPECT_EQ(eval::find_variable(w.frame, "pri", true).name, "price");
  EXPECT_THROW(eval::find_variable(w.frame, "pri", false), Error);
  EXPECT_THROW(eval::find_variable(w.frame, "w", true), Error);
}

TEST(Names, StoredResultsAreNumbersOrStrings) {
  World w;
  w.environment.results["r(mean)"] = 2.5;
  w.environment.results["e(cmd)"] = std::string("regress");
  EXPECT_EQ(number(w, "r(mean)*2"), 5);
  EXPECT_EQ(number(w, "e(cmd) == \"regress\""), 1);
  EXPECT_EQ(number(w, "r(nothing)"), na);
  EXPECT_EQ(number(w, "r(nothing) == ."), 1);
  EXPECT_EQ(number(w, "e(nothing) == \"regress\""), 0);
  EXPECT_EQ(number(w, "\"\" == e(nothing)"), 1);
  EXPECT_EQ(code_of(w, "r(mean) == \"x\""), 109);
}

TEST(Names, TheEstimationSampleFollowsItsMark) {
  World w;
  w.add("x", {1, 2, 3, 4});
  EXPECT_EQ(numbers(w, "e(sample)"), (Numbers{0, 0, 0, 0}));
  const Numbers marks = {1, 0, 0, 1};
  w.frame.samples.push_back({3, data::make_numeric(data::Storage::byte_, marks)});
  EXPECT_EQ(numbers(w, "e(sample)"), (Numbers{0, 0, 0, 0}));
  w.environment.sample = 3;
  EXPECT_EQ(numbers(w, "x*e(sample)"), (Numbers{1, 0, 0, 4}));
}

World matrix_world() {
  World w;
  w.add("i", {1, 2, 3});
  eval::Matrix a(2, 2);
  a.values = {1, 2, 3, 4};
  a.row_names = {"r1", "r2"};
  a.column_names = {"price", "_cons"};
  w.environment.matrices["A"] = a;
  w.environment.matrices["one"] = eval::Matrix(1, 1, 7);
  w.environment.matrices["wide"] = eval::Matrix(1, 3, 5);
  w.environment.results["r(table)"] = &w.environment.matrices["A"];
  return w;
}

TEST(Names, MatricesGiveElementsByNumberAndByName) {
  World w = matrix_world();
  w.environment.results["r(table)"] = &w.environment.matrices["A"];
  EXPECT_EQ(number(w, "A[2,1]"), 2);
  EXPECT_EQ(number(w, "A[1,\"_cons\"]"), 3);
  EXPECT_EQ(number(w, "A[\"r2\",\"_cons\"]"), 4);
  EXPECT_EQ(number(w, "A[3,1]"), na);
  EXPECT_EQ(number(w, "A[0,1]"), na);
  EXPECT_EQ(number(w, "A[1,\"x\"]"), na);
  EXPECT_EQ(number(w, "r(table)[2,2]"), 4);
  EXPECT_EQ(number(w, "r(none)[2,2]"), na);
  EXPECT_EQ(number(w, "wide[3]"), 5);
  EXPECT_EQ(number(w, "one + 1"), 8);
  EXPECT_EQ(number(w, "matrix(one) + 1"), 8);
  EXPECT_EQ(numbers(w, "A[i,1]"), (Numbers{1, 2, na}));
  EXPECT_EQ(numbers(w, "A[2,_n]"), (Numbers{2, 4, na}));
  EXPECT_EQ(code_of(w, "A + 1"), 109);
  EXPECT_EQ(code_of(w, "B[1,1]"), 111);
  EXPECT_EQ(code_of(w, "A[1..2,1]"), 198);
}

TEST(Names, FunctionsOfMatricesGiveNumbers) {
  World w = matrix_world();
  w.environment.results["r(table)"] = &w.environment.matrices["A"];
  EXPECT_EQ(number(w, "rowsof(A) + 10*colsof(wide)"), 32);
  EXPECT_EQ(number(w, "colsof(r(table))"), 2);
  EXPECT_EQ(number(w, "el(A,1,2)"), 3);
  EXPECT_EQ(number(w, "el(A,5,2)"), na);
  EXPECT_EQ(number(w, "colnumb(A,\"_cons\")"), 2);
  EXPECT_EQ(number(w, "rownumb(A,\"zz\")"), na);
  EXPECT_EQ(number(w, "det(A)"), -2);
  EXPECT_EQ(number(w, "trace(A)"), 5);
  EXPECT_EQ(number(w, "det(wide)"), na);
  EXPECT_EQ(number(w, "matmissing(A)"), 0);
  EXPECT_EQ(number(w, "issymmetric(A)"), 0);
  EXPECT_EQ(number(w, "mreldif(A,A)"), 0);
  EXPECT_EQ(numbers(w, "el(A,i,1)"), (Numbers{1, 2, na}));
  EXPECT_EQ(code_of(w, "rowsof(B)"), 111);
  EXPECT_EQ(code_of(w, "rowsof(A,A)"), 198);
}

TEST(Names, CoefficientsAreFoundInAnySpelling) {
  World w;
  w.add("weight", Numbers{1});
  eval::Matrix b(1, 7), v(7, 7);
  b.column_names = {"weight", "1b.g", "2.g", "2.g#c.weight", "o.zip", "L2.x", "_cons"};
  b.values = {0.5, 0, 2, 3, 0, 4, 9};
  for (std::size_t j = 0; j < 7; ++j) v(j, j) = static_cast<double>(j * j);
  w.environment.results["e(b)"] = &b;
  w.environment.results["e(V)"] = &v;
  EXPECT_EQ(number(w, "_b[weight]"), 0.5);
  EXPECT_EQ(number(w, "_b[wei]"), 0.5);
  EXPECT_EQ(number(w, "_b[_cons]"), 9);
  EXPECT_EQ(number(w, "_coef[_cons]"), 9);
  EXPECT_EQ(number(w, "_b[1.g] + _b[1b.g]"), 0);
  EXPECT_EQ(number(w, "_b[2.g]"), 2);
  EXPECT_EQ(number(w, "_b[c.weight#2.g]"), 3);
  EXPECT_EQ(number(w, "_b[zip]"), 0);
  EXPECT_EQ(number(w, "_b[l2.x]"), 4);
  EXPECT_EQ(number(w, "_b[c.weight]"), 0.5);
  EXPECT_EQ(number(w, "_se[2.g]"), 2);
  EXPECT_EQ(number(w, "2*_se[_cons]"), 12);
  const Error e = error_of(w, "1+_b[wieght]");
  EXPECT_EQ(e.code, 111);
  EXPECT_STREQ(e.what(), "[wieght] not found");
  EXPECT_EQ(marked(w, "1+_b[wieght]"), "_b[wieght]");
}

TEST(Names, CoefficientsHaveEquations) {
  World w;
  eval::Matrix b(1, 4);
  b.column_names = {"y:x", "y:_cons", "select:x", "lnsigma:_cons"};
  b.values = {1, 2, 3, 4};
  w.environment.results["e(b)"] = &b;
  EXPECT_EQ(number(w, "_b[x]"), 1);
  EXPECT_EQ(number(w, "_b[select:x]"), 3);
  EXPECT_EQ(number(w, "[select]_b[x]"), 3);
  EXPECT_EQ(number(w, "[#2]_b[x]"), 3);
  EXPECT_EQ(number(w, "_b[/lnsigma]"), 4);
  EXPECT_EQ(code_of(w, "_b[selct:x]"), 303);
  EXPECT_EQ(code_of(w, "_b[select:_cons]"), 111);
}

TEST(Names, CoefficientsNeedEstimates) { EXPECT_EQ(code_of(World(), "_b[x]"), 301); }

}  // namespace
}  // namespace nqp::test
