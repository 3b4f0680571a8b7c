* convergence: the spread is summarize's, the regression reghdfe's.
clear
set obs 40
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8)
xtset id t
generate double x = exp(2 + id * .9^t)
generate z = mod(_n, 3)
convergence x, sigma
matrix S = r(sigma)
summarize x if t == 3
assert S[4,2] == r(mean) & reldif(S[4,4], r(sd)/r(mean)) < 1e-14
* ln x = 2 + id * .9^t: the spread of logarithms shrinks by a tenth a period
assert reldif(S[8,5]/S[7,5], .9) < 1e-12
convergence x, beta
assert abs(r(beta) + .1) < 1e-10 & reldif(r(halflife), ln(2)/-ln(.9)) < 1e-8
generate double y = ln(x) + .01 * z * t
convergence y z, beta inlogs absorb(id) vce(cluster id)
scalar b = r(beta)
reghdfe D.y L.y z, absorb(id) vce(cluster id)
assert b == _b[L.y]
convergence x z, beta
assert c(k) == 6
capture convergence x z
assert _rc == 198
replace x = -1 in 1
capture convergence x
assert _rc == 459
capture convergence x, beta
assert _rc == 110
xtset, clear
capture convergence y
assert _rc == 459
