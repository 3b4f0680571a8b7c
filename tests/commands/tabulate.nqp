* tabulate: frequencies counted by hand; chi-squared tests of the automobile data as in the Stata manual, [R] tabulate twoway
sysuse auto
tabulate rep78
assert r(N) == 69 & r(r) == 5
tabulate rep78, missing matcell(F) matrow(V)
assert r(N) == 74 & r(r) == 6
assert F[1,1] == 2 & F[2,1] == 8 & F[3,1] == 30 & F[4,1] == 18 & F[5,1] == 11 & F[6,1] == 5
assert V[3,1] == 3 & V[6,1] >= .

tabulate rep78 foreign, chi2 lrchi2 V gamma taub
assert r(N) == 69 & r(r) == 5 & r(c) == 2
assert abs(r(chi2) - 27.2640) < .00005
assert abs(r(p) - chi2tail(4, 27.2640)) < 1e-7
assert abs(r(CramersV) - sqrt(27.263960846/69)) < 1e-6

* counts 10 20 / 30 40 by hand: chi2 = 100(10*40 - 20*30)^2/(30*70*40*60) = 400/504
clear
input r c n
1 1 10
1 2 20
2 1 30
2 2 40
end
tabulate r c [fw=n], chi2 lrchi2 V exact all matcell(T) matrow(R) matcol(C) row column cell expected cchi2
assert r(N) == 100
assert abs(r(chi2) - 400/504) < 1e-12
assert abs(r(CramersV) + sqrt(4/504)) < 1e-12
assert T[2,1] == 30 & R[2,1] == 2 & C[1,2] == 2
* G = 2 sum n ln(n/e), e = 12 18 28 42
assert abs(r(chi2_lr) - 2*(10*ln(10/12) + 20*ln(20/18) + 30*ln(30/28) + 40*ln(40/42))) < 1e-12
* gamma = (P - Q)/(P + Q) with P = 10*40 and Q = 20*30
assert abs(r(gamma) - (400-600)/1000) < 1e-12
* tau-b = (P - Q)/sqrt((Tr)(Tc)): pairs untied on rows 30*70, on columns 40*60
assert abs(r(taub) - (400-600)/sqrt(30*70*40*60)) < 1e-12
tabulate r c [fw=n], rowsort colsort nofreq row nokey
assert r(N) == 100
tabulate r [aw=n]
assert r(N) == 4
tabulate r [iw=n], sort plot
assert r(N) == 100
capture tabulate r c [aw=n], chi2
assert _rc == 406
capture tabulate r c n
assert _rc == 103
capture tabulate r, generate(n)
assert _rc == 0
capture tabulate r, generate(n)
assert _rc == 110
capture tabulate r [pw=n]
assert _rc == 101

* Fisher's tea taster: 3 of 4 right, two-sided p = 34/70
clear
input a b n
1 1 3
1 2 1
2 1 1
2 2 3
end
tabulate a b [fw=n], exact
assert abs(r(p_exact) - 34/70) < 1e-12

* one row: no test is defined
clear
input a b
1 1
1 2
1 2
end
tabulate a b, chi2
assert r(r) == 1 & r(c) == 2 & r(chi2) == .

* indicators are missing where the variable is
clear
input x str4 s
3 "b"
5 "a"
. "b"
3 ""
end
tabulate x, generate(d) nofreq
assert d1[1] == 1 & d1[2] == 0 & d1[3] == . & d2[2] == 1 & d1[4] == 1
local l : variable label d1
assert "`l'" == "x==3"
tabulate s, generate(t) missing nolabel
assert t1[4] == 1 & t2[2] == 1 & t3[1] == 1
tabulate x if x > 100 & x < .
assert r(N) == 0

* tables of means; wide tables are split
sysuse auto, clear
tabulate foreign, summarize(mpg)
assert r(N) == 74 & r(r) == 2
tabulate rep78 foreign, summarize(price) nostandard nofreq wrap
assert r(N) == 69
tabulate foreign [aw=weight], summarize(mpg) nomeans noobs
tabulate foreign mpg
assert r(c) == 21
by foreign, sort: tabulate rep78
assert r(N) == 21
tab1 rep78 foreign, plot
tab2 rep78 foreign if mpg > 20, row nofreq
assert r(r) == 4 | r(r) == 5

*** Five columns and the totals stand side by side in 79 columns
sysuse auto, clear
tempfile t
log using "`t'", text replace
tabulate foreign rep78
log close
assert strpos(fileread("`t'"), "         5 |     Total") > 0
