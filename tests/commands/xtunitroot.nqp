* xtunitroot: t statistics from regressions by hand; moments for T = 19 interpolated in table 3 of Im, Pesaran and Shin (2003): -1.514 and .923 at 15, -1.522 and .851 at 20
sysuse grunfeld, clear
xtset firm year
scalar q_t = 0
forvalues i = 1/10 {
  quietly regress D.invest L.invest if firm == `i'
  scalar q_t = q_t + _b[L.invest]/_se[L.invest]/10
}
xtunitroot ips invest
assert abs(r(tbar) - q_t) < 1e-9 & r(N) == 200 & r(N_g) == 10
assert abs(r(wtbar) - sqrt(10)*(q_t - -1.5204)/sqrt(.8654)) < 1e-8
assert abs(r(p_wtbar) - normal(r(wtbar))) < 1e-12 & r(zttildebar) < .
* with lags and a trend
scalar q_t = 0
scalar q_P = 0
scalar q_Z = 0
forvalues i = 1/10 {
  quietly regress D.kstock L.kstock LD.kstock year if firm == `i'
  scalar q_one = _b[L.kstock]/_se[L.kstock]
  scalar q_t = q_t + q_one/10
}
xtunitroot ips kstock, trend lags(1)
assert abs(r(tbar) - q_t) < 1e-7 & r(zttildebar) >= .
* least squares in R and the moments that plm 2.6-2 (purtest, adjval) takes for rows and lags; its own statistic differs because it divides the residual sum of squares by the rows, not by the degrees of freedom
xtunitroot ips invest, lags(1)
assert abs(r(wtbar) - 2.550190410175) < 1e-8
xtunitroot ips invest, trend lags(1)
assert abs(r(wtbar) + 1.452989777713) < 1e-8
* Fisher: MacKinnon's (1994) surface with a constant by hand, left branch and right branch
forvalues i = 1/10 {
  quietly regress D.invest L.invest if firm == `i'
  scalar q_one = _b[L.invest]/_se[L.invest]
  if q_one <= -1.61 scalar q_p = normal(2.1659 + 1.4412*q_one + .038269*q_one^2)
  else scalar q_p = cond(q_one > 2.74, 1 - 1e-16, normal(1.7339 + .93202*q_one - .12745*q_one^2 - .010368*q_one^3))
  scalar q_P = q_P - 2*ln(q_p)
  scalar q_Z = q_Z + invnormal(q_p)/sqrt(10)
}
xtunitroot fisher invest, dfuller
assert abs(r(P) - q_P) < 1e-7 & abs(r(Z) - q_Z) < 1e-7 & r(df_P) == 20 & abs(r(p_P) - chi2tail(20, q_P)) < 1e-9
assert abs(r(Pm) - (r(P) - 20)/sqrt(40)) < 1e-9
* Levin, Lin and Chu without kernel or lags: pooled regression of normalised residuals, table 2 at its edge T = 25
preserve
foreach v in e v {
  generate double `v' = .
}
scalar q_S = 0
forvalues i = 1/10 {
  quietly regress D.invest if firm == `i'
  quietly predict double r1 if firm == `i' & L.invest < ., residuals
  quietly regress L.invest if firm == `i'
  quietly predict double r2 if firm == `i' & L.invest < ., residuals
  quietly regress r1 r2, noconstant
  scalar q_s = sqrt(e(rss)/19)
  quietly replace e = r1/q_s if firm == `i'
  quietly replace v = r2/q_s if firm == `i'
  quietly summarize r1
  scalar q_S = q_S + sqrt(r(Var)*18/19)/q_s/10
  drop r1 r2
}
quietly regress e v, noconstant
scalar q_s2 = e(rss)/190
scalar q_std = sqrt(q_s2)*_se[v]/e(rmse)
scalar q_t = _b[v]/q_std
xtunitroot llc invest, kernel(bartlett 0)
assert abs(r(td) - q_t) < 1e-7 & abs(r(tds) - (q_t - 190*q_S/q_s2*q_std*-.554)/.919) < 1e-6
restore
* means of periods taken off
egen double mean = mean(invest), by(year)
generate double less = invest - mean
xtunitroot ips less
scalar q_w = r(wtbar)
xtunitroot ips invest, demean
assert abs(r(wtbar) - q_w) < 1e-9
xtunitroot llc invest, trend lags(bic 3)
assert r(meanlags) <= 3 & r(p_tds) <= 1
* errors
capture xtunitroot hadri invest
assert _rc == 198
capture xtunitroot ips
assert _rc == 198
capture xtunitroot fisher invest
assert _rc == 198
capture xtunitroot ips invest, lags(aic)
assert _rc == 198
capture xtunitroot ips nosuch
assert _rc == 111
drop if firm == 3 & year == 1954
capture xtunitroot llc invest
assert _rc == 459
xtunitroot ips invest
drop if firm == 3 & year == 1940
capture xtunitroot ips invest
assert _rc == 459
