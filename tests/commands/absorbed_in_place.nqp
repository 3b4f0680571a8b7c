* Absorbed effects without copies of the data: expected numbers are those of R 4.2 with all indicators written out (AER
* 1.2 ivreg, lm, glm; sandwich 3.0), or of this program's estimators with indicators, which know no absorption.
clear
set type double
set obs 1200
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
generate firm = mod(7*_n + floor(_n/13), 37)
generate r1 = mod(_n*7919, 1009)/1009
generate r2 = mod(_n*104729, 1013)/1013
generate r3 = mod(_n*_n*31, 997)/997
generate r4 = mod(_n*_n*_n, 991)/991
generate z = r1 + mod(firm, 5)/10
generate w = r2
generate x = z + w/2 + r3 + mod(id, 7)/10
generate c = r4 + mod(firm, 3)/5
generate y = 2*x - c + mod(id, 11)/5 + t/10 + mod(firm, 4)/3 + (r3 - .5)*2 + r1*r2
generate k = mod(_n, 3) + 1
generate n = floor(exp(x/2 - c/3 + t/10 + mod(id, 4)/4) * (r2 + r4))
xtset id t

*** instrumental variables
ivreghdfe y c (x = z w), absorb(id firm)
assert e(N) == 1200 & e(df_a) == 236
assert abs(_b[x] - 2.61099924095) < 1e-10 & abs(_b[c] + .908236921432) < 1e-11
assert abs(_se[x] - .0422111806711) < 1e-12 & abs(_se[c] - .0511652750164) < 1e-12
assert abs(e(rss) - 207.305917621) < 1e-8
ivreghdfe y c (x = z w), absorb(id firm) robust
assert abs(_se[x] - .0418441541965) < 1e-12 & abs(_se[c] - .0499672053751) < 1e-12
ivreghdfe y c (x = z w), absorb(id firm) cluster(id)
assert e(N_clust) == 200 & e(df_a) == 36
scalar factor = sqrt(200/199 * 1199/(1200 - 2 - 36))
assert abs(_se[x] - .0422668626457*factor) < 1e-12 & abs(_se[c] - .0447936648977*factor) < 1e-12

*** tests of identification are those of the equation with indicators
foreach vce in "" robust "cluster(firm)" {
  quietly ivreg2 y c i.id i.t (x = z w r4), small `vce' first orthog(w) redundant(r4) partial(i.id i.t)
  foreach s in idstat cdf widstat j arf sstat cstat redstat {
    scalar `s' = e(`s')
  }
  matrix first = e(first)
  quietly ivreghdfe y c (x = z w r4), absorb(id t) `vce' first rf savefirst orthog(w) redundant(r4)
  foreach s in idstat cdf widstat j arf sstat cstat redstat {
    assert reldif(e(`s'), `s') < 1e-8
  }
  assert mreldif(e(first), first) < 1e-8
}
foreach estimator in liml gmm2s "fuller(1)" {
  quietly ivreg2 y c i.id (x = z w), `estimator' robust small partial(i.id)
  scalar b = _b[x]
  scalar s = _se[x]
  scalar hansen = e(j)
  quietly ivreghdfe y c (x = z w), absorb(id) `estimator' robust
  assert reldif(_b[x], b) < 1e-9 & reldif(_se[x], s) < 1e-9 & reldif(e(j), hansen) < 1e-8
}

*** two endogenous regressors
quietly ivreg2 y i.id (x c = z w r4), small robust
matrix V = e(V)
matrix V = V[1..2, 1..2]
scalar weak = e(widstat)
scalar lm = e(idstat)
ivreghdfe y (x c = z w r4), absorb(id) robust
matrix U = e(V)
matrix U = U[1..2, 1..2]
assert mreldif(U, V) < 1e-9 & reldif(e(widstat), weak) < 1e-8 & reldif(e(idstat), lm) < 1e-8

*** rows that are left out, missing values and weights
replace x = . in 7
replace firm = .a in 11
replace z = .z in 12
quietly ivreg2 y c i.id i.firm (x = z w) if mod(_n, 9) != 0 [aw=k], small robust
scalar b = _b[x]
scalar s = _se[x]
scalar rows = e(N)
ivreghdfe y c (x = z w) if mod(_n, 9) != 0 [aw=k], absorb(id firm) robust
assert e(N) == rows & reldif(_b[x], b) < 1e-9 & reldif(_se[x], s) < 1e-9
count if e(sample)
assert r(N) == rows
generate byte used = e(sample)
assert used == 0 if inlist(_n, 7, 9, 11, 12)

