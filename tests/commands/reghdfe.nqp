* reghdfe: numbers from fixest and matrix algebra in R on a small panel with one singleton.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
reghdfe y x c, absorb(id year)
assert e(N) == 20 & e(N_full) == 21 & e(num_singletons) == 1 & e(df_a) == 8 & e(df_r) == 10 & e(N_hdfe) == 2
assert abs(_b[x] - 1.4347456) < 1e-6 & abs(_b[c] - .3546952) < 1e-7 & abs(_b[_cons] - .063475191) < 1e-7
assert abs(_se[x] - .23177906) < 1e-7 & abs(_se[c] - .24486525) < 1e-7 & abs(_se[_cons] - 1.7359114) < 1e-6
assert abs(e(r2) - .87554574) < 1e-7 & abs(e(r2_a) - .76353691) < 1e-7 & abs(e(rmse) - 1.4900112) < 1e-6
assert abs(e(r2_within) - .80718637) < 1e-7 & abs(e(r2_a_within) - .76862364) < 1e-7
assert "`e(absvars)'" == "id year"
count if e(sample)
assert r(N) == 20
reghdfe y x c, a(id year) vce(robust)
assert abs(_se[x] - .18588093) < 1e-7 & abs(_se[c] - .19978516) < 1e-7
reghdfe y x c, absorb(id year) vce(cluster id)
assert abs(_se[x] - .16130961) < 1e-7 & abs(_se[c] - .19012434) < 1e-7 & abs(_se[_cons] - .9531352) < 1e-6
assert e(df_a) == 3 & e(df_r) == 4 & abs(e(F) - 81.327299) < 1e-4 & e(df_a_nested) == 5
matrix D = e(dof_table)
assert D[1,5] == 1 & D[2,3] == 3
reghdfe y x c, absorb(id year) cluster(id year)
assert abs(_se[x] - .091484269) < 1e-8 & abs(_se[c] - .2809173) < 1e-7 & e(df_r) == 3 & e(df_a) == 0
* nested effects counted on request: the factor of areg
reghdfe y x c, absorb(id) vce(cluster id) dofadjustments(pairwise continuous)
assert abs(_se[x] - .20101051) < 1e-7
* the same R-squared whatever the clusters
reghdfe y x c, absorb(id year) vce(cluster id)
assert abs(e(r2_a) - .76353691) < 1e-7

* without effects it is regress
reghdfe y x c if id < 6, noabsorb vce(cluster id year)
assert abs(_se[x] - .14493509) < 1e-7 & e(df_r) == 3
reghdfe y x c if id < 6, noabsorb
assert abs(_se[x] - .21792795) < 1e-7 & e(df_r) == 17

* singletons kept, no constant, replay
reghdfe y x c, absorb(id year) keepsingletons
assert e(N) == 21 & e(num_singletons) == 0
reghdfe y x c, absorb(id year) noconstant
assert colsof(e(b)) == 2
reghdfe, level(90)
assert r(level) == 90
reghdfe y x c, absorb(id year) noheader notable nofootnote baselevels level(99) tolerance(1e-9) iterate(500) ///
  technique(map) acceleration(cg) transform(sym) timeit verbose(0)

* effects and residuals kept
reghdfe y x c, absorb(fe1=id fe2=year) residuals(r)
assert "`e(resid)'" == "r"
assert abs(_b[_cons] + _b[x]*x + _b[c]*c + fe1 + fe2 + r - y) < 1e-9 if e(sample)
predict double d, d
predict double xbd, xbd
predict double xb, xb
predict double e, residuals
predict double de, dresid
predict double s, stdp
assert abs(xb + d + e - y) < 1e-9 & abs(xbd - xb - d) < 1e-9 & abs(de - d - e) < 1e-9 if e(sample)
reghdfe y x c, absorb(id year, savefe) residuals groupvar(component)
assert abs(_b[_cons] + _b[x]*x + _b[c]*c + __hdfe1__ + __hdfe2__ + _reghdfe_resid - y) < 1e-9 if e(sample)
assert component == 1 if e(sample)
reghdfe y x c, absorb(id year)
capture predict double q, residuals
assert _rc == 198
capture reghdfe y x, absorb(id) residuals(r)
assert _rc == 110

