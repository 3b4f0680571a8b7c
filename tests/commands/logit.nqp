* logit, probit, poisson: numbers from R glm with variances by own matrix algebra (observed information).
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
generate d = y > 7
generate n = floor(y + .5)

logit d x c
assert e(N) == 20 & e(df_m) == 2 & "`e(vce)'" == "oim" & "`e(chi2type)'" == "LR" & e(converged) == 1
assert abs(_b[_cons] + 7.5306506) < 1e-6 & abs(_b[x] - 1.6983283) < 1e-6 & abs(_b[c] - .3406132) < 1e-7
assert abs(_se[_cons] - 3.9208822) < 1e-6 & abs(_se[x] - .80201101) < 1e-7 & abs(_se[c] - .47825372) < 1e-7
assert abs(e(ll) + 5.3963997) < 1e-6 & abs(e(ll_0) + 13.762776) < 1e-6
assert abs(e(chi2) - 2*(e(ll) - e(ll_0))) < 1e-10 & abs(e(r2_p) - (1 - e(ll)/e(ll_0))) < 1e-12
assert abs(e(p) - chi2tail(2, e(chi2))) < 1e-12
logit d x c, vce(robust)
assert abs(_se[_cons] - 4.9865127) < 1e-6 & abs(_se[x] - .67746436) < 1e-7 & "`e(chi2type)'" == "Wald"
logit d x c, vce(cluster id)
assert abs(_se[_cons] - 5.1657952) < 1e-6 & abs(_se[x] - .65564492) < 1e-7 & e(N_clust) == 5

probit d x c
assert abs(_b[_cons] + 4.045499) < 1e-5 & abs(_b[x] - .95409652) < 1e-6 & abs(_b[c] - .16791309) < 1e-6
assert abs(_se[_cons] - 1.8424599) < 1e-5 & abs(_se[x] - .41562829) < 1e-6 & abs(e(ll) + 5.4028979) < 1e-6
probit d x c, robust
assert abs(_se[x] - .28837723) < 1e-6

poisson n x c
assert abs(_b[_cons] - 1.0930904) < 1e-6 & abs(_b[x] - .1577511) < 1e-7 & abs(_b[c] - .047564663) < 1e-8
assert abs(_se[_cons] - .35290621) < 1e-7 & abs(_se[x] - .042392003) < 1e-8 & abs(e(ll) + 42.814492) < 1e-5
poisson n x c, vce(robust)
assert abs(_se[_cons] - .2667705) < 1e-7 & abs(_se[x] - .023759886) < 1e-8

* odds ratios are the same model; replay shows it again
logistic d x c
assert "`e(cmd)'" == "logistic" & abs(_b[x] - 1.6983283) < 1e-6
logistic, level(90)
assert r(level) == 90

* frequency weights are copies
preserve
quietly logit d x c
scalar se = _se[x]
expand 2
quietly logit d x c
assert abs(_se[x] - se/sqrt(2)) < 1e-7
restore
generate two = 2
logit d x c [fweight = two]
assert e(N) == 40 & abs(_se[x] - se/sqrt(2)) < 1e-7
* sampling weights are robust
logit d x c [pweight = two]
assert e(N) == 20 & abs(_se[x] - .67746436) < 1e-6 & "`e(vcetype)'" == "Robust"

* an offset has the coefficient 1 and predict adds it
generate o = x
quietly logit d x c
scalar b = _b[x]
logit d x c, offset(o)
assert abs(_b[x] - (b - 1)) < 1e-6 & "`e(offset)'" == "o"
predict double xb, xb
assert abs(xb[1] - (_b[_cons] + (_b[x] + 1)*x[1] + _b[c]*c[1])) < 1e-9
predict double p
assert abs(p[1] - invlogit(xb[1])) < 1e-12
* the first-order condition: residuals add up to zero
quietly summarize p
scalar average = r(mean)
quietly summarize d
assert abs(average - r(mean)) < 1e-8
quietly poisson n x c
predict double mu
quietly summarize mu
scalar average = r(mean)
quietly summarize n
assert abs(average - r(mean)) < 1e-8

* outcomes and regressors that decide
capture logit d x if d == 1
assert _rc == 2000
generate s = d*10 + x/1000
capture logit d s
assert _rc == 2000
generate byte z = d == 1 & x > 4
logit d c z
assert _b[z] == 0 & e(N) == 20 - e(N_drop) & e(N_drop) > 0
predict double q
count if missing(q)
assert r(N) == e(N_drop)
quietly count if z
assert r(N) == e(N_drop)
* starting values lead to the same maximum
quietly logit d x
scalar b = _b[x]
logit d x, from(.1 0, copy) nolog
assert reldif(_b[x], b) < 1e-7
* r(table) holds what is shown: ratios with or and irr
logit d x, or
assert reldif(el(r(table),1,1), exp(_b[x])) < 1e-12 & reldif(el(r(table),2,1), exp(_b[x])*_se[x]) < 1e-12
assert reldif(el(r(table),6,1), exp(_b[x] + invnormal(.975)*_se[x])) < 1e-12 & el(r(table),9,1) == 1
logistic d x
assert reldif(el(r(table),1,1), exp(_b[x])) < 1e-12
regress c x, eform(ratio)
assert reldif(el(r(table),5,1), exp(_b[x] - invttail(e(df_r), .025)*_se[x])) < 1e-12
replace n = -1 in 1
capture poisson n x
assert _rc == 459
capture logit d x, exposure(c)
assert _rc == 198
capture poisson n x if n < 0, exposure(c)
assert _rc == 459
