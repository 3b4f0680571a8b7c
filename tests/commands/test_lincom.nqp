* test, testparm, lincom: against each other and the F test of the model.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
regress y x c
scalar F = e(F)
test x c
assert abs(r(F) - F) < 1e-9 & r(df) == 2 & r(df_r) == 17 & abs(r(p) - Ftail(2, 17, F)) < 1e-12 & r(drop) == 0
test (x = 0) (c = 0)
assert abs(r(F) - F) < 1e-9
test x = c = 0
assert abs(r(F) - F) < 1e-9 & r(df) == 2
test x
scalar t = _b[x]/_se[x]
assert abs(r(F) - t^2) < 1e-9
test _b[x] = 0
assert abs(r(F) - t^2) < 1e-9
test x == c
scalar Fd = r(F)
lincom x - c
assert abs(r(t)^2 - Fd) < 1e-9 & abs(r(estimate) - (_b[x] - _b[c])) < 1e-12 & r(df) == 17
assert abs(r(ub) - r(estimate) - invttail(17, .025)*r(se)) < 1e-12 & abs(r(p) - 2*ttail(17, abs(r(t)))) < 1e-12
test 2*x - c/2 = 1
lincom 2*x - c/2 - 1, level(90)
assert r(level) == 90
test (x + c) = 1
test -x = -1
test x = 1, notest
test c = .3, accumulate
assert r(df) == 2
test x, constant
assert r(df) == 2
test x, df(5)
assert r(df_r) == 5
test _cons
lincom _cons + 2*x, eform
assert abs(ln(r(estimate)) - _b[_cons] - 2*_b[x]) < 1e-12
lincom x, or
lincom x, irr
lincom x, hr
lincom x, rrr
* without e(df_r): chi-squared and z
xtset id year
xtreg y x c, re
test x c
assert abs(r(chi2) - e(chi2)) < 1e-8 & r(df) == 2
lincom x
assert !missing(r(z))
* terms
regress y x c i.year i.id
testparm i.year
assert r(df) == 3
scalar F = r(F)
test 2002.year 2003.year 2004.year
assert abs(r(F) - F) < 1e-9
test i.year
assert abs(r(F) - F) < 1e-9
testparm x c, equal
assert r(df) == 1
testparm x-c
assert r(df) == 2
* omitted coefficients are dropped
generate x2 = 2*x
regress y x x2 c
test x2
assert r(drop) == 1
test x x2
assert r(df) == 1 & r(drop) == 1
capture test nosuch
assert _rc == 111
capture test x*c = 1
assert _rc == 131
capture test x = 1, nosuch
assert _rc == 198
capture testparm nosuch
assert _rc == 111
capture lincom x*c
assert _rc == 131
capture lincom
assert _rc == 100
capture lincom x, level(0)
assert _rc == 198
summarize x
capture test c, accumulate
assert _rc == 302
ereturn clear
capture test x
assert _rc == 301
capture testparm x
assert _rc == 301
capture lincom x
assert _rc == 301

*** testparm: wildcards mean coefficients, equation() one equation
sysuse auto, clear
quietly regress price mpg weight i.foreign
testparm *
assert r(df) == 3
scalar F0 = r(F)
assert reldif(F0, e(F)) < 1e-10
testparm m* weigh?
assert r(df) == 2
capture testparm zz*
assert _rc == 111
quietly mlogit rep78 mpg weight if rep78 > 2
testparm mpg
assert r(df) == 2
testparm mpg, equation(4)
assert r(df) == 1
capture testparm mpg, equation(nothere)
assert _rc == 111
