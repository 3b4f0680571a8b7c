* psmdid: matching by psmatch2 and a regression by reghdfe, written out
set type double
clear
set obs 300
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
xtset id t
generate x = mod(11*id, 17) + mod(3*_n, 5)/5
generate z = mod(7*id, 13) + mod(_n, 3)/4
generate byte d = mod(id, 3) == 0 & t >= 4
generate y = id/10 + t + 2*d + .2*x + mod(7*_n, 5)/10
generate byte ever = mod(id, 3) == 0

psmdid y x, treat(d) match(x z) neighbor(1)
scalar b = _b[d]
scalar s = _se[d]
scalar n = e(N_matched)
assert e(N_before) == 300
quietly psmatch2 ever x z, neighbor(1)
count if _weight < . & _support == 1
assert r(N) == n
quietly reghdfe y d x if _weight < . & _support == 1, absorb(id t) vce(cluster id)
assert reldif(b, _b[d]) < 1e-10 & reldif(s, _se[d]) < 1e-9

psmdid y x, treat(d) match(x z) kernel use(weight) common
scalar b = _b[d]
quietly psmatch2 ever x z, kernel common
quietly reghdfe y d x [pweight=_weight] if _weight < . & _weight > 0 & _support == 1, absorb(id t) vce(cluster id)
assert reldif(b, _b[d]) < 1e-9

psmdid y, treat(d) match(x z) mode(yearly) radius caliper(.1)
scalar b = _b[d]
quietly psmatch2 ever x z, radius caliper(.1) within(t)
quietly reghdfe y d if _weight < . & _weight > 0 & _support == 1, absorb(id t) vce(cluster id)
assert reldif(b, _b[d]) < 1e-9

psmdid y i.t#c.x, treat(d) match(x z) mode(baseyear) baseyear(3)
assert mod(e(N_matched), 6) == 0
psmdid y, treat(d) match(x z) mode(prepolicy) neighbor(2)
assert mod(e(N_matched), 6) == 0 & "`e(match_method)'" == "neighbor(2)"
generate g = cond(ever, 4, 0)
psmdid y x, gvar(g) match(x z)
assert reldif(_b[did], 2) < .2
capture confirm variable _psmdid_kept
assert _rc == 111
capture psmdid y x, treat(d)
assert _rc == 198
capture psmdid y x, match(x)
assert _rc == 198
capture psmdid y nothing, treat(d) match(x)
assert _rc == 111
capture psmdid y x, treat(x) match(z)
assert _rc == 459
capture psmdid y x, treat(d) match(x z) mode(baseyear)
assert _rc == 198
assert _N == 300

* figures of matching
sysuse lalonde, clear
quietly psmatch2 treat age educ married re74, outcome(re78) common
psgraph, bin(15) name(overlap)
psgraph, density title("倾向得分")
capture psgraph, pscore(nothing)
assert _rc == 111
pstest age educ married re74, both graph
pstest age educ married re74, both hist
pstest age educ married re74, both density
capture pstest age, both title("x")
assert _rc == 198
graph export psm_test.svg, name(overlap) replace
erase psm_test.svg
kdensity re78, title("收入") normal
quietly teffects ipw (re78) (treat age educ married), atet
teffects overlap, name(ov)
quietly teffects ra (re78 age) (treat)
capture teffects overlap
assert _rc == 321
