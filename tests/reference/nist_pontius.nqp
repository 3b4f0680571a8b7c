* NIST StRD linear regression Pontius
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_pontius.csv", clear
generate double x2 = x^2

regress y x x2
assert abs(_b[_cons] - 0.000673565789473684) <= 6.74e-13
assert abs(_b[x] - 7.32059160401003e-07) <= 7.32e-16
assert abs(_b[x2] + 3.16081871345029e-15) <= 3.16e-24
assert abs(_se[_cons] - 0.000107938612033077) <= 1.08e-13
assert abs(_se[x] - 1.57817399981659e-10) <= 1.58e-19
assert abs(_se[x2] - 4.86652849992036e-17) <= 4.87e-26
assert abs(e(N) - 40) <= 4e-08
assert abs(e(rmse) - 0.000205177424076185) <= 2.05e-13
assert abs(e(r2) - 0.999999900178537) <= 1e-09
assert abs(e(df_m) - 2) <= 2e-09
assert abs(e(df_r) - 37) <= 3.7e-08
assert abs(e(mss) - 15.6040343244198) <= 1.56e-08
assert abs(e(mss)/e(df_m) - 7.80201716220991) <= 7.8e-09
assert abs(e(F) - 185330865.995752) <= 0.185
assert abs(e(rss) - 1.55761768796992e-06) <= 1.56e-15
assert abs(e(rss)/e(df_r) - 4.20977753505385e-08) <= 4.21e-17
