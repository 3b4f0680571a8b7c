* Factor variables in estimation commands: columns, names, bases, interactions.
set type double
clear
set obs 60
generate g = mod(_n, 3) + 1
generate h = mod(floor(_n/3), 2)
generate x = mod(7*_n, 11)
generate z = mod(5*_n, 13)
generate y = x + 2*(g==2) - (g==3) + 3*h + .5*h*x + mod(_n, 4)

* the same model with dummies made by hand
generate g2 = g==2
generate g3 = g==3
regress y x g2 g3
scalar b2 = _b[g2]
scalar s3 = _se[g3]
scalar b0 = _b[_cons]
regress y x i.g
assert abs(_b[2.g] - b2) < 1e-11 & abs(_se[3.g] - s3) < 1e-11 & _b[1.g] == 0 & _b[1b.g] == 0
matrix b = e(b)
local names : colnames b
assert "`names'" == "x 1b.g 2.g 3.g _cons"
* bases
regress y x ib3.g
assert abs(_b[2.g] - _b[1.g] - b2) < 1e-11
local names : colnames e(b)
assert "`names'" == "x 1.g 2.g 3b.g _cons"
regress y x ib(last).g
assert "`: colnames e(b)'" == "x 1.g 2.g 3b.g _cons"
regress y x ib(first).g
assert "`: colnames e(b)'" == "x 1b.g 2.g 3.g _cons"
replace g = 2 in 2
regress y x ib(freq).g
assert "`: colnames e(b)'" == "x 1.g 2b.g 3.g _cons"
replace g = 3 in 2
regress y x ibn.g, noconstant
assert abs(_b[1.g] - b0) < 1e-11 & abs(_b[2.g] - b0 - b2) < 1e-11
* single levels are indicators
regress y x 2.g 3.g
assert abs(_b[2.g] - b2) < 1e-11
assert "`: colnames e(b)'" == "x 2.g 3.g _cons"
regress y x i(2 3).g
assert "`: colnames e(b)'" == "x 2.g 3.g _cons"

* interactions: continuous
generate xx = x*x
regress y x xx
scalar b2 = _b[xx]
regress y c.x##c.x
assert abs(_b[c.x#c.x] - b2) < 1e-11
assert "`: colnames e(b)'" == "x c.x#c.x _cons"

* continuous by factor: slopes differ from the base's
generate hx = h*x
regress y x h hx
scalar bh = _b[hx]
scalar sh = _se[hx]
regress y c.x##i.h
assert abs(_b[1.h#c.x] - bh) < 1e-11 & abs(_se[1.h#c.x] - sh) < 1e-11 & abs(_b[c.x#1.h] - bh) < 1e-11
assert "`: colnames e(b)'" == "x 0b.h 1.h 0b.h#co.x 1.h#c.x _cons"
* without the main effect every group has its own slope
regress y i.h i.h#c.x
assert abs(_b[1.h#c.x] - _b[0.h#c.x] - bh) < 1e-11
assert "`: colnames e(b)'" == "0b.h 1.h 0b.h#c.x 1.h#c.x _cons"

* factor by factor
generate g2h = (g==2)*h
generate g3h = (g==3)*h
regress y g2 g3 h g2h g3h
scalar b2h = _b[g2h]
regress y i.g##i.h
assert abs(_b[2.g#1.h] - b2h) < 1e-11 & e(df_m) == 5
assert "`: colnames e(b)'" == "1b.g 2.g 3.g 0b.h 1.h 1b.g#0b.h 1b.g#1o.h 2o.g#0b.h 2.g#1.h 3o.g#0b.h 3.g#1.h _cons"
scalar rss = e(rss)
* cells alone span the same space
regress y g#h
assert abs(e(rss) - rss) < 1e-9 & e(df_m) == 5
assert "`: colnames e(b)'" == "1b.g#0b.h 1b.g#1.h 2.g#0b.h 2.g#1.h 3.g#0b.h 3.g#1.h _cons"
regress y i.g g#h
assert abs(e(rss) - rss) < 1e-9 & e(df_m) == 5
* an empty cell
regress y i.g##i.h if !(g==3 & h==1)
assert e(df_m) == 4 & _b[3.g#1.h] == 0 & _se[3.g#1.h] == 0
assert "`e(empty)'" == "3o.g#1o.h"
* a triple interaction has what is below it
regress y i.g##i.h##c.x
assert e(df_m) == 11
* terms written twice enter once
regress y i.g##i.h i.g##c.x
assert e(df_m) == 5 + 1 + 2
* levels come from the sample
regress y i.g if g > 1
assert "`: colnames e(b)'" == "2b.g 3.g _cons"
* groups in parentheses and wildcards
regress y i.(g h)
assert e(df_m) == 3
regress y c.x#(i.g i.h)
assert _b[1.g#c.x] != 0 & _b[1.h#c.x] != 0 & _b[0.h#c.x] == 0 & e(df_m) == 4

* time-series operators
generate t = _n
tsset t
generate lx = x[_n-1]
regress y x lx
scalar bl = _b[lx]
regress y L(0/1).x
assert abs(_b[L.x] - bl) < 1e-11 & e(N) == 59
assert "`: colnames e(b)'" == "x L.x _cons"
generate dy = y - y[_n-1]
generate dx = x - x[_n-1]
regress dy dx
scalar bd = _b[dx]
regress D.y D.x
assert abs(_b[D.x] - bd) < 1e-11 & "`e(depvar)'" == "D.y"
regress y i.L.g
assert e(N) == 59 & e(df_m) == 2
regress y cL.x#i.h
assert e(N) == 59 & e(df_m) == 2

* value labels do not touch names
label define gl 1 "one" 2 "two" 3 "three"
label values g gl
regress y i.g c.x##i.h, baselevels
assert _b[2.g] != 0

* predictions and tests use the same names
regress y i.g##i.h c.x##c.x
predict double fit
predict double r, residuals
assert abs(fit + r - y) < 1e-9
testparm i.g#i.h
assert r(df) == 2
test 2.g 3.g
assert r(df) == 2
testparm i.g i.h g#h
assert r(df) == 5
lincom 2.g + 2.g#1.h
assert abs(r(estimate) - _b[2.g] - _b[2.g#1.h]) < 1e-12
capture regress y i.nosuch
assert _rc == 111
capture regress i.g x
assert _rc == 198
