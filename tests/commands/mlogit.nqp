* mlogit: identities with logit, log ratios of counts, probabilities; ologit and oprobit predictions.
set type double
sysuse auto
quietly logit foreign mpg weight
scalar B0 = _b[mpg]
scalar S0 = _se[weight]
scalar L0 = e(ll)
mlogit foreign mpg weight, baseoutcome(0)
assert abs(_b[Foreign:mpg] - B0) < 1e-8 & abs(_se[Foreign:weight] - S0) < 1e-10 & abs(e(ll) - L0) < 1e-9
assert _b[Domestic:mpg] == 0 & e(k_out) == 2 & e(k_eq) == 2 & e(df_m) == 2
quietly logit foreign mpg weight, vce(cluster rep78)
scalar S0 = _se[mpg]
quietly mlogit foreign mpg weight, baseoutcome(Domestic) vce(cluster rep78)
assert abs(_se[Foreign:mpg] - S0) < 1e-9 & e(N_clust) == 5
* another base turns the sign
quietly mlogit foreign mpg weight, baseoutcome(1)
assert abs(_b[Domestic:mpg] + B0) < 1e-8

* a saturated model: log odds of the cells. Counts of group 0: 5 10 15, of group 1: 20 10 30
clear
input g y n
0 1 5
0 2 10
0 3 15
1 1 20
1 2 10
1 3 30
end
mlogit y g [fweight = n]
assert e(baseout) == 3 & e(ibaseout) == 3 & e(N) == 90 & "`e(eqnames)'" == "1 2 3"
assert abs(_b[1:_cons] - ln(5/15)) < 1e-9 & abs(_b[1:g] - (ln(20/30) - ln(5/15))) < 1e-9
assert abs(_se[1:g] - sqrt(1/20 + 1/30 + 1/5 + 1/15)) < 1e-9
assert abs([2]_b[g] - (ln(10/30) - ln(10/15))) < 1e-9
scalar LL0 = 5*ln(5/30) + 10*ln(10/30) + 15*ln(15/30) + 20*ln(20/60) + 10*ln(10/60) + 30*ln(30/60)
assert abs(e(ll) - LL0) < 1e-9 & abs(e(r2_p) - (1 - e(ll)/e(ll_0))) < 1e-12
test [1]g = [2]g
assert r(df) == 1
test g
assert r(df) == 2
mlogit, rrr level(90)
matrix T = r(table)
mlogit y g [fweight = n], baseoutcome(#1)
assert e(baseout) == 1
predict double p1 p2 p3
assert abs(p1 - cond(g == 0, 5/30, 20/60)) < 1e-9 & abs(p3 - .5) < 1e-9
predict double q, outcome(2)
assert abs(q - p2) < 1e-15
predict double x, xb outcome(3)
assert abs(x - (ln(15/5) + g*(ln(30/20) - ln(15/5)))) < 1e-9
* margins of all outcomes; the effects add up to nothing
margins, dydx(g)
matrix B = r(b)
assert colsof(B) == 3 & abs(B[1,1] + B[1,2] + B[1,3]) < 1e-9
margins, dydx(g) predict(outcome(2))
matrix C = r(b)
matrix V = r(V)
assert abs(C[1,1] - B[1,2]) < 1e-12
margins, at(g=1) predict(outcome(1))
matrix B = r(b)
matrix V = r(V)
* the share 1/3 of 60 has the variance p(1-p)/60
assert abs(B[1,1] - 1/3) < 1e-9 & abs(V[1,1] - (1/3)*(2/3)/60) < 1e-9

* a sparse outcome that is perfectly predicted still converges, with a note
clear
set obs 60
generate y = mod(_n, 3)
generate x = y == 2
generate z = mod(7*_n, 5)
mlogit y z x
assert e(N_cd) >= 20 & e(N) == 60

capture mlogit y x if y == 1
assert _rc == 2000
capture mlogit y x, baseoutcome(9)
assert _rc == 303
capture predict double a b
assert _rc == 102
capture mlogit y nosuch
assert _rc == 111

* ordered models: probabilities of all outcomes, margins
sysuse auto, clear
quietly ologit rep78 mpg foreign
predict double p1 p2 p3 p4 p5
assert abs(p1 + p2 + p3 + p4 + p5 - 1) < 1e-12
assert abs(p1 - invlogit(_b[/cut1] - _b[mpg]*mpg - _b[foreign]*foreign)) < 1e-12
predict double last, outcome(5)
assert abs(last - p5) < 1e-15
margins, dydx(mpg) predict(outcome(1))
matrix B = r(b)
generate double d = -_b[mpg]*p1*(1 - p1)
quietly summarize d if e(sample)
assert abs(B[1,1] - r(mean)) < 1e-10
margins, dydx(mpg)
matrix B = r(b)
assert colsof(B) == 5 & abs(B[1,1] + B[1,2] + B[1,3] + B[1,4] + B[1,5]) < 1e-9
quietly oprobit rep78 mpg
predict double q3, pr outcome(#3)
assert abs(q3 - (normal(_b[/cut3] - _b[mpg]*mpg) - normal(_b[/cut2] - _b[mpg]*mpg))) < 1e-10
