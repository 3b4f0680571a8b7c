* placebo: partialling everything but the treatment out once gives what running the command for each draw gives
set type double
clear
set obs 240
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
xtset id t
generate byte d = (id <= 6 & t >= 4) | (inrange(id, 7, 12) & t >= 6)
generate x = mod(13*_n, 17) + id/7
generate z = mod(29*_n, 11)/3
generate y = id/3 + t/2 + 2*d + .3*x - .1*z + mod(37*_n, 23)/10
generate byte region = mod(id, 3)
local m1 reghdfe y d x z, absorb(id t) vce(cluster id)
local m2 reghdfe y d x z, absorb(id t) vce(robust)
local m3 reghdfe y x d, absorb(id t)
local m4 xtreg y d x i.t, fe vce(cluster id)
local m5 areg y d x i.t, absorb(id) vce(cluster region)
local m6 regress y d x i.id i.t, vce(cluster id)
local m7 reghdfe y d x if z < 3.5, absorb(id t) vce(cluster id)
forvalues k = 1/7 {
	foreach type in unit mixed row {
		quietly placebo, reps(40) type(`type') treat(d) seed(7) nograph: `m`k''
		matrix A = r(draws)
		scalar p = r(p2)
		quietly placebo, reps(40) type(`type') treat(d) seed(7) nograph runall: `m`k''
		matrix B = r(draws)
		assert rowsof(A) == rowsof(B) & mreldif(A, B) < 1e-7 & p == r(p2)
	}
}
* 200 draws to 1e-10 in coefficients and errors
quietly placebo, reps(200) treat(d) seed(11) nograph: reghdfe y d x z, absorb(id t) vce(cluster id)
matrix A = r(draws)
quietly placebo, reps(200) treat(d) seed(11) nograph runall: reghdfe y d x z, absorb(id t) vce(cluster id)
matrix B = r(draws)
matrix A = A[1...,1..2]
matrix B = B[1...,1..2]
assert mreldif(A, B) < 1e-10
* the figure is the current one and can be written
placebo, reps(30) treat(d) seed(1) graph(title("Placebo") name(pl)): reghdfe y d x, absorb(id t) vce(cluster id)
graph export placebo_test.svg, name(pl) replace
erase placebo_test.svg
capture placebo, reps(5) treat(d) graph(nonsense(1)): reghdfe y d x, absorb(id t)
assert _rc == 198
* dates stay within strata: units of region 0 keep their number of treated
placebo, reps(20) treat(d) strata(region) seed(3) nograph: reghdfe y d, absorb(id t)
assert r(reps_ok) == 20
capture placebo, reps(5) treat(d) strata(x): reghdfe y d, absorb(id t)
assert _rc == 459
capture placebo, reps(5) type(mixed) treat(d) strata(region): reghdfe y d, absorb(id t)
assert _rc == 198
* didplacebo runs the stored command
quietly reghdfe y d x, absorb(id t) vce(cluster id)
estimates store m
didplacebo m, treatvar(d) pbounit rep(25) seed(5) nograph
scalar b = r(p2)
matrix A = r(draws)
placebo, reps(25) treat(d) seed(5) nograph: reghdfe y d x, absorb(id t) vce(cluster id)
assert b == r(p2)
capture didplacebo m, treatvar(d)
assert _rc == 198
capture didplacebo nothing, treatvar(d) pbounit
assert _rc != 0
