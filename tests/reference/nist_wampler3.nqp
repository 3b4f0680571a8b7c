* NIST StRD linear regression Wampler3
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_wampler3.csv", clear
generate double x2 = x^2
generate double x3 = x^3
generate double x4 = x^4
generate double x5 = x^5

regress y x x2 x3 x4 x5
assert abs(_b[_cons] - 1) <= 1e-09
assert abs(_b[x] - 1) <= 1e-09
assert abs(_b[x2] - 1) <= 1e-09
assert abs(_b[x3] - 1) <= 1e-09
assert abs(_b[x4] - 1) <= 1e-09
assert abs(_b[x5] - 1) <= 1e-09
assert abs(_se[_cons] - 2152.3262467817) <= 2.15e-06
assert abs(_se[x] - 2363.55173469681) <= 2.36e-06
assert abs(_se[x2] - 779.343524331583) <= 7.79e-07
assert abs(_se[x3] - 101.47550755035) <= 1.01e-07
assert abs(_se[x4] - 5.64566512170752) <= 5.65e-09
assert abs(_se[x5] - 0.112324854679312) <= 1.12e-10
assert abs(e(N) - 21) <= 2.1e-08
assert abs(e(rmse) - 2360.14502379268) <= 2.36e-06
assert abs(e(r2) - 0.99999555902582) <= 1e-09
assert abs(e(df_m) - 5) <= 5e-09
assert abs(e(df_r) - 15) <= 1.5e-08
assert abs(e(mss) - 18814317208116.7) <= 1.88e+04
assert abs(e(mss)/e(df_m) - 3762863441623.33) <= 3.76e+03
assert abs(e(F) - 675524.458240122) <= 0.000676
assert abs(e(rss) - 83554268) <= 0.0836
assert abs(e(rss)/e(df_r) - 5570284.53333333) <= 0.00557
