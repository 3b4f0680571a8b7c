* Stored results, estimation and what follows it (semantics 28, 42-46, 52).
sysuse auto, clear

* 42. r() is replaced by r-class commands and untouched by others
summarize mpg
assert r(N) == 74 & abs(r(mean) - 21.2972973) < 1e-7 & r(min) == 12 & r(max) == 41
generate two = 2
replace two = 3
assert r(N) == 74 & r(max) == 41
local m = r(mean)
count if foreign
assert r(N) == 22
assert missing(r(max))
summarize mpg, meanonly
assert r(mean) == `m' & missing(r(sd)) & r(sum) == 1576
summarize mpg, detail
assert r(p50) == 20 & r(p25) == 18 & r(p75) == 25 & r(p99) == 41
assert r(skewness) < . & r(kurtosis) < .
correlate mpg weight
assert abs(r(rho) + .8071749) < 1e-6
tabulate foreign
assert r(N) == 74 & r(r) == 2
tabulate foreign rep78
assert r(r) == 2 & r(c) == 5
levelsof foreign
assert "`r(levels)'" == "0 1"
assert "`r(nothing)'" == "" & missing(r(nothing))
_pctile mpg, p(50)
assert r(r1) == 20

* 42. e() and e(sample)
regress price mpg if foreign
assert e(N) == 22 & "`e(cmd)'" == "regress" & "`e(depvar)'" == "price" & e(df_r) == 20
count if e(sample)
assert r(N) == 22
assert e(N) == 22
summarize price if e(sample), meanonly
assert r(N) == 22
generate in_sample = e(sample)
assert in_sample == foreign
ereturn list
return list
assert e(r2) < 1 & e(nothing) == .
* Coefficients of the manual: regress price mpg over all cars
regress price mpg
assert abs(_b[mpg] + 238.8943) < 1e-3 & abs(_b[_cons] - 11253.06) < 1e-2 & abs(_se[mpg] - 53.07669) < 1e-4
assert abs(e(r2) - .2196) < 1e-4 & abs(e(F) - 20.26) < .01
assert abs(e(rmse) - 2623.7) < .1
local t = _b[mpg]/_se[mpg]
assert abs(`t' + 4.50) < .005

* 43. estimates store, restore, dir, clear
estimates store one
regress price weight
estimates store two
assert e(df_m) == 1 & _b[weight] < .
estimates restore one
assert abs(_b[mpg] + 238.8943) < 1e-3
capture display _b[weight]
assert _rc == 111
estimates dir
estimates table one two
estimates drop two
estimates clear

* 45. predict
regress price mpg weight
predict fitted
predict r, residuals
predict double r2, resid
predict xb, xb
predict se, stdp
assert fitted == xb
assert abs(price - fitted - r) < .01
assert "`: type fitted'" == "float" & "`: type r2'" == "double"
summarize r2
assert abs(r(mean)) < 1e-8
capture predict fitted
assert _rc == 110
capture predict no, nothing_known
assert _rc == 198
predict only if foreign
count if only < .
assert r(N) == 22

* 46. test and lincom
regress price mpg weight i.foreign
test mpg
assert r(df) == 1 & abs(r(F) - (_b[mpg]/_se[mpg])^2) < 1e-8
test mpg weight
assert r(df) == 2 & r(df_r) == 70
test mpg = weight
assert r(df) == 1
test mpg = 10
assert abs(r(F) - ((_b[mpg] - 10)/_se[mpg])^2) < 1e-8
lincom mpg + 2*weight
assert abs(r(estimate) - (_b[mpg] + 2*_b[weight])) < 1e-9
lincom 1.foreign
assert abs(r(estimate) - _b[1.foreign]) < 1e-9 & abs(r(se) - _se[1.foreign]) < 1e-9
testparm i.foreign
assert r(df) == 1
capture test nothing
assert _rc == 111

* 52. set seed fixes the stream
clear
set obs 100
set seed 123
generate a = runiform()
generate n = rnormal()
set seed 123
generate b = runiform()
generate n2 = rnormal()
assert a == b & n == n2
set seed 124
generate c = runiform()
count if c == a
assert r(N) < 5
assert inrange(a, 0, 1)
generate u = uniform()
assert inrange(u, 0, 1)
generate k = runiformint(3, 5)
assert inlist(k, 3, 4, 5)
generate p = rpoisson(4)
assert p == int(p) & p >= 0
generate be = rbeta(2, 3)
assert inrange(be, 0, 1)
generate ga = rgamma(2, 1)
assert ga > 0
generate bi = rbinomial(10, .5)
assert inrange(bi, 0, 10)
generate nn = rnormal(100, .001)
assert abs(nn - 100) < .1

* 5.6 c() values
assert c(N) == 100 & c(k) < .
assert "`c(os)'" != "" & "`c(pwd)'" != "" & "`c(current_date)'" != "" & "`c(tmpdir)'" != ""
assert c(pi) == _pi
