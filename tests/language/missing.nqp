* Missing values (semantic 22).

* 22. All numbers < . < .a < ... < .z
assert 1e300 < .
assert . < .a
assert .a < .b & .y < .z
assert .a != .
assert .a == .a
assert missing(.) & missing(.a) & missing(.z) & missing("") & !missing(0) & !missing(" ")
assert mi(., 1) & !mi(1, 2) & mi(1, .b)

* 22. Comparisons with missing
clear
input x str3 s
50 "a"
150 ""
. "b"
.a "c"
0 "d"
end
count if x > 100
assert r(N) == 3
count if x != .
assert r(N) == 4
count if x < .
assert r(N) == 3
count if x >= .
assert r(N) == 2
count if x
assert r(N) == 4
count if !x
assert r(N) == 1
count if missing(x)
assert r(N) == 2
count if s == ""
assert r(N) == 1
count if missing(x, s)
assert r(N) == 3
count if x == .a
assert r(N) == 1

* 22. Arithmetic with missing gives missing, and never an error
assert missing(1 + .) & missing(. * 0) & missing(-.) & missing(./.)
assert 1 + .a == .
assert ln(-1) == . & ln(0) == . & 1/0 == . & 0/0 == . & sqrt(-1) == . & (-8)^(1/3) == .
assert exp(1000) == .
assert mod(5, 0) == . & normal(.) == . & abs(.) == .
assert max(., 3) == 3 & min(., 3) == 3 & max(., .) == .
assert max(1, 2, 3) == 3 & min(4, ., 2) == 2
assert (. > 5) == 1 & (. == .) == 1 & (. & 1) == 1
assert !. == 0
assert cond(., 1, 2) == 1
assert inrange(., 1, 2) == 0
assert inlist(., 1, .)

* 22. Sums treat missing as zero, means skip it
clear
input g a b c
1 1 . 3
1 . . .
2 4 5 6
2 . . .
end
generate running = sum(a)
assert running[1] == 1 & running[2] == 1 & running[3] == 5 & running[4] == 5
egen total_a = total(a)
assert total_a == 5
egen mean_a = mean(a)
assert mean_a == 2.5
egen rt = rowtotal(a b c)
assert rt[1] == 4 & rt[2] == 0 & rt[3] == 15
egen rtm = rowtotal(a b c), missing
assert rtm[1] == 4 & rtm[2] == .
egen rm = rowmean(a b c)
assert rm[1] == 2 & rm[2] == . & rm[3] == 5
egen miss = rowmiss(a b c)
assert miss[1] == 1 & miss[2] == 3 & miss[3] == 0
egen nonmiss = rownonmiss(a b c)
assert nonmiss[1] == 2 & nonmiss[2] == 0
egen mx = rowmax(a b c)
assert mx[1] == 3 & mx[2] == .
egen cnt = count(a)
assert cnt == 2
egen tg = total(b), by(g)
assert tg[1] == 0 & tg[3] == 5
summarize a
assert r(N) == 2 & r(mean) == 2.5
replace a = .b in 2
assert a[2] == .b
replace a = 9 if a == .b
assert a[2] == 9 & a[4] == .
mvdecode c, mv(6)
assert c[3] == .
mvencode c, mv(-1)
assert c[3] == -1 & c[2] == -1
sort c a
assert a[4] == 1
generate byte flag = a > 3 & !missing(a)
count if flag
assert r(N) == 2
