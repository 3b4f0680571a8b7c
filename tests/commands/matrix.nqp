* matrix language. Expected values by hand unless a line says otherwise.
set type double
matrix A = (1,2\3,4)
assert A[1,1] == 1 & A[1,2] == 2 & A[2,1] == 3 & A[2,2] == 4
assert rowsof(A) == 2 & colsof(A) == 2
matrix B = A'
assert B[1,2] == 3 & B[2,1] == 2
matrix C = A*B
assert C[1,1] == 5 & C[1,2] == 11 & C[2,2] == 25
matrix C = A + B
assert C[1,2] == 5
matrix C = A - B
assert C[1,2] == -1
matrix C = -A
assert C[2,2] == -4
matrix C = 2*A/4
assert C[2,1] == 1.5
matrix C = A*2
assert C[2,2] == 8
matrix C = (A, B)
assert rowsof(C) == 2 & colsof(C) == 4 & C[1,4] == 3
matrix C = A \ B
assert rowsof(C) == 4 & C[3,2] == 3
* functions
matrix C = J(2,3,7)
assert rowsof(C) == 2 & colsof(C) == 3 & C[2,3] == 7
matrix C = I(3)
assert trace(C) == 3 & C[1,2] == 0
assert det(A) == -2
matrix C = inv(A)
assert abs(C[1,1] + 2) < 1e-14 & abs(C[1,2] - 1) < 1e-14 & abs(C[2,1] - 1.5) < 1e-14 & abs(C[2,2] + .5) < 1e-14
matrix S = (4,2\2,3)
matrix C = invsym(S)
assert abs(C[1,1] - 3/8) < 1e-14 & abs(C[1,2] + 2/8) < 1e-14 & abs(C[2,2] - 4/8) < 1e-14
matrix C = syminv(S)
assert abs(C[1,1] - 3/8) < 1e-14
* the second column depends on the first
matrix C = invsym((1,2\2,4))
assert C[1,1] == 1 & C[2,2] == 0 & C[1,2] == 0
matrix L = cholesky(S)
assert L[1,1] == 2 & L[2,1] == 1 & L[1,2] == 0 & abs(L[2,2] - sqrt(2)) < 1e-14
matrix C = diag((1,2,3))
assert C[2,2] == 2 & C[1,2] == 0 & rowsof(C) == 3
matrix C = vecdiag(A)
assert rowsof(C) == 1 & C[1,2] == 4
matrix C = vec(A)
assert rowsof(C) == 4 & C[2,1] == 3 & C[3,1] == 2
matrix C = hadamard(A, A)
assert C[2,1] == 9
matrix C = corr(S)
assert C[1,1] == 1 & abs(C[1,2] - 2/sqrt(12)) < 1e-14
matrix C = sweep(S, 1)
assert abs(C[1,1] - .25) < 1e-15 & abs(C[2,2] - 2) < 1e-14
matrix C = (sqrt(16), trace(A*A'), det(inv(A)))
assert C[1,1] == 4 & C[1,2] == 30 & abs(C[1,3] + .5) < 1e-14
assert issymmetric(S) == 1 & issymmetric(A) == 0
* growing from nothing
capture matrix drop G
forvalues i = 1/3 {
  matrix G = nullmat(G) \ (`i', `i'^2)
}
assert rowsof(G) == 3 & G[3,2] == 9
* names and subscripts
matrix rownames A = a b
matrix colnames A = x y
assert A[rownumb(A,"b"), colnumb(A,"y")] == 4
assert A["b","x"] == 3
matrix C = A["a",1...]
assert rowsof(C) == 1 & C[1,"y"] == 2
matrix C = A[1...,"y"]
assert rowsof(C) == 2 & colsof(C) == 1 & C["b","y"] == 4
matrix C = A[1..2,2]
assert C[2,1] == 4
matrix C = A*A'
assert C["a","b"] == 11
matrix C = inv(A)
assert abs(C["y","a"] - 1.5) < 1e-14
matrix coleq A = first second
local names : colfullnames A
assert "`names'" == "first:x second:y"
matrix C = A[1...,"second:"]
assert colsof(C) == 1 & C[2,1] == 4
matrix A[1,2] = 9
assert A[1,2] == 9
matrix Z = J(3,3,0)
matrix Z[2,2] = (5,6\7,8)
assert Z[2,2] == 5 & Z[3,3] == 8 & Z[1,1] == 0
matrix input K = (1,2\3,4)
assert K[2,1] == 3
matrix rename K M
assert M[2,2] == 4
* decompositions: eigenvalues of (2,1\1,2) are 3 and 1
matrix S = (2,1\1,2)
matrix symeigen X v = S
assert abs(v[1,1] - 3) < 1e-14 & abs(v[1,2] - 1) < 1e-14 & abs(X[1,1] - sqrt(.5)) < 1e-14
matrix R = X*diag(v)*X'
assert mreldif(R, S) < 1e-14
matrix svd U w V = S
matrix R = U*diag(w)*V'
assert mreldif(R, S) < 1e-14
matrix eigenvalues re im = (0,1\-1,0)
assert abs(re[1,1]) < 1e-14 & abs(abs(im[1,1]) - 1) < 1e-14
* least squares in matrix language equals regress
clear
set obs 12
generate x = mod(_n, 5)
generate z = mod(_n, 7)
generate y = 1 + x - 2*z + mod(_n, 3)
matrix accum XX = x z
assert r(N) == 12
matrix vecaccum yX = y x z
matrix b = yX*invsym(XX)
regress y x z
matrix D = b - e(b)
assert abs(D[1,1]) < 1e-12 & abs(D[1,2]) < 1e-12 & abs(D[1,3]) < 1e-12
matrix V = e(rss)/e(df_r)*invsym(XX)
assert mreldif(V, e(V)) < 1e-12
matrix score fit = b
predict fitted
assert abs(fit - fitted) < 1e-10
matrix accum Q = x z, deviations noconstant means(m)
correlate x z, covariance
assert abs(Q[1,2]/11 - r(cov_12)) < 1e-12 & colsof(Q) == 2 & abs(m[1,1] - 23/12) < 1e-12
mkmat y x z, matrix(W)
assert rowsof(W) == 12 & W[3,"z"] == 3
mkmat x if z == 0
assert rowsof(x) == 1
svmat W, names(w)
assert w2 == x
* errors
capture matrix E = (1,2) + (1,2,3)
assert _rc == 503
capture matrix E = (1,2)*(3,4)
assert _rc == 503
capture matrix E = inv((1,2\2,4))
assert _rc == 504
capture matrix E = cholesky((1,2\3,4))
assert _rc == 505
capture matrix E = cholesky((1,2\2,1))
assert _rc == 506
capture matrix E = corr((0,0\0,1))
assert _rc == 508
capture matrix svd U U V = S
assert _rc == 507
capture matrix E = nosuch*2
assert _rc == 111
capture matrix list nosuch
assert _rc == 111
capture matrix rownames S = a b c
assert _rc == 503
capture matrix S[3,1] = 1
assert _rc == 503
matrix list W, format(%6.1f) noheader
matrix list S, nohalf title(two)
matrix dir
matrix drop _all
capture matrix list S
assert _rc == 111

* opaccum and glsaccum, by hand: x = 1 2 3 in groups 1 1 2; (1 + 2)^2 + 3^2 = 18
clear
input x g e row str1 m
1 1 1 1 "W"
2 1 1 2 "W"
3 2 1 1 "I"
end
matrix opaccum A = x, group(g) opvar(e) noconstant
assert A[1,1] == 18 & r(N) == 3
matrix opaccum A = x, group(g) opvar(x)
* (1 + 4)^2 + 9^2 = 106; with the constant (1 + 2)^2 + 3^2 = 18
assert A[1,1] == 106 & A[2,2] == 18 & A[1,2] == 42
matrix W = (1, .5 \ .5, 1)
matrix I = I(2)*2
matrix glsaccum A = x, group(g) glsmat(W) row(row) noconstant
* 1 + 4 + 9 + 2*.5*1*2 = 16
assert A[1,1] == 16
matrix glsaccum A = x, group(g) glsmat(m) row(row) noconstant
* 1 + 4 + 2*.5*1*2 + 2*9 = 25
assert A[1,1] == 25
capture matrix glsaccum A = x, group(g) glsmat(W) row(x)
assert _rc == 503
capture matrix opaccum A = x, group(g)
assert _rc == 198
* vecaccum with deviations: means 2 and 1; products of deviations of x and row: (-1)(-1/3) + 0 + (1)(-1/3) = 0
matrix vecaccum v = x row, deviations
assert colsof(v) == 1 & abs(v[1,1]) < 1e-15

* vech stacks the lower triangle by columns; invvech undoes it
matrix S = (1, 2 \ 2, 5)
matrix v = vech(S)
assert rowsof(v) == 3 & v[1,1] == 1 & v[2,1] == 2 & v[3,1] == 5
matrix T = invvech(v)
assert mreldif(S, T) == 0
capture matrix v = vech((1, 2 \ 3, 4))
assert _rc == 505
capture matrix T = invvech((1, 2))
assert _rc == 503
matrix U = matuniform(3, 2)
assert rowsof(U) == 3 & colsof(U) == 2 & U[1,1] > 0 & U[1,1] < 1 & U[1,1] != U[2,2]
local eq : coleq S
assert "`eq'" == "_ _"
matrix coleq S = one two
local eq : coleq S
assert "`eq'" == "one two"
