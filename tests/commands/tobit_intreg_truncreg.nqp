* tobit, intreg, truncreg: identities with least squares and with one another; printed numbers where the source is
* named. Derivatives of the likelihoods: tests/numeric/likelihood_test.cpp.
set type double

* SAS/ETS User's Guide, PROC QLIM, example "Tobit Analysis": a part of Mroz's data with its printed estimates
input hours yrs_ed yrs_exp
0 8 9
0 8 12
0 9 10
0 10 15
0 11 4
0 11 6
1000 12 1
1960 12 29
0 13 3
2100 13 36
3686 14 11
1920 14 38
0 15 14
1728 16 3
1568 16 19
1316 17 7
0 17 15
end
tobit hours yrs_ed yrs_exp, ll(0)
assert abs(e(ll) + 74.93700) < 5e-6 & e(N_lc) == 9 & e(N_unc) == 8 & e(N_rc) == 0
* (its quasi-Newton iterations stop a little before the maximum)
assert abs(_b[_cons] + 5598.295129) < .5 & abs(_b[yrs_ed] - 373.123254) < .05
assert abs(_b[yrs_exp] - 63.336247) < .01 & abs(e(sigma) - 1582.859635) < .05
assert abs(_b[/var(e.hours)] - e(sigma)^2) < 1e-6 & e(df_r) == 15 & "`e(chi2type)'" == "LR"
assert abs(e(chi2) - 2*(e(ll) - e(ll_0))) < 1e-9 & abs(e(r2_p) - (1 - e(ll)/e(ll_0))) < 1e-12
* the least outcome as limit; intreg with half-lines is the same model in ln sigma
scalar B0 = _b[yrs_ed]
scalar S0 = _se[yrs_ed]
scalar L0 = e(ll)
scalar SV0 = _se[/var(e.hours)]
scalar V0 = e(sigma)^2
tobit hours yrs_ed yrs_exp, ll
assert abs(_b[yrs_ed] - B0) < 1e-9 & e(llopt) == 0
generate low = cond(hours == 0, ., hours)
intreg low hours yrs_ed yrs_exp
assert abs(_b[yrs_ed] - B0) < 1e-6 & abs(_se[yrs_ed] - S0) < 1e-6 & abs(e(ll) - L0) < 1e-9 & e(N_lc) == 9
assert abs(e(se_sigma) - SV0/(2*e(sigma))) < 1e-5
* predictions by their formulas
predict double xb
predict double p, pr(0,.)
predict double ee, e(0,.)
predict double ys, ystar(0,.)
predict double se, stdp
predict double sf, stdf
generate double z = xb/e(sigma)
assert abs(p - normal(z)) < 1e-12 & abs(ee - (xb + e(sigma)*normalden(z)/normal(z))) < 1e-6
assert abs(ys - p*ee) < 1e-6 & abs(sf - sqrt(se^2 + e(sigma)^2)) < 1e-9
* margins of the same: the derivative of ystar(0,.) in x is b Φ(z)
margins, dydx(yrs_ed) predict(ystar(0,.))
matrix B = r(b)
quietly summarize p
assert abs(B[1,1] - _b[yrs_ed]*r(mean)) < 1e-7
quietly tobit hours yrs_ed yrs_exp, ll(0)
margins, dydx(yrs_ed) predict(ystar(0,.))
matrix C = r(b)
matrix V = r(V)
assert abs(C[1,1] - B[1,1]) < 1e-6
* … and its delta-method variance by nlcom of the average at the means
margins, atmeans predict(ystar(0,.))
matrix V = r(V)
matrix B = r(b)
quietly summarize yrs_ed
local me = r(mean)
quietly summarize yrs_exp
local mx = r(mean)
local m (_b[hours:yrs_ed]*`me' + _b[hours:yrs_exp]*`mx' + _b[hours:_cons])
nlcom `m'*normal(`m'/sqrt(_b[/var(e.hours)])) + sqrt(_b[/var(e.hours)])*normalden(`m'/sqrt(_b[/var(e.hours)]))
matrix N = r(b)
matrix W = r(V)
assert abs(B[1,1] - N[1,1]) < 1e-6 & abs(V[1,1]/W[1,1] - 1) < 1e-5
clear

