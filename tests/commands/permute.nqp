* permute: with 3 of 6 treated there are 20 assignments; the observed one is the largest of them, so that the share
* at least as extreme is 1/20 to the right and 2/20 on both sides.
clear
set obs 6
generate d = _n > 3
generate double y = _n^2
permute d b=_b[d], reps(400) seed(5) right nodots: regress y d
matrix p = r(p)
assert abs(p[1,1] - .05) < 4*sqrt(.05*.95/400)
matrix c = r(c)
assert p[1,1] == c[1,1]/400
permute d b=_b[d], reps(400) seed(5) nodots: regress y d
matrix q = r(p)
assert abs(q[1,1] - .1) < 4*sqrt(.1*.9/400)
matrix ci = r(ci)
assert ci[1,1] < q[1,1] & q[1,1] < ci[2,1]
permute d b=_b[d], reps(400) seed(5) left nodots: regress y d
matrix below = r(p)
assert below[1,1] == 1
* Clopper and Pearson: all of n successes give a lower end of .025^(1/n)
matrix ci = r(ci)
assert reldif(ci[1,1], .025^(1/400)) < 1e-8 & ci[2,1] == 1
* the same seed gives the same count
permute d b=_b[d], reps(400) seed(5) right nodots: regress y d
matrix c2 = r(c)
assert c2[1,1] == c[1,1]
* within strata of one row nothing moves
generate s = _n
permute d b=_b[d], reps(10) seed(5) strata(s) nodots: regress y d
matrix p = r(p)
assert p[1,1] == 1
assert d[1] == 0 & d[6] == 1 & _N == 6
capture permute nosuch b=_b[d], reps(10) nodots: regress y d
assert _rc == 111
capture permute d b=_b[d], reps(10) left right nodots: regress y d
assert _rc == 198
