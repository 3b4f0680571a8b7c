* ologit and oprobit: with two categories they are logit and probit with the sign of the constant turned; without
* regressors the cut points are the quantiles of the cumulative shares.
sysuse auto
quietly logit foreign mpg weight
scalar slope = _b[mpg]
scalar constant = _b[_cons]
scalar error = _se[weight]
ologit foreign mpg weight
assert abs(_b[mpg] - slope) < 1e-7 & abs(_b[/cut1] + constant) < 1e-5 & abs(_se[weight] - error) < 1e-9
quietly probit foreign mpg weight, vce(robust)
scalar slope = _b[mpg]
scalar error = _se[weight]
oprobit foreign mpg weight, vce(robust)
assert abs(_b[mpg] - slope) < 1e-7 & abs(_se[weight] - error) < 1e-8
* 2, 8, 30, 18 and 11 of 69 cars
ologit rep78
assert abs(_b[/cut1] - logit(2/69)) < 1e-8 & abs(_b[/cut3] - logit(40/69)) < 1e-8
oprobit rep78
assert abs(_b[/cut4] - invnormal(58/69)) < 1e-8
ologit rep78 mpg
assert abs(e(chi2) - 2*(e(ll) - e(ll_0))) < 1e-9 & e(k_cat) == 5 & e(df_m) == 1
capture ologit foreign mpg if foreign
assert _rc == 2000
* lrtest is the model's own test
estimates store B
quietly ologit rep78 mpg weight
lrtest B
assert r(df) == 1 & r(chi2) > 0
quietly ologit rep78 mpg weight, robust
capture lrtest B
assert _rc == 498
