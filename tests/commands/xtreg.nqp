* xtreg: numbers from plm and matrix algebra in R on a small panel; Grunfeld's firms as published (Baltagi, Stata).
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
capture xtreg y x c, fe
assert _rc == 459
xtset id year
keep if id < 6

xtreg y x c, fe
assert abs(_b[x] - 1.3191902) < 1e-6 & abs(_b[c] - .53244753) < 1e-7 & abs(_b[_cons] + .61965491) < 1e-7
assert abs(_se[x] - .23134747) < 1e-7 & abs(_se[c] - .20122726) < 1e-7 & abs(_se[_cons] - 1.6051817) < 1e-6
assert abs(e(F) - 18.876532) < 1e-5 & e(df_r) == 13 & e(df_b) == 2 & e(df_a) == 4 & e(df_m) == 6
assert abs(e(sigma_u) - 1.47032) < 1e-5 & abs(e(sigma_e) - 1.539562) < 1e-5 & abs(e(rho) - .47700729) < 1e-7
assert abs(e(r2_w) - .74385783) < 1e-7 & abs(e(r2_b) - .52231583) < 1e-7 & abs(e(r2_o) - .64964594) < 1e-7
assert abs(e(r2_a) - .62563836) < 1e-7 & abs(e(corr) + .28971363) < 1e-7 & abs(e(F_f) - 3.17321) < 1e-5
assert e(N) == 20 & e(N_g) == 5 & e(g_min) == 4 & e(g_avg) == 4 & e(g_max) == 4 & e(Tcon) == 1
assert "`e(model)'" == "fe" & "`e(ivar)'" == "id" & "`e(tvar)'" == "year"
predict double u, u
assert abs(u - .12073293) < 1e-7 if id == 1
assert abs(u + 2.2863878) < 1e-6 if id == 3
predict double e, e
predict double xb
predict double xbu, xbu
predict double ue, ue
assert abs(xb + u + e - y) < 1e-12 & abs(xbu - xb - u) < 1e-12 & abs(ue - u - e) < 1e-12
predict double s, stdp

xtreg y x c, fe vce(cluster id)
assert abs(_se[x] - .17577859) < 1e-7 & abs(_se[c] - .19528074) < 1e-7 & abs(_se[_cons] - 1.2082725) < 1e-6
assert abs(e(F) - 41.144148) < 1e-5 & e(df_r) == 4 & e(N_clust) == 5 & "`e(vce)'" == "cluster"
xtreg y x c, fe robust
assert abs(_se[x] - .17577859) < 1e-7 & "`e(vce)'" == "robust" & "`e(clustvar)'" == "id"
* panels within wider clusters; a cluster that cuts panels needs nonest
generate half = id > 2
xtreg y x c, fe vce(cluster half)
assert e(N_clust) == 2
capture xtreg y x c, fe vce(cluster year)
assert _rc == 498
xtreg y x c, fe vce(cluster year) nonest
assert e(N_clust) == 4 & e(df_r) == 3
scalar s1 = _se[x]
xtreg y x c, fe vce(cluster year) nonest dfadj
assert abs(_se[x]^2 / s1^2 - (20 - 2 - 1)/(20 - 2 - 5)) < 1e-10

xtreg y x c, re
assert abs(_b[x] - 1.2059566) < 1e-6 & abs(_b[c] - .34373865) < 1e-7 & abs(_b[_cons] - .98081579) < 1e-7
assert abs(_se[x] - .21716263) < 1e-7 & abs(_se[c] - .22585392) < 1e-7 & abs(_se[_cons] - 1.6610895) < 1e-6
assert abs(e(theta) - .08209) < 1e-5 & abs(e(sigma_e)^2 - 2.3703) < 1e-4 & abs(e(sigma_u)^2 - .1107) < 1e-4
assert "`e(model)'" == "re" & e(df_m) == 2 & !missing(e(chi2)) & missing(e(df_r))
estimates store re
xttest0
assert abs(r(lm) - 1.9230992) < 1e-6
predict double ure, u
quietly xtreg y x c, fe
estimates store fe
hausman fe re
assert abs(r(chi2) - 1.2437) < 1e-4 & abs(r(p) - .5369) < 1e-4 & r(df) == 2
hausman fe re, sigmamore
assert r(df) == 2
hausman fe re, sigmaless constant alleqs
estimates restore re
hausman fe .
assert r(df) == 2
xtreg y x c
assert "`e(model)'" == "re"
xtreg y x c, re vce(robust) theta
assert e(N_clust) == 5
xtreg y x c, re sa
assert abs(e(theta) - .08209) < 1e-5

