* constraints() of the likelihood estimators. A coefficient fixed at a number is an offset; equal coefficients are that
* of the sum: identities, checked against the unconstrained estimators.
set type double
sysuse mroz
generate share = hours/5000
generate both = educ + exper
generate low = cond(hours == 0, ., hours)
constraint 1 educ = .05
constraint 2 educ = exper
generate fixed = .05*educ

*** A fixed coefficient is an offset
generate ofs = 50*educ
constraint 3 educ = 50
tobit hours educ exper age, ll(0) constraints(3)
scalar L = e(ll)
scalar B = _b[exper]
scalar S = _se[exper]
assert _b[educ] == 50 & _se[educ] == 0 & e(k_cns) == 1 & e(ll_0) == .
tobit hours exper age, ll(0) offset(ofs)
assert abs(e(ll) - L) < 1e-7 & reldif(_b[exper], B) < 1e-6 & reldif(_se[exper], S) < 1e-6
intreg low hours educ exper age, constraints(3)
assert abs(e(ll) - L) < 1e-7 & reldif(_se[exper], S) < 1e-6
truncreg hours educ exper age, ll(0) constraints(3)
scalar B = _b[exper]
scalar S = _se[exper]
truncreg hours exper age, ll(0) offset(ofs)
assert reldif(_b[exper], B) < 1e-6 & reldif(_se[exper], S) < 1e-6
glm share educ exper, family(binomial) link(probit) constraints(1) vce(robust)
scalar B = _b[exper]
scalar S = _se[exper]
glm share exper, family(binomial) link(probit) offset(fixed) vce(robust)
assert reldif(_b[exper], B) < 1e-8 & reldif(_se[exper], S) < 1e-8
fracreg logit share educ exper, constraints(1)
scalar B = _b[exper]
scalar S = _se[exper]
fracreg logit share exper, offset(fixed)
assert reldif(_b[exper], B) < 1e-8 & reldif(_se[exper], S) < 1e-8
constraint 4 [lwage]educ = .05
heckman lwage educ exper, select(inlf = age kidslt6 educ) constraints(4)
scalar B = [lwage]_b[exper]
scalar S = [lwage]_se[exper]
scalar L = e(ll)
assert [lwage]_b[educ] == .05
generate lw2 = lwage - .05*educ
heckman lw2 exper, select(inlf = age kidslt6 educ)
assert abs(e(ll) - L) < 1e-8 & reldif([lw2]_b[exper], B) < 1e-6 & reldif([lw2]_se[exper], S) < 1e-6

*** Equal coefficients are the coefficient of the sum
foreach cmd in "tobit hours @ age, ll(0)" "intreg low hours @ age," "truncreg hours @ age, ll(0)" ///
               "glm share @ age, family(binomial) link(logit)" "fracreg probit share @ age," {
  local full : subinstr local cmd "@" "educ exper"
  local sum : subinstr local cmd "@" "both"
  quietly `full' constraints(2)
  scalar B = _b[educ]
  scalar S = _se[exper]
  assert _b[educ] == _b[exper] | reldif(_b[educ], _b[exper]) < 1e-12
  quietly `sum'
  assert reldif(_b[both], B) < 1e-6 & reldif(_se[both], S) < 1e-6
}

*** glm counts what is free, and a gaussian one is cnsreg
glm lwage educ exper age, constraints(2)
scalar B = _b[educ]
scalar S = _se[educ]
assert e(df) == 425
cnsreg lwage educ exper age, constraints(2)
assert reldif(_b[educ], B) < 1e-8 & reldif(_se[educ], S) < 1e-8

*** The ancillary parameter of tobit is named /lnsigma there; what cannot be constrained says so
constraint 5 _b[/lnsigma] = 7
tobit hours educ, ll(0) constraints(5)
assert reldif(e(sigma), exp(7)) < 1e-10
capture tobit hours educ, ll(0) constraints(9)
assert _rc == 198
constraint 6 nosuch = 1
capture tobit hours educ, ll(0) constraints(6)
assert _rc == 111
capture heckman lwage educ, select(inlf = age) twostep constraints(1)
assert _rc == 198
capture ivprobit inlf educ (nwifeinc = huseduc), constraints(1)
assert _rc == 198
