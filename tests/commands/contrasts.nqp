* contrast, pwcompare and margins r.g. R 4.2.2: lm, its vcov and the weights of the contrasts written out; TukeyHSD
* of package stats for Tukey and Kramer's intervals; p.adjust's definitions for the others.
sysuse auto

*** Differences from the base, adjacent levels and the mean of all, with covariates
quietly regress price i.rep78 mpg
contrast r.rep78
matrix B = r(b)
matrix T = r(table)
forvalues k = 2/5 {
  assert abs(B[1,`k'-1] - _b[`k'.rep78]) < 1e-9 & abs(T[2,`k'-1] - _se[`k'.rep78]) < 1e-9
}
assert "`: colnames B'" == "r2vs1.rep78 r3vs1.rep78 r4vs1.rep78 r5vs1.rep78"
matrix F = r(F)
matrix P = r(p)
assert reldif(F[1,5], 1.07180297290099) < 1e-10 & reldif(P[1,5], 0.377998148930862) < 1e-10
quietly testparm i.rep78
assert reldif(r(F), F[1,5]) < 1e-12
contrast ar.rep78
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,2], 548.022291281260) < 1e-10 & reldif(sqrt(V[2,2]), 1037.043769270256) < 1e-10
assert reldif(B[1,3], 268.183983694884) < 1e-10 & reldif(sqrt(V[3,3]), 788.971866062334) < 1e-10
contrast a.rep78
matrix A = r(b)
assert abs(A[1,2] + B[1,2]) < 1e-9
contrast g.rep78
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], -1425.822978115969) < 1e-10 & reldif(sqrt(V[1,1]), 1502.521168836277) < 1e-10
assert reldif(B[1,5], 1706.159200661862) < 1e-10 & reldif(sqrt(V[5,5]), 842.508379874787) < 1e-10
contrast rb3.rep78
matrix B = r(b)
assert abs(B[1,3] - (_b[4.rep78] - _b[3.rep78])) < 1e-9
* the joint test alone is the same, and e() stays
contrast rep78
assert reldif(el(r(F),1,1), 1.07180297290099) < 1e-10 & el(r(df),1,1) == 4 & e(cmd) == "regress"

