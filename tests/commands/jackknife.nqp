* jackknife: of a mean it is s/sqrt(n) exactly (Efron and Tibshirani 1993, 11.5).
sysuse auto
summarize price
scalar se = r(sd)/sqrt(r(N))
scalar mean = r(mean)
jackknife m=r(mean), nodots: summarize price
assert reldif(_se[m], se) < 1e-10 & reldif(_b[m], mean) < 1e-12
assert e(N_reps) == 74 & e(df_r) == 73
matrix bias = e(bias)
assert abs(bias[1,1]) < 1e-6
* rows the command does not use make no replicate: rep78 is missing in 5
summarize rep78
scalar se = r(sd)/sqrt(r(N))
jackknife m=r(mean), nodots: summarize rep78
assert e(N_reps) == 69 & reldif(_se[m], se) < 1e-10
* clusters of equal size: the jackknife of the mean of cluster means
clear
set obs 30
generate id = ceil(_n/3)
generate double y = id^2 + _n
egen double g = mean(y), by(id)
summarize g if mod(_n, 3) == 0
scalar se = r(sd)/sqrt(r(N))
jackknife m=r(mean), cluster(id) nodots: summarize y
assert reldif(_se[m], se) < 1e-10 & e(N_clust) == 10
assert _N == 30
jackknife, nodots: regress y id
assert "`e(cmd)'" == "regress" & e(df_r) == 29
capture jackknife r(mean), nodots: nosuchcommand
assert _rc == 199
