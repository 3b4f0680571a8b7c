* An estimation that stops before it converges: results are shown and filed, e(converged) is 0, the code is 430
* (the contract's rule; Stata's ml does the same).
sysuse auto, clear
gen byte heavy = weight > 3000
gen dear = min(price, 6000)
gen upper = mpg + 2

*** Binary outcomes
foreach command in logit probit cloglog logistic {
  capture `command' foreign mpg weight, iterate(1)
  assert _rc == 430
  assert e(converged) == 0 & e(N) == 74 & "`e(cmd)'" != "" & _b[mpg] != 0 & e(ic) == 1
  quietly count if e(sample)
  assert r(N) == 74
  `command' foreign mpg weight
  assert e(converged) == 1
}

*** Counts
foreach command in poisson nbreg {
  capture `command' rep78 mpg weight, iterate(0)
  assert _rc == 430
  assert e(converged) == 0 & e(N) == 69
}

*** Ordered and unordered categories
foreach command in ologit oprobit mlogit {
  capture `command' rep78 mpg weight, iterate(1)
  assert _rc == 430
  assert e(converged) == 0 & e(N) == 69
}

*** Censored, truncated and interval data
capture tobit dear mpg weight, ul(6000) iterate(1)
assert _rc == 430 & e(converged) == 0 & e(N) == 74
capture truncreg price mpg weight, ul(9000) iterate(1)
assert _rc == 430 & e(converged) == 0
capture intreg mpg upper weight, iterate(1)
assert _rc == 430 & e(converged) == 0 & e(N) == 74

*** Selection, generalised and inflated models
gen wage = price if foreign | mpg > 20
capture heckman wage mpg, select(weight length) iterate(1)
assert _rc == 430 & e(converged) == 0 & e(N) == 74
capture glm foreign mpg weight, family(binomial) iterate(1)
assert _rc == 430 & e(converged) == 0
gen few = max(rep78 - 3, 0)
capture zip few mpg, inflate(weight) iterate(1)
assert _rc == 430 & e(converged) == 0

*** Panels
sysuse nlswork_sample, clear
xtset idcode year
foreach command in xtlogit xtprobit {
  capture `command' union age, iterate(1)
  assert _rc == 430
  assert e(converged) == 0 & e(N) > 0
}
capture clogit union age, group(idcode) iterate(1)
assert _rc == 430 & e(converged) == 0

*** Absorbed effects
gen cost = mpg
capture ppmlhdfe price mpg, absorb(rep78) maxiterations(1)
assert _rc == 430 & e(converged) == 0

*** Frontiers
gen lny = ln(price)
gen lnx = ln(weight)
capture frontier lny lnx, iterate(1)
assert _rc == 430 & e(converged) == 0

*** Results that did not converge can be looked at, and bootstrap counts them as failed
capture logit foreign mpg weight, iterate(1)
scalar early = _b[mpg]
logit
test mpg
predict double p
quietly summarize p
assert r(N) == 74
capture logit foreign mpg weight, iterate(2)
assert _rc == 430 & _b[mpg] != early

*** Nothing else changes: the code of a good run is 0, and errors before estimation leave the last results
capture logit foreign mpg, iterate(1)
capture logit foreign no_such, iterate(1)
assert _rc == 111 & "`e(cmdline)'" == "logit foreign mpg, iterate(1)"
