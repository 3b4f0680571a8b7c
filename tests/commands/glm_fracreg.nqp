* glm and fracreg: every family against the command it contains or against a closed form.
set type double
sysuse auto
* gaussian: least squares with z and the scale RSS/(N-K)
quietly regress price mpg weight
scalar B0 = _b[mpg]
scalar S0 = _se[mpg]
scalar L0 = e(ll)
scalar RSS0 = e(rss)
glm price mpg weight
assert abs(_b[mpg] - B0) < 1e-7 & abs(_se[mpg] - S0) < 1e-7 & abs(e(ll) - L0) < 1e-9
assert abs(e(deviance)/RSS0 - 1) < 1e-12 & e(df) == 71 & abs(e(phi) - RSS0/71) < 1e-4 & "`e(linkt)'" == "identity"
assert abs(e(bic) - (RSS0 - 71*ln(74))) < 1e-4 & abs(e(aic) - (-2*L0 + 6)/74) < 1e-10
quietly regress price mpg weight, vce(robust)
scalar S0 = _se[mpg]*sqrt(71/73)
glm price mpg weight, vce(robust)
assert abs(_se[mpg] - S0) < 1e-7
* binomial
foreach link in logit probit cloglog {
  quietly `link' foreign mpg weight
  scalar B0 = _b[mpg]
  scalar S0 = _se[mpg]
  scalar L0 = e(ll)
  glm foreign mpg weight, family(binomial) link(`link')
  assert abs(_b[mpg] - B0) < 1e-8 & abs(_se[mpg] - S0) < 1e-9 & abs(e(ll) - L0) < 1e-9 & abs(e(deviance) + 2*L0) < 1e-8
}
* the expected information of the canonical link is the observed one
glm foreign mpg weight, family(binomial) irls
scalar S0 = _se[mpg]
quietly logit foreign mpg weight
assert abs(_se[mpg] - S0) < 1e-9
* loglog is cloglog of the other outcome
generate home = 1 - foreign
quietly glm home mpg, family(binomial) link(cloglog)
scalar B0 = _b[mpg]
quietly glm foreign mpg, family(binomial) link(loglog)
assert abs(_b[mpg] + B0) < 1e-8
* counts
quietly poisson rep78 mpg
scalar B0 = _b[mpg]
scalar S0 = _se[mpg]
scalar L0 = e(ll)
glm rep78 mpg, family(poisson)
assert abs(_b[mpg] - B0) < 1e-9 & abs(_se[mpg] - S0) < 1e-10 & abs(e(ll) - L0) < 1e-9
predict double mu
predict double d, deviance
predict double p, pearson
predict double r, response
generate double d2 = d^2
generate double p2 = p^2
quietly summarize d2
assert abs(r(sum) - e(deviance)) < 1e-9
quietly summarize p2
assert abs(r(sum) - e(deviance_p)) < 1e-9
assert abs(r - (rep78 - mu)) < 1e-12 | missing(rep78)
margins, dydx(mpg)
matrix B = r(b)
quietly summarize mu if e(sample)
assert abs(B[1,1] - B0*r(mean)) < 1e-9
* scale(x2): standard errors times the root of Pearson's dispersion
glm rep78 mpg, family(poisson) scale(x2)
assert abs(_se[mpg] - S0*sqrt(e(dispers_p))) < 1e-9 & abs(e(phi) - e(dispers_p)) < 1e-12
quietly poisson price mpg, exposure(weight)
scalar B0 = _b[mpg]
glm price mpg, family(poisson) exposure(weight) eform
assert abs(_b[mpg] - B0) < 1e-9
quietly nbreg price mpg
scalar B0 = _b[mpg]
local k = e(alpha)
glm price mpg, family(nbinomial `k')
assert abs(_b[mpg] - B0) < 1e-5
* one dummy: the means of the groups under any family and link
foreach family in gaussian igaussian gamma poisson {
  foreach link in identity log {
    quietly glm price foreign, family(`family') link(`link')
    quietly predict double m
    quietly summarize price if foreign
    scalar M10 = r(mean)
    quietly summarize m if foreign
    assert abs(r(mean)/M10 - 1) < 1e-7
    drop m
  }
}
* gamma: the canonical link is the reciprocal; V by hand: φ/(Σμ²) for the constant
glm price, family(gamma)
quietly summarize price
assert abs(_b[_cons]*r(mean) - 1) < 1e-9 & abs(e(phi) - r(Var)/r(mean)^2) < 1e-9
assert abs(_se[_cons] - sqrt(e(phi)/(74*r(mean)^2))) < 1e-12
glm price, family(igaussian)
quietly summarize price
assert abs(_b[_cons]*r(mean)^2 - 1) < 1e-8 & e(power) == -2
* trials
clear
input y n x w
3 10 0 1
8 12 1 1
2 9 0 1
7 11 1 1
end
glm y x, family(binomial n)
assert abs(_b[x] - (logit(15/23) - logit(5/19))) < 1e-8 & "`e(m)'" == "n"
assert abs(_se[x] - sqrt(1/15 + 1/8 + 1/5 + 1/14)) < 1e-8
predict double mu
assert abs(mu - n*cond(x, 15/23, 5/19)) < 1e-8
capture glm y x, family(binomial 5)
assert _rc == 459
capture glm y x, family(binomial w)
assert _rc == 459
capture glm y x, family(nosuch)
assert _rc == 198
capture glm y x, link(nosuch)
assert _rc == 198
generate z = -y
capture glm z x, family(gamma)
assert _rc == 459

