* Regression diagnostics (file order is the time order for dwatson/bgodfrey)
* Source: R 4.2.2, car 3.1.1, lmtest 0.9.40
set type double
set linesize 255
import delimited "$TESTS/reference/data/hprice1.csv", clear
generate long t = _n
tsset t

regress price lotsize sqrft bdrms
assert abs(e(N) - 88) <= 8.8e-07
assert abs(e(ll) + 482.877462472389) <= 4.83e-06
predict double lev, leverage
predict double rst, rstudent
predict double cook, cooksd
assert abs(lev[1] - 0.0199809787436987) <= 2e-10
assert abs(lev[2] - 0.0202313797074294) <= 2.02e-10
assert abs(lev[3] - 0.0259339099758318) <= 2.59e-10
assert abs(lev[4] - 0.0235074469217263) <= 2.35e-10
assert abs(lev[5] - 0.022454439933133) <= 2.25e-10
assert abs(rst[1] + 0.768637363835578) <= 7.69e-09
assert abs(rst[2] - 1.26837146051402) <= 1.27e-08
assert abs(rst[3] + 0.138661846571211) <= 1.39e-09
assert abs(rst[4] + 0.203165610719398) <= 2.03e-09
assert abs(rst[5] - 0.304189189809962) <= 3.04e-09
assert abs(cook[1] - 0.00302611920681817) <= 3.03e-11
assert abs(cook[2] - 0.00824515512680151) <= 8.25e-11
assert abs(cook[3] - 0.000129489377207678) <= 1.29e-12
assert abs(cook[4] - 0.000251282476775403) <= 2.51e-12
assert abs(cook[5] - 0.000537167932575665) <= 5.37e-12
estat vif
* r(vif_1) is the largest
assert abs(r(vif_1) - 1.41865430785734) <= 1.42e-08
assert abs(r(vif_2) - 1.39666321139263) <= 1.4e-08
assert abs(r(vif_3) - 1.03721145037107) <= 1.04e-08
assert abs((r(vif_1)+r(vif_2)+r(vif_3))/3 - 1.28417632320702) <= 1.28e-08
estat hettest
assert abs(r(chi2) - 20.5528870608054) <= 2.06e-07
assert abs(r(df) - 1) <= 1e-08
assert abs(r(p) - 5.80062413652739e-06) <= 1.46e-12
estat hettest, rhs
assert abs(r(chi2) - 30.0227303689409) <= 3e-07
assert abs(r(df) - 3) <= 3e-08
assert abs(r(p) - 1.36494661398772e-06) <= 3.82e-13
estat hettest, rhs iid
assert abs(r(chi2) - 14.09238550435) <= 1.41e-07
assert abs(r(df) - 3) <= 3e-08
estat imtest, white
assert abs(r(chi2_h) - 33.7316577110982) <= 3.37e-07
assert abs(r(df_h) - 9) <= 9e-08
assert abs(chi2tail(r(df_h),r(chi2_h)) - 9.952939773735e-05) <= 1.93e-11
estat ovtest
assert abs(r(F) - 4.25881475755055) <= 4.26e-08
assert abs(r(df) - 3) <= 3e-08
assert abs(r(df_r) - 81) <= 8.1e-07
assert abs(r(p) - 0.00760708227108303) <= 8.18e-10
estat dwatson
assert abs(r(dw) - 2.10979551759746) <= 2.11e-08
estat bgodfrey, lags(1)
matrix BG = r(chi2)
matrix BP = r(p)
assert abs(BG[1,1] - 0.393624309892066) <= 3.94e-09
assert abs(BP[1,1] - 0.530400436423354) <= 1.2e-08
estat ic
matrix S = r(S)
assert abs(S[1,5] - 973.754924944777) <= 9.74e-06
assert abs(S[1,6] - 983.66427220269) <= 9.84e-06
