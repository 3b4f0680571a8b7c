* egen nvals() counts texts as well as numbers; "" is missing. Counted by hand.
clear
input g str3 s x
1 "a" 1
1 "b" 1
1 ""  2
2 "a" .
2 "a" 5
end
egen n = nvals(s), by(g)
assert n == cond(g == 1, 2, 1)
egen m = nunique(x), by(g)
assert m == cond(g == 1, 2, 1)

* labmask
labmask g if s != "", values(g) lblname(same)
assert "`: label same 2'" == "2"
generate str4 name = cond(g == 1, "甲", "乙")
labmask g, values(name)
assert "`: label (g) 2'" == "乙"
capture labmask g, values(s)
assert _rc == 198
capture labmask s, values(g)
assert _rc == 109
