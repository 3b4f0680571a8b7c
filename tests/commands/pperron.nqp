* pperron: the formulas of Phillips and Perron (1988) written out in R 4.2.2 with lm.fit, on Grunfeld's investment of
* one firm. (R's urca takes the variance of y instead of that of its lag and differs in small samples.)
sysuse grunfeld
keep if firm == 1
tsset year
pperron invest, lags(2)
assert abs(r(Zt) - 2.28633799078) < 1e-8 & abs(r(Zrho) - 4.55036021019) < 1e-8 & r(N) == 19 & r(lags) == 2
pperron invest, lags(2) trend
assert abs(r(Zt) - 0.3490182542759) < 1e-8 & abs(r(Zrho) - 1.3361046366209) < 1e-8
dfuller invest, trend
scalar Z = r(Zt)
pperron invest, lags(0) trend
assert abs(r(Zt) - Z) < 1e-9
* time-series operators need the order; without a constant there is no p-value
gsort -year
capture pperron invest, lags(2)
assert _rc == 5
sort year
pperron invest, noconstant regress
assert r(pval) == . & r(lags) == 2
capture pperron invest, noconstant trend
assert _rc == 198
capture pperron invest if year != 1940
assert _rc == 498
capture pperron invest, lags(30)
assert _rc == 198
capture pperron invest if year > 2000
assert _rc == 2000
tsset, clear
capture pperron invest
assert _rc == 111
sysuse grunfeld, clear
xtset firm year
capture pperron invest
assert _rc == 459
