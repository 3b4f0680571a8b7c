* chow, bdiff, hetero on a small panel, groups id<=2 and id>=3. Numbers: R, regressions by matrix algebra; for bdiff
* all ten ways to pick two of five panels were enumerated.
clear
input id year y x c
1 2001 12.5 6.2 7.6
1 2002  9.4 5.8 4.1
1 2003  6.1 1.8 7.8
1 2004  7.2 3.7 7.0
2 2001  4.1 0.6 7.0
2 2002  4.8 2.6 1.6
2 2003  5.3 0.7 8.5
2 2004  8.4 2.1 4.3
3 2001  2.0 2.7 5.9
3 2002  5.6 3.1 6.3
3 2003  9.6 5.9 8.6
3 2004  8.3 5.1 7.3
4 2001 11.2 7.1 5.8
4 2002 11.0 5.7 6.8
4 2003 13.2 6.3 5.2
4 2004  5.8 1.5 5.0
5 2001  7.6 3.5 6.8
5 2002  3.4 3.6 3.8
5 2003  6.7 1.9 6.3
5 2004  9.9 4.3 9.4
end
generate byte g = id >= 3
chow y x c, by(g)
assert reldif(r(F), .59008136) < 1e-6 & reldif(r(p), .63157139) < 1e-6 & r(df) == 3 & r(df_r) == 14
count if e(sample)
assert r(N) == 20
* with fixed effects of each group apart only slopes are tested; the classical statistic from three regressions
quietly reghdfe y x c if g, absorb(id)
scalar apart = e(rss)
quietly reghdfe y x c if !g, absorb(id)
scalar apart = apart + e(rss)
quietly reghdfe y x c, absorb(id)
scalar F = ((e(rss) - apart)/2)/(apart/(20 - 5 - 4))
chow y x c, by(g) absorb(id)
assert reldif(r(F), F) < 1e-8 & r(df) == 2
* hetero: the columns are the regressions of the groups
hetero, by(g): regress y x c
matrix b = r(b)
assert reldif(b[1,1], 1.1842892) < 1e-6 & reldif(b[1,2], 1.3581371) < 1e-6
matrix n = r(N)
assert n[1,1] == 8 & n[1,2] == 12
assert _N == 20
hetero, by(g) total store(h): regress y x c
estimates restore h3
assert reldif(_b[x], 1.3581371) < 1e-6
capture hetero, by(g): regress y nosuch
assert _rc == 111
capture hetero: regress y x
assert _rc == 198
* bdiff: 7 of 10 deals are at least as large, so that p is about .3 after folding
xtset id year
bdiff, group(g) model(regress y x c) reps(600) seed(11) first
assert reldif(r(b), -.17384786) < 1e-6
assert abs(r(freq)/600 - .7) < 4*sqrt(.7*.3/600)
assert abs(r(p) - (1 - r(freq)/600)) < 1e-12
scalar f = r(freq)
bdiff, group(g) model(regress y x c) reps(600) seed(11) first
assert r(freq) == f
capture bdiff, group(id) model(regress y x)
assert _rc == 198
capture bdiff if g, group(g) model(regress y x)
assert _rc == 420
capture bdiff, group(g) model(regress y x if x > 1)
assert _rc == 198
* mediansplit: rows above the median; units by their means
mediansplit x, generate(hi)
summarize x, detail
assert hi == (x > r(p50))
mediansplit x, generate(hu) unit(id)
egen m = mean(x), by(id)
bysort hu: summarize m
by id, sort: assert hu == hu[1]
capture mediansplit x, generate(hi)
assert _rc == 110
capture mediansplit x
assert _rc == 198
* suest: robust errors with N/(N-1) of all 20 rows, and the test of equal slopes (R)
quietly regress y x c if !g
estimates store A
quietly regress y x c if g
estimates store B
suest A B
assert reldif([A_mean]_se[x], .17436972) < 1e-6 & reldif([B_mean]_se[x], .3541701) < 1e-6
test [A_mean]x = [B_mean]x
assert reldif(r(chi2), .19393501) < 1e-5 & reldif(r(p), .65966152) < 1e-5
* one model alone is its own robust regression, but for the factor
quietly regress y x c, vce(robust)
scalar se = _se[x]*sqrt((20/19)/(20/17))
quietly regress y x c
estimates store C
suest C
assert reldif([C_mean]_se[x], se) < 1e-9
suest C, vce(cluster id)
scalar sc = [C_mean]_se[x]
quietly regress y x c, vce(cluster id)
assert reldif(sc, _se[x]*sqrt(17/19)) < 1e-9
quietly xtreg y x c, fe
estimates store D
capture suest D
assert _rc == 322
capture suest nosuch
assert _rc != 0
estimates clear
quietly regress y x
estimates store A
generate k = id if id > 1
capture suest A, vce(cluster k)
assert _rc == 459