*** weighted least squares on a part of the rows
reghdfe y x c [aw=k] if mod(_n, 9) != 0, absorb(id firm)
assert e(N) == 1067 & abs(_b[x] - 3.17864878554) < 1e-10 & abs(_b[c] + .893040179512) < 1e-11
assert abs(_se[x] - .0284615921306) < 1e-12 & abs(_se[c] - .0463703184598) < 1e-12
reghdfe y x c [pw=k] if mod(_n, 9) != 0, absorb(id firm)
scalar factor = sqrt(1067/(1067 - 238))
assert abs(_se[x] - .0208485234651*factor) < 1e-12 & abs(_se[c] - .040959176857*factor) < 1e-12
reghdfe y x c [aw=k] if mod(_n, 9) != 0, absorb(id firm) cluster(firm)
scalar factor = sqrt(37/36 * 1066/(1067 - 2 - 200))
assert abs(_se[x] - .0162746993907*factor) < 1e-12 & abs(_se[c] - .0311727202935*factor) < 1e-12

*** a row of frequency k is k rows
reghdfe y x c [fw=k], absorb(id firm) vce(robust)
matrix V = e(V)
scalar r2within = e(r2_within)
reghdfe y x c [fw=k], absorb(id firm) vce(cluster id firm)
matrix W = e(V)
expand k
reghdfe y x c, absorb(id firm) vce(robust)
assert mreldif(e(V), V) < 1e-10 & reldif(e(r2_within), r2within) < 1e-12
reghdfe y x c, absorb(id firm) vce(cluster id firm)
assert mreldif(e(V), W) < 1e-10

*** singletons leave until none remain
replace id = 1000 + _n in 100/110
replace firm = 500 in 111
replace id = 2000 in 111/112
replace firm = 501 in 112
reghdfe y x c, absorb(id firm) vce(cluster id)
assert e(num_singletons) == 13 & e(N) == 1187
matrix V = e(V)
generate byte used = e(sample)
count if used
assert r(N) == 1187
assert used == 0 in 100/112
regress y x c i.id i.firm if used
scalar b = _b[x]
reghdfe y x c if used, absorb(id firm) vce(cluster id) keepsingletons
assert reldif(_b[x], b) < 1e-10 & mreldif(e(V), V) < 1e-12

*** areg, with a regression of indicators
foreach weight in "" "[aw=k]" "[fw=k]" {
  quietly regress y x c i.firm `weight' if t > 1
  scalar b = _b[x]
  scalar s = _se[x]
  quietly testparm i.firm
  scalar F = r(F)
  areg y x c `weight' if t > 1, absorb(firm)
  assert reldif(_b[x], b) < 1e-10 & reldif(_se[x], s) < 1e-10 & reldif(e(F_absorb), F) < 1e-8
  quietly regress y x c i.firm `weight' if t > 1, vce(robust)
  scalar s = _se[x]
  areg y x c `weight' if t > 1, absorb(firm) vce(robust)
  assert reldif(_se[x], s) < 1e-10
}

*** xtreg, fe describes its effects as those of the indicators
replace x = . if mod(_n, 37) == 0
xtreg y x c if t != 2, fe
generate byte used = e(sample)
foreach s in sigma_u sigma_e r2_w r2_b r2_o corr F_f {
  scalar `s' = e(`s')
}
scalar b = _b[x]
scalar s = _se[x]
scalar a = _b[_cons]
quietly regress y x c i.id if used
assert reldif(_b[x], b) < 1e-10 & reldif(_se[x], s) < 1e-10 & reldif(e(rmse), sigma_e) < 1e-10
quietly testparm i.id
assert reldif(r(F), F_f) < 1e-8
generate xb = a + b*x + _b[c]*c if used
egen my = mean(y) if used, by(id)
egen mx = mean(xb) if used, by(id)
generate u = my - mx
correlate u xb if used
assert abs(r(rho) - corr) < 1e-9
correlate y xb if used
assert abs(r(rho)^2 - r2_o) < 1e-9
egen byte one = tag(id) if used
summarize u if one == 1
assert reldif(r(sd), sigma_u) < 1e-10
correlate my mx if one == 1
assert abs(r(rho)^2 - r2_b) < 1e-9

