* Prefixes that draw or leave out rows mean the rows of the data by in and _n, not those of a replication.
sysuse auto, clear

*** jackknife leaves out the rows of a range one at a time
summarize price in 1/10
scalar m = r(mean)
scalar se = r(sd)/sqrt(10)
jackknife m=r(mean), nodots: summarize price in 1/10
assert reldif(_b[m], m) < 1e-12 & reldif(_se[m], se) < 1e-9 & e(N_reps) == 10
jackknife m=r(mean), nodots: summarize price if _n <= 10
assert reldif(_se[m], se) < 1e-9 & e(N_reps) == 10
preserve
keep in 5/24
jackknife, nodots: regress price mpg
scalar b = _b[mpg]
scalar s = _se[mpg]
restore
jackknife, nodots: regress price mpg in 5/24
assert reldif(_b[mpg], b) < 1e-12 & reldif(_se[mpg], s) < 1e-9

*** bootstrap draws from the rows of a range
bootstrap n=r(N) low=r(min), reps(8) seed(1) nodots: summarize price in 11/20
assert _b[n] == 10 & _se[n] == 0
bootstrap n=e(N), reps(8) seed(1) nodots: regress price mpg if _n > 20 & foreign
count if _n > 20 & foreign
assert _b[n] == r(N) & _se[n] == 0

*** statsby and rolling keep to the rows of a range
generate t = _n
tsset t
preserve
statsby n=r(N), by(foreign) clear: summarize price in 40/60
assert n[1] == 13 & n[2] == 8
restore
rolling n=r(N), window(10) stepsize(10) clear: summarize price in 6/25
assert n[1] == 5 & n[2] == 10 & n[3] == 5 & n[4] == 0
