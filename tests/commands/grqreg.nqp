* grqreg: coefficients and limits are those of qreg at each quantile; e() and the data stay as they were.
sysuse auto
quietly qreg price mpg weight
scalar before = _b[mpg]
grqreg mpg, qstep(.3) ci
matrix P = r(plot)
assert rowsof(P) == 4 & P[1,2] == .05 & abs(P[4,2] - .95) < 1e-12
assert e(cmd) == "qreg" & _b[mpg] == before & _N == 74
quietly qreg price mpg weight, quantile(.35)
assert reldif(P[2,3], _b[mpg]) < 1e-12
assert reldif(P[2,5], _b[mpg] + invttail(e(df_r), .025) * _se[mpg]) < 1e-12
* All regressors and the constant, beside least squares.
grqreg, cons qmin(.25) qmax(.75) qstep(.25) ols olsci title("Quantiles")
assert rowsof(r(plot)) == 9
tempfile f
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "Intercept") > 0
capture grqreg mpg, qmin(.9) qmax(.1)
assert _rc == 198
quietly regress price mpg
capture grqreg
assert _rc == 301
