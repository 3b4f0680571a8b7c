* xtregar. Expected values: the published example of [XT] xtregar on Grunfeld's data (whose variables are floats),
* and identities: rhof(0) is least squares on deviations from means, d* = d1 + (first² + last²)/sum of squares.
sysuse grunfeld, clear
keep if firm <= 10
recast float invest mvalue kstock, force
xtset firm year
xtregar invest mvalue kstock, fe lbi
assert e(N) == 190 & e(N_g) == 10 & e(df_r) == 178 & e(g_min) == 19
assert abs(e(rho_ar) - .672106) < 2e-7
assert abs(_b[mvalue] - .0949999) < 5e-8 & abs(_se[mvalue] - .0091377) < 5e-8
assert abs(_b[kstock] - .350161) < 1e-7 & abs(_se[kstock] - .0293747) < 5e-8
assert abs(_b[_cons] + 63.22022) < 5e-6 & abs(_se[_cons] - 5.648271) < 1e-6
assert abs(e(sigma_u) - 91.507609) < 2e-6 & abs(e(sigma_e) - 40.992469) < 2e-6
assert abs(e(F) - 129.49) < .01 & abs(e(F_f) - 11.53) < .005
assert abs(e(corr) + .0454) < 5e-5 & abs(e(r2_w) - .5927) < 5e-5 & abs(e(r2_o) - .7904) < 5e-5
assert abs(e(d1) - .6844797) < 1e-7 & abs(e(LBI) - .9563562) < 1e-7 & e(N_LBI) == 200
count if e(sample)
assert r(N) == 190
predict double u, u
predict double e, e
predict double ue, ue
assert abs(ue - u - e) < 1e-9 if e(sample)
assert missing(u) if !e(sample)
bysort firm: egen double mean_e = mean(e)
assert abs(mean_e) < 1e-9

xtregar invest mvalue kstock, re
assert e(N) == 200
assert abs(_b[mvalue] - .0949215) < 5e-8 & abs(_se[mvalue] - .0082168) < 5e-8
assert abs(_b[kstock] - .3196589) < 5e-8 & abs(_se[kstock] - .0258618) < 5e-8
assert abs(_b[_cons] + 44.38123) < 5e-6 & abs(_se[_cons] - 26.97525) < 5e-6
assert abs(e(sigma_u) - 74.517098) < 2e-6 & abs(e(sigma_e) - 41.482494) < 2e-6 & abs(e(theta) - .673157) < 1e-7
capture predict double v, u
assert _rc == 198

* Without iteration the Durbin-Watson estimate is 1 - d/2, with d the modified statistic.
xtregar invest mvalue kstock, re twostep lbi
assert abs(e(rho_ar) - (1 - e(d1)/2)) < 1e-12

* Estimates of rho by hand from the within residuals.
xtreg invest mvalue kstock, fe
predict double w, e
generate double w2 = w^2
generate double ww = w*L.w
generate double l2 = (L.w)^2
generate double f2 = w2 if !missing(L.w)
foreach v in w2 ww l2 f2 {
  summarize `v', meanonly
  scalar s_`v' = r(sum)
}
xtregar invest mvalue kstock, re twostep rhotype(tscorr)
assert abs(e(rho_ar) - s_ww/s_w2) < 1e-10
xtregar invest mvalue kstock, re twostep rhotype(regress)
assert abs(e(rho_ar) - s_ww/s_l2) < 1e-10
xtregar invest mvalue kstock, re twostep rhotype(freg)
assert abs(e(rho_ar) - s_ww/s_f2) < 1e-10
xtregar invest mvalue kstock, re rhotype(onestep)
assert abs(e(rho_ar) - 200/190*s_ww/s_w2) < 1e-10
xtregar invest mvalue kstock, re twostep rhotype(theil)
assert abs(e(rho_ar) - s_ww/s_w2*198/200) < 1e-10
xtregar invest mvalue kstock, re rhotype(nagar)
assert e(rhotype) == "nagar"

* With rho = 0 nothing is transformed: the within estimator without the first year.
xtregar invest mvalue kstock, fe rhof(0)
scalar b = _b[mvalue]
scalar se = _se[mvalue]
scalar F = e(F_f)
scalar cons = _se[_cons]
xtreg invest mvalue kstock if year > 1935, fe
assert abs(b - _b[mvalue]) < 1e-12 & abs(se - _se[mvalue]) < 1e-12 & abs(F - e(F_f)) < 1e-9
assert abs(cons - _se[_cons]) < 1e-9

* Gaps, panels of unequal length, order of the rows.
drop if year == 1940 & firm < 4
drop if year > 1950 & firm == 2
xtregar invest mvalue kstock, re lbi
assert e(thta_min) < e(thta_max) & e(g_min) < e(g_max)
scalar b = _b[kstock]
scalar lbi = e(LBI)
xtreg invest mvalue kstock, fe
capture drop w w2 ww
predict double w, e
generate double w2 = w^2
generate double ww = w*L.w
summarize w2, meanonly
scalar s_w2 = r(sum)
summarize ww, meanonly
assert abs(lbi - 2*(1 - r(sum)/s_w2)) < 1e-10
gsort -year firm
xtregar invest mvalue kstock, re
assert abs(b - _b[kstock]) < 1e-12
xtregar invest mvalue kstock i.firm, fe
assert e(df_b) == 2

* What it refuses.
capture xtregar invest nothing, fe
assert _rc == 111
capture xtregar invest mvalue, fe re
assert _rc == 198
capture xtregar invest mvalue, fe rhof(.5) twostep
assert _rc == 198
capture xtregar invest mvalue if year < 1930
assert _rc == 2000
capture xtregar invest mvalue if year == 1935, fe
assert _rc == 2001
xtset, clear
capture xtregar invest mvalue, fe
assert _rc == 459
