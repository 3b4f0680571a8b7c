* Real Stata output: regress mpg hp with five vce, unweighted and aweighted (w = drat/5). V_hp and V_cons are
* variances.
* Source: Stata (results in GitHub DeclareDesign/estimatr, tests/testthat/stata-ests.txt)
set type double
set linesize 255
import delimited "$TESTS/reference/data/mtcars.csv", clear
generate double w = drat/5

regress mpg hp
assert abs(_se[hp]^2 - 0.0001024) <= 6e-09
assert abs(_se[_cons]^2 - 2.669698) <= 5.34e-07
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 45.459797) <= 9.09e-06

regress mpg hp, vce(robust)
assert abs(_se[hp]^2 - 0.00018388) <= 6e-09
assert abs(_se[_cons]^2 - 4.3123302) <= 8.62e-07
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 25.315348) <= 5.06e-06

regress mpg hp, vce(hc2)
assert abs(_se[hp]^2 - 0.00021652) <= 6e-09
assert abs(_se[_cons]^2 - 4.8093019) <= 9.62e-07
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 21.499286) <= 4.3e-06

regress mpg hp, vce(hc3)
assert abs(_se[hp]^2 - 0.00027562) <= 6e-09
assert abs(_se[_cons]^2 - 5.8084222) <= 1.16e-06
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 16.889294) <= 3.38e-06

regress mpg hp, vce(cluster cyl)
assert abs(_se[hp]^2 - 0.00034882) <= 6e-09
assert abs(_se[_cons]^2 - 14.922475) <= 2.98e-06
assert abs(e(df_r) - 2) <= 4e-07
assert abs(e(F) - 13.345142) <= 2.67e-06

regress mpg hp [aweight=w]
assert abs(_se[hp]^2 - 9.984e-05) <= 6e-09
assert abs(_se[_cons]^2 - 2.4918295) <= 4.98e-07
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 48.196413) <= 9.64e-06

regress mpg hp [aweight=w], vce(robust)
assert abs(_se[hp]^2 - 0.00017632) <= 6e-09
assert abs(_se[_cons]^2 - 4.0902569) <= 8.18e-07
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 27.29069) <= 5.46e-06

regress mpg hp [aweight=w], vce(hc2)
assert abs(_se[hp]^2 - 0.00020717) <= 6e-09
assert abs(_se[_cons]^2 - 4.5180983) <= 9.04e-07
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 23.226908) <= 4.65e-06

regress mpg hp [aweight=w], vce(hc3)
assert abs(_se[hp]^2 - 0.00026334) <= 6e-09
assert abs(_se[_cons]^2 - 5.4069309) <= 1.08e-06
assert abs(e(df_r) - 30) <= 6e-06
assert abs(e(F) - 18.2733) <= 3.65e-06

regress mpg hp [aweight=w], vce(cluster cyl)
assert abs(_se[hp]^2 - 0.00031337) <= 6e-09
assert abs(_se[_cons]^2 - 13.155473) <= 2.63e-06
assert abs(e(df_r) - 2) <= 4e-07
assert abs(e(F) - 15.355597) <= 3.07e-06
