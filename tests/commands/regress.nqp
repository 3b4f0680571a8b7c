* regress: numbers from independent matrix algebra in R on a small panel (checked against fixest and sandwich).
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6

regress y x c
assert e(N) == 20 & e(df_m) == 2 & e(df_r) == 17 & e(rank) == 3
assert abs(_b[x] - 1.1964199) < 1e-6 & abs(_b[c] - .31416602) < 1e-7 & abs(_b[_cons] - 1.2011736) < 1e-6
assert abs(_se[x] - .21792795) < 1e-7 & abs(_se[c] - .23219745) < 1e-7 & abs(_se[_cons] - 1.6806199) < 1e-6
assert abs(e(F) - 16.398992) < 1e-5 & abs(e(rss) - 60.89848) < 1e-4
assert abs(e(r2) - .65862072) < 1e-7 & abs(e(r2_a) - .61845845) < 1e-7 & abs(e(rmse) - 1.8926869) < 1e-6
assert "`e(cmd)'" == "regress" & "`e(depvar)'" == "y" & "`e(vce)'" == "ols" & "`e(properties)'" == "b V"
assert abs(e(ll) + e(N)/2*(1 + ln(2*_pi) + ln(e(rss)/e(N)))) < 1e-9
matrix T = r(table)
assert rowsof(T) == 9 & abs(T[3,1] - _b[x]/_se[x]) < 1e-12
assert abs(T[6,1] - (_b[x] + invttail(17,.025)*_se[x])) < 1e-12

regress y x c, robust
assert abs(_se[x] - .17235197) < 1e-7 & abs(_se[c] - .19317965) < 1e-7 & abs(_se[_cons] - 1.7360144) < 1e-6
assert abs(e(F) - 24.10456) < 1e-4 & "`e(vcetype)'" == "Robust"
regress y x c, r
assert abs(_se[x] - .17235197) < 1e-7
regress y x c, vce(hc2)
assert abs(_se[x] - .17163868) < 1e-7 & abs(_se[c] - .19281546) < 1e-7
regress y x c, vce(hc3)
assert abs(_se[x] - .18559081) < 1e-7 & abs(_se[_cons] - 1.847973) < 1e-5
regress y x c, vce(cluster id)
assert abs(_se[x] - .14789885) < 1e-7 & abs(_se[c] - .22300995) < 1e-7 & abs(_se[_cons] - 1.6868964) < 1e-6
assert abs(e(F) - 34.501429) < 1e-5 & e(df_r) == 4 & e(N_clust) == 5 & "`e(clustvar)'" == "id"
regress y x c, cl(id)
assert abs(_se[x] - .14789885) < 1e-7
* two ways: one factor with the smaller number of clusters
regress y x c, vce(cluster id year)
assert abs(_se[x] - .14493509) < 1e-7 & abs(_se[c] - .24414934) < 1e-7 & e(df_r) == 3 & e(N_clust) == 4
assert e(N_clust1) == 5 & e(N_clust2) == 4
* string clusters group by value
generate str1 sid = string(id)
regress y x c, vce(cluster sid)
assert abs(_se[x] - .14789885) < 1e-7

* replay keeps e() and follows level()
regress, level(90)
assert r(level) == 90 & e(N_clust) == 5
regress y x c, level(99) noheader notable baselevels
assert r(level) == 99
regress y x c, beta
matrix B = e(beta)
summarize x
scalar sdx = r(sd)
summarize y
assert abs(B[1,1] - _b[x]*sdx/r(sd)) < 1e-10