xtreg y x c, be
assert abs(_b[x] - 1.4357237) < 1e-6 & abs(_b[c] + 1.4797326) < 1e-6 & abs(_b[_cons] - 11.534192) < 1e-5
assert e(df_r) == 2 & "`e(model)'" == "be"
scalar b = _b[x]
xtreg y x c, be wls
assert abs(_b[x] - b) < 1e-10

* a regressor that does not change within panels
generate fixed = id^2
xtreg y x fixed, fe
assert _b[fixed] == 0 & _se[fixed] == 0 & e(df_b) == 1
* i() without xtset; factor variables; lags
xtset, clear
xtreg y x i.year, fe i(id)
assert e(df_b) == 4
xtset id year
xtreg y L.x, fe
assert e(N) == 15
xtreg y x c [aw=id], fe
assert e(N) == 20
capture xtreg y x [aw=c], fe
assert _rc == 498
capture xtreg y x [aw=id], re
assert _rc == 101
capture xtreg y x, fe theta
assert _rc == 198
capture xtreg y x, fe re
assert _rc == 184
capture xtreg y x if id > 90, fe
assert _rc == 2000
capture xtreg y x if year == 2001, fe
assert _rc == 2001
xtreg y x, fe
xtreg, level(90) noheader
assert r(level) == 90
xtreg y x, fe notable baselevels
regress y x
capture xtreg
assert _rc == 301
capture xttest0
assert _rc == 301
capture predict double q, u
assert _rc == 198

* Grunfeld, ten firms
import delimited "$TESTS/numeric/data/grunfeld.csv", clear
xtset firm year
xtreg inv value capital, fe
assert abs(_b[value] - .1101238) < 1e-7 & abs(_b[capital] - .3100653) < 1e-7 & abs(_b[_cons] + 58.74394) < 1e-4
assert abs(_se[value] - .0118567) < 1e-7 & abs(_se[capital] - .0173545) < 1e-7 & abs(_se[_cons] - 12.45369) < 1e-5
assert abs(e(sigma_u) - 85.7325) < 1e-4 & abs(e(sigma_e) - 52.76797) < 1e-5 & abs(e(F_f) - 49.17663) < 1e-4
assert abs(e(r2_w) - .7667576) < 1e-7 & abs(e(r2_b) - .8194302) < 1e-7 & abs(e(r2_o) - .8059782) < 1e-7
assert abs(e(corr) + .1517247) < 1e-7
xtreg inv value capital, re
assert abs(_b[value] - .1097812) < 1e-7 & abs(_b[_cons] + 57.83441) < 1e-5 & abs(_se[_cons] - 28.89894) < 1e-4
assert abs(_se[value] - .0104927) < 1e-7 & abs(_se[capital] - .0171805) < 1e-7 & abs(e(theta) - .86122) < 1e-5


*** p-values stand beside the tests
webuse grunfeld, clear
xtreg invest mvalue kstock, fe
assert abs(e(p)/Ftail(2, 188, e(F)) - 1) < 1e-9 & abs(e(p_f)/Ftail(9, 188, e(F_f)) - 1) < 1e-9
xtreg invest mvalue kstock, be
assert abs(e(p)/Ftail(2, 7, e(F)) - 1) < 1e-9
xtreg invest mvalue kstock, re
assert abs(e(p)/chi2tail(2, e(chi2)) - 1) < 1e-9
capture xtreg invest mvalue, fe vce(oim)
assert _rc == 198
xtreg invest mvalue, mle vce(oim)
assert e(vce) == "oim"
