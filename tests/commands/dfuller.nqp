* Dickey-Fuller tests. Statistics: R 4.2.2, urca 1.3-3, ur.df. Critical values: Fuller (1976), table 8.5.2.
clear
input y
2.1
2.5
1.9
3.2
3.9
3.1
4.4
4.0
5.2
4.8
5.9
5.1
6.2
6.8
6.1
7.3
7.0
7.9
7.2
8.4
8.1
9.0
8.7
9.9
9.1
end
recast double y
replace y = round(y, .1)
generate t = _n
tsset t

*** Statistics of all forms
dfuller y, noconstant
assert reldif(r(Zt), 1.15241715142) < 1e-8
dfuller y, noconstant lags(2)
assert reldif(r(Zt), 3.54204567549) < 1e-8
assert missing(r(p))
dfuller y
assert reldif(r(Zt), -1.11518049636) < 1e-8
assert r(N) == 24 & r(cv_1) == -3.75
dfuller y, lags(2)
assert reldif(r(Zt), -1.09417669215) < 1e-8
dfuller y, trend regress
assert reldif(r(Zt), -10.0832384028) < 1e-8
assert r(p) < 1e-6
dfuller y, trend lags(2)
assert reldif(r(Zt), -3.41824192752) < 1e-8
dfuller y, drift
quietly regress D.y L.y
assert reldif(r(p), 1 - ttail(e(df_r), r(Zt))) < 1e-10
* Interpolated critical values
clear
set obs 76
generate t = _n
tsset t
generate y = mod(_n*_n, 17)
dfuller y
assert abs(r(cv_5) - (-2.91)) < 1e-12

*** One unit of a panel is a series of its own; several are refused.
preserve
generate when = _n
tsset when
quietly dfuller y, lags(1)
scalar alone = r(Zt)
expand 2, generate(second)
replace y = y^2 if second
xtset second when
quietly dfuller y if second == 0, lags(1)
assert reldif(r(Zt), alone) < 1e-12
capture dfuller y
assert _rc == 459
restore
*** Mistakes
capture dfuller y, trend drift
assert _rc == 198
capture dfuller y, noconstant trend
assert _rc == 198
capture dfuller nosuch
assert _rc == 111
capture dfuller y, lags(60)
assert inlist(_rc, 2000, 2001)
tsset, clear
capture dfuller y
assert _rc == 111
