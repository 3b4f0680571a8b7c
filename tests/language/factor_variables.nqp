* Factor variables (semantic 38). Group means give the expected coefficients by hand.

clear
input g d x y
1 0 1 2
1 1 2 4
2 0 3 7
2 1 4 9
3 0 5 13
3 1 7 15
end
* Means of y: 3, 8, 14

* 38. The base is the lowest level
regress y i.g
assert abs(_b[2.g] - 5) < 1e-9 & abs(_b[3.g] - 11) < 1e-9 & abs(_b[_cons] - 3) < 1e-9
assert _b[1.g] == 0 & _b[1b.g] == 0
local names : colnames e(b)
assert "`names'" == "1b.g 2.g 3.g _cons"
assert e(df_m) == 2 & e(rank) == 3

* 38. Other bases
regress y ib3.g
assert abs(_b[1.g] + 11) < 1e-9 & abs(_b[_cons] - 14) < 1e-9
local names : colnames e(b)
assert "`names'" == "1.g 2.g 3b.g _cons"
regress y b2.g
assert abs(_b[1.g] + 5) < 1e-9 & _b[2b.g] == 0
regress y ib(last).g
assert abs(_b[2.g] + 6) < 1e-9
regress y ib(first).g
assert abs(_b[3.g] - 11) < 1e-9
regress y ibn.g, noconstant
assert abs(_b[1.g] - 3) < 1e-9 & abs(_b[2.g] - 8) < 1e-9 & abs(_b[3.g] - 14) < 1e-9
regress y 2.g
assert abs(_b[2.g] - (8 - 8.5)) < 1e-9
regress y i2.g i3.g
assert abs(_b[2.g] - 5) < 1e-9
regress y i(2 3).g
assert abs(_b[3.g] - 11) < 1e-9
regress y i.(g d)
local names : colnames e(b)
assert "`names'" == "1b.g 2.g 3.g 0b.d 1.d _cons"
assert abs(_b[1.d] - 2) < 1e-9

* 38. Bare variables in # are categorical, c. makes them continuous
regress y g#d
local names : colnames e(b)
assert "`names'" == "1b.g#0b.d 1b.g#1.d 2.g#0b.d 2.g#1.d 3.g#0b.d 3.g#1.d _cons"
assert abs(_b[1.g#1.d] - 2) < 1e-9 & abs(_b[3.g#1.d] - 13) < 1e-9 & abs(_b[_cons] - 2) < 1e-9
regress y g##d
assert abs(_b[2.g] - 5) < 1e-9 & abs(_b[1.d] - 2) < 1e-9 & abs(_b[2.g#1.d]) < 1e-9
local names : colnames e(b)
assert "`names'" == "1b.g 2.g 3.g 0b.d 1.d 1b.g#0b.d 1b.g#1o.d 2o.g#0b.d 2.g#1.d 3o.g#0b.d 3.g#1.d _cons" | `: word count `names'' == 12
generate y2 = 1 + 2*x + d*(3 + 4*x)
regress y2 c.x##i.d
assert abs(_b[x] - 2) < 1e-5 & abs(_b[1.d] - 3) < 1e-5 & abs(_b[1.d#c.x] - 4) < 1e-5 & abs(_b[_cons] - 1) < 1e-5
regress y2 i.d##c.x
assert abs(_b[1.d#c.x] - 4) < 1e-5
regress y2 i.d#c.x
assert abs(_b[0.d#c.x] - 0) < . & `: word count `: colnames e(b)'' == 3
generate y3 = 5 - x + .5*x^2
regress y3 c.x##c.x
assert abs(_b[x] + 1) < 1e-5 & abs(_b[c.x#c.x] - .5) < 1e-5
local names : colnames e(b)
assert "`names'" == "x c.x#c.x _cons"
regress y3 x c.x#c.x
assert abs(_b[c.x#c.x] - .5) < 1e-5
regress y c.x#c.d
local names : colnames e(b)
assert "`names'" == "c.x#c.d _cons"
regress y c.d
assert abs(_b[d] - 2) < 1e-9
local names : colnames e(b)
assert "`names'" == "d _cons"

* 38. Tests with factor names
regress y i.g
test 2.g = 3.g
assert r(df) == 1
* Residual sum of squares 6 on 3 df: s2 = 2; F = (5-11)^2/(2*(1/2+1/2)) = 18
assert abs(r(F) - 18) < 1e-9
testparm i.g
assert r(df) == 2
lincom 3.g - 2.g
assert abs(r(estimate) - 6) < 1e-9
assert abs(r(se) - sqrt(2)) < 1e-9

* 38. Levels must be non-negative integers
generate bad = -1 in 1
replace bad = 1 in 2/6
capture regress y i.bad
assert _rc == 452
generate frac = x/2
capture regress y i.frac
assert _rc == 452
generate str1 s = "a"
capture regress y i.s
assert _rc == 109

* 38. Collinear terms and empty cells stay as zeros
generate x2 = 2*x
regress y x x2
local names : colnames e(b)
assert `: word count `names'' == 3
assert _b[x2] == 0 | _b[x] == 0
drop in 6
regress y g##d
assert _b[3.g#1.d] == 0
assert e(rank) == 5


* 38. Factor variables in other places
clear
input id t y
1 1 2
1 2 5
2 1 3
2 2 8
end
regress y i.id i.t
* Two-way: time means 2.5 and 6.5
assert abs(_b[2.t] - 4) < 1e-9
local names : colnames e(b)
assert "`names'" == "1b.id 2.id 1b.t 2.t _cons"
areg y i.t, absorb(id)
assert abs(_b[2.t] - 4) < 1e-9
reghdfe y i.t, absorb(id)
assert abs(_b[2.t] - 4) < 1e-9
xtset id t
xtreg y i.t, fe
assert abs(_b[2.t] - 4) < 1e-9
regress y i.id#i.t
assert `: word count `: colnames e(b)'' == 5
regress y i.t if id == 1
assert e(N) == 2
summarize i.t
