* bootstrap: statistical bounds by the variance of a mean; the rest by identities.
sysuse auto
summarize price
scalar mean = r(mean)
* the bootstrap variance of a mean tends to (n-1)/n s^2/n (Efron and Tibshirani 1993, 5.3)
scalar target = r(sd)/sqrt(r(N)) * sqrt((r(N)-1)/r(N))
bootstrap m=r(mean), reps(400) seed(11) nodots: summarize price
assert reldif(_b[m], mean) < 1e-12
* a standard deviation of 400 draws has relative standard error of about 1/sqrt(800), somewhat more for long tails
assert abs(_se[m]/target - 1) < 4 * 1.3/sqrt(800)
assert e(N_reps) == 400 & e(N_misreps) == 0
matrix N = e(ci_normal)
matrix P = e(ci_percentile)
matrix C = e(ci_bc)
assert rowsof(P) == 2 & colsof(P) == 1
assert reldif(N[1,1], _b[m] - invnormal(.975)*_se[m]) < 1e-12
assert P[1,1] < mean & mean < P[2,1]
assert C[1,1] < mean & mean < C[2,1]
matrix B = e(b_bs)
matrix D = e(bias)
assert reldif(D[1,1], B[1,1] - mean) < 1e-9
assert "`e(vcetype)'" == "Bootstrap" & "`e(prefix)'" == "bootstrap"
* the data are as they were
assert _N == 74 & price[1] == 4099
scalar se = _se[m]
bootstrap m=r(mean), reps(400) seed(11) nodots: summarize price
assert _se[m] == se
* an estimation command keeps its e(); z takes the place of t
bootstrap _b, reps(50) seed(1) nodots: regress price weight foreign
assert "`e(cmd)'" == "regress" & e(N) == 74 & missing(e(df_r))
scalar b = _b[weight]
count if e(sample)
assert r(N) == 74
regress price weight foreign
assert _b[weight] == b
* strata keep the sizes of groups: their shares do not vary
bootstrap m=r(mean), reps(20) seed(1) strata(foreign) nodots: summarize foreign
assert abs(_se[m]) < 1e-12
* rows outside e(sample) are not drawn
bootstrap e(N), reps(10) seed(1) nodots: regress price rep78
matrix V = e(V)
assert V[1,1] == 0 & _b[_bs_1] == 69
* clusters, with new numbers for those drawn twice
clear
set obs 40
generate id = ceil(_n/4)
generate t = mod(_n, 4)
generate double y = id^2 + t
xtset id t
bootstrap n=r(N), cluster(id) reps(10) seed(2) nodots: summarize y
assert _se[n] == 0 & e(N_clust) == 10
program groups, rclass
  capture confirm variable new
  if _rc {
    return scalar n = 10
    exit
  }
  summarize new
  return scalar n = r(max)
end
bootstrap n=r(n), cluster(id) idcluster(new) reps(10) seed(2) nodots: groups
assert _se[n] == 0
capture confirm variable new
assert _rc == 111
tempfile f
bootstrap m=r(mean), reps(15) seed(2) nodots saving("`f'", replace): summarize y
use "`f'", clear
assert _N == 15
capture bootstrap r(mean), reps(5) idcluster(k) nodots: summarize m
assert _rc == 198
capture bootstrap r(mean), reps(5) nodots: nosuchcommand
assert _rc == 199
capture bootstrap r(mean), reps(1) nodots: summarize m
assert _rc != 0

*** idcluster() may name a variable that exists, as do-files have it that declare the panel by it first
sysuse grunfeld, clear
xtset firm year
bootstrap, cluster(firm) idcluster(fresh) reps(15) seed(4) nodots: xtreg invest mvalue, fe
scalar se = _se[mvalue]
generate newid = firm
xtset newid year
bootstrap, cluster(firm) idcluster(newid) reps(15) seed(4) nodots: xtreg invest mvalue, fe
assert reldif(_se[mvalue], se) < 1e-10 & newid == firm
capture bootstrap, cluster(firm) idcluster(2x) reps(5) nodots: xtreg invest mvalue, fe
assert _rc == 198
