* The front command over the estimators.
clear
set obs 60
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
xtset id t
generate byte d = (id <= 3 & t >= 4) | (inrange(id, 4, 6) & t >= 5)
generate y = id + t + 2*d + mod(7*_n, 5)/10
*** A treatment that ends: refused, or with force the regression on it as it is
replace d = 0 if id == 2 & t == 6
capture did y, estimator(twfe) treat(d)
assert _rc == 459
quietly did y, estimator(twfe) treat(d) force
scalar b = _b[ATT]
quietly reghdfe y d, absorb(id t) vce(cluster id)
assert reldif(b, _b[d]) < 1e-10
capture did y, estimator(cs) treat(d) force
assert _rc == 198
*** The placebo of the last two-way fixed effects is that of the regression
quietly did y, estimator(twfe) treat(d)
placebo, reps(20) seed(3) nograph
matrix A = r(draws)
placebo, reps(20) seed(3) nograph treat(d): reghdfe y d, absorb(id t) vce(cluster id)
matrix B = r(draws)
assert mreldif(A, B) < 1e-9
