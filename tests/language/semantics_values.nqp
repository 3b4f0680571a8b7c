* Values and expressions: numbered semantics 22 to 30. Expected values follow from the rule in the sentence.
clear
set obs 5
generate x = _n
replace x = . in 4
replace x = .b in 5

*** 22 Every number is less than the system missing value and that less than .a to .z
assert 1e300 < .
assert . < .a & .a < .b & .y < .z
assert !(.a == .)
assert x[5] > x[4]
count if x > 2
assert r(N) == 3
count if x > 2 & x < .
assert r(N) == 1
count if x != .
assert r(N) == 4
count if x
assert r(N) == 5
count if x == .b
assert r(N) == 1
count if !missing(x)
assert r(N) == 3
count if mi(x)
assert r(N) == 2
sort x
assert x[3] == 3 & x[4] == . & x[5] == .b
gsort -x
assert x[1] == 3 & x[3] == 1 & missing(x[4]) & missing(x[5])

*** 22 Arithmetic with missing values is missing and functions of sums skip them
assert . + 1 == .
assert .a * 2 == .
assert -. == . & 0*. == .
assert max(., 3) == 3 & min(., 3) == 3
assert max(., .) == .
assert sum(x) == cond(_n <= 3, _n*(_n+1)/2, 6)
egen t = total(x)
assert t == 6
generate y = .
egen r = rowtotal(x y)
assert r == cond(_n <= 3, _n, 0)
egen rm = rowmean(x y)
assert rm == cond(_n <= 3, _n, .)
egen m = mean(x)
assert m == 2
egen none = total(y)
assert none == 0
egen nm = mean(y)
assert nm == .
egen tm = total(y), missing
assert tm == .
assert (. & 1) == 1 & (. | 0) == 1 & !. == 0
assert missing("") & !missing(" ") & missing(1, .) & !missing(1, "a")

*** 22 Expressions never raise errors of domain
assert ln(-1) == . & ln(0) == . & 1/0 == . & 0/0 == . & sqrt(-1) == .
assert (-8)^(1/3) == . & exp(1000) == . & log10(-2) == .
assert invnormal(2) == . & invnormal(0) == .
assert x[0] == . & x[99] == . & x[-1] == . & x[.] == .
assert mod(5, 0) == . & date("nonsense", "YMD") == .
assert real("abc") == . & real("") == .
assert real("1e3") == 1000 & real(" 5 ") == 5 & real(".a") == .a

*** 23 Truth is one, one equals sign is no comparison and strings compare bytewise
assert (1 == 1) == 1 & (1 > 2) == 0
assert (3 & 2) == 1 & (0 | 5) == 1 & !5 == 0 & ~0 == 1
assert 1 != 2 & 1 ~= 2
capture assert x = 1
assert _rc == 101
capture count if x = 1
assert _rc == 198
assert "a" < "b" & "Z" < "a" & "a" < "aa" & "" < " "
assert "a" + "b" == "ab"
assert "ab" * 2 == "abab"
capture display "a" + 1
assert _rc == 109
capture display "a" == 1
assert _rc == 109
capture display -"a"
assert _rc == 109
capture display "a" - "b"
assert _rc == 109
capture generate z = "text" if x == "a"
assert _rc == 109
capture count if "text"
assert _rc == 109

*** 23 Precedence runs from not and powers down to and and or
assert -2^2 == -4
assert 2^-1 == .5
assert 2^3^2 == 64
assert 2 + 3*4 == 14 & 12/3/2 == 2 & 10 - 3 - 2 == 5
assert !0 + 1 == 2
assert !(1 == 2) & !1 == 0
assert 1 + 1 == 2 & 3 > 2
assert 0 & 0 | 1 == 1
assert 1 | 0 & 0
assert (3 > 2 > 1) == 0
assert (1 < 2 == 1) == 1
assert -2*-3 == 6
assert 6/2*3 == 9
assert 2 - -2 == 4
assert -x[2]^2 == -4

*** 24 generate makes floats unless told otherwise
generate f = 0.1
count if f == 0.1
assert r(N) == 0
count if f == float(0.1)
assert r(N) == 5
assert "`: type f'" == "float"
generate double d = 0.1
assert d == 0.1 & "`: type d'" == "double"
generate id = 16777217
assert id == 16777216
generate long lid = 16777217
assert lid == 16777217
generate byte b = 3.7
assert b == 3
generate byte over = 200
assert over == .
generate int i = 32741
assert i == .
generate s = "text"
assert "`: type s'" == "str4"
set type double
generate now = 0.1
assert now == 0.1
set type float