* fractions: the score equations hold, ends included; robust by default
sysuse mroz, clear
generate share = min(hours/3000, 1)
fracreg logit share educ age kidslt6
assert "`e(vce)'" == "robust" & e(N) == 753
predict double m
generate double u = share - m
generate double ue = u*educ
quietly summarize u
assert abs(r(sum)) < 1e-8
quietly summarize ue
assert abs(r(sum)) < 1e-7
scalar B0 = _b[educ]
scalar S0 = _se[educ]
quietly glm share educ age kidslt6, family(binomial) vce(robust)
assert abs(_b[educ] - B0) < 1e-9 & abs(_se[educ] - S0) < 1e-10
quietly fracreg probit share educ age kidslt6
margins, dydx(educ)
matrix B = r(b)
predict double xb, xb
generate double dd = normalden(xb)*_b[educ]
quietly summarize dd
assert abs(B[1,1] - r(mean)) < 1e-10
capture fracreg logit hours educ
assert _rc == 459
capture fracreg share educ
assert _rc == 198
capture fracreg probit share educ, or
assert _rc == 198

*** Residuals and influence. R 4.2.2: hatvalues, cooks.distance, residuals of glm; Anscombe's by numeric integration
sysuse auto, clear
keep if rep78 < .
capture program drop statistics
program statistics
  foreach s in hat cooksd deviance pearson working likelihood anscombe score {
    predict double `s', `s'
  }
  predict double sdev, deviance standardized
end
quietly glm foreign mpg weight, family(binomial)
statistics
assert reldif(hat[1], .03508885609369987) < 1e-6 & reldif(hat[60], .04225704076966094) < 1e-6
assert reldif(cooksd[20], .000267090081583861) < 1e-6 & reldif(deviance[1], -.62774057456899623) < 1e-7
assert reldif(pearson[60], .28407550168190321) < 1e-7 & reldif(working[20], -1.031978563433472607) < 1e-7
assert reldif(likelihood[1], -.63401715216146148) < 1e-7 & reldif(sdev[60], .40257205784673550) < 1e-7
assert reldif(anscombe[1], -.67243478711194093) < 1e-7 & reldif(anscombe[60], .41949990058133757) < 1e-7
quietly summarize score
assert abs(r(sum)) < 1e-6
quietly summarize hat
assert reldif(r(sum), 3) < 1e-9
drop hat-sdev
quietly glm rep78 mpg weight, family(poisson)
statistics
assert reldif(hat[20], .0257141663202767) < 1e-7 & reldif(cooksd[60], .0050848338416605) < 1e-7
assert reldif(likelihood[20], -.6510622682588758) < 1e-7 & reldif(anscombe[20], -.6441582194916441) < 1e-7
drop hat-sdev
quietly glm price mpg weight, family(gamma) link(log)
statistics
assert reldif(hat[60], .0556236191832417) < 1e-7 & reldif(cooksd[1], .00333736401130448) < 1e-6
assert reldif(likelihood[60], -.0988545388388449) < 1e-6 & reldif(anscombe[20], -.189436869994353) < 1e-6
predict double st, pearson studentized
assert reldif(st[1], pearson[1]/sqrt(.12897576305973943)) < 1e-6
drop hat-st
quietly glm rep78 mpg weight, family(nbinomial .5)
statistics
assert reldif(hat[60], .0573576932615534) < 1e-6 & reldif(deviance[20], -.4272167090403217) < 1e-6
assert reldif(anscombe[1], -.14732112393109451) < 1e-6 & reldif(likelihood[60], -.2976624462234256) < 1e-6
* the offset may be left out; standardized goes with residuals
drop hat-sdev
generate t = 1 + foreign
quietly glm rep78 mpg, family(poisson) exposure(t)
predict double m
predict double bare, nooffset
assert reldif(m, t*bare) < 1e-12
capture predict double z, xb standardized
assert _rc == 198

*** Leverage with weights: that of one copy, and that of regress
sysuse auto, clear
generate w = mod(_n, 3) + 1
quietly glm foreign mpg weight [fw=w], family(binomial)
predict double h, hat
predict double c, cooksd
scalar H = h[1]
scalar C = c[1]
quietly glm price mpg weight [aw=w]
predict double h2, hat
predict double c2, cooksd
quietly regress price mpg weight [aw=w]
predict double h3, hat
predict double c3, cooksd
assert reldif(h2, h3) < 1e-9 & reldif(c2, c3) < 1e-9
expand w
quietly glm foreign mpg weight, family(binomial)
predict double h4, hat
predict double c4, cooksd
assert reldif(H, h4[1]) < 1e-7 & reldif(C, c4[1]) < 1e-7


*** f() and l() are family and link, l() with a number in it no level
sysuse auto, clear
quietly probit foreign mpg
scalar b = _b[mpg]
glm foreign mpg, f(bin) l(probit)
assert abs(_b[mpg] - b) < 1e-8

*** Options that choose the way to the maximum do not change it
sysuse auto, clear
quietly logit foreign mpg
scalar b = _b[mpg]
foreach o in "difficult" "technique(bfgs)" "ltolerance(1e-9)" "nrtolerance(1e-9)" "trace" "showtolerance" {
  quietly logit foreign mpg, `o'
  assert _b[mpg] == b
}
capture logit foreign mpg, technique(bhhh)
assert _rc == 198
capture regress price mpg, difficult
assert _rc == 198
