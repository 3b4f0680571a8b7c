* Replications in several threads: the rule is that neither their number nor their order shows in the results, and that
* a command that leaves something for the next replication runs as it would without threads.
program onemean, rclass
  drop _all
  set obs 25
  tempvar x
  generate double `x' = rnormal(10, 2)
  summarize `x'
  return scalar mean = r(mean)
end

*** The number of processors does not show in simulate
set processors 1
assert c(processors) == 1
simulate one=r(mean), reps(40) seed(7) nodots double: onemean
tempfile t
save "`t'"
set processors 3
simulate three=r(mean), reps(40) seed(7) nodots double: onemean
merge 1:1 _n using "`t'", nogenerate noreport
assert one == three & _N == 40
summarize one
assert r(sd) > 0

*** Nor in bootstrap, jackknife, permute and statsby
sysuse auto, clear
set processors 1
bootstrap, reps(30) seed(3) nodots bca: regress price weight
matrix V1 = e(V)
matrix a1 = e(accel)
jackknife d=(r(max) - r(mean)), nodots: summarize price
scalar j1 = _se[d]
permute foreign b=_b[foreign], reps(30) seed(2) nodots: regress price foreign
matrix p1 = r(p)
set processors 4
bootstrap, reps(30) seed(3) nodots bca: regress price weight
matrix V4 = e(V)
matrix a4 = e(accel)
assert mreldif(V1, V4) == 0 & mreldif(a1, a4) == 0
jackknife d=(r(max) - r(mean)), nodots: summarize price
assert _se[d] == j1
permute foreign b=_b[foreign], reps(30) seed(2) nodots: regress price foreign
matrix p4 = r(p)
assert mreldif(p1, p4) == 0
statsby m=r(mean), by(foreign rep78) clear nodots: summarize price
assert _N == 8 & m[1] == 4564.5

*** The random numbers that follow are the same as without threads
set processors 1
set seed 11
simulate m=r(mean), reps(5) nodots: onemean
scalar next = runiform()
set processors 2
set seed 11
simulate m=r(mean), reps(5) nodots: onemean
scalar again = runiform()
assert again == next

*** A program that counts in a global counts every replication
global runs 0
program counted, rclass
  global runs = $runs + 1
  return scalar n = $runs
end
simulate n=r(n), reps(6) nodots: counted
assert $runs == 6 & n == _n

*** A program that counts in a scalar or gathers rows in a matrix does too
scalar runs = 0
program counted, rclass
  scalar runs = runs + 1
  matrix gathered = nullmat(gathered) \ runs
  return scalar n = scalar(runs)
end
simulate n=r(n), reps(6) nodots: counted
assert runs == 6 & n == _n & rowsof(gathered) == 6

*** A new scalar of a program belongs to its replication
program squared, rclass
  scalar draw = runiform()
  matrix M = (draw, draw^2)
  return scalar d = M[1,2] - draw^2
end
set processors 2
simulate d=r(d), reps(20) nodots seed(1): squared
assert d == 0

*** A program that posts its results is run in the session
tempname h
tempfile f
postfile `h' x using "`f'"
global handle `h'
program posted, rclass
  post $handle (1)
  return scalar x = 1
end
simulate x=r(x), reps(5) nodots: posted
postclose `h'
use "`f'", clear
assert _N == 5

*** Temporary files of a program are its own
program through_file, rclass
  drop _all
  set obs 3
  generate double x = runiform()
  tempfile t
  save "`t'"
  replace x = 0
  use "`t'", clear
  summarize x
  return scalar total = r(sum)
end
set processors 1
simulate a=r(total), reps(10) seed(5) nodots double: through_file
tempfile first
save "`first'"
set processors 4
simulate b=r(total), reps(10) seed(5) nodots double: through_file
merge 1:1 _n using "`first'", nogenerate noreport
assert a == b & a > 0

*** A replication that fails is missing, whatever the threads
program sometimes, rclass
  local u = runiform()
  if `u' < .3 error 498
  return scalar u = `u'
end
set processors 1
set seed 2
simulate a=r(u), reps(40) seed(4) nodots double: sometimes
tempfile first
save "`first'"
set processors 3
simulate b=r(u), reps(40) seed(4) nodots double: sometimes
merge 1:1 _n using "`first'", nogenerate noreport
assert a == b
count if missing(a)
assert r(N) > 0 & r(N) < 40

*** A simulation within a simulation
program outer, rclass
  preserve
  simulate m=r(mean), reps(4) nodots: onemean
  summarize m
  return scalar mm = r(mean)
end
set processors 3
simulate x=r(mm), reps(6) seed(9) nodots double: outer
tempfile first
rename x a
save "`first'"
set processors 1
simulate x=r(mm), reps(6) seed(9) nodots double: outer
merge 1:1 _n using "`first'", nogenerate noreport
assert a == x

*** The setting takes whole numbers from 1
capture set processors 0
assert _rc == 198
capture set processors 1.5
assert _rc == 198
