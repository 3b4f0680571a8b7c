* oneway, anova, kwallis, ksmirnov: worked by hand
* groups 1 2 3 | 2 4 6 | 6 7 8: means 2 4 7, grand mean 13/3
clear
input y g
1 1
2 1
3 1
2 2
4 2
6 2
6 3
7 3
8 3
end
oneway y g, tabulate bonferroni scheffe sidak
assert r(N) == 9 & r(df_m) == 2 & r(df_r) == 6
assert abs(r(mss) - 38) < 1e-12 & abs(r(rss) - 12) < 1e-12
assert abs(r(F) - 9.5) < 1e-12
* Bartlett: pooled 2; (6 ln 2 - 2(ln 1 + ln 4 + ln 1))/(1 + (3/2 - 1/6)/6)
assert abs(r(chi2bart) - (6*ln(2) - 2*ln(4))/(1 + (3/2 - 1/6)/6)) < 1e-12 & r(df_bart) == 2
oneway y g, noanova nolabel missing
anova y g
assert abs(e(F) - 9.5) < 1e-12 & abs(e(ss_1) - 38) < 1e-12 & e(df_1) == 2 & abs(e(rss) - 12) < 1e-12
assert abs(_b[3.g] - 5) < 1e-12

* ranks 1 2.5 4 | 2.5 5 6.5 | 6.5 8 9: rank sums 7.5 14 23.5
kwallis y, by(g)
assert r(df) == 2 & abs(r(chi2) - (12/90*(7.5^2 + 14^2 + 23.5^2)/3 - 30)) < 1e-12
* two ties of two: divide by 1 - 2(8-2)/(729-9)
assert abs(r(chi2_adj) - r(chi2)/(1 - 12/720)) < 1e-12
ksmirnov y if g < 3, by(g)
* the distribution of the first group runs ahead by 2/3 between 3 and 4
assert abs(r(D) - 2/3) < 1e-12
capture ksmirnov y, by(g)
assert _rc == 420

* two factors, two observations a cell: cell means 2 4 / 6 12
clear
input y a b
1 1 1
3 1 1
3 1 2
5 1 2
5 2 1
7 2 1
11 2 2
13 2 2
end
* a: 4(3-6)^2 + 4(9-6)^2 = 72, b: 4(4-6)^2*2 = 32, a#b: 8*1 = 8, within 8*1 = 8
anova y a b a#b
assert abs(e(ss_1) - 72) < 1e-10 & abs(e(ss_2) - 32) < 1e-10 & abs(e(ss_3) - 8) < 1e-10
assert abs(e(rss) - 8) < 1e-10 & e(df_r) == 4 & abs(e(F_1) - 36) < 1e-9 & e(term_3) == "a#b"
anova y a##b, sequential
assert abs(e(ss_2) - 32) < 1e-10 & e(sstype) == "sequential"
* unbalanced: partial sums of squares of main effects as differences of residual sums of squares of
* regressions on columns of 1 and -1
drop in 8
generate u = cond(a == 1, 1, -1)
generate v = cond(b == 1, 1, -1)
generate uv = u*v
anova y a b a#b, partial
scalar ss_a = e(ss_1)
scalar ss_ab = e(ss_3)
regress y u v uv
scalar full = e(rss)
regress y v uv
assert abs(ss_a - (e(rss) - full)) < 1e-10
regress y u v
assert abs(ss_ab - (e(rss) - full)) < 1e-10
anova y c.u b [fw=1], noconstant
capture anova y
assert _rc == 102
capture oneway y nosuch
assert _rc == 111
