* xtabond and xtdpdsys: Arellano and Bond (1991), table 4, column a1, to the digits that Stata's manual prints ([XT] xtabond, examples 1 and 2); logs are floats there and here
sysuse abdata, clear
xtset id year
generate yr1980 = year == 1980
generate yr1981 = year == 1981
generate yr1982 = year == 1982
generate yr1983 = year == 1983
generate yr1984 = year == 1984
xtabond n L(0/1).w L(0/2).(k ys) yr1980-yr1984 year, lags(2) noconstant
assert abs(_b[L.n] - .6862261) < 5e-7 & abs(_se[L.n] - .1486163) < 5e-7
assert abs(_b[L2.n] - -.0853582) < 5e-7 & abs(_b[w] - -.6078208) < 5e-7 & abs(_b[L.w] - .3926237) < 8e-7
assert abs(_b[k] - .3568456) < 5e-7 & abs(_b[year] - .0095545) < 5e-7 & abs(_se[ys] - .1345412) < 5e-7
assert e(N) == 611 & e(N_g) == 140 & e(zrank) == 41
estat sargan
assert r(df) == 25
estat abond
assert r(artests) == 2
xtabond n L(0/1).w L(0/2).(k ys) yr1980-yr1984 year, lags(2) noconstant vce(robust)
assert abs(_se[L.n] - .1445943) < 5e-7 & abs(_se[w] - .1782055) < 5e-7 & abs(_se[year] - .0102896) < 5e-7
capture estat sargan
assert _rc == 498
* two steps; with vce(robust) corrected after Windmeijer (example 4)
xtabond n L(0/1).w L(0/2).(k ys) yr1980-yr1984 year, lags(2) noconstant twostep vce(robust)
assert abs(_b[L.n] - .6287089) < 5e-7 & abs(_se[L.n] - .1934138) < 5e-7
* a constant changes no slope
scalar q_b = _b[L.n]
xtabond n L(0/1).w L(0/2).(k ys) yr1980-yr1984 year, lags(2) twostep vce(robust)
assert abs(_b[L.n] - q_b) < 1e-7 & _b[_cons] < .
* [XT] xtdpd, "one-step results" of the system estimator with robust errors
xtdpdsys n L(0/2).w L(0/2).k yr1980-yr1984 year, vce(robust) artests(4)
assert abs(_b[L.n] - .8221535) < 5e-7 & abs(_se[L.n] - .093387) < 5e-7
assert abs(_b[w] - -.5427935) < 5e-7 & abs(_b[L.w] - .3703602) < 5e-7 & abs(_b[L2.w] - -.0726314) < 5e-7
assert abs(_b[_cons] - -10.59198) < 5e-5 & abs(_se[_cons] - 23.92087) < 5e-5
assert e(N) == 751 & e(zrank) == 47 & abs(e(arm1) - -4.6414) < 5e-5 & abs(e(arm2) - -1.0572) < 5e-5
* instruments of predetermined and endogenous regressors: periods 1978 to 1984 see 1 to 7 and 0 to 6 lags
xtabond n, pre(w) noconstant
scalar q_pre = e(zrank)
xtabond n, endogenous(w) noconstant
assert q_pre - e(zrank) == 7
xtabond n, pre(w, endogenous) noconstant
assert q_pre - e(zrank) == 7
* the options limit lags
xtabond n, maxldep(1) noconstant
assert e(zrank) == 7
* data and estimates stay after errors
capture xtabond n, pre(i.ind)
assert _rc == 198 & e(zrank) == 7
capture xtabond n w, nonsense(3)
assert _rc == 198
capture xtabond nosuch
assert _rc == 111
xtset, clear
capture xtabond n w
assert _rc == 459
xtset id year
* factor variables are their indicators, collinear and time-invariant regressors are omitted
xtabond n w k yr1980-yr1984, noconstant
scalar B = _b[yr1982] - _b[yr1980]
scalar W = _b[w]
scalar S = _se[w]
generate period = max(year, 1979)
xtabond n w k i.period, noconstant
assert reldif(_b[w], W) < 1e-9 & reldif(_se[w], S) < 1e-9 & abs(_b[1982.period] - _b[1980.period] - B) < 1e-9
generate double w2 = 3*w + 1
xtabond n w k w2 ind i.period, noconstant
assert reldif(_b[w], W) < 1e-9 & _b[w2] == 0 & _b[ind] == 0 & e(df_m) == 8
xtdpdsys n w k yr1980-yr1984
scalar W = _b[w]
xtdpdsys n w k w2 i.period
assert reldif(_b[w], W) < 1e-9 & _b[w2] == 0
