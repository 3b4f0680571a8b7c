* NIST StRD linear regression Longley
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_longley.csv", clear

regress y x1 x2 x3 x4 x5 x6
assert abs(_b[_cons] + 3482258.63459582) <= 0.00348
assert abs(_b[x1] - 15.0618722713733) <= 1.51e-08
assert abs(_b[x2] + 0.035819179292591) <= 3.58e-11
assert abs(_b[x3] + 2.02022980381683) <= 2.02e-09
assert abs(_b[x4] + 1.03322686717359) <= 1.03e-09
assert abs(_b[x5] + 0.0511041056535807) <= 5.11e-11
assert abs(_b[x6] - 1829.15146461355) <= 1.83e-06
assert abs(_se[_cons] - 890420.383607373) <= 0.00089
assert abs(_se[x1] - 84.9149257747669) <= 8.49e-08
assert abs(_se[x2] - 0.0334910077722432) <= 3.35e-11
assert abs(_se[x3] - 0.488399681651699) <= 4.88e-10
assert abs(_se[x4] - 0.214274163161675) <= 2.14e-10
assert abs(_se[x5] - 0.22607320006937) <= 2.26e-10
assert abs(_se[x6] - 455.478499142212) <= 4.55e-07
assert abs(e(N) - 16) <= 1.6e-08
assert abs(e(rmse) - 304.854073561965) <= 3.05e-07
assert abs(e(r2) - 0.995479004577296) <= 9.95e-10
assert abs(e(df_m) - 6) <= 6e-09
assert abs(e(df_r) - 9) <= 9e-09
assert abs(e(mss) - 184172401.944494) <= 0.184
assert abs(e(mss)/e(df_m) - 30695400.3240823) <= 0.0307
assert abs(e(F) - 330.285339234588) <= 3.3e-07
assert abs(e(rss) - 836424.055505915) <= 0.000836
assert abs(e(rss)/e(df_r) - 92936.0061673238) <= 9.29e-05