*** 24 replace widens whole-number types but never float to double
generate byte b = 1
replace b = 1000 in 1
assert "`: type b'" == "int" & b[1] == 1000
replace b = 100000 in 1
assert "`: type b'" == "long"
replace b = 1.5 in 1
assert "`: type b'" == "double" & b[1] == 1.5
generate byte c = 1
replace c = 1.5 in 1
assert "`: type c'" == "float"
generate f = 1
replace f = 0.1
assert "`: type f'" == "float" & f != 0.1 & f == float(0.1)
replace f = 16777217
assert f == 16777216 & "`: type f'" == "float"
generate str2 s = "ab"
replace s = "abcdef"
assert "`: type s'" == "str6"

*** 24 group, encode and destring choose sufficient types
generate str9 code = "16777217"
destring code, generate(n)
assert n == 16777217 & inlist("`: type n'", "long", "double")
generate str3 w = string(_n)
encode w, generate(e)
assert "`: type e'" == "long"
egen g = group(w)
assert g == _n
egen m = mean(_n)
assert "`: type m'" == "float"
egen double md = mean(_n/3)
assert "`: type md'" == "double"
generate total = 16777216 + 1 - 16777216
assert total == 1

*** 25 generate refuses existing names and replace unknown ones
capture generate x = 1
assert _rc == 110
capture replace nothing = 1
assert _rc == 111
replace x = 9 if x == 1
assert x[1] == 9
replace x = x
capture replace x = "text"
assert _rc == 109
generate s = "a"
capture replace s = 1
assert _rc == 109
capture generate z = nothing
assert _rc == 111
capture confirm variable z
assert _rc == 111
capture generate z
assert _rc == 100

