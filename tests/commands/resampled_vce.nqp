* vce(bootstrap) and vce(jackknife) as options are the prefixes (Stata's rule).
sysuse auto, clear

*** The option and the prefix draw the same samples
bootstrap, reps(30) seed(7) nodots: regress price mpg weight
scalar se = _se[mpg]
regress price mpg weight, vce(bootstrap, reps(30) seed(7) nodots)
assert reldif(_se[mpg], se) < 1e-12 & "`e(vcetype)'" == "Bootstrap" & "`e(cmd)'" == "regress" & e(N_reps) == 30
logit foreign mpg, vce(boot, reps(20) seed(1) nodots) or
assert "`e(cmd)'" == "logit" & "`e(vcetype)'" == "Bootstrap"
regress price mpg if foreign, vce(bootstrap, cluster(rep78) reps(20) seed(1) nodots) level(90)
assert "`e(clustvar)'" == "rep78" & e(N) < 23

*** Jackknife errors of least squares are those of hc3 times (N-1)/N, when the mean of replicates is near enough
regress price mpg weight, vce(jackknife, nodots)
assert "`e(vcetype)'" == "Jackknife"
scalar se = _se[mpg]
regress price mpg weight, vce(hc3)
assert reldif(se, _se[mpg]) < .02

*** Panel commands draw whole panels
sysuse grunfeld, clear
xtset firm year
xtreg invest mvalue kstock, fe vce(bootstrap, reps(20) seed(3) nodots)
assert "`e(clustvar)'" == "firm" & e(N_clust) == 10 | e(N_clust) == 11
xtreg invest mvalue kstock, re vce(jackknife, nodots)
assert "`e(clustvar)'" == "firm"

*** Commands whose body is their own: instruments
sysuse mroz, clear
keep if inlf
ivregress 2sls lwage exper (educ = motheduc), vce(bootstrap, reps(20) seed(5) nodots)
assert "`e(vcetype)'" == "Bootstrap" & _se[educ] > 0

*** Errors
sysuse mroz, clear
capture regress lwage educ, vce(bootstrap, reps(abc))
assert _rc == 111
capture regress lwage educ, vce(bootstrap reps(5))
assert _rc == 198
capture by city, sort: regress lwage educ, vce(bootstrap, reps(5))
assert _rc == 190
capture regress lwage educ, vce(bootsrap)
assert _rc == 198

*** The test of all slopes: chi-squared after the bootstrap, F with N-1 after the jackknife
sysuse auto, clear
regress price mpg weight, vce(bootstrap, reps(30) seed(7) nodots)
scalar c = e(chi2)
assert e(df_m) == 2 & e(p) < 1 & missing(e(F))
test mpg weight
assert reldif(r(chi2), c) < 1e-9
regress price mpg weight, vce(jackknife, nodots)
scalar F0 = e(F)
assert e(df_r) == 73 & missing(e(chi2))
test mpg weight
assert reldif(r(F), F0) < 1e-9
regress
