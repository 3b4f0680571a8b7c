* tabstat: statistics worked by hand
clear
input x y g
1 2 1
2 4 1
3 6 2
4 8 2
5 . 2
end
tabstat x y, statistics(n sum mean sd variance semean cv skewness kurtosis min max range median p25 iqr) save
matrix S = r(StatTotal)
assert S[1,1] == 5 & S[1,2] == 4 & S[2,1] == 15 & S[3,2] == 5
assert abs(S[4,1] - sqrt(2.5)) < 1e-14 & S[5,1] == 2.5
assert abs(S[6,1] - sqrt(2.5/5)) < 1e-14
assert abs(S[7,1] - sqrt(2.5)/3) < 1e-14
assert abs(S[8,1]) < 1e-14
* m2 = 2, m4 = (16+1+0+1+16)/5 = 6.8
assert abs(S[9,1] - 6.8/4) < 1e-14
assert S[10,1] == 1 & S[11,2] == 8 & S[12,1] == 4 & S[13,2] == 5 & S[14,1] == 2 & S[15,1] == 2

tabstat x y, by(g) stats(mean q) save columns(statistics) longstub
matrix A = r(Stat1)
matrix B = r(Stat2)
assert r(name1) == "1" & r(name2) == "2"
assert A[1,1] == 1.5 & B[1,1] == 4 & B[1,2] == 7 & rowsof(B) == 4
tabstat x y [fw=g], s(count mean) save casewise
matrix S = r(StatTotal)
assert S[1,1] == 6 & abs(S[2,1] - 17/6) < 1e-14
tabstat x, by(g) nototal save format(%9.2f) noseparator labelwidth(10) varwidth(10)
assert rowsof(r(Stat1)) == 1
generate h = g if x < 4
tabstat x, by(h) missing save
assert r(name3) == "."
tabstat x y, format
capture tabstat x, statistics(nosuch)
assert _rc == 198
capture tabstat x if x > 100 & x < .
assert _rc == 2000
