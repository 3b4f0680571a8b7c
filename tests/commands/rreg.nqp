* rreg.

*** Brownlee's stack loss plant, coefficients and standard errors as Stata prints them (statsmodels, rlm results)
clear
input stackloss airflow watertemp acidconc
42 80 27 89
37 80 27 88
37 75 25 90
28 62 24 87
18 62 22 87
18 62 23 87
19 62 24 93
20 62 24 93
15 58 23 87
14 58 18 80
14 58 18 89
13 58 17 88
11 58 18 82
12 58 19 93
8 50 18 89
7 50 18 86
8 50 19 72
8 50 19 79
9 50 20 80
15 56 20 82
15 70 20 91
end
rreg stackloss airflow watertemp acidconc, genwt(w)
assert e(N) == 21 & e(df_r) == 17 & e(ic) == 8 & e(converged) == 1 & abs(e(F) - 74.15) < .005
assert abs(_b[airflow] - .8526511) < 5e-8 & abs(_se[airflow] - .1223835) < 5e-8
assert abs(_b[watertemp] - .8733594) < 5e-8 & abs(_se[watertemp] - .3339811) < 5e-8
assert abs(_b[acidconc] + .1224349) < 5e-8 & abs(_se[acidconc] - .1418364) < 5e-8
assert abs(_b[_cons] + 41.6703) < 5e-5 & abs(_se[_cons] - 10.79559) < 5e-6
* the coefficients are those of least squares with the last weights
scalar b = _b[airflow]
regress stackloss airflow watertemp acidconc [aw=w]
assert reldif(_b[airflow], b) < 1e-9

*** The recipe in Python 3.11 with NumPy on the automobiles: three weights are zero, which counts in the variance
sysuse auto, clear
rreg mpg weight foreign
assert reldif(_b[weight], -.00639759824) < 1e-8 & reldif(_se[weight], .00037182729) < 1e-7
assert reldif(_b[foreign], -3.18263867) < 1e-8 & reldif(_se[foreign], .62796399) < 1e-7
assert reldif(_b[_cons], 40.6402235) < 1e-8 & reldif(e(F), 168.32467888) < 1e-9 & e(ic) == 8

*** Rows of great influence leave the sample
sysuse auto, clear
replace weight = 20000 in 1
replace mpg = 200 in 1
rreg mpg weight foreign, genwt(left) nolog
assert e(N) == 73 & missing(left[1])
count if e(sample)
assert r(N) == 73

*** predict, test, replay; what fails leaves the data alone
sysuse auto, clear
rreg mpg weight i.foreign
predict double xb
predict double r, residuals
assert abs(xb + r - mpg) < 1e-9
test weight 1.foreign
assert abs(r(F) - e(F)) < 1e-9
rreg, level(90)
capture rreg mpg weight, genwt(xb)
assert _rc == 110
capture rreg mpg weight, iterate(2)
assert _rc == 430 & e(converged) == 0
capture rreg mpg weight [fw=rep78]
assert _rc == 101
capture rreg make weight
assert _rc == 109
generate zero = 0
capture rreg zero weight
assert _rc == 498
