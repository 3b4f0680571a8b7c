* xtreg, mle: with a constant alone and balanced panels the maximum has a closed form: sigma_e^2 = W/(n(T-1)), sigma_e^2 + T sigma_u^2 = T B/n with W and B the sums of squares within and of panel means
sysuse grunfeld, clear
xtset firm year
xtreg invest, mle nolog
egen double mean = mean(invest), by(firm)
summarize invest
scalar q_grand = r(mean)
generate double within = (invest - mean)^2
generate double between = (mean - q_grand)^2
summarize within
scalar q_e2 = r(sum)/(10*19)
summarize between
scalar q_total = r(sum)/10
assert abs(_b[_cons] - q_grand) < 1e-6 & abs(e(sigma_e)^2/q_e2 - 1) < 1e-7
assert abs((e(sigma_e)^2 + 20*e(sigma_u)^2)/q_total - 1) < 1e-6
* the test of sigma_u = 0 compares with least squares
xtreg invest mvalue kstock, mle
scalar q_ll = e(ll)
assert e(df_m) == 2 & e(chi2) == 2*(e(ll) - e(ll_0)) & abs(e(rho) - e(sigma_u)^2/(e(sigma_u)^2 + e(sigma_e)^2)) < 1e-12
scalar q_c = e(chi2_c)
scalar q_b = _b[mvalue]
predict double u, u
quietly regress invest mvalue kstock
assert abs(2*(q_ll - e(ll)) - q_c) < 1e-6
xtreg invest mvalue kstock, re
assert abs(_b[mvalue]/q_b - 1) < .01
* xtreg, pa: independent errors are least squares with variances divided by N; robust errors are clustered
xtreg invest mvalue kstock, pa corr(independent)
scalar q_b = _b[mvalue]
scalar q_s = _se[mvalue]
assert "`e(cmd)'" == "xtgee" & "`e(model)'" == "pa"
quietly regress invest mvalue kstock
assert abs(_b[mvalue]/q_b - 1) < 1e-9 & abs(_se[mvalue]*sqrt(197/200)/q_s - 1) < 1e-9
xtreg invest mvalue kstock, pa corr(independent) vce(robust)
scalar q_s = _se[mvalue]
quietly regress invest mvalue kstock, vce(cluster firm)
assert abs(_se[mvalue]*sqrt(197/199)/q_s - 1) < 1e-9
xtreg invest mvalue kstock, pa
assert e(alpha) > 0 & e(alpha) < 1
* at the solution the coefficients are GLS with that correlation: those of a random-effects transformation
scalar q_th = 1 - sqrt((1 - e(alpha))/(1 + 19*e(alpha)))
scalar q_b = _b[mvalue]
foreach v in invest mvalue kstock {
  egen double m_`v' = mean(`v'), by(firm)
  generate double q_`v' = `v' - q_th*m_`v'
}
generate double q = 1 - q_th
quietly regress q_invest q_mvalue q_kstock q, noconstant
assert abs(_b[q_mvalue]/q_b - 1) < 1e-8
capture xtreg invest mvalue, mle vce(robust)
assert _rc == 198
capture xtreg invest mvalue, mle theta
assert _rc == 198
capture xtreg invest mvalue, fe corr(exchangeable)
assert _rc == 198
