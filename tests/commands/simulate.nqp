* simulate: the data it leaves, seeds, failures. Bounds come from the normal distribution of the mean of a sample.
program onemean, rclass
  drop _all
  set obs 25
  generate double x = rnormal(10, 2)
  summarize x
  return scalar mean = r(mean)
  return scalar sd = r(sd)
end
simulate mean=r(mean) sd=r(sd), reps(200) seed(7) nodots double: onemean
assert _N == 200
* the mean of 200 means has standard error 2/sqrt(25*200); four of them
summarize mean
assert abs(r(mean) - 10) < 4 * 2/sqrt(25*200)
* the sd of the means is .4; its Monte Carlo standard error is about .4/sqrt(2*199)
assert abs(r(sd) - .4) < 4 * .4/sqrt(2*199)
scalar first = mean[1]
scalar tenth = mean[10]
* same seed, same numbers, and replication 10 does not depend on how many there are
simulate mean=r(mean), reps(10) seed(7) nodots double: onemean
assert mean[1] == first & mean[10] == tenth
simulate mean=r(mean), reps(10) seed(8) nodots double: onemean
assert mean[1] != first
* without names and without a list
simulate r(mean) (r(sd)^2), reps(3) seed(1) nodots: onemean
confirm variable _sim_1 _sim_2
simulate, reps(3) seed(1) nodots: onemean
confirm variable mean sd
* every replication starts from the data in memory
clear
set obs 4
generate double x = _n
program shorter, rclass
  drop in 1
  return scalar n = _N
end
simulate n=r(n), reps(3) nodots: shorter
assert n == 3
* saving
tempfile t
simulate mean=r(mean), reps(4) seed(1) nodots saving("`t'", replace every(2)): onemean
use "`t'", clear
assert _N == 4
capture simulate mean=r(mean), reps(4) nodots saving("`t'"): onemean
assert _rc == 602
* a replication that fails is missing; the first one must not fail
program sometimes, rclass
  if runiform() < .5 & $tries > 0 error 459
  global tries = $tries + 1
  return scalar x = 1
end
global tries 0
simulate x=r(x), reps(40) seed(3) nodots: sometimes
count if missing(x)
assert r(N) > 5 & r(N) < 35
capture simulate r(mean), reps(3): nosuchcommand
assert _rc == 199
capture simulate r(mean): onemean
assert _rc == 198
capture simulate r(mean), reps(3)
assert _rc == 198
