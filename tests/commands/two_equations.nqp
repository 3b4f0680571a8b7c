* biprobit, etregress, mvreg, oaxaca. R 4.2.2: likelihoods written out (bivariate normal by Gauss-Legendre integration
* over rho), maxLik 1.5-2, Hessians by numDeriv; least squares by lm; delta methods by hand formulas.
set type double
sysuse mroz

*** biprobit: coefficients and standard errors of the written-out likelihood
generate young = kidslt6 > 0
biprobit (inlf = educ exper) (young = age educ)
assert abs(e(ll) + 712.973878321858) < 1e-8 & e(N) == 753
assert abs([inlf]_b[educ] - 0.1071196900) < 1e-7 & abs([inlf]_se[educ] - 0.02192582495) < 1e-7
assert abs([young]_b[age] + 0.1129692075) < 1e-7 & abs([young]_se[age] - 0.009243366479) < 1e-7
assert abs([young]_b[_cons] - 3.450396877) < 1e-5 & abs([young]_se[_cons] - 0.5152283) < 1e-6
assert abs(_b[/athrho] + 0.58744196979) < 1e-7 & abs(_se[/athrho] - 0.08802178512) < 1e-7
assert abs(e(rho) - tanh(-0.58744196979)) < 1e-7
scalar L = e(ll)
scalar C = e(chi2_c)
predict double p11
predict double p01, p01
predict double p10, p10
predict double p00, p00
predict double m1, pmarg1
predict double m2, pmarg2
assert abs(p11 + p01 + p10 + p00 - 1) < 1e-12 & abs(p11 + p10 - m1) < 1e-12 & abs(p11 + p01 - m2) < 1e-12
quietly summarize p11
assert abs(r(mean) - 0.0691567153356828) < 1e-8
quietly summarize p01
assert abs(r(mean) - 0.138498363652167) < 1e-8
quietly probit inlf educ exper
scalar L0 = e(ll)
quietly probit young age educ
assert abs(C - 2*(L - L0 - e(ll))) < 1e-8
* the other order of the two is the same model
biprobit (young = age educ) (inlf = educ exper)
assert abs(e(ll) - L) < 1e-9
* a correlation of zero: the probits apart
constraint 1 _b[/athrho] = 0
biprobit (inlf = educ exper) (young = age educ), constraints(1)
assert abs(e(ll) - e(ll_c)) < 1e-8
capture biprobit inlf
assert _rc == 102
capture biprobit (inlf = educ) (hours = educ) (young = educ)
assert _rc == 198
capture biprobit (inlf = educ) young
assert _rc == 198

*** etregress: maximum likelihood and two steps
generate y = hours/1000
etregress y educ kidslt6, treat(city = huseduc unem)
assert abs(e(ll) + 1391.5249987992) < 1e-5 & e(N) == 753 & e(df_m) == 3
assert abs([y]_b[educ] - 0.07678260997) < 1e-7 & abs([y]_se[educ] - 0.01496593621) < 1e-7
assert abs([y]_b[1.city] + 0.8948651081) < 1e-6 & abs([y]_se[1.city] - 0.2366664377) < 1e-6
assert abs([city]_b[huseduc] - 0.09756399871) < 1e-7 & abs([city]_se[_cons] - 0.24949536531) < 1e-6
assert abs(_b[/athrho] - 0.6397476405) < 1e-6 & abs(_se[/athrho] - 0.1894756463) < 1e-6
assert abs(_b[/lnsigma] + 0.08001302837) < 1e-7 & abs(_se[/lnsigma] - 0.05654992325) < 1e-7
predict double yt, yctrt
predict double yn, ycntrt
predict double pt, ptrt
predict double xb
predict double zg, xbtrt
assert abs(pt - normal(zg)) < 1e-12
assert abs(cond(city, yt, yn) - (xb + e(lambda)*cond(city, normalden(zg)/normal(zg), -normalden(zg)/normal(-zg)))) < 1e-9
etregress y educ kidslt6, treat(city = huseduc unem) twostep hazard(h)
assert abs([y]_b[1.city] + 0.733488437) < 1e-6 & abs([y]_se[1.city] - 0.2650876322) < 1e-6
assert abs([y]_se[educ] - 0.01569454735) < 1e-7 & abs([hazard]_b[lambda] - 0.417523914) < 1e-6
assert abs([hazard]_se[lambda] - 0.165247373) < 1e-6 & abs(e(sigma) - 0.894101150786) < 1e-7
assert abs(e(rho) - 0.46697615118) < 1e-6
quietly regress y educ kidslt6 i.city h
assert abs(_b[h] - 0.417523914) < 1e-6
treatreg y educ kidslt6, treat(city = huseduc unem) vce(cluster unem)
assert abs(e(ll) + 1391.5249987992) < 1e-5 & e(cmd) == "treatreg" & e(N_clust) > 5
capture etregress y educ
assert _rc == 198
capture etregress y educ, treat(kidslt6 = huseduc)
assert _rc == 459
capture etregress y educ, treat(city huseduc)
assert _rc == 198
capture etregress y educ, treat(city = huseduc) hazard(h)
assert _rc == 110
capture etregress y educ, treat(city = huseduc) twostep vce(robust)
assert _rc == 198
capture etregress y educ if city, treat(city = huseduc)
assert _rc == 2000
assert e(cmd) == "treatreg"

