* Matching, mediation, comparisons of groups and indices on data and options that are wrong: the code, and data and
* e() as they were.
program define refuses
  gettoken code rest : 0
  datasignature
  local before `r(datasignature)'
  local kept "`e(cmd)' `e(N)'"
  capture `rest'
  if _rc != `code' {
    display as error "r(" _rc ") instead of r(`code'): `rest'"
    exit 9
  }
  assert "`kept'" == "`e(cmd)' `e(N)'"
  datasignature
  assert "`before'" == "`r(datasignature)'"
end
clear
set type double
set obs 160
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
generate g = cond(id <= 6, 4, cond(id <= 12, 6, 0))
generate byte d = g > 0 & t >= g
generate x = mod(13*_n, 17)/5
generate z = mod(29*_n, 31)/5
generate y = id/3 + t/2 + (1 + .2*(t - g))*d + .3*x + mod(37*_n, 23)/10
generate str s = "a"
generate byte one = 1
generate byte zero = 0
xtset id t
quietly regress y x
*** psm and psmdid
refuses 459 psm x z, outcome(y)
refuses 2000 psm one x, outcome(y)
refuses 2000 psm zero x, outcome(y)
refuses 2000 psm d x if 0, outcome(y)
refuses 198 psm d x, outcome(y) neighbor(0)
refuses 198 psm d x, outcome(y) kernel llr
refuses 198 psm d x, outcome(y) neighbor(2) noreplacement
refuses 198 psm d x, outcome(y) radius
refuses 198 psm d x, outcome(y) altvariance
refuses 198 psm d x, outcome(y) vce(bootstrap, times(20))
refuses 109 psm d x, outcome(s)
refuses 109 psm d s, outcome(y)
refuses 100 psm d, outcome(y)
refuses 198 psm d x, outcome(y) kerneltype(wrong) kernel
generate score = cond(d, .9, .1) + mod(_n, 7)/1000
refuses 459 psm d, pscore(score) outcome(y) caliper(.01)
generate perfect = d*100 + x
refuses 2000 psm d perfect, outcome(y)
refuses 198 psmdid y d, treat(d)
refuses 198 psmdid y d, match(x) treat(d) mode(wrong)
refuses 198 psmdid y d, match(x) treat(d) mode(baseyear)
refuses 2000 psmdid y d, match(x) treat(d) mode(baseyear) baseyear(99)
refuses 2000 psmdid y d if g > 0, match(x) treat(d)
*** mediate
generate m = mod(11*_n, 7)
generate mfe = id
refuses 198 mediate y, x(d) m(y)
refuses 198 mediate y, x(d) m(d)
refuses 459 mediate y, x(d) m(mfe) absorb(id t)
refuses 459 mediate y, x(one) m(m)
refuses 459 mediate y, x(d) m(one)
refuses 198 mediate y, x(d)
refuses 109 mediate y, x(d) m(s)
refuses 198 mediate y, x(d) m(m) method(wrong)
refuses 2000 mediate y if 0, x(d) m(m)
refuses 198 mediate y, x(d) m(m) method(bootstrap) reps(1)
*** Groups
refuses 198 bdiff, group(id) model(regress y x)
refuses 420 bdiff, group(one) model(regress y x)
refuses 198 bdiff, group(d) model(regress y x if t > 2)
refuses 199 bdiff, group(d) model(nosuchcommand y x)
refuses 198 bdiff, group(d)
refuses 322 bdiff, group(d) model(areg y x, absorb(t)) surtest
refuses 459 chow y x, by(one)
refuses 109 chow y x, by(s)
refuses 111 hetero, by(nosuch): regress y x
refuses 198 hetero, by(d):
refuses 110 mediansplit x, generate(y)
refuses 420 interact y x, by(one)
foreach c in "xtreg y x, fe" "reghdfe y x, absorb(id)" "areg y x, absorb(id)" {
  quietly `c'
  estimates store F
  quietly regress y x
  refuses 322 suest F
}
estimates clear
quietly regress y x
*** Indices
generate miss = .
generate cst = 3
generate neg = -x - 1
refuses 110 entropy x z, generate(y)
refuses 2000 entropy x z miss, generate(sc)
refuses 459 entropy cst, generate(sc)
foreach n in sum vector max {
  refuses 459 entropy x neg, generate(sc) norm(`n')
}
refuses 2001 entropy x z if _n == 1, generate(sc)
refuses 2001 entropy x z if t < 8 | id == 1, generate(sc) scope(byyear) time(t)
refuses 198 entropy x z, generate(sc) positive(x) negative(x)
refuses 198 entropy x z, generate(sc) negative(y)
refuses 198 entropy x z, generate(sc) norm(zscore)
refuses 101 entropy x z [aw=y], generate(sc)
refuses 109 entropy x s, generate(sc)
refuses 459 critic x cst, generate(sc)
matrix A = (.3 \ .3)
matrix rownames A = x z
matrix B = (.3 \ .3 \ .4)
refuses 111 cweight, entropy(A) critic(nosuch)
refuses 503 cweight, entropy(A) critic(B)
refuses 503 topsis x z, weights(B) generate(tp)
refuses 459 ccd x z, generate(C T D)
refuses 459 lq x zero, generate(l1)
