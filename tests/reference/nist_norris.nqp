* NIST StRD linear regression Norris
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_norris.csv", clear

regress y x
assert abs(_b[_cons] + 0.262323073774029) <= 2.62e-10
assert abs(_b[x] - 1.00211681802045) <= 1e-09
assert abs(_se[_cons] - 0.232818234301152) <= 2.33e-10
assert abs(_se[x] - 0.000429796848199937) <= 4.3e-13
assert abs(e(N) - 36) <= 3.6e-08
assert abs(e(rmse) - 0.884796396144373) <= 8.85e-10
assert abs(e(r2) - 0.999993745883712) <= 1e-09
assert abs(e(df_m) - 1) <= 1e-09
assert abs(e(df_r) - 34) <= 3.4e-08
assert abs(e(mss) - 4255954.13232369) <= 0.00426
assert abs(e(mss)/e(df_m) - 4255954.13232369) <= 0.00426
assert abs(e(F) - 5436385.54079785) <= 0.00544
assert abs(e(rss) - 26.6173985294224) <= 2.66e-08
assert abs(e(rss)/e(df_r) - 0.782864662630069) <= 7.83e-10