* learneconometrics.com, class/stata/tobit.txt (Stata log): mpg censored from above at 24
sysuse auto
generate wgt = weight/100
tobit mpg wgt, ul(24)
assert abs(e(ll) + 129.8279) < 5e-5 & abs(e(chi2) - 90.72) < .005 & abs(e(r2_p) - .2589) < 5e-5
* limits may be variables
generate top = 24
tobit mpg wgt, ul(top)
assert abs(e(ll) + 129.8279) < 5e-5 & "`e(ulopt)'" == "top"

* nothing censored, points only, limits far away: least squares with the maximum-likelihood variance
quietly regress price mpg weight foreign
scalar B0 = _b[mpg]
scalar L0 = e(ll)
scalar V0 = e(rss)/e(N)
scalar S0 = _se[mpg]*sqrt(e(df_r)/e(N))
tobit price mpg weight foreign, ll(-1000000)
assert abs(_b[mpg] - B0) < 1e-7 & abs(_se[mpg] - S0) < 1e-7 & abs(e(ll) - L0) < 1e-8 & abs(_b[/var(e.price)]/V0 - 1) < 1e-9
capture tobit price mpg weight foreign
assert _rc == 198
* the Hessian is block diagonal there: V(σ²) = 2σ⁴/N
assert abs(_se[/var(e.price)] - V0*sqrt(2/74)) < 1e-3
truncreg price mpg weight foreign, ll(-1000000) ul(1000000)
assert abs(_b[mpg] - B0) < 1e-7 & abs(_se[mpg] - S0) < 1e-7 & abs(_b[/sigma] - sqrt(V0)) < 1e-6 & e(N_bf) == 74
generate p2 = price
intreg price p2 mpg weight foreign
assert abs(_b[mpg] - B0) < 1e-7 & abs(_se[mpg] - S0) < 1e-7 & abs(exp(_b[/lnsigma]) - sqrt(V0)) < 1e-6

* weights: frequency weights are copies, a constant analytic weight changes nothing, sampling weights are robust
generate two = 2
quietly tobit mpg weight, ll(17)
scalar S0 = _se[weight]
scalar B0 = _b[weight]
quietly tobit mpg weight [fweight = two], ll(17)
assert e(N) == 148 & e(N_lc) == 36 & abs(_se[weight] - S0/sqrt(2)) < 1e-9
quietly tobit mpg weight [aweight = two], ll(17)
assert e(N) == 74 & abs(_se[weight] - S0) < 1e-9
quietly tobit mpg weight, ll(17) vce(robust)
scalar R0 = _se[weight]
quietly tobit mpg weight [pweight = two], ll(17)
assert abs(_se[weight] - R0) < 1e-9 & "`e(vcetype)'" == "Robust" & abs(e(F) - (_b[weight]/_se[weight])^2) < 1e-6
* an offset with the coefficient taken away
generate o = weight/1000
quietly tobit mpg weight, ll(17) offset(o)
assert abs(_b[weight] - (B0 - .001)) < 1e-9
predict double xo, xb
assert abs(xo - (_b[_cons] + _b[weight]*weight + o)) < 1e-9
quietly tobit mpg weight, ll(17) noconstant
assert e(k) == 2 & missing(e(ll_0))

* truncation: the rows beyond the limit leave
truncreg mpg weight, ll(17)
quietly count if mpg > 17
assert e(N) == r(N) & e(N_bf) == 74 & e(llopt) == 17
* factor variables, collinear regressors, by
generate w2 = 2*weight
tobit mpg weight w2 i.rep78, ll(17)
assert _b[w2] == 0 & e(df_m) == 5
by foreign, sort: tobit mpg weight, ll(17)

* bad input leaves e() as it was
quietly tobit mpg weight, ll(17)
capture tobit mpg weight, ll(30) ul(20)
assert _rc == 198
capture tobit mpg weight, ll(100)
assert _rc == 2000
capture tobit mpg nosuch, ll(17)
assert _rc == 111
capture tobit mpg make, ll(17)
assert _rc == 109
capture intreg mpg
assert _rc == 102
generate low = mpg + 1
capture intreg low mpg weight
assert _rc == 498
capture predict double bad, ystar(5,1)
assert _rc == 198
capture tobit mpg weight if mpg > 100, ll(17)
assert _rc == 2000
assert "`e(cmd)'" == "tobit" & e(N) == 74
