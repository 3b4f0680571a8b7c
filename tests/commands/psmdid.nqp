* Difference in differences on matched samples.
clear
set obs 240
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
xtset id t
generate x = mod(11*id, 17) + mod(3*_n, 5)/5
generate byte group = mod(id, 3) == 0
generate byte d = group & t >= 4
generate y = id/10 + t + 2*d + .2*x + mod(7*_n, 5)/10
*** The period that is matched can stand in mode(), effects of units and periods are absorbed once
quietly psmdid y x, treat(d) match(x) mode(baseyear) baseyear(3) kernel
scalar b = _b[d]
scalar n = e(N_matched)
quietly psmdid y d x, treat(d) match(x) mode(baseyear(3)) kernel absorb(id t)
assert _b[d] == b & e(N_matched) == n & "`e(absvars)'" == "id t"
*** Years one by one are scores and matches within each year
quietly psmdid y x, treat(d) match(x) mode(yearly) neighbor(1)
scalar n = e(N_matched)
quietly psmatch2 group x, within(t)
quietly count if _support == 1 & _weight > 0 & _weight < .
assert r(N) == n
*** Rows treated in their period instead of units ever treated
quietly psmdid y x, treat(d) match(x) matchon(d)
scalar n = e(N_matched)
quietly psmatch2 d x
quietly count if _support == 1 & _weight > 0 & _weight < .
assert r(N) == n
capture psmdid y x, treat(d) match(x) matchon(d) mode(prepolicy)
assert _rc == 198
capture psmdid y x, treat(d) match(x) matchon(x)
assert _rc == 459
*** What cannot be done
capture psmdid y x, treat(group) match(x)
assert _rc == 459
capture psmdid y x, treat(d) match(x) mode(wrong)
assert _rc == 198
capture psmdid y x, treat(d) match(x) mode(baseyear)
assert _rc == 198
capture psmdid y x, treat(d)
assert _rc == 198
