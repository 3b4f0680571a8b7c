* predict after limited outcomes. Covariate patterns: R 4.2.2, glm of the aggregated counts with hatvalues() and
* residuals(). Probabilities of counts and scores: their definitions.
set type double
sysuse auto

*** Residuals and influence of logit over covariate patterns
keep if rep78 > 2 & rep78 < .
generate big = headroom > 3
logit foreign rep78 big
predict n, number
predict h, hat
predict r, residuals
predict d, deviance
predict rs, rstandard
predict x2, dx2
predict dd, ddeviance
predict db, dbeta
local k = 0
foreach w in "3 0 .8373300696 -.27305217474 -.27725691336 -.67700519215 .4583360302 .472560576 2.3592469680" ///
             "4 0 .4558060598 .75239912078 .77046436058 1.01993249510 1.0402622946 1.0908157681 .87130308253" ///
             "5 0 .6469641890 -.74065415428 -.68663523213 -1.24653960787 1.5538609940 1.3354677550 2.8475649958" ///
             "3 1 .3900628038 -.58353266552 -.82089904284 -.74717548278 .5582712021 1.1048272555 .35702172564" ///
             "4 1 .6698368779 .42932570739 .40275734669 .74717548273 .5582712020 .4913131402 1.1326238878" {
  local i = 3
  foreach v in h r d rs x2 dd db {
    assert abs(`v' - `: word `i' of `w'') < 1e-7 if rep78 == `: word 1 of `w'' & big == `: word 2 of `w''
    local ++i
  }
}
quietly levelsof n
assert "`r(levels)'" == "1 2 3 4 5"
* the sum of squared residuals over patterns is the statistic of estat gof
egen one = tag(n)
generate rr = r^2
quietly summarize rr if one
scalar X2 = r(sum)
estat gof
assert reldif(r(chi2), X2) < 1e-8
* robust errors change none of them, rows outside the sample have none
quietly logit foreign rep78 big in 1/50, vce(robust)
predict h2, hat
assert h2 == . in 51/l
assert h2 < 1 in 1/50

*** Probabilities of counts add up, scores are derivatives
poisson rep78 mpg
predict mu
predict p2, pr(2)
predict p02, pr(0,2)
predict p3, pr(3,.)
assert abs(p2 - poissonp(mu, 2)) < 1e-12 if mu < .
assert abs(p02 - poisson(mu, 2)) < 1e-12 & abs(p02 + p3 - 1) < 1e-12 if mu < .
generate y = cond(mod(_n, 9) == 0, 3*rep78, rep78)
nbreg y mpg
predict mu2
predict q2, pr(2)
predict q02, pr(0,2)
predict q0, pr(0)
predict q1, pr(1)
assert abs(q0 + q1 + q2 - q02) < 1e-12
assert abs(q0 - (1 + e(alpha)*mu2)^(-1/e(alpha))) < 1e-9
predict s, score
generate s2 = (y - mu2)/(1 + e(alpha)*mu2)
assert abs(s - s2) < 1e-9 if e(sample)
quietly summarize s if e(sample)
assert abs(r(mean)) < 1e-6
capture predict bad, pr(1.5)
assert _rc == 198
capture predict bad, pr(x)
assert _rc == 198

*** cnsreg and dynamic panels have residuals
constraint 1 mpg = 100
quietly cnsreg price mpg weight, constraints(1)
predict r, residuals
predict xb
assert abs(r - (price - xb)) < 1e-8
sysuse abdata, clear
xtset id year
quietly xtabond n w
predict e, e
predict xb
assert abs(e - (n - xb)) < 1e-6 if e < .

*** A stub stands for one variable an outcome, or one score an equation
sysuse auto, clear
quietly mlogit rep78 mpg if rep78 > 2
predict double p*
assert abs(p1 + p2 + p3 - 1) < 1e-12 if !missing(mpg)
capture confirm variable p4
assert _rc == 111
predict double s*, scores
quietly summarize s2
assert abs(r(sum)) < 1e-6
capture predict a b, pr
assert _rc == 102
capture predict p*
assert _rc == 110
quietly ologit rep78 mpg
predict double o1-o5
predict double k*, scores
capture confirm variable k5
assert _rc == 0
quietly regress price mpg
predict z*
confirm variable z1
capture predict
assert _rc == 100
capture predict 1x
assert _rc == 198
