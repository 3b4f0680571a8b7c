// Names suggested for misspelt ones.
#include "interpreter/text/suggest.hpp"

#include <gtest/gtest.h>

namespace nqp::text {
namespace {

TEST(Suggest, LettersLeftOutAddedChangedAndSwappedAreOneStepEach) {
  EXPECT_EQ(did_you_mean("kstok", {"invest", "kstock"}), "did you mean kstock?");
  EXPECT_EQ(did_you_mean("ksotck", {"invest", "kstock"}), "did you mean kstock?");
  EXPECT_EQ(did_you_mean("capital", {"invest", "kstock"}), "");
}

// A Chinese character has three bytes, and is one step.
TEST(Suggest, ACharacterIsOneStepWhateverItsBytes) {
  EXPECT_EQ(did_you_mean("年分", {"省份", "年份", "收入"}), "did you mean 年份?");
  EXPECT_EQ(did_you_mean("数子金融", {"数字金融", "绿色金融发展"}), "did you mean 数字金融?");
}

}  // namespace
}  // namespace nqp::text
