* NIST StRD one-way ANOVA AtmWtAgt
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_atmwtagt.csv", clear

oneway y treat
assert abs(r(N) - 48) <= 4.8e-08
assert abs(r(df_m) - 1) <= 1e-09
assert abs(r(mss) - 3.638341875e-09) <= 3.64e-18
assert abs(r(mss)/r(df_m) - 3.638341875e-09) <= 3.64e-18
assert abs(r(F) - 15.946733567793) <= 1.59e-08
assert abs(r(df_r) - 46) <= 4.6e-08
assert abs(r(rss) - 1.04951729166667e-08) <= 1.05e-17
assert abs(r(rss)/r(df_r) - 2.28155932971014e-10) <= 2.28e-19

regress y i.treat
assert abs(e(r2) - 0.257426544538321) <= 2.57e-10
assert abs(e(rmse) - 1.5104831444641e-05) <= 1.51e-14
