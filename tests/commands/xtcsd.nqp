* xtcsd and xttest2: correlations of residuals by hand
sysuse grunfeld, clear
keep if firm <= 3
xtset firm year
xtreg invest mvalue kstock, fe
predict double e, e
xtcsd, pesaran abs
scalar q_cd = r(pesaran)
scalar q_mean = r(abs)
xttest2
scalar q_lm = r(chi2_bp)
matrix C = r(C)
forvalues i = 1/3 {
  generate double e`i' = e if firm == `i'
}
collapse (sum) e1 e2 e3, by(year)
correlate e1 e2 e3
matrix R = r(C)
assert abs(q_cd - sqrt(2/6)*sqrt(20)*(R[2,1] + R[3,1] + R[3,2])) < 1e-8
assert abs(q_mean - (abs(R[2,1]) + abs(R[3,1]) + abs(R[3,2]))/3) < 1e-8
assert abs(q_lm - 20*(R[2,1]^2 + R[3,1]^2 + R[3,2]^2)) < 1e-7 & abs(C[2,1] - R[2,1]) < 1e-8
* Frees' and Friedman's statistics from ranks
foreach i in 1 2 3 {
  egen double r`i' = rank(e`i')
}
correlate r1 r2 r3
matrix S = r(C)
scalar q_frees = 3*((S[2,1]^2 + S[3,1]^2 + S[3,2]^2)/3 - 1/19)
scalar q_fried = 19*(2*(S[2,1] + S[3,1] + S[3,2])/3 + 1)
sysuse grunfeld, clear
keep if firm <= 3
xtset firm year
xtreg invest mvalue kstock, fe
xtcsd, frees
assert abs(r(frees) - q_frees) < 1e-8
* De Hoyos and Sarafidis simulated the critical values for 20 periods: .1294, .1695, .2468
assert abs(r(q10) - .1294) < .002 & abs(r(q05) - .1695) < .002 & abs(r(q01) - .2468) < .003
xtcsd, friedman
assert abs(r(fried) - q_fried) < 1e-8 & r(df) == 19
capture xtcsd
assert _rc == 198
capture xtcsd, pesaran frees
assert _rc == 198
quietly regress invest mvalue
capture xtcsd, pesaran
assert _rc == 301
capture xttest2
assert _rc == 301
