* By-groups (semantic 20) and sorting (31).

* 20. by needs sorted data; bysort g (t) sorts by both and groups by g only
clear
input id t x
2 1 10
1 2 5
1 1 3
2 3 14
1 3 8
2 2 11
end
capture by id: generate n = _n
assert _rc == 5
capture by id: summarize x
assert _rc == 5
sort id
by id: generate n = _n
assert n[1] == 1 & n[3] == 3 & n[4] == 1
bysort id (t): generate d = x - x[_n-1]
assert d == . if t == 1
assert d == 2 if id == 1 & t == 2
assert d == 3 if (id == 1 & t == 3) | (id == 2 & t == 3)
assert d == 1 if id == 2 & t == 2
bysort id (t): generate first = x[1]
bysort id (t): generate last = x[_N]
assert first == 3 & last == 8 if id == 1
assert first == 10 & last == 14 if id == 2
bysort id (t): generate before = x[0]
assert before == .
bysort id (t): generate after = x[_N+1]
assert after == .
by id: generate running = sum(x)
assert running == 16 if id == 1 & t == 3
assert running == 10 if id == 2 & t == 1
assert running == 35 if id == 2 & t == 3
by id: generate size = _N
assert size == 3
by id: egen total = total(x)
assert total == cond(id == 1, 16, 35)
egen total2 = total(x), by(id)
assert total2 == total
bysort id: egen mx = max(x)
assert mx == cond(id == 1, 8, 14)
bysort id: egen share = mean(x > 9)
assert share == cond(id == 1, 0, 1)
bysort id (t): keep if _n == 1
assert _N == 2 & t == 1
clear
input g v
1 3
1 1
2 5
2 4
2 6
end
sort g
by g: summarize v
assert r(N) == 3 & r(mean) == 5
by g: count if v > 3
assert r(N) == 3
by g: replace v = 0 if _n == _N
assert v[2] == 0 & v[5] == 0 & v[3] == 5
bysort g: drop if _n > 2
assert _N == 4
by g, sort: generate k = _n
assert k[3] == 1
bysort g (v): generate o = _n
assert v[1] == 0 & o[1] == 1
bysort g v: generate u = _N
assert u == 1
capture by g: nothing
assert _rc == 199
sort g
capture by v: generate no = 1
assert _rc == 5
sort g v
by g: generate ok = 1
by g v: generate ok2 = 1
assert ok == 1 & ok2 == 1

* 20. Groups with missing and string keys
clear
input str2 s x
"b" 1
"" 2
"a" 3
"b" 4
"" 5
end
bysort s: generate n = _N
assert n == 2 if s == "" | s == "b"
assert n == 1 if s == "a"
assert s[1] == "" & s[5] == "b"
replace x = . if x == 3
bysort x: generate m = _n
assert x[5] == .

* 31. sort is stable, gsort takes descending keys
clear
input a b
2 1
1 2
2 3
1 4
2 5
end
sort a
assert b[1] == 2 & b[2] == 4 & b[3] == 1 & b[4] == 3 & b[5] == 5
sort a, stable
assert b[1] == 2 & b[5] == 5
gsort -a b
assert a[1] == 2 & b[1] == 1 & b[3] == 5 & b[4] == 2
gsort a -b
assert b[1] == 4 & b[2] == 2 & b[3] == 5
gsort -b
assert b[1] == 5 & b[5] == 1
replace b = . in 1
sort b
assert b[5] == .