*** 26 Strings grow and the length limit of inlist is lifted
generate str1 s = "a"
replace s = "长" in 2
assert "`: type s'" == "str3"
assert inlist("l", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")
assert inlist(3, 1, 2, 3) & !inlist(4, 1, 2, 3) & inlist(., 1, .)
assert !inlist(.a, .) & inlist(.a, .a)
generate str3 cut = "abcdef"
assert cut == "abc"

*** 27 Functions keep their published conventions
assert cond(1, 2, 3) == 2 & cond(0, 2, 3) == 3 & cond(., 2, 3) == 2 & cond(., 1, 2, 9) == 9
assert inrange(2, 1, 3) & !inrange(4, 1, 3) & !inrange(., 1, 3) & inrange(5, 1, .) & inrange(0, ., 3)
assert mod(7, 3) == 1 & mod(-1, 3) == 2 & abs(mod(5.5, 2) - 1.5) < 1e-12 & mod(7, -3) == -2
assert round(2.5) == 3 & round(-2.5) == -2 & round(7.3, .5) == 7.5 & round(123, 10) == 120
assert int(2.7) == 2 & int(-2.7) == -2 & floor(-2.5) == -3 & ceil(-2.5) == -2 & trunc(2.9) == 2
assert string(3.14159, "%9.2f") == "3.14" & string(5) == "5" & string(.) == "." & string(1234567) == "1234567"
assert string(12345678) == "1.23e+07" & string(0.1) == ".1"
assert real("3.5") + 1 == 4.5
assert regexm("ab12", "([a-z]+)([0-9]+)") & regexs(2) == "12" & regexs(0) == "ab12" & regexs(1) == "ab"
assert regexr("a.b", "\.", "-") == "a-b"
assert subinstr("aXbX", "X", "", .) == "ab" & subinstr("aXbX", "X", "-", 1) == "a-bX"
assert word("a b c", 2) == "b" & word("a b c", -1) == "c" & word("a", 5) == "" & wordcount(" a  b ") == 2
assert strpos("abc", "c") == 3 & strpos("abc", "z") == 0 & substr("abc", -2, 1) == "b" & substr("abc", 2, .) == "bc"
assert upper("aB") == "AB" & lower("aB") == "ab" & proper("ab cd") == "Ab Cd" & trim("  a ") == "a"
assert itrim("a   b") == "a b" & reverse("abc") == "cba" & strmatch("abc", "a*") & !strmatch("abc", "b*")
assert abs(-3) == 3 & sign(-2) == -1 & comb(5, 2) == 10 & autocode(3, 2, 0, 10) == 5
assert char(65) == "A" & strlen("") == 0 & ("a" == "a ") == 0

*** 27 sum is a running sum in generate and a total in egen with expressions
generate run = sum(_n)
assert run == _n*(_n+1)/2
egen tot = sum(_n)
assert tot == 15
egen e = total(_n*ln(_n)) if _n <= 2
assert abs(e[1] - 2*ln(2)) < 1e-6 & e[3] == .
egen c = count(x)
assert c == 3
egen mx = max(x^2)
assert mx == 9
egen byg = total(_n), by(x)
assert byg == _n

*** 28 Row numbers outside by are those of the data
generate n = _n
assert n[5] == 5 & _N == 5
generate lead = n[_n+1]
assert lead[5] == . & lead[1] == 2
generate last = n[_N]
assert last == 5
count if _n == _N
assert r(N) == 1

*** 28 Coefficients are read by name, an omitted one is zero and an unknown one an error
sysuse auto, clear
regress price mpg i.foreign
assert _b[1.foreign] != 0 & _b[0.foreign] == 0 & _b[0b.foreign] == 0
assert _b[_cons] == _coef[_cons]
assert _se[mpg] > 0 & _se[0.foreign] == 0
matrix b = e(b)
assert _b[mpg] == b[1,1] & _b[1.foreign] == el(b, 1, 3)
assert abs(_se[mpg]^2 - el(e(V), 1, 1)) < 1e-10
capture display _b[weight]
assert _rc == 111
capture display _b[2.foreign]
assert _rc == 111
capture display _se[nothing]
assert _rc == 111
generate double m2 = 2*mpg
regress price mpg m2
assert _b[m2] == 0 | _b[mpg] == 0

*** 29 Numbers are shown by their format
assert string(1234.5678, "%9.2f") == "1234.57"
assert string(1234567.8, "%12.0fc") == "1,234,568"
assert string(5, "%05.0f") == "00005"
assert string(.5, "%9.0g") == ".5"
assert string(100000000, "%9.0g") == "1.00e+08"
assert string(1/3, "%9.0g") == ".3333333"
assert string(2, "%4.1f") == "2.0"
assert string(.00001234, "%9.0g") == "1.23e-05" | string(.00001234, "%9.0g") == ".0000123"
assert string(1e10, "%10.3e") == "1.000e+10"
assert string(-.5, "%4.2f") == "-0.50"
assert string(., "%9.2f") == "." & string(.c, "%9.2f") == ".c"
assert string(255, "%21x") != ""
local d : display %6.3f 3.14159
assert "`d'" == " 3.142"
local d : display %-10s "ab" "|"
assert "`d'" == "ab        |"
local d : display %10s "ab" "|"
assert "`d'" == "        ab|"
assert string(21549, "%td") == "31dec2018"
assert string(708, "%tm") == "2019m1"
assert string(236, "%tq") == "2019q1"
assert string(2019, "%ty") == "2019"
assert string(21549, "%tdCCYY-NN-DD") == "2018-12-31"
assert string(clock("2019-03-01 12:30:00", "YMDhms"), "%tc") == "01mar2019 12:30:00"
format x %5.1f
assert "`: format x'" == "%5.1f"
capture format x %bad
assert _rc == 120

*** 30 Dates count from 1960
assert mdy(1, 1, 1960) == 0 & mdy(1, 2, 1960) == 1 & mdy(12, 31, 1959) == -1
assert date("2019-3-1", "YMD") == mdy(3, 1, 2019) & date("2019/3/1", "YMD") == 21609
assert date("20190301", "YMD") == 21609 & date("1mar2019", "DMY") == 21609 & date("March 1, 2019", "MDY") == 21609
assert td(1mar2019) == 21609 & tm(2019m3) == 710 & tq(2019q1) == 236 & ty(2019) == 2019
assert ym(2019, 3) == 710 & yq(2019, 1) == 236 & yh(2019, 1) == 118 & yw(1960, 2) == 1
assert mofd(21609) == 710 & dofm(710) == 21609 & qofd(21609) == 236 & dofq(236) == mdy(1, 1, 2019)
assert year(21609) == 2019 & month(21609) == 3 & day(21609) == 1 & quarter(21609) == 1 & dow(21609) == 5
assert dofy(2019) == mdy(1, 1, 2019) & yofd(21609) == 2019 & wofd(0) == 0 & doy(21609) == 60
assert mdy(2, 30, 2019) == . & mdy(2, 29, 2020) == 21974
assert monthly("2019m3", "YM") == 710 & quarterly("2019q1", "YQ") == 236
assert clock("01jan1960 00:00:01", "DMYhms") == 1000 & cofd(1) == 86400000 & dofc(86400000) == 1
assert hh(3600000) == 1 & mm(60000) == 1 & ss(1000) == 1
