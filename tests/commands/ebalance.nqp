* ebalance: with the weights the moments of the controls are those of the treated, checked by summarize; among all
* weights with these moments they are log-linear in the covariates (Hainmueller 2012, eq. 8), checked by a regression.
sysuse lalonde, clear
ebalance treat age educ re74 married, targets(2 2 1 1)
assert r(N1) == 185 & r(N0) == 429 & r(maxdiff) < 1e-7 & inrange(r(N_eff), 10, 429)
summarize _webal if treat == 0
assert abs(r(sum) - 185) < 1e-8 & r(min) > 0
assert _webal == 1 if treat == 1
foreach v in age educ re74 married {
  quietly summarize `v' if treat == 1
  scalar wanted = r(mean)
  quietly summarize `v' [aweight=_webal] if treat == 0
  assert reldif(wanted, r(mean)) < 1e-6
}
foreach v in age educ {
  quietly summarize `v' if treat == 1
  scalar wanted = r(Var)*(r(N) - 1)/r(N)
  quietly summarize `v' [aweight=_webal] if treat == 0
  assert reldif(wanted, r(Var)*(r(N) - 1)/r(N)) < 1e-6
}
generate double lw = ln(_webal)
quietly regress lw c.age##c.age c.educ##c.educ re74 married if treat == 0
assert e(r2) > 1 - 1e-9
* the effect on the treated is the weighted difference of means
quietly summarize re78 if treat == 1
scalar y1 = r(mean)
quietly summarize re78 [aweight=_webal] if treat == 0
scalar effect = y1 - r(mean)
regress re78 treat [pweight=_webal]
assert reldif(_b[treat], effect) < 1e-9
* factor variables, replace, other names
ebalance treat age i.married, replace
capture ebalance treat age
assert _rc == 110
ebalance treat age, generate(w2)
* what cannot be done leaves the data as they are
capture ebalance age educ, generate(w3)
assert _rc == 459
capture ebalance treat age if treat == 1, generate(w3)
assert _rc == 2000
capture ebalance treat age, targets(4) generate(w3)
assert _rc == 198
generate far = age + 1000*treat
capture ebalance treat far, generate(w3)
assert _rc == 430
capture confirm variable w3
assert _rc == 111
capture ebalance treat nowhere, generate(w3)
assert _rc == 111
capture bysort married: ebalance treat age, generate(w3)
assert _rc == 190
