* correlate, pwcorr, spearman: worked by hand
clear
input x y z
1 2 1
2 1 .
3 4 2
4 3 4
5 5 3
end
* sums of squares about the means: x 10, y 10, cross product 8
correlate x y
assert r(N) == 5 & abs(r(rho) - .8) < 1e-14
correlate x y, covariance means
assert abs(r(cov_12) - 2) < 1e-14 & r(Var_1) == 2.5 & r(Var_2) == 2.5
correlate x y z
assert r(N) == 4 & rowsof(r(C)) == 3
correlate
assert r(N) == 4
tsset x
correlate y L.y
assert r(N) == 4

pwcorr x y z, sig obs star(5) print(90)
matrix C = r(C)
matrix P = r(sig)
matrix N = r(Nobs)
assert N[1,2] == 5 & N[3,1] == 4
assert abs(C[2,1] - .8) < 1e-14
* t = .8 sqrt(3/(1-.64))
assert abs(P[2,1] - 2*ttail(3, .8*sqrt(3/.36))) < 1e-12
pwcorr x y z, bonferroni listwise
assert abs(el(r(sig), 2, 1) - min(1, 3*2*ttail(2, abs(el(r(C), 2, 1))*sqrt(2/(1-el(r(C), 2, 1)^2))))) < 1e-12
pwcorr x y z, sidak
assert abs(el(r(sig), 2, 1) - (1 - (1 - 2*ttail(3, .8*sqrt(3/.36)))^3)) < 1e-12

* a constant has no correlation
generate k = 1
pwcorr x k
assert r(rho) == .
correlate x k
assert r(rho) == .

* ranks of z: 1 2 4 3 with x 1 2 3 4: differences 0 0 -1 1, rho = 1 - 6*2/(4*15)
spearman x z
assert r(N) == 4 & abs(r(rho) - .8) < 1e-14
spearman x y z, pw stats(rho obs p) bonferroni
assert el(r(Nobs), 1, 2) == 5
spearman x y z, print(50) star(10) matrix sidak
assert el(r(Nobs), 1, 2) == 4

generate str1 s = "a"
capture correlate x s
assert _rc == 109
capture correlate x y if x > 100
assert _rc == 2000
capture pwcorr x nosuch
assert _rc == 111
