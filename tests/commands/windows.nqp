* rangestat, asrol and asreg. Numbers: R 4.2.2 lm, sandwich (vcovHC HC1; NeweyWest lag 2, no prewhitening, adjusted).
sysuse grunfeld
bysort firm: asreg invest mvalue kstock, window(year 10) se fit rmse
assert _N == 200
assert firm[18] == 1 & year[18] == 1952
assert _Nobs[18] == 10
assert reldif(_b_mvalue[18], .1337758401926) < 1e-10
assert reldif(_b_cons[18], -91.9656823633407) < 1e-9
assert reldif(_se_kstock[18], .03067826171878) < 1e-9
assert reldif(_R2[18], .9137600229416) < 1e-10
assert reldif(_adjR2[18], .8891200294963) < 1e-10
assert reldif(_rmse[18], 40.8278078893267) < 1e-10
assert reldif(_fitted[18], 853.56184266462) < 1e-9
assert reldif(_residuals[18], 37.63815733538) < 1e-7
* three coefficients need four observations
assert missing(_Nobs[3]) & _Nobs[4] == 4
drop _*
bysort firm: asreg invest mvalue kstock, wind(year -9 0) robust
assert reldif(_se_mvalue[18], .02190088804515) < 1e-9
drop _*
asreg invest mvalue kstock, wind(year 10) se newey(2) by(firm)
assert reldif(_se_kstock[18], .019473002809442) < 1e-9
assert reldif(_se_cons[18], 42.980787013457544) < 1e-9
capture asreg invest mvalue, by(firm)
assert _rc == 110
drop _*
* without a window: the whole group; a collinear regressor has no coefficient
generate double twice = 2 * mvalue
asreg invest mvalue twice if firm == 3, noconstant
assert missing(_b_twice[41]) & _Nobs[41] == 20 & missing(_Nobs[1])
drop _*
capture asreg invest mvalue, fmb
assert _rc == 459
capture asreg invest mvalue, recursive
assert _rc == 198
capture asreg invest mvalue, window(year)
assert _rc == 198
capture asreg invest mvalue if year > 3000
assert _rc == 2000

rangestat (corr) invest mvalue (cov) invest mvalue (median) invest (variance) v=invest (reg) invest mvalue kstock, ///
    interval(year -9 0) by(firm)
assert reldif(corr_x[18], .6228714706408) < 1e-10 & corr_nobs[18] == 10
assert reldif(cov_x[18], 48790.72866667) < 1e-9
assert reldif(invest_median[18], 565.05) < 1e-12
assert reldif(v[18], 15033.4626666667) < 1e-10
assert reldif(b_kstock[18], .2004158613515) < 1e-10
assert reldif(reg_adj_r2[18], .8891200294963) < 1e-10
assert reldif(se_mvalue[18], .02141339309754) < 1e-9

* ends: numbers, variables, open ones; missing values; the observation itself
clear
input id t x low
1 1 10 1
1 2 .  1
1 4 30 .
1 5 40 6
2 1 7  1
. 2 9  1
end
rangestat x (count) x (obs) n=x (missing) m=x (first) x (lastnm) x, interval(t -1 1) by(id)
assert x_mean[1] == 10 & x_count[1] == 1 & n[1] == 2 & m[1] == 1
assert x_mean[3] == 35 & x_mean[4] == 35 & n[2] == 2
assert x_first[2] == 10 & x_lastnm[2] == 10
assert x_mean[6] == 9
rangestat (sum) s=x, interval(t low t) by(id)
assert s[1] == 10 & s[2] == 10 & s[3] == 40 & missing(s[4])
rangestat (max) top=x, interval(t . .) by(id) excludeself
assert top[1] == 40 & top[4] == 30 & missing(top[5])
rangestat (mean) part=x if t < 5, interval(t . .) by(id)
assert part[1] == 20 & missing(part[4])
capture rangestat (mean) x, interval(t -1)
assert _rc == 198
capture rangestat (mean) x, interval(t -1 0)
assert _rc == 110
capture rangestat (mode) x, interval(t -1 0)
assert _rc == 198
capture rangestat (mean) zz, interval(t -1 0)
assert _rc == 111
generate str1 s2 = "a"
capture rangestat (mean) q=s2, interval(t -1 0)
assert _rc == 109
capture rangestat (mean) q=x, interval(s2 -1 0)
assert _rc == 109
assert c(k) == 14

* Fama-MacBeth: averages of yearly regressions; errors as mean and newey give for the series of coefficients
sysuse grunfeld, clear
xtset firm year
asreg invest mvalue kstock, fmb
assert e(T) == 20 & e(df_r) == 19 & c(k) == 5
matrix b = e(b)
matrix V = e(V)
asreg invest mvalue kstock, fmb newey(2)
matrix N = e(V)
capture asreg invest mvalue, fmb window(year 5)
assert _rc == 198
capture bysort firm: asreg invest mvalue, fmb
assert _rc == 198
capture asreg invest mvalue if year == 1950, fmb
assert _rc == 2001
preserve
set type double
statsby b=_b[mvalue] k=_b[kstock], by(year) clear: regress invest mvalue kstock
mean b k
assert reldif(_b[b], b[1,1]) < 1e-12 & reldif(_se[b]^2, V[1,1]) < 1e-11
matrix S = e(V)
assert reldif(S[2,1], V[2,1]) < 1e-11
tsset year
newey b, lag(2)
assert reldif(_se[_cons]^2, N[1,1]) < 1e-11
restore

bysort firm: asrol invest, stat(gmean median) window(year 10) min(4)
assert reldif(gmean10_invest[18], 614.2406748146) < 1e-10
assert reldif(median10_invest[18], 565.05) < 1e-12
assert missing(gmean10_invest[3]) & !missing(gmean10_invest[4])
asrol invest mvalue, stat(sum) by(year)
egen double total = total(invest), by(year)
assert reldif(sum_invest, total) < 1e-12
capture asrol invest mvalue, stat(mean) gen(m)
assert _rc == 198
capture asrol invest, stat(mean) xf(year)
assert _rc == 198
capture asrol invest, stat(max2)
assert _rc == 198
