// The markup of texts in figures; expected values follow from what each tag says.
#include "interpreter/report/graph_text.hpp"

#include <gtest/gtest.h>

namespace nqp::report {
namespace {

TEST(GraphText, raises_and_lowers_digits) {
  EXPECT_EQ(graph_text("R{superscript:2} = .30"), "R² = .30");
  EXPECT_EQ(graph_text("R{sup:2}"), "R²");
  EXPECT_EQ(graph_text("CO{sub:2}"), "CO₂");
  EXPECT_EQ(graph_text("10{sup:-3}"), "10⁻³");
}

TEST(GraphText, keeps_what_has_no_raised_form_on_the_line) { EXPECT_EQ(graph_text("x{sup:年}"), "x年"); }

TEST(GraphText, names_symbols) {
  EXPECT_EQ(graph_text("{&beta}{sub:0} {&le} {&Delta}y"), "β₀ ≤ Δy");
  EXPECT_EQ(graph_text("{&nosuch}"), "{&nosuch}");
}

TEST(GraphText, leaves_out_slant_weight_and_typeface_also_nested) {
  EXPECT_EQ(graph_text("{it:p} < {bf:.{it:05}}"), "p < .05");
  EXPECT_EQ(graph_text("{fontface \"SimSun\":城市}"), "城市");
}

TEST(GraphText, shows_other_braces_as_they_stand) {
  EXPECT_EQ(graph_text("{a set}"), "{a set}");
  EXPECT_EQ(graph_text("open { only"), "open { only");
  EXPECT_EQ(graph_text("{}"), "{}");
}

}  // namespace
}  // namespace nqp::report
