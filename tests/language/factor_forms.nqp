* Every form of factor variables (language.md 3.3, 5.2-14, 5.4-38). Expected: the names that the rules give, and
* coefficients that are differences of group means.
clear
input g h x y
1 0 1 2
1 1 2 4
2 0 3 7
2 1 4 9
3 0 5 13
3 1 7 15
end
program names_are
  args wanted
  local have : colnames e(b)
  assert "`have'" == "`wanted'"
end

*** Bases: by level, by order, first, last, most frequent, none
regress y i.g
names_are "1b.g 2.g 3.g _cons"
regress y ib2.g
names_are "1.g 2b.g 3.g _cons"
regress y b2.g
names_are "1.g 2b.g 3.g _cons"
regress y ib(#2).g
names_are "1.g 2b.g 3.g _cons"
assert abs(_b[1.g] + 5) < 1e-9 & abs(_b[3.g] - 6) < 1e-9
regress y ib(first).g
names_are "1b.g 2.g 3.g _cons"
regress y ib(last).g
names_are "1.g 2.g 3b.g _cons"
expand 3 if g == 2
regress y ib(freq).g
names_are "1.g 2b.g 3.g _cons"
regress y ibn.g, noconstant
names_are "1bn.g 2.g 3.g"
assert abs(_b[3.g] - 14) < 1e-9
capture regress y ib(#4).g
assert _rc == 175

*** Levels by number
regress y 2.g 3.g
names_are "2.g 3.g _cons"
regress y i(2 3).g
names_are "2.g 3.g _cons"
regress y i(2/3).g
names_are "2.g 3.g _cons"
regress y i2.g
names_are "2.g _cons"

*** Levels that are left out
regress y o3.g x
names_are "3o.g x _cons"
regress y io3.g x
names_are "3o.g x _cons"
regress y io(2 3).g x
names_are "2o.g 3o.g x _cons"
regress y o.x i.h
names_are "o.x 0b.h 1.h _cons"

*** Interactions and groups
regress y i.(g h)
names_are "1b.g 2.g 3.g 0b.h 1.h _cons"
regress y g#h
names_are "1b.g#0b.h 1b.g#1.h 2.g#0b.h 2.g#1.h 3.g#0b.h 3.g#1.h _cons"
regress y h##c.x
names_are "0b.h 1.h x 0b.h#co.x 1.h#c.x _cons"
regress y h#c.x
names_are "0b.h#c.x 1.h#c.x _cons"
regress y c.x##c.x
names_are "x c.x#c.x _cons"
regress y c.x#c.x#c.x
names_are "c.x#c.x#c.x _cons"
regress y 1.h#c.x
names_are "1.h#c.x _cons"
regress y 1.h#2.g
names_are "1.h#2.g _cons"
generate z = x^2
regress y i.h#c.(x z)
names_are "0b.h#c.x 1.h#c.x 0b.h#c.z 1.h#c.z _cons"
regress y (i.h i.g)#c.x
local have : colnames e(b)
assert strpos("`have'", "0b.h#c.x 1.h#c.x") == 1

*** What is no factor
tostring g, generate(s)
capture regress y i.s
assert _rc == 109
generate half = x / 2
capture regress y i.half
assert _rc == 452
generate minus = -g
capture regress y i.minus
assert _rc == 452

*** Interactions inside parentheses multiply out as they would without them
sysuse auto, clear
regress price i.foreign##(c.mpg##c.mpg)
matrix b = e(b)
regress price i.foreign##c.mpg##c.mpg
assert reldif(el(b, 1, colnumb(b, "1.foreign#c.mpg#c.mpg")), _b[1.foreign#c.mpg#c.mpg]) < 1e-12
assert reldif(el(b, 1, colnumb(b, "c.mpg#c.mpg")), _b[c.mpg#c.mpg]) < 1e-12
regress price i.(foreign##rep78)
matrix b = e(b)
regress price i.foreign##i.rep78
assert mreldif(b, e(b)) < 1e-12
