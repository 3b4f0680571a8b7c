* Principal components and factors. Expected values: NIST/SEMATECH e-Handbook 6.5.5.2 (numerical example of principal
* components: ten observations, three variables), and identities of the methods.
clear
input x1 x2 x3
7 4 3
4 1 8
6 3 5
8 6 1
8 5 7
7 2 9
5 3 3
9 5 8
7 4 5
8 2 2
end
pca x1 x2 x3
matrix E = e(Ev)
matrix L = e(L)
* The handbook prints 1.769, .927, .304 and the vector (.64, .69, -.34) with its sign open.
assert abs(E[1,1] - 1.769) < .0005 & abs(E[1,2] - .927) < .0005 & abs(E[1,3] - .304) < .0005
assert abs(L[1,1] - .64) < .005 & abs(L[2,1] - .69) < .005 & abs(L[3,1] + .34) < .005
assert e(N) == 10 & e(f) == 3 & reldif(e(trace), 3) < 1e-14
assert e(sample)
predict double f1 f2 f3, score
foreach k in 1 2 3 {
  quietly summarize f`k'
  assert reldif(r(Var), E[1,`k']) < 1e-12
}
correlate f1 f2
assert abs(r(rho)) < 1e-12
pcascore double index, rule(variance85)
assert r(k) == 2
assert reldif(index[1], (E[1,1]*f1[1] + E[1,2]*f2[1])/(E[1,1] + E[1,2])) < 1e-12
screeplot
estat loadings
matrix A = r(A)
assert A[2,1] == L[2,1]

* Squared multiple correlations are R-squared of regressions.
estat smc
matrix S = r(smc)
regress x1 x2 x3
assert reldif(S[1,1], e(r2)) < 1e-12

* Covariances: the trace is the sum of variances.
pca x1-x3, covariance components(1)
matrix E = e(Ev)
correlate x1-x3, covariance
matrix C = r(C)
assert reldif(E[1,1] + E[1,2] + E[1,3], trace(C)) < 1e-12
predict double g
capture predict g1 g2
assert _rc == 103
capture pcascore all, rule(eigen)
assert _rc == 498

* What is wrong is said, and e() stays.
generate constant = 1
capture pca x1 constant
assert _rc == 498
capture pca x1
assert _rc == 102
assert e(f) == 1
replace x3 = . in 1
pca x1 x2 x3
assert e(N) == 9
predict double h
assert missing(h) in 1
assert !missing(h) in 2/10

* Factors: communalities survive an orthogonal rotation; promax reproduces the same correlations.
sysuse auto, clear
factor price mpg weight length turn, pcf factors(2) mineigen(0)
matrix L = e(L)
rotate, varimax normalize
matrix R = e(r_L)
matrix P = e(Psi)
assert abs(1 - P[1,3] - R[3,1]^2 - R[3,2]^2) < 1e-12
rotate, promax
matrix Q = e(r_L)*e(r_Phi)*e(r_L)' - L*L'
matrix Z = J(5, 5, 0)
assert mreldif(Q, Z) < 1e-10
rotate, clear
predict double s1 s2
quietly correlate s1 s2
assert abs(r(rho)) < 1e-12
factor price mpg weight length turn, ipf factors(1)
matrix P = e(Psi)
matrix L = e(L)
assert abs(1 - P[1,1] - L[1,1]^2) < 1e-12
regress price mpg
capture rotate
assert _rc == 301
capture estat kmo
assert _rc == 321

* With two variables the inverse of the correlation matrix is 1/(1-r^2) (1, -r \ -r, 1): anti-image correlation -r,
* covariance 1-r^2 and -r(1-r^2). All components together leave nothing; one leaves the second: Ev2 v2 v2'.
sysuse auto, clear
quietly correlate price mpg
local r = r(rho)
quietly pca price mpg
estat anti
matrix a = r(acorr)
matrix v = r(acov)
assert reldif(a[2,1], -`r') < 1e-12 & a[1,1] == 1
assert reldif(v[1,1], 1 - (`r')^2) < 1e-12 & reldif(v[1,2], -`r' * (1 - (`r')^2)) < 1e-12
estat residuals, fitted observed
matrix e = r(residual)
assert abs(e[1,1]) < 1e-12 & abs(e[1,2]) < 1e-12
quietly pca price mpg, components(1)
estat residuals
matrix e = r(residual)
assert abs(e[1,1] - (1 - abs(`r')) / 2) < 1e-12 & abs(abs(e[1,2]) - (1 - abs(`r')) / 2) < 1e-12

* All scores by a stub; what follows other estimators is refused, the variables are described.
sysuse auto, clear
pca price mpg weight, components(2) novce
predict double s*, score
confirm double variable s1 s2
capture confirm variable s3
assert _rc == 111
estat summarize
matrix m = r(stats)
summarize mpg
assert r(N) == 74 & abs(m[2,1] - r(mean)) < 1e-12
capture estat vce
assert _rc == 321
factor price mpg weight length
estat summarize
assert r(N) == 74
