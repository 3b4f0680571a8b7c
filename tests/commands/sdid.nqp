* sdid on California's Proposition 99: numbers from the R package synthdid.
sysuse prop99
sdid packspercapita state year treated, vce(noinference)
assert reldif(e(ATT), -15.6038278727338) < 1e-6 & e(N_control) == 38 & e(N_treated) == 1
matrix O = e(omega)
assert rowsof(O) == 38
sdid packspercapita state year treated, vce(noinference) method(sc)
assert reldif(e(ATT), -19.619663470944) < 1e-6
sdid packspercapita state year treated, method(did) reps(20) seed(1)
assert reldif(e(ATT), -27.349111083615) < 1e-9 & e(se) > 0
capture sdid packspercapita state year
assert _rc == 102
drop in 1
capture sdid packspercapita state year treated
assert _rc == 459

* Several times of adoption: the effect is the average over cohorts, each against the units that never adopt, by
* treated cells (the definition in appendix A of Arkhangelsky et al. 2021); cohorts alone give the same effects.
clear
set obs 240
generate id = ceil(_n/12)
generate t = mod(_n - 1, 12) + 1
generate g = cond(id <= 3, 6, cond(id <= 5, 9, 0))
generate byte d = g > 0 & t >= g
generate x = mod(7*_n, 11)
generate y = id + mod(id, 4)*t/4 + cond(id <= 3, 3, 5)*d + mod(13*_n, 7)/10 + .3*x
foreach m in sdid sc did {
  sdid y id t d, vce(noinference) method(`m')
  scalar all = e(ATT)
  matrix T = e(tau)
  sdid y id t d if g != 9, vce(noinference) method(`m')
  scalar first = e(ATT)
  sdid y id t d if g != 6, vce(noinference) method(`m')
  assert abs(all - (21*first + 8*e(ATT))/29) < 1e-10 & abs(T[1,1] - first) < 1e-10 & abs(T[2,1] - e(ATT)) < 1e-10
}
* method(did) with one cohort is the two-way coefficient
sdid y id t d if g != 9, vce(noinference) method(did)
scalar b = e(ATT)
quietly reghdfe y d if g != 9, absorb(id t)
assert reldif(b, _b[d]) < 1e-10
* covariates taken out with the coefficients of the untreated
quietly reghdfe y x if g == 0, absorb(id t)
generate double r = y - _b[x]*x
sdid r id t d, vce(noinference)
scalar b = e(ATT)
sdid y id t d, vce(noinference) covariates(x, projected)
assert reldif(b, e(ATT)) < 1e-8
did y x, estimator(sdid) treat(d) id(id) time(t) vce(noinference)
assert reldif(b, _b[ATT]) < 1e-8 & e(estimator) == "sdid"
* Errors: the jackknife of the difference in differences by hand, the others by their order of size
sdid y id t d if g != 9, vce(jackknife) method(did)
scalar se = e(se)
scalar s1 = 0
scalar s2 = 0
scalar k = 0
levelsof id if g != 9
foreach i in `r(levels)' {
  quietly reghdfe y d if g != 9 & id != `i', absorb(id t)
  scalar s1 = s1 + _b[d]
  scalar s2 = s2 + _b[d]^2
  scalar k = k + 1
}
assert reldif(se, sqrt((k-1)/k*(s2 - s1^2/k))) < 1e-8
foreach v in bootstrap jackknife placebo {
  sdid y id t d, vce(`v') reps(30) seed(5)
  assert inrange(e(se), .005, 1) & e(vce) == "`v'" & e(N_cohorts) == 2
}
sdid y id t d, vce(bootstrap) reps(30) seed(6)
scalar se = e(se)
sdid y id t d, vce(bootstrap) reps(30) seed(6)
assert e(se) == se
* Figures
sdid y id t d, vce(noinference) graph g1on
graph describe sdid_trends6
graph describe sdid_weights9
tempfile stub
sdid y id t d if g != 9, vce(noinference) graph_export("`stub'", .svg)
confirm file "`stub'trends6.svg"
* What cannot be done
capture sdid y id t d, vce(noinference) covariates(x, wrong)
assert _rc == 198
capture sdid y id t d if id != 4, vce(jackknife)
assert _rc == 459
capture sdid y id t d if id <= 5, vce(noinference)
assert _rc == 459
capture sdid y id t d if id <= 8, vce(placebo)
assert _rc == 459
capture sdid y id t d if inrange(id, 5, 9) & id != 6, vce(bootstrap)
assert _rc == 459
capture sdid y id t d if t >= 5, vce(noinference)
assert _rc == 459
*** Several times of adoption: algorithm 1 for each cohort, weighted by treated cells
* Expected: Frank-Wolfe weights with the penalties and stopping rule of Arkhangelsky et al. (2021), algorithms 1 and 2,
* and the average over cohorts of Clarke et al. (2023), written out in R 4.2; coefficients of x by lm on the controls.
clear
set obs 240
generate id = ceil(_n/12)
generate t = mod(_n - 1, 12) + 1
generate byte d = (id <= 2 & t >= 6) | (inrange(id, 3, 5) & t >= 9)
generate double x = mod(13*_n + 5*id*t, 17)/4
generate double y = 2*id + mod(id, 4)*t/3 + mod(id,3)*t^2/40 + cond(id <= 2, 3, 5)*d + .4*x + mod(7*_n, 11)/5
quietly sdid y id t d, vce(noinference)
matrix T = e(tau)
assert abs(e(ATT) - 4.194539851853) < 1e-9
assert abs(T[1,1] - 3.03752104639) < 1e-9 & abs(T[2,1] - 5.54439512489) < 1e-9
assert abs(T[1,3] - 14/26) < 1e-12 & T[2,2] == 9
quietly sdid y id t d, vce(noinference) method(sc)
assert abs(e(ATT) + 1.735576923077) < 1e-9
quietly sdid y id t d, vce(noinference) covariates(x, projected)
matrix T = e(tau)
assert abs(e(ATT) - 4.262568812509) < 1e-9 & abs(T[2,1] - 5.49372680457) < 1e-9
* With coefficients found together with the weights: the alternating steps of the R package synthdid, written out in R.
quietly sdid y id t d, vce(noinference) covariates(x, optimized)
assert abs(e(ATT) - 4.192121363275) < 1e-8
quietly sdid y id t d, vce(noinference) covariates(x)
assert abs(e(ATT) - 4.192121363275) < 1e-8
*** did takes the same errors by vce(); the words belong to estimator(sdid) alone
clear
set obs 240
generate id = ceil(_n/12)
generate t = mod(_n - 1, 12) + 1
xtset id t
generate byte d = (id <= 2 & t >= 6) | (inrange(id, 3, 5) & t >= 9)
generate double y = 2*id + mod(id, 4)*t/3 + cond(id <= 2, 3, 5)*d + mod(7*_n, 11)/5
foreach v in bootstrap jackknife placebo {
  quietly sdid y id t d, vce(`v') reps(20) seed(5)
  scalar se = e(se)
  did y, estimator(sdid) treat(d) vce(`v') reps(20) seed(5)
  assert reldif(_se[ATT], se) < 1e-12 & "`e(cmd)'" == "did"
  did y, estimator(sdid) treat(d) vce(`v', reps(20) seed(5))
  assert reldif(_se[ATT], se) < 1e-12
}
did y, estimator(sdid) treat(d)
assert "`e(vce)'" == "placebo"
quietly sdid y id t d, vce(noinference) method(sc)
scalar b = e(ATT)
did y, estimator(sdid) treat(d) vce(noinference) method(sc)
assert reldif(b, _b[ATT]) < 1e-12
capture did y, estimator(sdid) treat(d) vce(cluster id)
assert _rc == 198
capture did y, estimator(sdid) treat(d) vce(bootstrap, wrong(3))
assert _rc == 198
capture did y, estimator(sdid) treat(d) vce(bootstrap, reps(1))
assert _rc == 198
foreach e in twfe cs bjs gardner sa wooldridge dcdh {
  capture did y, estimator(`e') treat(d) vce(bootstrap)
  assert _rc == 198
}
