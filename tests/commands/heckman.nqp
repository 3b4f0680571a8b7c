* heckman: two-step estimates as the R package sampleSelection prints them (tests/heckit.Rout.save, examples of
* Wooldridge 2003, 17.5, and Greene 2003, 22.8), and identities of the likelihood.
set type double
sysuse mroz
heckman lwage educ exper expersq, select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6) twostep
assert abs(_b[lwage:_cons] + .57810319) < 1e-6 & abs(_b[lwage:educ] - .10906552) < 1e-7
assert abs(_b[lwage:exper] - .04388734) < 1e-7 & abs(_b[lwage:expersq] + .00085911) < 1e-8
assert abs(e(lambda) - .03226186) < 1e-7 & abs(e(sigma) - .66362875) < 1e-7 & abs(e(rho) - .04861433) < 1e-7
assert abs(_se[lwage:_cons] - .30500620) < 1e-5 & abs(_se[lwage:educ] - .01552295) < 1e-7
assert abs(_se[lwage:exper] - .01626106) < 1e-7 & abs(e(selambda) - .13362464) < 1e-5
assert abs(_b[inlf:kidslt6] + .86832851) < 1e-7 & abs(_se[inlf:kidslt6] - .11852231) < 1e-6
assert abs(_b[mills:lambda] - e(lambda)) < 1e-12 & e(N) == 753 & e(N_selected) == 428 & e(N_nonselected) == 325
assert "`e(vce)'" == "conventional" & e(df_m) == 3 & missing(e(ll))
predict double m, mills
predict double yc, ycond
predict double xb
predict double ps, psel
predict double zg, xbsel
assert abs(yc - (xb + e(lambda)*m)) < 1e-10 & abs(m - normalden(zg)/normal(zg)) < 1e-10 & abs(ps - normal(zg)) < 1e-12
* the wage is missing where not in the labour force: the selection needs no variable of its own
scalar B0 = _b[lwage:educ]
heckman lwage educ exper expersq, select(nwifeinc educ exper expersq age kidslt6 kidsge6) twostep
assert abs(_b[lwage:educ] - B0) < 1e-12 & abs(_b[select:age] + .05285267) < 1e-7 & "`e(depvar)'" == "lwage"

generate kids = kidslt6 + kidsge6 > 0
generate agesq = age^2
heckman wage exper expersq educ city, select(inlf = age agesq faminc kids educ) twostep
assert abs(_b[wage:educ] - .41701738) < 1e-6 & abs(_se[wage:educ] - .1002497) < 1e-5
assert abs(e(lambda) + 1.09761942) < 1e-5 & abs(e(selambda) - 1.2659856) < 1e-4 & abs(e(sigma) - 3.20006) < 1e-5
assert abs(e(rho) + .342999) < 1e-6

