* areg: numbers from the dummy-variable regression in R.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
areg y x c, absorb(id)
assert abs(_b[x] - 1.3191902) < 1e-6 & abs(_b[_cons] + .61965491) < 1e-7
assert abs(e(r2) - .82726975) < 1e-7 & abs(e(r2_a) - .74754809) < 1e-7 & e(df_a) == 4 & e(k_absorb) == 5
assert abs(e(F_absorb) - 3.17321) < 1e-5 & e(df_r) == 13 & "`e(absvar)'" == "id"
scalar s = _se[x]
quietly regress y x c i.id
assert abs(s - _se[x]) < 1e-11
areg y x c, a(id) vce(robust)
assert abs(_se[x] - .18573378) < 1e-7 & abs(_se[c] - .18076295) < 1e-7 & abs(_se[_cons] - 1.5262474) < 1e-6
areg y x c, absorb(id) vce(cluster id)
assert abs(_se[x] - .20101051) < 1e-7 & abs(_se[c] - .22331207) < 1e-7 & abs(_se[_cons] - 1.3817125) < 1e-6
assert e(df_r) == 4 & missing(e(F_absorb))
areg, level(90)
assert r(level) == 90
areg y x c, absorb(id) noheader notable baselevels level(99)

* predictions: the effects have mean zero and make up the rest
areg y x c, absorb(id)
predict double xb
predict double d, d
predict double e, residuals
predict double xbd, xbd
predict double de, dresiduals
assert abs(xb + d + e - y) < 1e-12 & abs(xbd - xb - d) < 1e-12 & abs(de - d - e) < 1e-12
quietly summarize d
assert abs(r(mean)) < 1e-12
* string variables can be absorbed, singletons stay, other commands need other options
import delimited "$TESTS/reference/data/panel_a.csv", clear
generate str1 sid = string(id)
areg y x c, absorb(sid)
assert e(N) == 21 & e(k_absorb) == 6
areg y x i.year [aw=c], absorb(id)
assert e(df_m) == 4
generate fixed = id^2
areg y x fixed, absorb(id)
assert _b[fixed] == 0 & _se[fixed] == 0
areg y fixed, absorb(id)
assert e(df_m) == 0
capture areg y x
assert _rc == 198
capture areg y x, absorb(nosuch)
assert _rc == 111
capture areg y x if year == 2001, absorb(id)
assert _rc == 2001
ereturn clear
capture areg
assert _rc == 301

* hc2 and hc3 are those of the regression with indicators, with and without aweights.
sysuse auto, clear
foreach kind in hc2 hc3 {
  regress price mpg weight i.rep78, vce(`kind')
  scalar se = _se[mpg]
  areg price mpg weight, absorb(rep78) vce(`kind')
  assert abs(_se[mpg] - se) < 1e-8 & e(vce) == "`kind'"
  regress price mpg weight i.rep78 [aweight = length], vce(`kind')
  scalar se = _se[weight]
  areg price mpg weight [aweight = length], absorb(rep78) vce(`kind')
  assert abs(_se[weight] - se) < 1e-8
}
capture areg price mpg [fweight = rep78], absorb(foreign) vce(hc3)
assert _rc == 101

*** Several absorbed variables: the regression with all indicators, every level counted
webuse grunfeld, clear
foreach vce in ols robust "cluster company" {
  quietly regress invest mvalue kstock i.company i.year, vce(`vce')
  scalar B = _b[mvalue]
  scalar S = _se[mvalue]
  scalar D = e(df_r)
  scalar R = e(r2_a)
  areg invest mvalue kstock, absorb(company year) vce(`vce')
  assert reldif(_b[mvalue], B) < 1e-9 & reldif(_se[mvalue], S) < 1e-9 & e(df_r) == D & reldif(e(r2_a), R) < 1e-9
}
assert e(absvar) == "company year" & e(df_a) == 28
predict double xb
capture predict double d, d
assert _rc == 198
capture areg invest mvalue, absorb(company year) vce(hc3)
assert _rc == 198
capture areg invest mvalue, absorb(company nothere)
assert _rc == 111
