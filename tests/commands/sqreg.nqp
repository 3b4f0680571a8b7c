* bsqreg and sqreg. The coefficients are those of qreg (the minimum of the same objective); the bootstrap variances
* are checked by what they must be: reproducible, the same samples for all quantiles, near the asymptotic ones.
sysuse auto, clear
set seed 3
bsqreg price weight length foreign, reps(200)
scalar b = _b[weight]
scalar se = _se[weight]
scalar cons = _b[_cons]
assert e(N) == 74 & e(df_r) == 70 & e(reps) == 200 & e(cmd) == "bsqreg" & e(vcetype) == "Bootstrap"
predict double r, residuals
predict double fit
assert abs(r - (price - fit)) < 1e-9
qreg price weight length foreign
assert abs(b - _b[weight]) < 1e-9 & abs(cons - _b[_cons]) < 1e-6
assert se > _se[weight]/3 & se < 3*_se[weight]
set seed 3
bsqreg price weight length foreign, reps(200)
assert _se[weight] == se

sqreg price weight length, quantiles(.25 50 .75) reps(30)
assert e(n_q) == 3 & e(q2) == .5 & e(eqnames) == "q25 q50 q75" & colsof(e(V)) == 9
scalar low = _b[q25:weight]
scalar high = _b[q75:_cons]
scalar r2 = e(r2_p1)
test [q25]weight = [q75]weight
assert r(df) == 1 & r(df_r) == 71
lincom [q75]weight - [q25]weight
qreg price weight length, quantile(.25)
assert abs(low - _b[weight]) < 1e-9 & abs(r2 - e(r2_p)) < 1e-9
qreg price weight length, quantile(.75)
assert abs(high - _b[_cons]) < 1e-6
* With one quantile sqreg and bsqreg draw the same samples.
set seed 9
sqreg price weight, q(.5) reps(25)
scalar se = _se[q50:weight]
set seed 9
bsqreg price weight, reps(25)
assert se == _se[weight]
* The constant alone: the median.
bsqreg price
summarize price, detail
assert abs(_b[_cons] - r(p50)) < 75

* Collinear regressors leave; what cannot be is refused.
generate double weight2 = 2*weight
bsqreg price weight weight2, reps(5)
assert _b[weight2] == 0 & e(df_r) == 72
capture bsqreg price weight, quantile(0)
assert _rc == 198
capture sqreg price weight, quantiles(.5 200)
assert _rc == 198
capture bsqreg price nothing
assert _rc == 111
capture bsqreg make weight
assert _rc == 109
capture sqreg price weight if price < 0
assert _rc == 2000
capture bsqreg price weight, reps(1)
assert _rc == 198
