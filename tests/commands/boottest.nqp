* boottest: all 1,024 sign vectors of ten firms, enumerated independently in R (restricted .0234375 counting ties, unrestricted .2421875)
sysuse grunfeld, clear
regress invest mvalue kstock, vce(cluster firm)
boottest kstock, reps(9999) nograph
assert r(reps) == 1024 & abs(r(t) - 2.71491500154239) < 1e-9 & abs(r(p) - .0234375) < 1e-12
assert el(r(CI),1,1) > 0 & el(r(CI),1,2) > _b[kstock]
boottest kstock, reps(9999) nonull noci
assert abs(r(p) - .2421875) < 1e-12
* the ends of the confidence set are nulls whose p crosses 5%
boottest kstock, reps(9999)
local low = el(r(CI),1,1)
boottest kstock = `low' + .001, reps(9999) noci
assert r(p) >= .05
boottest kstock = `low' - .001, reps(9999) noci
assert r(p) < .05
* the same seed, the same p; other weights; tails
boottest kstock, weighttype(webb) seed(7) noci
scalar q_p = r(p)
boottest kstock, weighttype(webb) seed(7) noci
assert r(p) == q_p
boottest kstock, reps(9999) ptype(lower) noci
scalar q_lower = r(p)
boottest kstock, reps(9999) ptype(upper) noci
assert abs(q_lower + r(p) - 1) < .01
* joint and separate hypotheses
boottest mvalue kstock, reps(9999)
assert r(df) == 2 & r(F) > 0
boottest {mvalue} {kstock}, reps(9999) noci madjust(bonferroni)
assert abs(r(p_2) - .0234375) < 1e-12 & abs(r(padj_2) - .046875) < 1e-12
* absorbed effects are dummies
regress invest mvalue kstock i.firm, vce(cluster firm)
boottest kstock, reps(9999) noci
scalar q_p = r(p)
xtset firm year
foreach estimate in "areg invest mvalue kstock, absorb(firm) vce(cluster firm)" "xtreg invest mvalue kstock, fe vce(cluster firm)" "reghdfe invest mvalue kstock, absorb(firm) vce(cluster firm)" {
  `estimate'
  boottest kstock, reps(9999) noci
  assert abs(r(p) - q_p) < 1e-12 & abs(r(t) - _b[kstock]/_se[kstock]) < 1e-8
}
regress invest mvalue kstock i.firm i.year, vce(cluster firm)
boottest kstock, reps(9999) noci
scalar q_p = r(p)
reghdfe invest mvalue kstock, absorb(firm year) vce(cluster firm)
boottest kstock, reps(9999) noci
assert abs(r(p) - q_p) < 1e-12
* robust and classical errors, the score bootstrap
regress invest mvalue kstock, vce(robust)
boottest kstock, reps(99) seed(1) noci
assert abs(r(t) - _b[kstock]/_se[kstock]) < 1e-8
boottest kstock, reps(99) seed(1) noci boottype(score)
assert r(p) <= 1
regress invest mvalue kstock
boottest kstock, reps(99) seed(1) noci
assert abs(r(t) - _b[kstock]/_se[kstock]) < 1e-8
boottest kstock, reps(99) seed(1) noci cluster(firm)
assert "`r(clustvars)'" == "firm"
* errors leave r() alone
capture boottest kstock, boottype(score)
assert _rc == 198
capture boottest
assert _rc != 0
capture boottest nosuch
assert _rc == 111
generate z = invest > 100
logit z mvalue
capture boottest mvalue
assert _rc == 301

*** instruments: the restricted efficient bootstrap over all sign vectors equals a direct computation with matrices in Python (numpy)
clear
set obs 48
generate g = ceil(_n/8) - 1
generate double z = mod(7*_n, 11)
generate double w = mod(3*_n, 5)
generate double e = mod(5*_n, 13) - 6 + (g - 2.5)*.4
generate double x = z/3 + mod(5*_n, 7) + e/4
generate double y = .8*x + .3*w + e
ivregress 2sls y w (x = z), vce(cluster g)
boottest x
assert r(reps) == 64 & abs(r(p) - .78125) < 1e-6 & abs(r(z) - .2249681980772263) < 1e-7
boottest x = 1
assert abs(r(p) - .703125) < 1e-6 & abs(r(z) + .4891095697849571) < 1e-7
ivreg2 y w (x = z), cluster(g)
boottest x = 1, noci
assert abs(r(p) - .703125) < 1e-6 & abs(r(z) + .4891095697849571) < 1e-7
capture boottest x w
assert _rc == 198
