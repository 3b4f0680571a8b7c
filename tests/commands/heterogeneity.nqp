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
* interact: effects by group from one regression; their errors by lincom, the joint test by testparm
clear
set type double
set obs 300
generate id = ceil(_n/10)
generate t = mod(_n - 1, 10) + 1
xtset id t
generate region = mod(id, 3) + 1
label define region 1 "East" 2 "中部" 3 "West"
label values region region
generate byte d = mod(id, 2) & t > 5
generate x = mod(13*_n, 17)/5
generate y = id/7 + t/4 + region*d/2 + .3*x + mod(37*_n, 23)/10
interact y d x, by(region) absorb(id t) vce(cluster id) graph
matrix E = r(effects)
assert rowsof(E) == 3 & r(groups) == 3 & E[2,1] == 2 & E[2,2] == 100 & e(N) == 300
scalar F = r(F)
scalar df = r(df)
quietly reghdfe y c.d i.region i.region#c.d x, absorb(id t) vce(cluster id)
lincom d + 3.region#c.d
assert reldif(r(estimate), E[3,3]) < 1e-10 & reldif(r(se), E[3,4]) < 1e-10 & reldif(r(p), E[3,6]) < 1e-8
assert reldif(r(lb), E[3,7]) < 1e-8
testparm i.region#c.d
assert reldif(r(F), F) < 1e-9 & r(df) == df
* one regression for each group where all coefficients may differ gives the same effects (R's rule, here by hetero)
interact y d, by(i.region) vce(robust) level(90)
matrix E = r(effects)
quietly regress y d if region == 2
assert reldif(_b[d], E[2,3]) < 1e-10
* a group without variation of the variable has no effect; a logit has z and chi-squared
replace d = 0 if region == 1
interact y d x, by(region)
matrix E = r(effects)
assert missing(E[1,3]) & missing(E[1,4]) & E[2,3] < .
quietly regress y d x 2.region 3.region if region > 1
quietly regress y c.d##i.region x if region > 1
assert reldif(_b[d], E[2,3]) < .2
generate byte high = y > 5
interact high x, by(region) cmd(logit)
assert r(chi2) < . & r(df) == 2
interact y x if t > 3, by(region)
assert e(N) == 210 & _N == 300
capture interact y d, by(c.x)
assert _rc == 198
capture interact y, by(region)
assert _rc == 102
capture interact y d
assert _rc == 198
capture interact y d, by(nosuch)
assert _rc == 111
capture interact y d, by(d)
assert _rc == 198
capture interact y x if region == 1, by(region)
assert _rc == 420
generate str place = "a"
capture interact y x, by(place)
assert _rc == 109
capture interact y x, by(region) vce(wrong)
assert _rc == 198
* bdiff, surtest: Wald tests of suest, with clusters and other options of the model
generate byte g = id > 15
bdiff, group(g) model(regress y x c.t) surtest detail
matrix D = r(diff)
scalar chi2 = r(chi2)
scalar p = r(p)
quietly regress y x c.t if !g
estimates store A
quietly regress y x c.t if g
estimates store B
quietly suest A B
test [A_mean]x = [B_mean]x
assert reldif(r(chi2), scalar(chi2)) < 1e-10 & reldif(r(p), scalar(p)) < 1e-9 & rowsof(D) == 3
bdiff, group(g) model(reg y x c.t, vce(cluster id) nohead) surtest first bdec(2) pdec(4)
scalar chi2 = r(chi2)
assert rowsof(r(diff)) == 1
quietly suest A B, vce(cluster id)
test [A_mean]x = [B_mean]x
assert reldif(r(chi2), scalar(chi2)) < 1e-10
estimates dir
estimates clear
bdiff, group(g) model(logit high x) surtest
assert r(p) <= 1
quietly estimates dir
capture bdiff, group(g) model(xtreg y x, fe) surtest
assert _rc == 322
bdiff, group(g) model(regress y x) reps(20) seed(1) nodots detail dec(2) gap first bs

*** suest after ordered, multinomial and count models
* R 4.2.2: the log likelihoods written out, maxLik's maximum, fourth-order differences for scores
* and Hessians, N/(N-1)
sysuse auto, clear
keep if rep78 < .
generate double w = weight/1000
generate good = rep78 > 3
generate three = max(rep78, 3)
generate n = floor((price - 3000)/500)
quietly ologit rep78 w
estimates store O
quietly logit good w
estimates store L
quietly mlogit three mpg, baseoutcome(3)
estimates store M
quietly nbreg n w
estimates store C
suest O L M C
assert e(N) == 69 & colsof(e(b)) == 14
matrix B = e(b)
matrix V = e(V)
assert reldif([O_rep78]_b[w], -.9680434192674099) < 1e-7 & reldif([O_rep78]_se[w], .2502657884869772) < 1e-7
assert reldif([O_cut2]_b[_cons], -4.9377499178814404) < 1e-7 & reldif([O_cut2]_se[_cons], .9310142878485542) < 1e-7
assert reldif([L_good]_se[w], .4103110391635071) < 1e-7
assert reldif([M_4]_b[mpg], .0945911206317253) < 1e-6 & reldif([M_5]_se[mpg], .0780308640728971) < 1e-6
assert reldif([C_n]_se[w], .0987084294147918) < 1e-6 & reldif([C_lnalpha]_se[_cons], .1960227373223804) < 1e-6
assert reldif(V[8,12], .000160397884298219) < 1e-6
test [O_rep78]w = [L_good]w
assert reldif(r(chi2), .747613682639062) < 1e-6
* scores of each index add up to zero at the maximum
estimates restore M
predict double s4, scores equation(4)
predict double s5, scores equation(#2)
estimates restore O
predict double s1, scores
predict double k1, scores equation(cut1)
estimates restore C
predict double sa, score equation(/lnalpha)
foreach v in s4 s5 s1 k1 sa {
  quietly summarize `v'
  assert r(N) == 69 & abs(r(sum)) < 1e-5
}
* one model alone has its robust variance, with an exposure too
quietly poisson n, exposure(w)
estimates store Q
suest Q
scalar own = [Q_n]_se[_cons]
quietly poisson n, exposure(w) vce(robust)
assert reldif(own, _se[_cons]) < 1e-8
capture suest O nothing
assert _rc == 111
