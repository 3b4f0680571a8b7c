* NIST StRD linear regression Wampler2
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_wampler2.csv", clear
generate double x2 = x^2
generate double x3 = x^3
generate double x4 = x^4
generate double x5 = x^5

regress y x x2 x3 x4 x5
assert abs(_b[_cons] - 1) <= 1e-09
assert abs(_b[x] - 0.1) <= 1e-10
assert abs(_b[x2] - 0.01) <= 1e-11
assert abs(_b[x3] - 0.001) <= 1e-12
assert abs(_b[x4] - 0.0001) <= 1e-13
assert abs(_b[x5] - 1e-05) <= 1e-14
assert abs(_se[_cons] - 0) <= 1e-06
assert abs(_se[x] - 0) <= 1e-06
assert abs(_se[x2] - 0) <= 1e-06
assert abs(_se[x3] - 0) <= 1e-06
assert abs(_se[x4] - 0) <= 1e-06
assert abs(_se[x5] - 0) <= 1e-06
assert abs(e(N) - 21) <= 2.1e-08
assert abs(e(rmse) - 0) <= 1e-06
assert abs(e(r2) - 1) <= 1e-09
assert abs(e(df_m) - 5) <= 5e-09
assert abs(e(df_r) - 15) <= 1.5e-08
assert abs(e(mss) - 6602.91858365167) <= 6.6e-06
assert abs(e(mss)/e(df_m) - 1320.58371673033) <= 1.32e-06
assert abs(e(rss) - 0) <= 1e-06
assert abs(e(rss)/e(df_r) - 0) <= 1e-06
