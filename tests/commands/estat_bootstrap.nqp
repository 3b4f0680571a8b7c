* estat bootstrap and BCa intervals (Efron and Tibshirani 1993, chapters 13 and 14).

*** The acceleration is that of the leave-one-out values
clear
input x
1
2
4
8
16
end
* By hand, equation 14.15: leave-one-out means are (31 - x)/4, so that the mean less them is (x - 6.2)/4.
generate double d = (x - 6.2)/4
generate double d2 = d^2
generate double d3 = d^3
quietly summarize d2
scalar s2 = r(sum)
quietly summarize d3
scalar a = r(sum)/(6*s2^1.5)
quietly bootstrap m = r(mean), reps(200) seed(7) bca: summarize x
assert reldif(el(e(accel), 1, 1), a) < 1e-10
* Both ends stand at the percentiles Phi(z0 + (z0 +- z)/(1 - a(z0 +- z))): beyond those of the percentile method
* where a and z0 are positive, and always in order.
assert el(e(ci_bca), 1, 1) < el(e(ci_bca), 2, 1)
estat bootstrap
estat bootstrap, all
estat bootstrap, bca percentile
estat bootstrap, normal

*** Without acceleration or bootstrap there is none
sysuse auto
regress price mpg
capture estat bootstrap
assert _rc == 321
quietly bootstrap, reps(10) seed(1): regress price mpg
estat bootstrap
capture estat bootstrap, bca
assert _rc == 198
capture estat bootstrap, nonsense
assert _rc == 198
sort foreign
capture by foreign: bootstrap, reps(10): regress price mpg
assert _rc == 190
