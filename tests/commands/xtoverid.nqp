* xtoverid: the Wald statistic times the error variance of its own regression is that of hausman times its variance,
* since both test the same restrictions (Arellano 1993); the rest is checked against the regression written out.
webuse grunfeld, clear
set type double
xtset company year
xtreg invest mvalue kstock, fe
estimates store fe
scalar s2 = e(sigma_e)^2
xtreg invest mvalue kstock, re
estimates store re
scalar theta = e(theta)
hausman fe re, sigmaless
scalar H = r(chi2)*s2
estimates restore re
xtoverid
scalar j = r(j)
assert r(jdf) == 2 & abs(r(jp) - chi2tail(2, j)) < 1e-12 & "`e(model)'" == "re"
foreach v in invest mvalue kstock {
  egen m_`v' = mean(`v'), by(company)
  generate q_`v' = `v' - theta*m_`v'
  generate d_`v' = `v' - m_`v'
}
generate c = 1 - theta
quietly regress q_invest q_mvalue q_kstock d_mvalue d_kstock c, noconstant
assert abs(j*e(rss)/e(N)/H - 1) < 1e-6
quietly ivreg2 q_invest q_mvalue q_kstock d_mvalue d_kstock c, noconstant cluster(company)
quietly test d_mvalue d_kstock
scalar W = r(chi2)
quietly xtreg invest mvalue kstock, re vce(cluster company)
xtoverid
assert abs(r(j)/W - 1) < 1e-8
quietly regress invest mvalue
capture xtoverid
assert _rc == 301
