* placebo: exhaustive permutation of the dates (3,3,3,4,4,0,0,0) over eight units has mean 0 and sd .51065634 (hand
* enumeration of 560 assignments); draws at random come close.
set type double
clear
input id g y1 y2 y3 y4
1  3  2.0 2.3 4.1 5.2
5  4  2.2 2.5 3.1 4.6
2  3  1.5 2.1 3.4 5.1
6  0  1.2 1.4 2.0 2.1
3  3  3.1 3.2 5.4 6.0
7  0  0.8 1.3 1.2 1.9
4  4  1.0 1.6 1.7 3.0
8  0  2.5 2.6 3.3 3.2
end
quietly reshape long y, i(id) j(t)
xtset id t
generate byte d = g > 0 & t >= g
placebo, reps(1000) treat(d) seed(7): reghdfe y d, absorb(id t) vce(cluster id)
assert abs(r(b) - 1.4722222) < 1e-7 & r(reps_ok) == 1000 & r(reps_fail) == 0
assert abs(r(b_mean)) < .06 & abs(r(b_sd) - .51065634) < .04 & r(p2) < .01
matrix D = r(draws)
assert rowsof(D) == 1000 & colsof(D) == 4
scalar first = D[1,1]
placebo, reps(5) treat(d) seed(7): reghdfe y d, absorb(id t) vce(cluster id)
matrix D = r(draws)
assert D[1,1] == first
* the data are as before
count if d == 1
assert r(N) == 8
placebo, type(mixed) reps(10) treat(d) seed(1): reghdfe y d, absorb(id t)
assert r(reps_ok) + r(reps_fail) == 10
placebo, type(time) lags(1) treat(d): reghdfe y d, absorb(id t)
assert r(reps_ok) == 1
capture placebo, reps(0) treat(d): reghdfe y d, absorb(id t)
assert _rc == 198
capture placebo, ntreat(20) treat(d): reghdfe y d, absorb(id t)
assert _rc == 198
capture placebo, reps(5): reghdfe y d, absorb(id t)
assert _rc == 198

* A command that fails in all draws is 498; one that fails on all the data is that error
clear
set obs 200
set seed 1
generate id = ceil(_n/10)
generate year = mod(_n - 1, 10) + 1
xtset id year
generate d = id <= 5 & year >= 6
generate y = rnormal() + d
program define runs_once, eclass
  if "$placebo_once" == "" {
    regress y d
    global placebo_once 1
    exit
  }
  error 2000
end
capture placebo _b[d], reps(5) treat(d) seed(1) nograph: runs_once
assert _rc == 498
capture placebo, reps(5) treat(d) seed(1) nograph: regress y d nosuch
assert _rc == 111
assert _N == 200 & d[10] == 1
