// Expected values: Stata's function manual where it gives an example (marked M), otherwise from Python's datetime
// (days and milliseconds since 1960-01-01).
#include <gtest/gtest.h>

#include "tests/functions/harness.hpp"

namespace nqp::tests {
namespace {

TEST(DateFunctions, TextBecomesDays) {
  expect_numbers({{R"(date("2019-3-1","YMD"))", 21609},
              {R"(date("2019/3/1","YMD"))", 21609},
              {R"(date("20190301","YMD"))", 21609},
              {R"(date("1mar2019","DMY"))", 21609},
              {R"(date("March 1, 2019","MDY"))", 21609},
              {R"(date("3/1/19","MD20Y"))", 21609},
              {R"(date("2019年3月1日","YMD"))", 21609},
              {R"(date("1/15/08","MDY",1999))", -18979},
              {R"(date("1/15/08","MDY",2019))", 17546},
              {R"(date("","YMD"))", none},
              {R"(date("2019-13-1","YMD"))", none},
              {R"(date("2019-2-29","YMD"))", none},
              {R"(date("2020-2-29","YMD"))", 21974},
              {R"(date("hello","YMD"))", none}});
}

TEST(DateFunctions, TextBecomesMillisecondsAndPeriods) {
  expect_numbers({{R"(clock("2019-03-01 14:30:00","YMDhms"))", 1867069800000},
              {R"(clock("","YMDhms"))", none},
              {R"(monthly("2019-3","YM"))", 710},
              {R"(quarterly("2019q4","YQ"))", 239},
              {R"(halfyearly("2019h2","YH"))", 119},
              {R"(weekly("2019w1","YW"))", 3068},
              {R"(yearly("2019","Y"))", 2019},
              {R"(monthly("x","YM"))", none}});
}

TEST(DateFunctions, PartsBecomeDates) {
  expect_numbers({{"mdy(1,1,1960)", 0},
              {"mdy(2,29,2019)", none},
              {"mdy(2,29,2020)", 21974},
              {"mdy(13,1,2019)", none},
              {"mdy(12,31,9999)", 2936549},
              {"mdy(1,1,100)", -679350},
              {"mdy(1,1,99)", none},
              {"mdy(.,1,2019)", none},
              {"mdy(0,1,2019)", none},
              {"ym(1960,1)", 0},
              {"ym(2019,13)", none},
              {"yq(2019,4)", 239},
              {"yq(2019,5)", none},
              {"yh(1959,2)", -1},
              {"yw(2019,1)", 3068},
              {"yw(2019,53)", none},
              {"ym(1959,12)", -1}});
}

TEST(DateFunctions, DaysHaveParts) {
  expect_numbers({{"year(21609)", 2019},
              {"month(21609)", 3},
              {"day(21609)", 1},
              {"dow(21609)", 5},
              {"doy(21609)", 60},
              {"year(-1)", 1959},
              {"month(-1)", 12},
              {"day(-1)", 31},
              {"dow(-1)", 4},
              {"year(.)", none},
              {"year(1e7)", none},
              {"year(21609.7)", 2019},
              {"day(0.5)", 1},
              {"week(mdy(12,31,2019))", 52},
              {"week(mdy(1,7,2019))", 1},
              {"week(mdy(1,8,2019))", 2},
              {"quarter(mdy(12,1,2019))", 4},
              {"halfyear(mdy(7,1,2019))", 2},
              {"doy(mdy(12,31,2020))", 366}});
}

TEST(DateFunctions, DaysAndPeriodsConvertBothWays) {
  expect_numbers({{"mofd(21609)", 710},
              {"qofd(21609)", 236},
              {"hofd(-1)", -1},
              {"wofd(-1)", -1},
              {"mofd(-1)", -1},
              {"dofm(-1)", -31},
              {"dofq(236)", 21550},
              {"dofh(-1)", -184},
              {"dofy(2019)", 21550},
              {"dofw(3068)", 21550},
              {"dofw(-1)", -8},
              {"mofd(.)", none},
              {"dofm(.)", none},
              {"dofm(1e9)", none},
              {"dofy(10000)", none},
              {"wofd(mdy(12,31,2019))", 3119}});
}

TEST(DateFunctions, PeriodsSurviveARoundTripThroughTheirFirstDay) {
  for (int k = -400; k <= 400; k += 7) {
    const std::string n = std::to_string(k);
    expect_numbers({{"mofd(dofm(" + n + "))", k},
                {"qofd(dofq(" + n + "))", k},
                {"hofd(dofh(" + n + "))", k},
                {"wofd(dofw(" + n + "))", k},
                {"dofc(cofd(" + n + "))", k},
                {"dofC(Cofd(" + n + "))", k}});
  }
}

TEST(DateFunctions, TimesOfDay) {
  expect_numbers({{"hh(clock(\"2019-03-01 14:30:15\",\"YMDhms\"))", 14},
              {"mm(clock(\"2019-03-01 14:30:15\",\"YMDhms\"))", 30},
              {"ss(clock(\"2019-03-01 14:30:15\",\"YMDhms\"))", 15},
              {"hh(-1)", 23},
              {"mm(-1)", 59},
              {"ss(-1)", 59.999},
              {"hms(24,0,0)", none},
              {"hms(0,60,0)", none},
              {"hms(0,0,60)", none},
              {"hms(23,59,59.999)", 86399999},
              {"dhms(-1,0,0,0)", -86400000},
              {"mdyhms(2,30,2019,0,0,0)", none},
              {"mdyhms(1,1,1960,0,0,.)", none},
              {"dofc(-1)", -1},
              {"clockdiff(0,-5400000,\"hour\")", -1},
              {"clockdiff(0,.,\"hour\")", none}});
}

// 27 leap seconds from 1972 to 2016 (IERS Bulletin C).
TEST(DateFunctions, LeapSecondsCountInTheSecondClock) {
  expect_numbers({{"Cofd(mdy(1,1,1972))-cofd(mdy(1,1,1972))", 0},
              {"Cofd(mdy(7,1,1972))-cofd(mdy(7,1,1972))", 1000},
              {"Cofd(mdy(1,1,2017))-cofd(mdy(1,1,2017))", 27000},
              {"isleapsecond(Cofd(mdy(1,1,2017))-1000)", 1},
              {"isleapsecond(Cofd(mdy(1,1,2017))-1001)", 0},
              {"ssC(Cofd(mdy(1,1,2017))-500)", 60.5},
              {"hhC(Cofd(mdy(1,1,2017))-500)", 23},
              {"mmC(Cofd(mdy(1,1,2017))-500)", 59},
              {"dofC(Cofd(mdy(1,1,2017))-500)", 20819},
              {"Cdhms(20819,23,59,60)-Cdhms(20819,23,59,59)", 1000},
              {"Cdhms(20818,23,59,60)", none},
              {"cofC(Cofc(1867069800000))", 1867069800000},
              {"Cofc(.)", none}});
  EXPECT_EQ(display("string(Cdhms(20819,23,59,60),\"%tC\")"), "31dec2016 23:59:60");
}

TEST(DateFunctions, AgesCountBirthdays) {
  expect_numbers({{"age(mdy(3,2,2000),mdy(3,1,2019))", 18},
              {"age(mdy(3,2,2000),mdy(3,2,2019))", 19},
              {"age(mdy(2,29,2000),mdy(2,28,2019))", 18},
              {"age(mdy(2,29,2000),mdy(3,1,2019))", 19},
              {"age(mdy(2,29,2000),mdy(2,28,2019),\"28feb\")", 19},
              {"age(mdy(2,29,2000),mdy(2,28,2020))", 19},
              {"age(mdy(2,29,2000),mdy(2,29,2020))", 20},
              {"age(10,9)", none},
              {"age(.,9)", none},
              {"age(9,9)", 0},
              {"age_frac(mdy(1,1,2019),mdy(7,2,2019))", 182.0 / 365},
              {"nextbirthday(mdy(2,29,2000),mdy(1,1,2019))", 21609},
              {"birthday(mdy(2,29,2000),2019,\"28feb\")", 21608}});
}

TEST(DateFunctions, DifferencesCountWholeUnitsInBothDirections) {
  expect_numbers({{"datediff(mdy(1,31,2019),mdy(2,28,2019),\"month\")", 0},
              {"datediff(mdy(1,31,2019),mdy(3,1,2019),\"m\")", 1},
              {"datediff(mdy(3,1,2019),mdy(1,31,2019),\"month\")", -1},
              {"datediff(0,365,\"year\")", 0},
              {"datediff(0,366,\"year\")", 1},
              {"datediff(5,3,\"day\")", -2},
              {"datediff(.,3,\"day\")", none},
              {"datediff_frac(mdy(4,1,2019),mdy(4,16,2019),\"month\")", .5}});
  EXPECT_THROW(number("datediff(1,2,\"fortnight\")"), Error);
}

TEST(DateFunctions, CalendarNeighbours) {
  expect_numbers({{"lastdayofmonth(mdy(2,10,2020))", 21974},
              {"firstdayofmonth(mdy(2,10,2020))", 21946},
              {"daysinmonth(mdy(2,1,2019))", 28},
              {"firstdowofmonth(9,2019,1)", 21794},
              {"lastdowofmonth(5,2019,1)", 21696},
              {"firstdowofmonth(13,2019,1)", none},
              {"nextdow(21609,5)", 21616},
              {"previousdow(21609,4)", 21608},
              {"nextdow(21609,7)", none},
              {"dayssincedow(21609,5)", 7},
              {"daysuntildow(21609,6)", 1},
              {"isleapyear(2000)", 1},
              {"isleapyear(2100)", 0},
              {"isleapyear(.)", none},
              {"nextleapyear(2020)", 2024},
              {"previousleapyear(1904)", 1896}});
}

TEST(DateFunctions, LiteralsAreReadInPlace) {
  expect_numbers({{"td(1mar2019)", 21609},
              {"tm(2019m3)", 710},
              {"tq(2019q1)", 236},
              {"tw(2019w1)", 3068},
              {"th(2019h1)", 118},
              {"tc(1mar2019 14:30:00)", 1867069800000},
              {"year(td(1mar2019))", 2019},
              {"td(1mar2019)+tm(1960m2)", 21610}});
  EXPECT_THROW(number("td(nonsense)"), Error);
  EXPECT_THROW(number("tm(2019m13)"), Error);
}

TEST(DateFunctions, TodayAndNowAreWhatTheSessionSays) {
  Calculator c;
  c.environment.constants = {{"current_date", " 1 Mar 2019"}, {"current_time", "14:30:00"}};
  EXPECT_EQ(c.number("today()"), 21609);
  EXPECT_EQ(c.number("now()"), 1867069800000);
}

}  // namespace
}  // namespace nqp::tests
