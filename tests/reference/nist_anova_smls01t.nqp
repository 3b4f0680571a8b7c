* NIST StRD one-way ANOVA SmLs01t
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_smls01t.csv", clear

oneway y treat
assert abs(r(N) - 189) <= 1.89e-07
assert abs(r(df_m) - 8) <= 8e-09
assert abs(r(mss) - 1.68) <= 1.68e-09
assert abs(r(mss)/r(df_m) - 0.21) <= 2.1e-10
assert abs(r(F) - 21) <= 2.1e-08
assert abs(r(df_r) - 180) <= 1.8e-07
assert abs(r(rss) - 1.8) <= 1.8e-09
assert abs(r(rss)/r(df_r) - 0.01) <= 1e-11

regress y i.treat
assert abs(e(r2) - 0.482758620689655) <= 4.83e-10
assert abs(e(rmse) - 0.1) <= 1e-10