*** xtreg, fe with weights that are the panels' own
generate m = mod(id, 3) + 1
foreach kind in aw fw {
  quietly regress y x c i.id [`kind'=m] if t < 6
  scalar b = _b[x]
  scalar s = _se[x]
  quietly testparm i.id
  scalar F = r(F)
  xtreg y x c [`kind'=m] if t < 6, fe
  assert reldif(_b[x], b) < 1e-10 & reldif(_se[x], s) < 1e-10 & reldif(e(F_f), F) < 1e-8
  assert e(N_g) == 200 & e(g_max) == 5
}
scalar a = _b[_cons]
generate xb = a + b*x + _b[c]*c if t < 6
egen my = mean(y) if t < 6, by(id)
egen mx = mean(xb) if t < 6, by(id)
generate u = my - mx
scalar sigma_u = e(sigma_u)
scalar corr = e(corr)
correlate u xb if t < 6
assert abs(r(rho) - corr) < 1e-9
summarize u if t == 1
assert reldif(r(sd), sigma_u) < 1e-10
capture xtreg y x c [aw=k], fe
assert _rc == 498

*** clusters of xtreg, fe hold whole panels
xtreg y x c, fe vce(robust)
scalar s = _se[x]
reghdfe y x c, absorb(id) vce(cluster id)
assert reldif(s, _se[x]) < 1e-10
capture xtreg y x c, fe vce(cluster firm)
assert _rc == 498

*** xtivreg and xtivreg2, fe
quietly ivregress 2sls y c i.id (x = z w), small
scalar b = _b[x]
scalar s = _se[x]
xtivreg y c (x = z w), fe small
assert reldif(_b[x], b) < 1e-9 & reldif(_se[x], s) < 1e-9 & e(N_g) == 200 & e(g_avg) == 6
scalar a = _b[_cons]
scalar g = _b[c]
foreach s in sigma_u r2_b r2_o corr {
  scalar `s' = e(`s')
}
generate xb = a + b*x + g*c
egen my = mean(y), by(id)
egen mx = mean(xb), by(id)
generate u = my - mx
correlate u xb
assert abs(r(rho) - corr) < 1e-9
correlate y xb
assert abs(r(rho)^2 - r2_o) < 1e-9
correlate my mx
assert abs(r(rho)^2 - r2_b) < 1e-9
summarize u if t == 1
assert reldif(r(sd), sigma_u) < 1e-9
quietly ivreg2 y c i.id (x = z w), small robust
scalar s = _se[x]
xtivreg2 y c (x = z w), fe small robust
assert reldif(_b[x], b) < 1e-9 & reldif(_se[x], s) < 1e-9 & e(N_g) == 200 & e(g_min) == 6
quietly xtivreg y c (x = z w), fe vce(robust)
scalar s = _se[x]
ivreghdfe y c (x = z w), absorb(id) cluster(id)
assert reldif(_se[x], s) < 1e-9

*** Poisson
ppmlhdfe n x c, absorb(id firm) vce(robust)
assert e(N) == 1200 & e(converged) == 1
assert abs(_b[x] - .849123087079) < 1e-9 & abs(_b[c] - .904405629336) < 1e-9
scalar factor = sqrt(1200/1199)
assert abs(_se[x] - .0267483527362*factor) < 1e-8 & abs(_se[c] - .0470794291867*factor) < 1e-8
ppmlhdfe n x c, absorb(id firm) vce(cluster id)
scalar factor = sqrt(200/199)
assert abs(_se[x] - .0263742506696*factor) < 1e-8 & abs(_se[c] - .0534238935086*factor) < 1e-8
ppmlhdfe n x c [pw=k], absorb(id firm)
assert abs(_b[x] - .864377911145) < 1e-9 & abs(_b[c] - .923313361765) < 1e-9

*** Poisson: a regressor that separates rows
generate d = n == 0 & t == 3
count if d
scalar gone = r(N)
quietly ppmlhdfe n x c if !d, absorb(id firm)
scalar b = _b[x]
scalar rows = e(N)
ppmlhdfe n x c d, absorb(id firm)
assert e(N) == rows & e(num_separated_obs) >= gone & gone > 0 & reldif(_b[x], b) < 1e-9
