* Expressions: logic, types, functions, formats and dates (semantics 22-30).

* 23. Logic, precedence, strings
assert (1 == 1) == 1 & (1 == 2) == 0
assert (3 & 2) == 1 & (0 | 5) == 1 & !0 == 1 & ~1 == 0
assert 1 != 2 & 1 ~= 2
capture generate bad = (1 = 1)
assert _rc == 198
assert -2^2 == -4
assert 2^3^2 == 64
assert 2 + 3*4 == 14
assert (2 + 3)*4 == 20
assert 10 - 4 - 3 == 3
assert 2*3 == 6 & 12/3/2 == 2
assert 1 + 1 == 2 & 3 > 2
assert 1 | 0 & 0
assert !1 + 1 == 1
assert !(1 == 2)
assert (5 > 3 > 0) == 1
assert -3 < 2
assert 2^-1 == .5
assert 1 < 2 == 1
assert "a" + "b" == "ab"
assert "abc" < "abd" & "Z" < "a"
capture display "a" + 1
assert _rc == 109
capture display 1 == "a"
assert _rc == 109
capture display -"a"
assert _rc == 109
capture display no_such_name
assert _rc == 111
capture display no_such_function(1)
assert _rc == 133
capture display (1 + 2
assert _rc == 132
assert 1e3 == 1000 & .5 == 0.5 & 1.5e-2 == .015

* 24. generate makes floats: 0.1 stored as float differs from 0.1
clear
set obs 3
generate x = 0.1
count if x == 0.1
assert r(N) == 0
assert x == float(0.1)
assert "`: type x'" == "float"
generate double dx = 0.1
assert dx == 0.1
generate half = .5
assert half == .5
generate id = 16777217
assert id == 16777216
generate long lid = 16777217
assert lid == 16777217
generate code = 110101001
assert code != 110101001
generate double dcode = 110101001001
assert dcode == 110101001001
generate byte b = 1
replace b = 1000
assert "`: type b'" == "int" & b == 1000
replace b = 100000
assert "`: type b'" == "long" & b == 100000
generate byte b2 = 1
replace b2 = .5
assert b2 == .5 & "`: type b2'" == "float"
replace x = 0.2
assert "`: type x'" == "float" & x != 0.2
generate i = 7.9
assert i == float(7.9)
generate int trunc = 7.9
assert trunc == 7
generate byte over = 101
assert missing(over)
egen grp = group(lid)
assert grp == 1
set type double
generate y = 0.1
assert y == 0.1
set type float
generate z = 0.1
assert z != 0.1
assert float(x[1] + 0) == x[1]
recast double x
assert x == float(0.2)
generate float acc = 1/3*3
assert acc == 1
generate int m = 32740
replace m = 32741
assert "`: type m'" == "long"

* 25. generate refuses an existing name, replace an unknown one
capture generate x = 1
assert _rc == 110
capture replace nothing = 1
assert _rc == 111
capture generate 1x = 2
assert _rc == 198
capture generate this_name_is_longer_than_32_characters = 1
assert _rc == 198
capture generate if = 1
assert _rc == 198
capture generate w = nothing
assert _rc == 111
capture generate str2 w = 5
assert _rc == 109
capture replace x = "text"
assert _rc == 109

* 27. Functions
assert cond(1, 2, 3) == 2 & cond(0, 2, 3) == 3 & cond(., 2, 3, 4) == 4
assert cond(1, "a", "b") == "a"
assert inrange(5, 1, 5) & inrange(1, 1, 5) & !inrange(6, 1, 5) & inrange(3, ., 5) & inrange(3, 1, .)
assert inlist(3, 1, 2, 3) & !inlist(4, 1, 2, 3)
assert mod(7, 3) == 1 & mod(-7, 3) == 2
assert round(2.567, .01) == 2.57 & round(7, 5) == 5 & round(8, 5) == 10 & round(2.5) == 3 & round(-2.4) == -2
assert int(2.9) == 2 & int(-2.9) == -2 & floor(-2.1) == -3 & ceil(2.1) == 3 & ceil(-2.9) == -2
assert abs(-3) == 3 & sqrt(16) == 4 & sign(-2) == -1
assert abs(exp(1) - 2.718281828459045) < 1e-15 & ln(1) == 0 & log10(1000) == 3 & log(1) == 0
assert abs(normal(1.96) - .9750021048517795) < 1e-12 & normal(0) == .5
assert abs(invnormal(.975) - 1.959963984540054) < 1e-12
assert comb(5, 2) == 10 & abs(exp(lnfactorial(5)) - 120) < 1e-9
assert abs(_pi - 3.141592653589793) < 1e-15
clear
set obs 4
generate v = _n
generate r = sum(v)
assert r[1] == 1 & r[2] == 3 & r[4] == 10
egen s = sum(v)
assert s == 10
egen e = total(v*2)
assert e == 20
egen lnsum = sum(v*ln(v))
assert abs(lnsum - (2*ln(2) + 3*ln(3) + 4*ln(4))) < 1e-5
egen mx = max(v)
egen md = median(v)
egen sdv = sd(v)
assert mx == 4 & md == 2.5 & abs(sdv - sqrt(5/3)) < 1e-6

* 28. _n, _N, subscripts, stored coefficients
assert v[1] == 1 & v[_N] == 4 & _N == 4
assert v[0] == . & v[5] == . & v[-1] == .
generate lag = v[_n-1]
assert lag[1] == . & lag[2] == 1 & lag[4] == 3
generate lead = v[_n+1]
assert lead[4] == . & lead[1] == 2
generate rev = v[_N - _n + 1]
assert rev[1] == 4 & rev[4] == 1
generate y = 1 + 2*v
replace y = y + .5 in 1
replace y = y - .5 in 4
regress y v
* Slope: 2 + sum((v-2.5)*d)/5 with d = .5 0 0 -.5: 2 + (-.75 - .75)/5 = 1.7; constant: mean 6 - 1.7*2.5 = 1.75
assert abs(_b[v] - 1.7) < 1e-6 & abs(_b[_cons] - 1.75) < 1e-6
* Residuals: y 3.5 5 7 8.5, fit 3.45 5.15 6.85 8.55; sum of squares .0025+.0225+.0225+.0025 = .05; se sqrt(.025/5)
assert abs(_se[v] - sqrt(.005)) < 1e-6
assert _coef[v] == _b[v]
capture display _b[nothing]
assert _rc == 111
generate dup = 2*v
regress y v dup
assert _b[dup] == 0 | _b[v] == 0
assert e(rank) == 2
regress y i.v
assert _b[1.v] == 0
assert abs(_b[2.v] - 1.5) < 1e-5
assert _b[1b.v] == 0

* 29. Display formats
assert string(3.14159, "%9.2f") == "3.14"
assert string(1234567.891, "%12.0fc") == "1,234,568"
assert string(1234.5, "%9.2fc") == "1,234.50"
assert string(42, "%05.0f") == "00042"
assert string(12345678) == "1.23e+07"
assert string(1234567) == "1234567"
assert string(.) == "." & string(.a) == ".a"
assert string(0.5) == ".5" & string(-0.5) == "-.5"
assert string(0.5, "%4.2f") == "0.50"
assert string(2) == "2" & string(2.50) == "2.5"
assert string(1e11, "%9.0g") == "1.00e+11"
assert string(123.456, "%9.3e") == "1.235e+02"
assert string(100, "%8.0g") == "100"
local d : display %6.3f 2.5
assert strtrim("`d'") == "2.500"
local d : display 1 + 1
assert "`d'" == "2"
assert string(21609, "%td") == "01mar2019"
assert string(710, "%tm") == "2019m3"
assert string(236, "%tq") == "2019q1"
assert string(2019, "%ty") == "2019"
assert string(21609, "%tdCCYY-NN-DD") == "2019-03-01"
assert string(21609*86400000, "%tc") == "01mar2019 00:00:00"
assert string(-1.5, "%5.1f") == "-1.5"

* 30. Dates count from 1960. 2019-03-01 is 59 years with 15 leap days and 59 days: 59*365 + 15 + 59 = 21609
assert date("2019-3-1", "YMD") == 21609
assert date("2019/3/1", "YMD") == 21609
assert date("20190301", "YMD") == 21609
assert date("1.3.2019", "DMY") == 21609
assert date("March 1, 2019", "MDY") == 21609
assert date("not a date", "YMD") == .
assert mdy(3, 1, 2019) == 21609 & mdy(1, 1, 1960) == 0 & mdy(13, 1, 2000) == .
assert td(1mar2019) == 21609 & d(01jan1960) == 0
assert ym(2019, 3) == 710 & tm(2019m3) == 710 & ym(1960, 1) == 0
assert yq(2019, 1) == 236 & tq(2019q1) == 236
assert mofd(21609) == 710 & dofm(710) == 21609 & qofd(21609) == 236 & dofq(236) == mdy(1, 1, 2019)
assert year(21609) == 2019 & month(21609) == 3 & day(21609) == 1 & quarter(21609) == 1
assert dow(21609) == 5 & doy(21609) == 60 & dow(0) == 5
assert clock("2019-3-1 12:00:00", "YMDhms") == 21609*86400000 + 43200000
assert dofc(21609*86400000) == 21609 & hh(43200000) == 12
assert monthly("2019m3", "YM") == 710 & yofd(21609) == 2019
assert mdy(2, 29, 2019) == . & mdy(2, 29, 2020) < .

*** A column gives what each row gives alone: with missing values in some rows, and where a step on the way overflows
clear
set obs 5
generate double a = _n
generate double b = cond(_n == 2, .a, 10*_n)
generate double huge = cond(_n == 4, 8e307, 1)
generate double plain = a*3 - a + 2*a*a/4 - a^2
generate double holes = a + 2*b - a*b
generate double over = huge + huge - huge
generate double product = 2*huge*a*1e-300
forvalues i = 1/5 {
  scalar x = a[`i']
  scalar y = b[`i']
  scalar h = huge[`i']
  assert plain[`i'] == x*3 - x + 2*x*x/4 - x^2
  assert holes[`i'] == x + 2*y - x*y
  assert over[`i'] == h + h - h
  assert product[`i'] == 2*h*x*1e-300
}
assert plain[4] == 12 - 4 + 8 - 16 & holes[3] == 3 + 60 - 90 & missing(holes[2]) & missing(over[4]) & over[1] == 1
assert missing(product[4]) & missing(8e307 + 8e307 - 8e307) & missing(0*.)
generate double none = 0*b
assert missing(none[2]) & none[1] == 0
generate double part = 1/b/. + (0*a)*b
assert missing(part)
