* nlcom, testnl, lrtest, linktest, cnsreg, dfbeta.
* Gradients and variances by hand (delta method of Oehlert 1992); logit of the Stata manual's auto data: ll -27.175156.
sysuse auto
regress price mpg weight
matrix V = e(V)
scalar b1 = _b[mpg]
scalar b2 = _b[weight]
* g = (1/b2, -b1/b2^2)
scalar v = V[1,1]/b2^2 - 2*V[1,2]*b1/b2^3 + V[2,2]*b1^2/b2^4
nlcom (ratio: _b[mpg]/_b[weight])
matrix G = r(V)
matrix B = r(b)
assert abs(G[1,1]/v - 1) < 1e-8 & abs(B[1,1] - b1/b2) < 1e-10
testnl _b[mpg]/_b[weight] = 1
assert abs(r(chi2) - (b1/b2 - 1)^2/v) < 1e-8 & r(df) == 1
capture testnl _b[mpg]
assert _rc == 198
capture nlcom _b[nothing]
assert _rc == 111
capture nlcom
assert _rc == 100
nlcom (r1: _b[mpg]/_b[weight]) (r2: 2*_b[mpg]), post df(71)
assert e(cmd) == "nlcom" & e(N) == 74
test r2
assert abs(r(F) - (_b[r2]/_se[r2])^2) < 1e-9

quietly logit foreign mpg weight
estimates store large
assert abs(e(ll) + 27.175156) < 1e-6
quietly logit foreign mpg
estimates store small
lrtest large small
assert abs(r(chi2) - 2*(39.28864 - 27.175156)) < 1e-4 & r(df) == 1
scalar first = r(chi2)
lrtest small large
assert r(chi2) == first
capture lrtest small small
assert _rc == 498
quietly logit foreign mpg weight length, vce(robust)
capture lrtest large .
assert _rc == 498
lrtest large ., force
quietly regress foreign mpg
capture lrtest large .
assert _rc == 498

* Constraints against substitution.
constraint 1 mpg = weight
cnsreg price mpg weight, constraints(1)
assert e(df_r) == 72 & e(df_m) == 1
scalar s_b = _b[mpg]
scalar s_se = _se[weight]
scalar s_rss = e(rss)
generate double both = mpg + weight
quietly regress price both
assert abs(s_b/_b[both] - 1) < 1e-9 & abs(s_se/_se[both] - 1) < 1e-9 & abs(s_rss/e(rss) - 1) < 1e-10
constraint 2 mpg + 2*weight = 5
constraint 3 mpg + 2*weight = 6
capture cnsreg price mpg weight, constraints(2 3)
assert _rc == 412
cnsreg price mpg weight, constraints(2)
assert abs(_b[mpg] + 2*_b[weight] - 5) < 1e-9
capture cnsreg price mpg weight
assert _rc == 198
constraint drop _all
capture cnsreg price mpg weight, constraints(1)
assert _rc == 198

quietly regress price mpg weight
linktest
assert e(df_m) == 2 & r(df) == 71
capture confirm variable _hat
assert _rc == 111
* The change of a coefficient when a row is left out, over its standard error without that row.
scalar whole = _b[mpg]
dfbeta mpg
scalar kept = _dfbeta_1[5]
matrix VV = e(V)
scalar s_d = sqrt(VV[1,1])/e(rmse)
quietly regress price mpg weight if _n != 5
assert abs(kept - (whole - _b[mpg])/(e(rmse)*s_d)) < 1e-5
