* predict after regress: definitions of Belsley, Kuh and Welsch (1980), checked by leaving rows out.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
regress y x c
scalar s = e(rmse)
matrix V = e(V)
predict fit
predict float fit4, xb
assert abs(fit4 - fit) < 1e-5
predict r, residuals
predict sc, score
predict h, hat
predict h2, leverage
predict se, stdp
predict sf, stdf
predict sr, stdr
predict rs, rstandard
predict rt, rstudent
predict k, cooksd
predict dx, dfbeta(x)
predict df, dfits
predict cov, covratio
assert abs(fit + r - y) < 1e-12 & h == h2 & sc == r
assert abs(se - s*sqrt(h)) < 1e-12 & abs(sf - s*sqrt(1 + h)) < 1e-12 & abs(sr - s*sqrt(1 - h)) < 1e-12
assert abs(rs - r/sr) < 1e-12
quietly summarize h
assert abs(r(sum) - 3) < 1e-10
* leave the fifth row out
scalar b_all = _b[x]
quietly regress y x c if _n != 5
assert abs(rt[5] - r[5]/(e(rmse)*sqrt(1 - h[5]))) < 1e-10
scalar change = b_all - _b[x]
quietly regress x c
scalar xx = e(rss)
quietly regress y x c if _n != 5
assert abs(dx[5] - change/(e(rmse)/sqrt(xx))) < 1e-10
predict fit5
generate d2 = (fit - fit5)^2
quietly summarize d2
assert abs(k[5] - r(sum)/(3*s^2)) < 1e-10
assert abs(df[5] - (fit[5] - fit5[5])/(e(rmse)*sqrt(h[5]))) < 1e-10
* the classical leverage whatever the variance
regress y x c, vce(cluster id)
predict hr, hat
assert abs(hr - h) < 1e-12
* out of sample, if and in
regress y x c if year < 2004
predict p
assert !missing(p)
predict q if year == 2004, xb
count if missing(q)
assert r(N) == 15
predict w, cooksd
count if missing(w)
assert r(N) == 5
replace x = . in 1
predict m
assert missing(m[1])
local label : variable label m
assert "`label'" == "Fitted values"
capture predict p
assert _rc == 110
capture predict z, nosuch
assert _rc == 198
capture predict z, xb residuals
assert _rc == 198
capture predict z, dfbeta
assert _rc == 198
capture predict z, dfbeta(z1)
assert _rc == 111
drop c
capture predict z
assert _rc == 111
ereturn clear
capture predict z
assert _rc == 301

*** Within an interval after regress. R 4.2.2: the moments of the normal distribution written out
sysuse auto, clear
quietly regress price weight
predict double p, pr(4000,6000)
predict double m, e(4000,6000)
predict double y, ystar(4000,6000)
assert reldif(p[1], .288692366740558) < 1e-9 & reldif(m[1], 5051.11220926243) < 1e-9
assert reldif(y[1], 5297.83492435664) < 1e-9
