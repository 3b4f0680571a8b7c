* NIST StRD linear regression NoInt1
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_noint1.csv", clear

regress y x, noconstant
assert abs(_b[x] - 2.07438016528926) <= 2.07e-09
assert abs(_se[x] - 0.0165289256198347) <= 1.65e-11
assert abs(e(N) - 11) <= 1.1e-08
assert abs(e(rmse) - 3.56753034006338) <= 3.57e-09
assert abs(e(r2) - 0.999365492298663) <= 9.99e-10
assert abs(e(df_m) - 1) <= 1e-09
assert abs(e(df_r) - 10) <= 1e-08
assert abs(e(mss) - 200457.727272727) <= 0.0002
assert abs(e(mss)/e(df_m) - 200457.727272727) <= 0.0002
assert abs(e(F) - 15750.25) <= 1.58e-05
assert abs(e(rss) - 127.272727272727) <= 1.27e-07
assert abs(e(rss)/e(df_r) - 12.7272727272727) <= 1.27e-08
