* Windows and references of event studies.
clear
set obs 60
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
xtset id t
generate g = cond(id <= 3, 4, cond(id <= 6, 5, 0))
generate byte d = g > 0 & t >= g
generate y = id + t + 2*d + mod(7*_n, 5)/10
generate rel = t - g if g > 0
*** One cohort: Sun and Abraham's estimates in a window are those of two-way fixed effects with binned ends
quietly eventstudy y if g != 5, gvar(g) window(-2 1) nograph
matrix A = e(event)
quietly eventstudy y if g != 5, gvar(g) window(-2 1) estimator(sa) nograph
matrix B = e(event)
assert rowsof(A) == 4 & rowsof(B) == 4
forvalues i = 1/4 {
  assert abs(A[`i',1] - B[`i',1]) < 1e-12 & abs(A[`i',2] - B[`i',2]) < 1e-9
}
*** A window limits what imputation reports
quietly eventstudy y, gvar(g) window(-2 1) estimator(bjs) nograph
capture display _b[Tp2]
assert _rc == 111
display _b[Tp1] _b[Tm2]
*** Dropped rows of the base: the regression without them, never-treated units as the reference
quietly eventstudy y, gvar(g) window(-2 1) dropbaserows nograph
scalar b = _b[Tp0]
generate byte m2 = rel <= -2
generate byte p0 = rel == 0
generate byte p1 = rel >= 1 & rel < .
quietly reghdfe y p0 p1 m2 if rel != -1, absorb(id t) vce(cluster id)
assert abs(b - _b[p0]) < 1e-9
capture eventstudy y, gvar(g) estimator(sa) dropbaserows
assert _rc == 198
capture eventstudy y, gvar(g) window(3)
assert _rc == 198
capture eventstudy y, gvar(g) estimator(sa) window(2 -2)
assert _rc == 198
*** saving() writes e(event); pretest() tests the periods named
clear
set type double
set obs 240
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
xtset id t
generate g = cond(id <= 8, 4, cond(id <= 14, 6, 0))
generate y = id/3 + t/2 + (g > 0 & t >= g) + mod(37*_n, 23)/10
eventstudy y, gvar(g) pretest(-3 -2) saving(events, replace) nograph
assert e(pre_df) == 2
scalar F = e(pre_F)
test _b[Tm3] = 0, notest
test _b[Tm2] = 0, accumulate
assert reldif(r(F), F) < 1e-9
matrix E = e(event)
preserve
use events, clear
assert _N == rowsof(E) & reldif(b[1], E[1,2]) < 1e-12
restore
erase events.dta
capture eventstudy y, gvar(g) pretest(-1) nograph
assert _rc == 198
capture eventstudy y, gvar(g) pretest(-3) estimator(sa) nograph
assert _rc == 198
capture eventstudy y, gvar(g) saving(events, append) nograph
assert _rc == 198
* What an estimator would leave aside is refused; more effects enter the imputation
generate size = mod(id, 3)
egen st = group(size t)
capture eventstudy y, gvar(g) estimator(cs) absorb(st) nograph
assert _rc == 198
foreach e in cs bjs {
  capture eventstudy y, gvar(g) estimator(`e') vce(robust) nograph
  assert _rc == 198
  capture eventstudy y, gvar(g) estimator(`e') base(-2) nograph
  assert _rc == 198
}
eventstudy y, gvar(g) estimator(bjs) absorb(st) nograph
scalar b = _b[Tp0]
quietly did y, estimator(bjs) gvar(g) fe(id t st) agg(event) minn(0)
assert reldif(b, _b[Tp0]) < 1e-10
