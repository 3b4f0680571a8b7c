* qreg: the automobiles as the Stata Base Reference Manual, entry qreg, prints them (examples 2 and 3, read in copies of
* the pages on the web). The coefficient of foreign is left out at the median: the manual prints 3377.771 where qreg here
* gives 3421.878. Both minimise: the sum of absolute deviations is flat between them, as asserted below.
sysuse auto, clear
qreg price weight length foreign
assert abs(_b[weight] - 3.933588) < 1e-6 & abs(_b[length] + 41.25191) < 1e-5 & abs(_b[_cons] - 344.6489) < 1e-4
assert abs(_se[weight] - 1.328718) < 1e-6 & abs(_se[length] - 45.46469) < 1e-5 & abs(_se[_cons] - 5182.394) < 1e-3
assert abs(e(sum_rdev) - 71102.5) < 1e-6 & abs(e(sum_adev) - 54411.29) < .01 & e(q_v) == 4934 & e(df_r) == 70
assert abs(_se[foreign] - 885.4198) < 1e-4 & abs(e(r2_p) - .2347) < 5e-5
generate double flat_at = abs(price - _b[_cons] - _b[weight]*weight - _b[length]*length - 3400*foreign)
generate double flat_here = abs(price - _b[_cons] - _b[weight]*weight - _b[length]*length - _b[foreign]*foreign)
summarize flat_at, meanonly
scalar sum_at = r(sum)
summarize flat_here, meanonly
assert reldif(sum_at, r(sum)) < 1e-8
drop flat_at flat_here
* example 3: the upper quartile; release 13 printed twice the sums that later releases print
qreg price weight length foreign, quantile(.75)
assert abs(_b[weight] - 9.22291) < 5e-6 & abs(_b[length] + 220.7833) < 5e-5 & abs(_b[foreign] - 3595.133) < 5e-4
assert abs(_b[_cons] - 20242.9) < .05 & abs(_se[weight] - 1.785767) < 5e-6 & abs(_se[length] - 61.10352) < 5e-5
assert abs(_se[foreign] - 1189.984) < 5e-4 & abs(_se[_cons] - 6965.02) < .005 & abs(2*e(sum_adev) - 98395.94) < .01
assert abs(2*e(sum_rdev) - 159721.5) < .05 & e(q_v) == 6342 & abs(e(r2_p) - .3840) < 5e-5
* at the optimum a share q of the residuals lies below, give or take the K zeros (Koenker and Bassett 1978, theorem 3.4)
foreach q in .1 .25 .75 .9 {
  qreg price mpg weight, quantile(`q')
  capture drop r
  predict double r, residuals
  quietly count if r < -1e-8
  assert r(N) <= 74*`q'
  quietly count if abs(r) < 1e-8
  local zeros = r(N)
  quietly count if r < 1e-8
  assert r(N) >= 74*`q' & `zeros' >= 3
}
* percent, and frequency weights: rows repeated
qreg price mpg, quantile(25)
assert e(q) == .25
generate w = 1 + mod(_n, 3)
qreg price mpg [fweight = w]
scalar b = _b[mpg]
expand w
qreg price mpg
assert abs(_b[mpg] - b) < 1e-6
capture qreg price mpg, quantile(0)
assert _rc == 198

* newey without lags is the robust variance; one lag by its definition
clear
set obs 40
generate t = _n
tsset t
generate double x = mod(7*_n, 11) + _n/10
generate double y = 2*x + mod(_n, 5)
regress y x, robust
scalar s = _se[x]
newey y x, lag(0)
assert abs(_se[x] - s) < 1e-12
newey y x, lag(1)
predict double e, residuals
quietly summarize x
generate double h = (x - r(mean))*e
generate double hh = h^2
generate double lagged = h*L.h
quietly summarize hh
scalar meat = r(sum)
quietly summarize lagged
scalar meat = meat + 2*.5*r(sum)
quietly summarize x
scalar sxx = (r(N) - 1)*r(Var)
assert abs(_se[x] - sqrt(40/38*meat)/sxx) < 1e-10
drop in 20
capture newey y x, lag(1)
assert _rc == 198
newey y x, lag(1) force
capture newey y x
assert _rc == 198
tsset, clear
capture newey y x, lag(1)
assert _rc == 459

* Driscoll-Kraay without lags clusters by period; with effects absorbed the slopes are those of xtreg
sysuse grunfeld, clear
xtset firm year
regress invest mvalue kstock, vce(cluster year)
scalar s = _se[mvalue]
xtscc invest mvalue kstock, lag(0)
assert abs(_se[mvalue] - s) < 1e-12 & e(df_r) == 19 & e(N_g) == 10
xtscc invest mvalue kstock, lag(0) ase
assert abs(_se[mvalue] - s/sqrt(199/197*20/19)) < 1e-12
xtreg invest mvalue kstock, fe
scalar b = _b[kstock]
scalar c = _b[_cons]
xtscc invest mvalue kstock, fe
assert abs(_b[kstock] - b) < 1e-10 & abs(_b[_cons] - c) < 1e-8 & e(lag) == 2
xtset, clear
capture xtscc invest mvalue kstock
assert _rc == 459

*** One panel of several is a single series
webuse grunfeld, clear
xtset company year
quietly newey invest mvalue if company == 2, lag(2)
scalar S = _se[mvalue]
keep if company == 2
tsset year
quietly newey invest mvalue, lag(2)
assert S == _se[mvalue]
webuse grunfeld, clear
xtset company year
capture newey invest mvalue if company < 3, lag(2)
assert _rc == 198


*** xtscc, re: the pooled command on data that are quasi-demeaned by hand
webuse grunfeld, clear
set type double
xtreg invest mvalue kstock, re
scalar theta = e(theta)
foreach v in invest mvalue kstock {
  egen m_`v' = mean(`v'), by(company)
  generate s_`v' = `v' - theta*m_`v'
}
generate s_cons = 1 - theta
quietly xtscc s_invest s_mvalue s_kstock s_cons, noconstant lag(3)
scalar b = _b[s_kstock]
scalar s = _se[s_kstock]
scalar s0 = _se[s_cons]
quietly test s_mvalue s_kstock
scalar F = r(F)
xtscc invest mvalue kstock, re lag(3)
assert abs(_b[kstock] - b) < 1e-10 & abs(_se[kstock] - s) < 1e-10 & abs(_se[_cons] - s0) < 1e-8
assert abs(e(F) - F) < 1e-8 & e(df_r) == 19 & e(df_m) == 2 & e(model) == "re"
capture xtscc invest mvalue kstock, re fe
assert _rc == 198
capture xtscc invest mvalue kstock [aweight=year], re
assert _rc == 101
*** qreg, vce(iid, bofinger) and vce(robust, chamberlain): the bandwidth by its formula, errors from fits beside q by hand
sysuse auto, clear
local z = invnormal(.975)
quietly qreg price weight, quantile(.4) vce(iid, bofinger)
local q = invnormal(.4)
local h = 74^(-.2)*(4.5*normalden(`q')^4/(2*(`q')^2 + 1)^2)^.2
assert reldif(e(bwidth), `h') < 1e-10 & "`e(bwmethod)'" == "bofinger"
scalar se = _se[weight]
quietly summarize weight
scalar m = r(mean)
scalar ss = r(Var)*(r(N) - 1)
quietly qreg price weight, quantile(`=.4 + `h'')
scalar up = _b[_cons] + m*_b[weight]
quietly qreg price weight, quantile(`=.4 - `h'')
scalar s = (up - _b[_cons] - m*_b[weight])/(2*`h')
assert reldif(se, s*sqrt(.24/ss)) < 1e-8
quietly qreg price weight, vce(robust, chamberlain)
assert reldif(e(bwidth), `z'*sqrt(.25/74)) < 1e-10 & "`e(vce)'" == "robust"
quietly qreg price weight, vce(iid, fitted hsheather)
scalar se = _se[weight]
quietly qreg price weight
assert _se[weight] == se
capture qreg price weight, vce(iid, kernel(epanechnikov))
assert _rc == 198
capture regress price weight, vce(robust, bofinger)
assert _rc == 198
