* NIST StRD one-way ANOVA SmLs07t
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_smls07t.csv", clear

oneway y treat
assert abs(r(N) - 189) <= 1.89
assert abs(r(df_m) - 8) <= 0.08
assert abs(r(mss) - 1.68) <= 0.0168
assert abs(r(mss)/r(df_m) - 0.21) <= 0.0021
assert abs(r(F) - 21) <= 0.21
assert abs(r(df_r) - 180) <= 1.8
assert abs(r(rss) - 1.8) <= 0.018
assert abs(r(rss)/r(df_r) - 0.01) <= 0.0001

regress y i.treat
assert abs(e(r2) - 0.482758620689655) <= 0.00483
assert abs(e(rmse) - 0.1) <= 0.001