*** Two factors: balanced main effects, simple effects, the interaction
quietly regress mpg i.foreign##i.rep78 if rep78 > 2
contrast r.foreign
assert reldif(el(r(b),1,1), 1.7037037037037) < 1e-10 & reldif(sqrt(el(r(V),1,1)), 1.86867504054536) < 1e-10
contrast r.rep78
matrix B = r(b)
assert abs(B[1,1] - .5) < 1e-10 & abs(B[1,2] - 8) < 1e-10 & reldif(el(r(F),1,3), 6.06830636743215) < 1e-10
contrast r.foreign@rep78
matrix B = r(b)
matrix V = r(V)
assert "`: colnames B'" == "r1vs0.foreign@3.rep78 r1vs0.foreign@4.rep78 r1vs0.foreign@5.rep78"
assert reldif(B[1,2], 6.44444444444444) < 1e-10 & reldif(sqrt(V[3,3]), 3.99443474950932) < 1e-10
assert reldif(el(r(F),1,4), 3.70414008399395) < 1e-10 & el(r(df),1,4) == 3
contrast foreign##rep78
assert colsof(r(p)) == 3 & reldif(el(r(F),1,2), 6.06830636743215) < 1e-10
contrast r.foreign#r.rep78
matrix B = r(b)
assert abs(B[1,1] - _b[1.foreign#4.rep78]) < 1e-10
quietly testparm i.foreign#i.rep78
scalar F0 = r(F)
contrast foreign#rep78
assert reldif(el(r(F),1,1), F0) < 1e-10
* slopes of a continuous variable
quietly regress mpg i.foreign##c.weight
contrast r.foreign#c.weight
assert reldif(el(r(b),1,1), -0.00445087407728064) < 1e-10 & reldif(sqrt(el(r(V),1,1)), 0.001784590525981431) < 1e-10
* an empty cell cannot be compared
quietly regress mpg i.foreign##i.rep78
contrast r.foreign@rep78
* cells (1,1) and (1,2) are empty: what needs them is not estimable; at the other levels the means of the cells
matrix B = r(b)
matrix V = r(V)
assert B[1,1] == 0 & V[1,1] == 0 & B[1,2] == 0 & V[2,2] == 0
forvalues k = 3/5 {
  quietly summarize mpg if foreign & rep78 == `k'
  scalar M1 = r(mean)
  quietly summarize mpg if !foreign & rep78 == `k'
  assert abs(B[1,`k'] - (M1 - r(mean))) < 1e-10 & V[`k',`k'] > 0
}
contrast r.foreign
assert el(r(b),1,1) == 0

*** Pairs, with Tukey's, Bonferroni's, Sidak's and Scheffe's adjustments
quietly regress mpg i.rep78
pwcompare rep78, mcompare(tukey)
matrix T = r(table_vs)
assert "`: word 7 of `: colnames T''" == "5vs2.rep78"
assert reldif(T[1,7], 8.238636363636363) < 1e-10 & abs(T[4,7] - 0.011407291265172) < 1e-8
assert abs(T[5,7] - 1.3390955966191438) < 1e-6 & abs(T[6,7] - 15.13817713065358) < 1e-6
assert abs(T[4,9] - 0.000650374363756) < 1e-8 & abs(T[5,10] - 0.0143168672545109) < 1e-6
pwcompare rep78
matrix T = r(table_vs)
assert abs(T[4,7] - 0.001350979053) < 1e-11 & abs(T[4,10] - 0.006490291323) < 1e-11
pwcompare rep78, mcompare(bonferroni)
matrix T = r(table_vs)
assert abs(T[4,7] - .01350979053) < 1e-10 & T[4,1] == 1
pwcompare rep78, mcompare(sidak)
assert abs(el(r(table_vs),4,7) - (1 - (1 - 0.001350979053)^10)) < 1e-10
pwcompare rep78, mcompare(scheffe)
matrix T = r(table_vs)
assert abs(T[4,7] - Ftail(4, 64, T[3,7]^2/4)) < 1e-12
assert abs(T[6,7] - (T[1,7] + T[2,7]*sqrt(4*invFtail(4, 64, .05)))) < 1e-9
* after a logit the linear prediction is compared, with z
quietly logit foreign i.rep78 if rep78 > 2
contrast r.rep78, mcompare(bonferroni)
matrix T = r(table)
assert abs(T[1,2] - _b[5.rep78]) < 1e-12
assert abs(T[4,2] - min(1, 2*2*normal(-abs(_b[5.rep78]/_se[5.rep78])))) < 1e-12 & el(r(df),1,3) == 2
matrix C = r(chi2)
quietly test 4.rep78 5.rep78
assert reldif(r(chi2), C[1,3]) < 1e-10

*** margins r.g: differences of averaged predictions
quietly logit foreign i.rep78 c.mpg if rep78 > 2
margins rep78
matrix M = r(b)
margins r.rep78
matrix B = r(b)
assert abs(B[1,1] - (M[1,2] - M[1,1])) < 1e-12 & abs(B[1,2] - (M[1,3] - M[1,1])) < 1e-12
scalar S1 = sqrt(el(r(V),1,1))
margins, dydx(rep78)
matrix D = r(b)
assert abs(D[1,2] - B[1,1]) < 1e-12 & abs(sqrt(el(r(V),2,2)) - S1) < 1e-12
margins ar.rep78, at(mpg=(20 30))
matrix B = r(b)
assert colsof(B) == 4
margins rep78, at(mpg=(20 30))
matrix M = r(b)
assert abs(B[1,4] - (M[1,6] - M[1,5])) < 1e-12
quietly regress price i.foreign##c.mpg
margins r.foreign, dydx(mpg)
assert abs(el(r(b),1,1) - _b[1.foreign#c.mpg]) < 1e-8

*** Bad input
capture contrast r.foreign
assert _rc == 301
quietly regress price i.foreign mpg
capture contrast r.rep78
assert _rc == 322
capture contrast r.nosuch
assert _rc == 111
capture contrast s.foreign
assert _rc == 198
capture contrast
assert _rc == 100
capture contrast r.foreign, equation(nosuch)
assert _rc == 303
capture contrast r.foreign, mcompare(tukey)
assert _rc == 198
capture contrast rb7.foreign
assert _rc == 198
capture pwcompare r.foreign
assert _rc == 198
capture pwcompare mpg
assert _rc == 322
capture margins r.foreign, dydx(foreign)
assert _rc == 198
capture margins r.foreign, pwcompare
assert _rc == 198
assert e(cmd) == "regress" & e(N) == 74

*** Trends, means of later and earlier levels, weights of the levels' sizes
* R 4.2.2: contr.poly of the levels over the root of their number, poly() of the observations, and weights written out
sysuse auto, clear
quietly regress price i.rep78 mpg
contrast p.rep78
matrix B = r(b)
matrix V = r(V)
assert "`: colnames B'" == "p1.rep78 p2.rep78 p3.rep78 p4.rep78"
assert reldif(B[1,1], 1001.2873332442174) < 1e-9 & reldif(sqrt(V[1,1]), 602.649403758253) < 1e-9
assert reldif(B[1,2], 100.5395994326964) < 1e-8 & reldif(sqrt(V[2,2]), 524.885961401355) < 1e-9
assert reldif(B[1,4], 74.8342914103549) < 1e-8 & reldif(sqrt(V[4,4]), 301.370887356693) < 1e-9
* the joint test does not depend on the choice of contrasts
assert reldif(el(r(F),1,5), 1.07180297290099) < 1e-9
contrast q.rep78
assert mreldif(r(b), B) < 1e-12
contrast pw.rep78
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], 675.6354759311259) < 1e-9 & reldif(sqrt(V[1,1]), 345.289063289828) < 1e-9
assert reldif(B[1,3], 203.9303971026795) < 1e-8 & reldif(sqrt(V[4,4]), 313.759743185550) < 1e-9
contrast h.rep78
matrix B = r(b)
assert reldif(B[1,1], -1782.278722644962) < 1e-9 & reldif(sqrt(el(r(V),2,2)), 1017.94604665969) < 1e-9
assert colsof(B) == 4 & reldif(B[1,4], -1438.141188620150) < 1e-9
contrast j.rep78
assert reldif(el(r(b),1,4), 2132.699000827327) < 1e-9 & reldif(sqrt(el(r(V),3,3)), 941.481017986767) < 1e-9
contrast gw.rep78
assert reldif(el(r(b),1,1), -1662.7786913729074) < 1e-9 & reldif(sqrt(el(r(V),5,5)), 811.636007796971) < 1e-9
contrast hw.rep78
assert reldif(el(r(b),1,2), -947.969555721485) < 1e-9 & reldif(sqrt(el(r(V),3,3)), 730.543285107904) < 1e-9
* some of the comparisons only, and weights of one's own
contrast r(3 5).rep78
assert colsof(r(b)) == 2 & reldif(el(r(b),1,2), _b[5.rep78]) < 1e-12
contrast p2.rep78 gw5.rep78
assert reldif(el(r(b),1,1), 100.5395994326964) < 1e-8 & reldif(el(r(b),1,2), 1469.2034874049234) < 1e-9
contrast {rep78 0 0 1 0 -1}
assert reldif(el(r(b),1,1), _b[3.rep78] - _b[5.rep78]) < 1e-12
capture contrast {rep78 0 0 1 0 0}
assert _rc == 198
capture contrast s.rep78
assert _rc == 198
capture contrast p7.rep78
assert _rc == 198
* levels that are not evenly spaced
recode rep78 (1=1) (2=2) (3=4) (4=8) (5=9), generate(dose)
quietly regress price i.dose mpg
contrast p.dose
assert reldif(el(r(b),1,1), 939.7225834802823) < 1e-9 & reldif(sqrt(el(r(V),3,3)), 420.728077747527) < 1e-9
* margins takes the same operators, and post lets test follow
margins p.dose
assert reldif(el(r(b),1,1), 939.7225834802823) < 1e-9
contrast p.dose, post
assert reldif(_b[p1.dose], 939.7225834802823) < 1e-9 & e(df_r) == 63
test p2.dose p3.dose p4.dose
assert r(df) == 3
* the size of trends is that of published output (Keppel, chapter 7, in UCLA's pages): four groups of 20 with residual
* variance 20.2881579 give standard errors of .5035891
clear
set obs 80
generate a = mod(_n, 4)
generate u = cond(mod(int((_n - 1)/4), 2), 1, -1)
replace u = u*sqrt(20.2881579*76/80)
generate y = a + u
quietly regress y i.a
assert reldif(e(rmse)^2, 20.2881579) < 1e-7
contrast p.a
assert reldif(sqrt(el(r(V),1,1)), .5035891) < 1e-6 & reldif(sqrt(el(r(V),3,3)), .5035891) < 1e-6
*** margins, mcompare(): with one factor all else at its mean is what contrast and pwcompare have
sysuse auto, clear
quietly regress price i.rep78 mpg
foreach m in noadjust bonferroni sidak scheffe tukey {
  pwcompare rep78, mcompare(`m')
  matrix T = r(table_vs)
  margins rep78, pwcompare mcompare(`m')
  assert mreldif(T, r(table)) < 1e-8 & "`r(mcmethod_vs)'" == "`m'"
}
foreach m in bonferroni sidak scheffe {
  contrast r.rep78, mcompare(`m')
  matrix T = r(table)
  margins r.rep78, mcompare(`m')
  assert mreldif(T, r(table)) < 1e-8 & "`r(mcmethod)'" == "`m'"
}
* by hand: four contrasts, so p times four, at most one; the interval has the level 1 - .05/4
margins r.rep78
matrix T = r(table)
margins r.rep78, mcompare(bonferroni)
matrix A = r(table)
forvalues j = 1/4 {
  assert reldif(A[4,`j'], min(1, 4*T[4,`j'])) < 1e-10
  assert reldif(A[6,`j'], A[1,`j'] + invttail(63, .00625)*A[2,`j']) < 1e-10
}
* pairs are those of one term, and of one effect
margins rep78, pwcompare at(mpg=(15 25))
assert colsof(r(b)) == 45
quietly regress price i.rep78 i.foreign##c.mpg weight
margins foreign rep78, pwcompare mcompare(bonferroni)
assert colsof(r(b)) == 1 + 10 & reldif(el(r(table),4,1), 2*ttail(e(df_r), abs(el(r(table),3,1)))) < 1e-10
margins foreign, dydx(mpg weight) pwcompare
assert colsof(r(b)) == 2 & reldif(el(r(b),1,1), _b[1.foreign#c.mpg]) < 1e-9 & abs(el(r(b),1,2)) < 1e-9
capture margins r.foreign, mcompare(tukey)
assert _rc == 198
capture margins foreign, pwcompare mcompare(nothing)
assert _rc == 198
