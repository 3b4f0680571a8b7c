* frontier: without inefficiency it is least squares; the score of the maximum is zero
clear
set obs 500
set seed 21
generate double x = rnormal()
generate double u = abs(rnormal())
generate double y = 1 + .5*x + .3*rnormal() - .7*u
frontier y x
assert e(converged) == 1 & e(chi2_c) > 3.84 & e(sigma_u) > e(sigma_v)
assert abs(e(lambda) - e(sigma_u)/e(sigma_v)) < 1e-9 & abs(exp([lnsig2u]_cons/2) - e(sigma_u)) < 1e-9
* te, u and m from their formulas, row by row
predict double te, te
predict double u1, u
predict double m, m
predict double xb
generate double mu = -(y - xb)*e(sigma_u)^2/(e(sigma_u)^2 + e(sigma_v)^2)
scalar q_s = e(sigma_u)*e(sigma_v)/sqrt(e(sigma_u)^2 + e(sigma_v)^2)
generate double check = mu + q_s*normalden(mu/q_s)/normal(mu/q_s)
assert abs(u1 - check) < 1e-9
assert abs(te - normal(mu/q_s - q_s)/normal(mu/q_s)*exp(-mu + q_s^2/2)) < 1e-9
assert abs(m - max(mu, 0)) < 1e-9
predict double bc, bc
predict double jlms, jlms
assert bc == te & abs(jlms - exp(-u1)) < 1e-12
* a cost frontier is the production frontier of the negative
generate double c = -y
frontier y x
scalar q_ll = e(ll)
scalar q_b = _b[x]
frontier c x, cost
assert abs(e(ll) - q_ll) < 1e-7 & abs(_b[x] + q_b) < 1e-6 & "`e(function)'" == "cost"
predict double tc, te
assert tc >= 1
* the truncated normal contains the half-normal
frontier y x, distribution(tnormal) nolog
assert e(ll) >= q_ll - 1e-6 & abs(e(gamma) - e(sigma_u)^2/e(sigma2)) < 1e-9 & [mu]_cons < .
frontier y x, distribution(exponential) vce(robust)
assert "`e(vce)'" == "robust" & e(chi2_c) >= .
* frequency weights are copies
generate w = 1 + mod(_n, 3)
frontier y x [fweight = w], nolog
scalar q_b = _b[x]
scalar q_s = _se[x]
preserve
expand w
frontier y x, nolog
assert abs(_b[x] - q_b) < 1e-6 & abs(_se[x] - q_s) < 1e-6
restore
* variances by regressors
generate z = mod(_n, 5)
frontier y x, uhet(z) vhet(z) nolog
assert colsof(e(b)) == 6 & "`e(u_hetvar)'" == "z"
predict double th, te
assert th > 0 & th < 1
* errors leave the estimates
capture frontier y x, cm(z)
assert _rc == 198 & "`e(u_hetvar)'" == "z"
capture frontier y nosuch
assert _rc == 111
capture frontier y x if x > 100
assert _rc == 2000
generate str1 t = "a"
capture frontier t x
assert _rc == 109
capture frontier y x in 1/3
assert _rc == 2001