* maximum likelihood: at least as likely as any two-step point; the model apart is probit plus least squares
heckman lwage educ exper expersq, select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6)
scalar L0 = e(ll)
scalar APART0 = e(ll_c)
assert abs(e(rho) - tanh(_b[/athrho])) < 1e-12 & abs(e(sigma) - exp(_b[/lnsigma])) < 1e-12
assert abs(e(lambda) - e(rho)*e(sigma)) < 1e-12 & e(converged) == 1 & "`e(chi2type)'" == "Wald"
assert abs(e(chi2_c) - 2*(e(ll) - e(ll_c))) < 1e-9 & e(k_eq) == 4
test [lwage]educ [lwage]exper [lwage]expersq
assert abs(r(chi2) - e(chi2)) < 1e-8
scalar RHO0 = e(rho)
scalar SLOPE0 = _b[lwage:educ]
* its likelihood written out here
predict double x1, xb
predict double z1, xbsel
scalar S0 = e(sigma)
scalar RR0 = e(rho)
generate double e1 = (lwage - x1)/S0
generate double li = cond(inlf == 0, ln(normal(-z1)), ln(normalden(e1)/S0) + ln(normal((z1 + RR0*e1)/sqrt(1 - RR0^2))))
quietly summarize li
assert abs(r(sum) - L0) < 1e-6
quietly probit inlf nwifeinc educ exper expersq age kidslt6 kidsge6
scalar LP0 = e(ll)
quietly regress lwage educ exper expersq
assert abs(LP0 + e(ll) - APART0) < 1e-8
* robust: the Wald test of independence; weights; clusters
heckman lwage educ exper expersq [pweight = faminc], select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6)
assert "`e(vcetype)'" == "Robust" & "`e(chi2_ct)'" == "Wald" & abs(e(chi2_c) - (_b[/athrho]/_se[/athrho])^2) < 1e-9
generate two = 2
quietly heckman lwage educ exper expersq, select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6)
scalar SE0 = _se[lwage:educ]
quietly heckman lwage educ exper expersq [fweight = two], select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6)
assert e(N) == 1506 & e(N_selected) == 856 & abs(_se[lwage:educ] - SE0/sqrt(2)) < 1e-7
* marginal effects on the mean given selection, against differences of the predictions
quietly heckman lwage educ exper expersq, select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6)
margins, dydx(educ) predict(ycond)
matrix B = r(b)
drop yc
recast double educ
replace educ = educ + 1e-5
predict double up, ycond
replace educ = educ - 2e-5
predict double down, ycond
replace educ = educ + 1e-5
generate double d = (up - down)/2e-5
quietly summarize d
assert abs(B[1,1] - r(mean)) < 1e-7
margins, dydx(kidslt6) predict(psel)
matrix B = r(b)
drop ps zg
predict double zg, xbsel
generate double dp = normalden(zg)*_b[inlf:kidslt6]
quietly summarize dp
assert abs(B[1,1] - r(mean)) < 1e-10

* bad input
capture heckman lwage educ
assert _rc == 198
capture heckman lwage educ, select(nosuch)
assert _rc == 111
capture heckman lwage educ, select(inlf = age) twostep vce(robust)
assert _rc == 198
capture heckman hours educ, select(age)
assert _rc == 2000
capture heckman lwage educ [fweight = two], select(inlf = age) twostep
assert _rc == 101
capture heckman lwage educ, select(inlf = age, wrong)
assert _rc == 198
assert "`e(cmd)'" == "heckman"


*** heckprobit: likelihood written out in Python 3.11 (scipy 1.10), Φ2 by 60-point Gauss-Legendre quadrature over ρ
sysuse mroz, clear
set type double
generate byte dear = lwage > 1.2 if inlf == 1
heckprobit dear educ exper, select(inlf = educ age kidslt6 nwifeinc)
assert abs(e(ll) + 716.3734369487288) < 1e-6
assert abs(_b[dear:educ] - .22561786) < 1e-5 & abs(_se[dear:educ] - .03088601) < 1e-6
assert abs(_b[inlf:nwifeinc] + .022728) < 1e-6 & abs(_se[inlf:nwifeinc] - .00461327) < 1e-7
assert abs(_b[/athrho] - .32544452) < 2e-5 & abs(_se[/athrho] - .26637796) < 1e-5
assert e(N_selected) == 428 & e(N_nonselected) == 325 & abs(e(chi2_c) - 2*(e(ll) - e(ll_c))) < 1e-9
predict double p11, p11
predict double p01, p01
predict double ps, psel
assert abs(p11 + p01 - ps) < 1e-12
capture heckprobit dear educ
assert _rc == 198
capture heckprobit nosuch educ, select(age)
assert _rc == 111
*** first: the probit of selection is shown before the two equations, and changes nothing
sysuse auto, clear
generate dear = price > 6000
generate seen = mpg < 25
tempfile shown counted
foreach command in "heckman price weight" "heckprobit dear weight" {
  quietly probit seen length turn
  local b : display %9.0g _b[length]
  quietly `command', select(seen = length turn)
  matrix V = e(V)
  log using "`shown'", text replace
  `command', select(seen = length turn) first
  log close
  assert mreldif(V, e(V)) == 0
  quietly filefilter "`shown'" "`counted'", from("Probit regression of selection") to("X") replace
  assert r(occurrences) == 1
  quietly filefilter "`shown'" "`counted'", from("`=trim("`b'")'") to("X") replace
  assert r(occurrences) >= 1
}