*** mvreg: covariances across equations
sysuse auto, clear
mvreg price mpg = weight foreign, corr
assert reldif([price]_se[weight], .3958784154184) < 1e-10 & reldif([mpg]_se[foreign], 1.075994118193) < 1e-10
matrix V = e(V)
assert reldif(V[1,4], 8.870659521987e-06) < 1e-9 & reldif(e(chi2), 0.0915349711658) < 1e-9
test [price]foreign = [mpg]foreign
assert reldif(r(F), 29.62226942164) < 1e-9 & r(df_r) == 71
assert reldif(real(word(e(F), 1)), 35.34974155117) < 1e-9
predict double xb, equation(mpg)
quietly regress mpg weight foreign
predict double fitted
assert abs(xb - fitted) < 1e-9
capture mvreg price mpg weight
assert _rc == 198
capture mvreg price make = weight
assert _rc == 109
capture mvreg price mpg = weight in 1/2
assert _rc == 2001

*** oaxaca: threefold, twofold and pooled decompositions with their standard errors (wages are kept as floats)
oaxaca lwage educ exper, by(city) detail
assert e(N_1) == 154 & e(N_2) == 274
assert abs([overall]_b[endowments] + 0.0846448600875644) < 1e-8 & abs([overall]_se[endowments] - 0.0308538603354328) < 1e-8
assert abs([overall]_b[coefficients] + 0.058717633205454) < 1e-8 & abs([overall]_se[coefficients] - 0.0683421803790671) < 1e-8
assert abs([overall]_b[interaction] + 0.00283312239462597) < 1e-8 & abs([overall]_se[interaction] - 0.0228634121696264) < 1e-8
assert abs([overall]_b[group_1] - 1.09658078012987) < 1e-8 & abs([overall]_se[group_1] - 0.0555167511626804) < 1e-8
assert abs([endowments]_b[educ] + 0.0793043303429786) < 1e-8 & abs([endowments]_se[educ] - 0.0276681016094319) < 1e-8
oaxaca lwage educ exper, by(city) weight(.5)
assert abs([overall]_b[explained] + 0.0860614212848774) < 1e-8 & abs([overall]_se[explained] - 0.0292811186163179) < 1e-8
assert abs([overall]_b[unexplained] + 0.060134194402767) < 1e-8 & abs([overall]_se[unexplained] - 0.0670050751731882) < 1e-8
oaxaca lwage educ exper, by(city) pooled
assert abs([overall]_b[explained] + 0.085884921478246) < 1e-8 & abs([overall]_se[explained] - 0.0289632346611177) < 1e-8
assert abs([overall]_b[unexplained] + 0.0603106942093985) < 1e-8 & abs([overall]_se[unexplained] - 0.0647764881212787) < 1e-8
* the other group's point of view exchanges the signs
oaxaca lwage educ exper, by(city) threefold(reverse)
scalar E = [overall]_b[endowments]
scalar S = [overall]_se[endowments]
oaxaca lwage educ exper, by(city) swap
assert abs([overall]_b[endowments] + E) < 1e-12 & abs([overall]_se[endowments] - S) < 1e-12
oaxaca lwage educ exper, by(city) omega
assert "`e(vcetype)'" == "Robust" & e(refcoefs) == "omega"
oaxaca lwage i.kidslt6 exper if kidslt6 < 2, by(city) weight(1) fixed vce(robust)
assert abs([overall]_b[explained] + [overall]_b[unexplained] - [overall]_b[difference]) < 1e-12
capture oaxaca lwage educ
assert _rc == 198
capture oaxaca lwage educ, by(age)
assert _rc == 420
capture oaxaca lwage educ city, by(city)
assert _rc == 498
capture oaxaca lwage educ, by(city) weight(1) pooled
assert _rc == 198
capture oaxaca lwage educ, by(city) weight(x)
assert _rc == 198
assert e(cmd) == "oaxaca" & e(refcoefs) == "1"

*** Equations of biprobit have names of their own
sysuse auto, clear
generate high = mpg > 20
biprobit (a: foreign = weight) (b: high = weight)
assert "`: coleq e(b)'" == "a a b b _" & e(depvar) == "foreign high"
capture quietly biprobit (foreign = weight) (foreign = mpg), iterate(3)
assert inlist(_rc, 0, 430) & "`: coleq e(b)'" == "foreign foreign foreign2 foreign2 _"
