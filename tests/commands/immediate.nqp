* Commands on numbers that are typed in. Expected values: R 4.2 (poisson.test, binom.test, prop.test without correction,
* var.test, fisher.test, chisq.test without correction, qchisq), or the same numbers from data.
cii means 1 27, poisson
assert abs(r(lb) - 17.793170131764771) < 1e-9 & abs(r(ub) - 39.283582445162097) < 1e-9
cii 63 14, poisson
assert abs(r(lb) - .121490956766676) < 1e-9 & abs(r(ub) - .372851128918025) < 1e-9 & r(exposure) == 63
cii proportions 10 1
assert abs(r(lb) - .00252857854446179) < 1e-9 & abs(r(ub) - .44501611702819543) < 1e-9
cii prop 10 .1, wilson
assert abs(r(lb) - .01787621309507289) < 1e-9 & abs(r(ub) - .40415002679523837) < 1e-9
cii 10 1
assert r(proportion) == .1
cii variances 15 4
assert abs(r(lb) - 2.14403734420843) < 1e-9 & abs(r(ub) - 9.94896517877425) < 1e-9
foreach bad in "means 10 5" "means 0 5 2" "means 10.5 5 2" "means 10 5 -2" "proportions 10 11" "proportions 10 -1" "variances 10 0" "" {
	capture cii `bad'
	assert _rc != 0
}

prtesti 30 12 45 30, count
assert abs(r(z) + 2.27921152919275860) < 1e-12 & abs(r(p) - .02265449408008942) < 1e-12
prtesti 50 .52 .7
assert abs(r(p) - .00547855324254738) < 1e-12
capture prtesti 30 12 45 30
assert _rc == 198
capture prtesti 30 .5
assert _rc == 198

sdtesti 75 5 6.5 65 4 7.5
assert abs(r(p_l) - .117184028065995) < 1e-12 & abs(r(p) - .234368056131990) < 1e-12
sdtesti 75 . 6.5 10
assert abs(r(p_l) - 2.99503947160063e-06) < 1e-15
sdtesti 75 . 6.5 65 . 7.5
assert abs(r(p) - .234368056131990) < 1e-12
capture sdtesti 75 . -6.5 10
assert _rc == 411

* The same as from data.
sysuse auto, clear
sdtest price, by(foreign)
local f = r(F)
quietly summarize price if !foreign
local one = "`r(N)' `r(mean)' `r(sd)'"
quietly summarize price if foreign
sdtesti `one' `r(N)' `r(mean)' `r(sd)'
assert abs(r(F) - `f') < 1e-12
ci means price
local ub = r(ub)
quietly summarize price
cii means `r(N)' `r(mean)' `r(sd)'
assert abs(r(ub) - `ub') < 1e-9

tabi 30 18 \ 38 14, chi2
assert abs(r(p) - .257299401308404) < 1e-12
assert c(k) == 12
tabi 3 1 \ 1 3, exact
assert abs(r(p_exact) - .4857142857142858) < 1e-12 & abs(r(p1_exact) - .2428571428571429) < 1e-12
tabi 3 4 2 \ 1 0 2 \ 2 5 6, exact
assert abs(r(p_exact) - .5532192023886709) < 1e-9
tabi 8 2 4 7 \ 3 2 1 3 \ 5 9 6 5, exact nofreq
assert abs(r(p_exact) - .4028899880406259) < 1e-9
tabi 10 7 3 \ 2 4 3 \ 5 1 5 \ 4 6 6, exact(2)
assert abs(r(p_exact) - .2584511741303211) < 1e-9
capture tabi 20 14 \ 5
assert _rc == 198
capture tabi 20 14
assert _rc == 198
capture tabi 20 -1 \ 3 4
assert _rc == 411
capture tabi 2 1 \ 3 4, exact(0)
assert _rc == 198
tabi 3 1 \ 1 3, replace
assert _N == 4 & row[3] == 2 & col[2] == 2 & pop[4] == 3

* fisher.test of the repair records of 69 cars.
sysuse auto, clear
tabulate rep78 foreign, exact clrchi2 cchi2
assert abs(r(p_exact) - 6.26901718888446e-06) < 1e-12
* Levels outside of the part stay in the table.
tabulate rep78, subpop(foreign) matcell(F)
assert F[1,1] == 0 & F[5,1] == 9 & r(N) == 21
tabulate rep78 headroom, subpop(foreign) chi2
local part = r(chi2)
tabulate rep78 headroom if foreign, chi2
assert abs(r(chi2) - `part') < 1e-9
