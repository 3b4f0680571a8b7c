* Tables of frequencies that nobody can read: return code 134 ("too many values", language.md 7).

*** A one-way table takes 12,000 levels
set obs 12001
generate long x = _n
capture tabulate x
assert _rc == 134
tabulate x in 1/12000, nofreq
assert r(r) == 12000

*** A two-way table takes 1,200 rows and 80 columns
set obs 1201
generate long x = _n
generate byte y = mod(_n, 81)
generate byte z = mod(_n, 80)
capture tabulate x z
assert _rc == 134
capture tabulate z y
assert _rc == 134
quietly tabulate z z
assert r(r) == 80 & r(c) == 80
quietly tabulate x z in 1/1200
assert r(r) == 1200
