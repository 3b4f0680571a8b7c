* tsspell: spells counted by hand.
clear
input t x spell seq end
1 1 1 1 0
2 1 1 2 1
3 2 2 1 0
4 2 2 2 0
5 2 2 3 1
6 1 3 1 1
7 3 4 1 0
9 3 5 1 1
end
tsset t
tsspell x
assert _spell == spell & _seq == seq & _end == end if t < 7
* A gap ends a spell.
assert _spell == 5 & _seq == 1 & _end == 1 if t == 9
drop _spell _seq _end
tsspell, cond(x > 1) spell(s) seq(q) end(e)
assert s == cond(inrange(t, 3, 5), 1, cond(t == 7, 2, cond(t == 9, 3, 0)))
assert q == cond(inrange(t, 3, 5), t - 2, t >= 7)
assert e == inlist(t, 5, 7, 9)
drop s q e
* A spell of fcond() lasts until the next one begins; what is before the first one is in none.
tsspell, fcond(x == 2) spell(s) seq(q) end(e)
assert s == cond(t < 3, 0, min(t - 2, 3)) & q == cond(t < 5, t > 2, _n - 4)
assert e == inlist(t, 3, 4, 9)
drop s q e
* Panels have spells of their own; the order of the rows stays.
drop _all
input id t x
2 1 5
1 2 7
2 2 5
1 1 7
1 3 0
end
xtset id t
generate before = _n
tsspell, pcond(x)
assert before == _n
assert _spell == (x > 0) & _seq == cond(x > 0, t, 0) & _end == (x > 0 & t == 2)
capture tsspell x, cond(x)
assert _rc == 198
capture tsspell x
assert _rc == 110