* by hand: weights as copies of rows
generate w = 1 + mod(_n, 3)
regress y x c [fw=w]
scalar b1 = _b[x]
scalar s1 = _se[x]
quietly summarize w
assert e(N) == r(sum) & "`e(wtype)'" == "fweight" & "`e(wexp)'" == "= w"
preserve
expand w
regress y x c
assert abs(_b[x] - b1) < 1e-12 & abs(_se[x] - s1) < 1e-12
restore
* aweights do not change with their scale; pweights are robust aweights
regress y x c [aw=w]
scalar s1 = _se[x]
generate w10 = 10*w
regress y x c [aw=w10]
assert abs(_se[x] - s1) < 1e-12
regress y x c [aw=w], robust
scalar s1 = _se[x]
regress y x c [pw=w]
assert abs(_se[x] - s1) < 1e-12 & "`e(vcetype)'" == "Robust" & "`e(vce)'" == "robust"
* zero and missing weights leave the sample
replace w = 0 in 1
replace w = . in 2
regress y x c [aw=w]
assert e(N) == 18
count if e(sample)
assert r(N) == 18

* without a constant: uncentred R-squared
regress y x c, noconstant
assert e(df_r) == 18 & e(rank) == 2
generate y2 = y^2
quietly summarize y2
assert abs(e(r2) - (1 - e(rss)/r(sum))) < 1e-12
* a constant among the regressors
generate one = 1
regress y x c one, hascons
scalar rss = e(rss)
regress y x c
assert abs(rss - e(rss)) < 1e-10
regress y x one, nocons tsscons
regress y x, eform(exp) title(A title)
assert "`e(title)'" == "A title"

* collinear regressors keep their place
generate x2 = 2*x
regress y x x2 c
assert e(df_m) == 2 & _b[x2] == 0 & _se[x2] == 0
matrix b = e(b)
local names : colnames b
assert "`names'" == "x o.x2 c _cons"
* only a constant
regress y
quietly summarize y
assert abs(_b[_cons] - r(mean)) < 1e-12 & e(df_m) == 0 & missing(e(F))
assert abs(_se[_cons] - r(sd)/sqrt(r(N))) < 1e-12

* by groups: each is its own estimation
bysort year: regress y x
assert e(N) == 5

* what cannot be done
capture regress y x if id > 100
assert _rc == 2000
capture regress y x c in 1/2
assert _rc == 2001
regress y x in 1/2
assert e(rss) < 1e-20 & missing(e(F))
capture regress y nosuch
assert _rc == 111
generate str5 s = "a"
capture regress y s
assert _rc == 109
capture regress s y
assert _rc == 109
capture regress y i.s
assert _rc == 109
capture regress y i.z1
assert _rc == 452
generate neg = -id
capture regress y i.neg
assert _rc == 452
generate bad = 1.5
capture regress y x [fw=bad]
assert _rc == 401
replace bad = -1
capture regress y x [aw=bad]
assert _rc == 402
capture regress y x [fw=w], vce(hc2)
assert _rc == 101
capture regress y x [pw=w], vce(ols)
assert _rc == 198
capture regress y x, vce(cluster one)
assert _rc == 2001
capture regress y x, vce(cluster nosuch)
assert _rc == 111
capture regress y x, vce(nonsense)
assert _rc == 198
capture regress y x, nosuchoption
assert _rc == 198
capture regress y x, level(5)
assert _rc == 198
ereturn clear
capture regress
assert _rc == 301


*** How the table is written: formats of the session, of the command, the legend, columns left out
sysuse auto, clear
tempfile shown
log using "`shown'", text
set cformat %9.1f
regress price mpg
regress price mpg, cformat(%9.3f) pformat(%4.1f) sformat(%6.3f)
set cformat
regress price mpg, noci nopvalues noheader
regress price mpg, coeflegend noheader
log close
scalar text = fileread("`shown'")
assert strpos(text, "mpg |     -238.9       53.1    -4.50   0.000       -344.7      -133.1")
assert strpos(text, "mpg |   -238.894     53.077   -4.501     0.0     -344.701    -133.088")
assert strpos(text, "mpg |  -238.8943   53.07669" + char(10))
assert strpos(text, "mpg |  -238.8943  _b[mpg]" + char(10))
capture regress price mpg, cformat(%q)
assert _rc == 120
