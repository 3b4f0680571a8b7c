* ppmlhdfe: numbers by hand where groups are saturated, else those of poisson with indicators (the same likelihood).
clear
input y x s
2 0 1
4 1 1
3 0 2
6 1 2
end
ppmlhdfe y x, absorb(s) d
assert abs(_b[x] - ln(2)) < 1e-9 & e(N) == 4 & e(df_a) == 2 & e(N_hdfe) == 1 & e(converged) == 1
predict double m, mu
assert abs(m - y) < 1e-8
predict double eta, eta
predict double xb, xb
predict double d, d
predict double r, residuals
assert abs(exp(eta) - m) < 1e-8 & abs(xb + d - eta) < 1e-12 & abs(r) < 1e-8

* a level without events, a singleton, a regressor that separates
clear
input y x s
2 0 1
5 1 1
3 0 2
6 1 2
0 0 3
0 1 3
4 0 4
end
ppmlhdfe y x, absorb(s) irr
assert e(num_separated_obs) == 2 & e(num_singletons) == 1 & e(N) == 4 & e(N_full) == 7
ppmlhdfe y x, absorb(s) keepsingletons
assert e(N) == 5 & e(num_singletons) == 0
clear
input y x
0 0
0 0
0 1
3 0
2 0
1 0
end
ppmlhdfe y x
assert e(num_separated_obs) == 1 & e(N) == 5 & _b[x] == 0
ppmlhdfe y x, separation(none) noabsorb
assert e(num_separated_obs) == 0

* the slopes and the likelihood of poisson with indicators; z1 is made a count; factors N/(N-1) and G/(G-1)
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
generate n = round(y)
generate e = 1 + mod(_n, 3)
poisson n x c i.id i.year, exposure(e) vce(cluster id)
scalar b = _b[x]
scalar s = _se[x]
scalar ll = e(ll)
ppmlhdfe n x c, absorb(id year) exposure(e) vce(cluster id) d(fe)
assert abs(_b[x] - b) < 1e-7 & abs(_se[x]/s - 1) < 1e-6 & abs(e(ll) - ll) < 1e-8 & e(d) == "fe"
predict double mu
quietly summarize mu
scalar total = r(sum)
quietly summarize n
assert abs(r(sum) - total) < 1e-6
* robust by default, with the factor N/(N-1) of poisson
ppmlhdfe n x c, absorb(id year)
assert e(vcetype) == "Robust"
scalar s = _se[x]
poisson n x c i.id i.year, vce(robust)
assert abs(s/_se[x] - 1) < 1e-6
ppmlhdfe n x c, absorb(id year) vce(unadjusted)
scalar s = _se[x]
poisson n x c i.id i.year
assert abs(s/_se[x] - 1) < 1e-6
* frequency weights are repeated rows
ppmlhdfe n x c [fw=e], absorb(id year)
scalar s = _se[x]
assert e(N) == 41
preserve
expand e
ppmlhdfe n x c, absorb(id year)
assert abs(s/_se[x] - 1) < 1e-8
restore
ppmlhdfe, level(90)
assert r(level) == 90

capture ppmlhdfe y x, absorb(id) d(x)
assert _rc == 110
generate negative = -n
capture ppmlhdfe negative x, absorb(id)
assert _rc == 459
generate zero = 0
capture ppmlhdfe zero x, absorb(id)
assert _rc == 2000
capture ppmlhdfe n x, absorb(id) separation(what)
assert _rc == 198
ppmlhdfe n x, absorb(id)
capture predict double q, mu
assert _rc == 198

* itolerance() tightens the absorption: the same estimates to the last digits; poisson with indicators is the check.
clear
set obs 60
generate i = mod(_n, 6)
generate j = mod(7*_n, 10)
generate x = mod(13*_n, 17)/10
generate y = mod(11*_n, 7) + i
poisson y x i.i i.j
scalar b = _b[x]
ppmlhdfe y x, absorb(i j) itolerance(1e-12)
assert abs(_b[x] - b) < 1e-9

*** A row without events that alone joins two parts of the data tells nothing: the parts' constants separate it
clear
set seed 5
set obs 2000
generate id = ceil(_n/100)
generate firm = cond(id <= 10, 1 + mod(_n*7, 5), 6 + mod(_n*7, 5))
generate x = rnormal()
generate y = rpoisson(exp(.5 + .3*x))
replace firm = 8 in 5
replace y = 0 in 5
ppmlhdfe y x if _n != 5, absorb(id firm)
scalar b = _b[x]
ppmlhdfe y x, absorb(id firm)
assert e(N) == 1999 & e(num_separated_obs) == 1
assert reldif(_b[x], b) < 1e-8
* One in each direction closes a circle: no constant can move.
replace firm = 2 in 1500
replace y = 0 in 1500
ppmlhdfe y x, absorb(id firm)
assert e(N) == 2000 & e(num_separated_obs) == 0
