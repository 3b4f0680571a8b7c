* xthreg. Expected values: Hansen (1999) by brute force, the regressions of all candidate thresholds with xtreg, fe.
clear
set obs 120
set seed 11
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
xtset id t
generate q = mod(37*_n, 53)
generate x = mod(29*_n, 17)
generate z = mod(13*_n, 19)
generate y = cond(q <= 30, 1, 1.4)*x + .5*z + id + 2*rnormal()

generate double below = .
scalar best = .
scalar gamma = .
quietly {
  levelsof q, local(values)
  foreach g of local values {
    count if q <= `g'
    local under = r(N)
    if `under' >= 12 & 120 - `under' >= 12 {
      replace below = x*(q <= `g')
      xtreg y z x below, fe
      if e(rss) < scalar(best) {
        scalar best = e(rss)
        scalar gamma = `g'
      }
    }
  }
}
xtreg y z x, fe
scalar rss0 = e(rss)
xthreg y z, rx(x) qx(q) trim(.1)
matrix T = e(Thrss)
matrix F = e(Fstat)
assert abs(F[1,1] - best) < 1e-8*best & T[1,1] == gamma & e(gamma) == gamma
assert abs(F[1,3] - (rss0 - best)/(best/100)) < 1e-6 & abs(F[1,2] - best/100) < 1e-8
assert missing(F[1,4]) & missing(e(p_1))
assert T[1,4] <= T[1,1] & T[1,1] <= T[1,5] & abs(T[1,2] - best) < 1e-8*best
assert abs(e(rss) - best) < 1e-8*best
* The interval: likelihood ratios up to -2 ln(1 - sqrt(.95)).
matrix L = e(LR)
scalar lower = .
scalar upper = .
forvalues i = 1/`=rowsof(L)' {
  if L[`i',1] <= -2*ln(1 - sqrt(.95)) {
    if missing(lower) scalar lower = L[`i',2]
    scalar upper = L[`i',2]
  }
}
assert lower == T[1,4] & upper == T[1,5]
* The candidate of the estimate is where the ratio is 0; its figure has the ratio over the candidates.
assert L[T[1,3],2] == gamma & abs(L[T[1,3],1]) < 1e-10
_matplot e(LR), columns(1 2) yline(7.35) recast(line) connect(direct) msize(zero) name(lr, replace) nodraw
graph dir
assert strpos("`r(list)'", "lr")
capture _matplot e(LR), columns(1 3)
assert _rc == 198
capture _matplot nosuch
assert _rc == 111
* The regression is that of xtreg with the regimes.
assert _cat == (q > gamma)
scalar b0 = _b[0._cat#c.x]
scalar s1 = _se[1._cat#c.x]
predict double u, u
xtreg y z ibn._cat#c.x, fe
assert abs(b0 - _b[0._cat#c.x]) < 1e-12 & abs(s1 - _se[1._cat#c.x]) < 1e-12

* Two thresholds by brute force: the second given the first, the first anew.
generate double middle = .
scalar best2 = .
scalar gamma2 = .
quietly {
  foreach g of local values {
    replace below = x*(q <= min(`g', gamma))
    replace middle = x*(q <= max(`g', gamma))
    count if q <= min(`g', gamma)
    local a = r(N)
    count if q <= max(`g', gamma)
    local b = r(N)
    if `a' >= 12 & `b' - `a' >= 12 & 120 - `b' >= 12 {
      xtreg y z x below middle, fe
      if e(rss) < scalar(best2) {
        scalar best2 = e(rss)
        scalar gamma2 = `g'
      }
    }
  }
}
set seed 5
xthreg y z, rx(x) qx(q) trim(.1 .1) thnum(2) bs(30 30) gen(regime) vce(robust)
matrix T = e(Thrss)
matrix F = e(Fstat)
assert T[3,1] == gamma2
assert F[2,1] <= best2 + 1e-8 & abs(F[2,3] - (F[1,1] - F[2,1])/(F[2,1]/100)) < 1e-6
assert F[1,4] < .05 & F[2,4] > F[1,4]
assert F[1,5] <= F[1,6] & F[1,6] <= F[1,7]
assert abs(e(rss) - F[2,1]) < 1e-8*e(rss)
summarize regime
assert r(max) == 2
scalar p = F[2,4]
* thgiven keeps the tests there are; the regimes of an earlier gen() are replaced.
scalar p1 = F[1,4]
xthreg y z, rx(x) qx(q) trim(.1 .1 .1) thnum(3) bs(0 0 10) gen(regime) thgiven
matrix G = e(Fstat)
assert G[1,4] == p1 & G[2,4] == p & !missing(G[3,4])
set seed 5
xthreg y z, rx(x) qx(q) trim(.1) thnum(2) bs(30) noreg
matrix F = e(Fstat)
assert F[2,4] == p
* The order of the rows does not matter.
scalar rss = F[2,1]
gsort -t id
xthreg y z, rx(x) qx(q) trim(.1) thnum(3)
matrix F = e(Fstat)
assert abs(F[2,1] - rss) < 1e-8*rss & F[3,1] < F[2,1] & rowsof(e(Thrss)) == 4

* What it refuses.
capture xthreg y z, qx(q)
assert _rc == 198
capture xthreg y z, rx(x)
assert _rc == 198
capture xthreg y z, rx(nothing) qx(q)
assert _rc == 111
capture xthreg y z, rx(x) qx(q) trim(.6)
assert _rc == 198
capture xthreg y z, rx(x) qx(q) thnum(2) trim(.1 .1 .1)
assert _rc == 198
capture xthreg y z, rx(x) qx(q) gen(x)
assert _rc == 110
capture xthreg y z if !(id == 3 & t == 2), rx(x) qx(q)
assert _rc == 459
assert e(thnum) == 3
xtset, clear
capture xthreg y z, rx(x) qx(q)
assert _rc == 459

* A first threshold near the end of the data leaves a regime that is smaller than the share of the second one. Sums of
* squares are those of least squares with the regimes set by hand.
clear
set obs 400
generate id = ceil(_n / 8)
generate t = _n - 8 * (id - 1)
generate q = mod(37 * _n, 401)
generate x = sin(_n)
generate y = cond(q <= 13, 9, cond(q <= 220, 1, 1.6)) * x + mod(id, 5) + .3 * cos(7 * _n)
xtset id t
xthreg y, rx(x) qx(q) thnum(2) trim(.01 .1) grid(400)
matrix T = e(Thrss)
scalar found = e(rss)
assert T[1,1] == 13
generate byte regime = (q > min(T[2,1], T[3,1])) + (q > max(T[2,1], T[3,1]))
quietly count if regime == 0
assert r(N) >= 40
quietly xtreg y c.x#i.regime, fe
assert abs(e(rss) - found) < 1e-8*found
