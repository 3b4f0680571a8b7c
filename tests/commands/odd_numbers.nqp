* What is no number, or too large for one, is an error of the line or counts as nothing: never a fault of the program.
version 18

*** level() is a number from 10 to 99.99 wherever a command reads its own line
sysuse auto
regress price mpg
foreach bad in abc 5 100 . -3 {
  foreach line in "lincom mpg" "nlcom _b[mpg]" "esttab" "estout" "estimates replay" {
    capture `line', level(`bad')
    assert _rc == 198
  }
}
lincom mpg, level(90)
assert r(level) == 90

*** level() of estat after csdid
set obs 96
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
generate g = cond(id <= 3, 4, cond(id <= 6, 6, 0))
generate y = id + t + 2*(g > 0 & t >= g) + mod(7*_n, 5)/10
csdid y, ivar(id) time(t) gvar(g)
foreach bad in abc 500 -3 {
  capture estat event, level(`bad')
  assert _rc == 198
  capture estat sci, level(`bad')
  assert _rc == 198
}
capture estat event, window(a b)
assert _rc == 198
generate byte d = g > 0 & t >= g
capture lpdid y, unit(id) time(t) treat(d) pre(2) post(2) pmd(99999999999999)
assert _rc == 198

*** eststo counts from one when something else stands in its counter
sysuse auto
global eststo_counter abc
quietly regress price mpg
eststo
estimates dir
assert "`r(names)'" == "est1"

*** A characteristic that only looks like a note is left alone
sysuse auto
tempfile t
char _dta[note99999999999999999999999] odd
save `t'
sysuse auto, clear
append using `t'
assert _N == 148
