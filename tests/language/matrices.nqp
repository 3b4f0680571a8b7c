* Matrices in the language (semantics 6, 8, 49 and 50).

* 6. Macro functions that read names of matrices
matrix M = (1, 2 \ 3, 4)
matrix colnames M = first second
matrix rownames M = top bottom
local cn : colnames M
assert "`cn'" == "first second"
local rn : rownames M
assert "`rn'" == "top bottom"

* 8. A closing quote without an open backquote is a transpose
matrix A = (1, 2, 3)
matrix T = A'
assert rowsof(T) == 3 & colsof(T) == 1
matrix S = A*A'
assert S[1,1] == 14
local m A
matrix Q = `m'*`m''
assert Q[1,1] == 14
matrix P = `m''
assert rowsof(P) == 3

* 49. eclass: ereturn post
program post_it, eclass
  matrix b = (1, 2)
  matrix colnames b = x y
  matrix V = I(2)
  ereturn post b V
  ereturn scalar extra = 5
  ereturn local cmd "post_it"
end
post_it
assert _b[x] == 1 & _b[y] == 2 & _se[y] == 1 & e(extra) == 5 & "`e(cmd)'" == "post_it"

* 49. return matrix moves a matrix into r()
program give_matrix, rclass
  matrix M = J(1, 1, 4)
  return matrix mat = M
end
give_matrix
matrix R = r(mat)
assert R[1,1] == 4

* 50. Building, subscripts and joins
matrix Z = J(2, 3, 7)
assert rowsof(Z) == 2 & colsof(Z) == 3 & Z[2,3] == 7
matrix A = (1, 2 \ 3, 4)
matrix colnames A = x y
assert A[2,1] == 3 & A[2,"y"] == 4
matrix B = A, A
assert colsof(B) == 4
matrix C = A \ A
assert rowsof(C) == 4
capture matrix D = A, Z'
assert _rc == 503
capture matrix drop nothing_here
matrix stack = nullmat(stack) \ (1, 2)
matrix stack = nullmat(stack) \ (3, 4)
assert rowsof(stack) == 2 & stack[2,1] == 3
matrix P = A*A
* (1 2 \ 3 4)^2 = (7 10 \ 15 22)
assert P[1,1] == 7 & P[1,2] == 10 & P[2,1] == 15 & P[2,2] == 22
matrix I3 = I(3)
assert trace(I3) == 3 & det(A) == -2
matrix N = inv(A)
assert abs(N[1,1] + 2) < 1e-12 & abs(N[2,1] - 1.5) < 1e-12
matrix A[1,1] = 9
assert A[1,1] == 9
assert el(A, 1, 1) == 9
clear
set obs 3
generate x = _n
generate y = 2*x + (_n == 2)
mkmat x y, matrix(XY)
assert rowsof(XY) == 3 & XY[2,2] == 5
regress y x
matrix b = e(b)
assert colsof(b) == 2 & abs(b[1,1] - 2) < 1e-9
matrix V = e(V)
assert abs(V[1,1] - _se[x]^2) < 1e-12
matrix t = r(table)
assert abs(t[1,1] - 2) < 1e-9
clear
svmat XY, names(col)
assert _N == 3 & y[2] == 5

* 50. The Kronecker product binds tighter than * and / (help matrix operators); by hand from its definition
matrix A = (1, 2 \ 3, 4)
matrix B = (0, 5 \ 6, 7)
matrix K = A # B
assert rowsof(K) == 4 & colsof(K) == 4
assert K[1,2] == 5 & K[1,4] == 10 & K[2,1] == 6 & K[4,3] == 24 & K[4,4] == 28 & K[3,1] == 0
matrix K = A' # I(2)
assert K[1,3] == 3 & K[3,1] == 2 & K[2,1] == 0
matrix K = I(2) # A * J(4, 1, 1)
assert rowsof(K) == 4 & colsof(K) == 1 & K[1,1] == 3 & K[4,1] == 7
matrix K = (el(A # B, 1, 4), trace(A # B))
assert K[1,1] == 10 & K[1,2] == 35
matrix K = (A + I(2)) # (1, 1)
assert colsof(K) == 4 & K[1,2] == 2 & K[2,4] == 5

* 50. Names of subcommands are names of matrices when = follows
foreach name in l list dir drop ac rown svd sym {
  matrix `name' = (1, 2)
  assert `name'[1,2] == 2
}
matrix dir[1,2] = 9
assert dir[1,2] == 9