* interactions of effects are effects of their cells; slopes differ by group
generate half = year > 2002
egen cell = group(id half)
reghdfe y x c, absorb(cell)
scalar b = _b[x]
scalar n = e(df_a)
reghdfe y x c, absorb(id#half)
assert abs(_b[x] - b) < 1e-10 & e(df_a) == n
reghdfe y x c, absorb(i.id#i.half) vce(cluster id#half)
assert abs(_b[x] - b) < 1e-10
keep if id < 6
generate t = year - 2000
regress y x i.id i.id#c.t
scalar b = _b[x]
scalar sx = _se[x]
reghdfe y x, absorb(id##c.t)
assert abs(_b[x] - b) < 1e-9 & abs(_se[x] - sx) < 1e-9 & e(df_a) == 10
regress y x i.id#c.t i.year
scalar b = _b[x]
reghdfe y x, absorb(id#c.t year)
assert abs(_b[x] - b) < 1e-9
* factor variables, weights, string effects
generate str1 sid = string(id)
reghdfe y x i.year [aw=c], absorb(sid) vce(robust)
scalar b = _b[x]
regress y x i.year i.id [aw=c], vce(robust)
assert abs(_b[x] - b) < 1e-10
* an absorbed regressor is omitted; nothing left is no error
generate fixed = id^2
reghdfe y x fixed, absorb(id)
assert _b[fixed] == 0 & _se[fixed] == 0
reghdfe y fixed, absorb(id)
assert e(rank) == 0 & missing(e(F))

capture reghdfe y x
assert _rc == 198
capture reghdfe y x, absorb(id) noabsorb
assert _rc == 184
capture reghdfe y x, absorb(nosuch)
assert _rc == 111
capture reghdfe y x, absorb(c.t)
assert _rc == 198
capture reghdfe y x, absorb(id, nosuch)
assert _rc == 198
capture reghdfe y x, absorb(id) tolerance(1)
assert _rc == 198
capture reghdfe y x if year == 2001, absorb(id)
assert _rc == 2000
generate none = .
capture reghdfe y x, absorb(none)
assert _rc == 2000
capture reghdfe y x, absorb(id) level(0)
assert _rc == 198
ereturn clear
capture reghdfe
assert _rc == 301

*** vce(dkraay #): the standard errors of xtscc, fe (checked against published ones) with reghdfe's degrees of freedom
webuse grunfeld, clear
xtset company year
quietly xtscc invest mvalue kstock, fe lag(2)
scalar S1 = _se[mvalue]
scalar S2 = _se[kstock]
scalar S0 = _se[_cons]
scalar C0 = _b[_cons]
reghdfe invest mvalue kstock, absorb(company) vce(dkraay 3)
assert reldif(_se[mvalue], S1*sqrt(197/188)) < 1e-9 & reldif(_se[kstock], S2*sqrt(197/188)) < 1e-9
assert reldif(_b[_cons], C0) < 1e-9 & reldif(_se[_cons], S0*sqrt(197/188)) < 1e-9
assert e(df_r) == 19 & e(N_clust) == 20 & e(vce) == "dkraay"
quietly test mvalue kstock
assert reldif(e(F), r(F)) < 1e-9
* one lag fewer than the bandwidth: bandwidth 1 clusters by period
reghdfe invest mvalue kstock, absorb(company) vce(dkraay 1)
scalar S1 = _se[mvalue]
reghdfe invest mvalue kstock, absorb(company) vce(cluster year)
assert reldif(_se[mvalue], S1) < 1e-9
* the default follows the number of periods
reghdfe invest mvalue kstock, absorb(company) vce(dkraay)
scalar S1 = _se[mvalue]
reghdfe invest mvalue kstock, absorb(company) vce(dkraay 3)
assert S1 == _se[mvalue]
capture reghdfe invest mvalue, absorb(company) vce(dkraay 0)
assert _rc == 198
capture reghdfe invest mvalue, absorb(company) vce(dkraay x)
assert _rc == 198
xtset, clear
capture reghdfe invest mvalue, absorb(company) vce(dkraay 2)
assert _rc == 459
*** clusters that are pairs: the groups of both variables, also beside a third; ## says nothing about clusters
clear
set obs 240
set seed 21
generate id = ceil(_n/8)
generate t = mod(_n, 8)
generate state = mod(id, 6)
generate x = rnormal() + t/4
generate y = x + rnormal()*(1 + state/5) + id/9
egen cell = group(state t)
quietly reghdfe y x, absorb(id) vce(cluster cell)
scalar alone = _se[x]
quietly reghdfe y x, absorb(id) vce(cluster state#t)
assert reldif(_se[x], alone) < 1e-12 & e(N_clust) == 48
quietly reghdfe y x, absorb(id) vce(cluster cell id)
scalar alone = _se[x]
quietly reghdfe y x, absorb(id) vce(cluster state#t id)
assert reldif(_se[x], alone) < 1e-12
capture reghdfe y x, absorb(id) vce(cluster state##t)
assert _rc == 198
capture reghdfe y x, absorb(id) cluster(state##t id)
assert _rc == 198
