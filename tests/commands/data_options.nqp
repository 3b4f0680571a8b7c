* Options of data and looking commands that do-files use now and then.

* Bonett's interval: mpg of the 1978 cars; R 4.2, by the formula of Bonett (2006) with mean(trim =).
sysuse auto
ci variances mpg, bonett
assert abs(r(kurtosis) - 4.27097209321) < 1e-9
assert abs(r(lb) - 22.39305582310) < 1e-8 & abs(r(ub) - 52.79183884905) < 1e-8
local low = r(lb)
ci variances mpg, bonett sd
assert abs(r(lb) - sqrt(`low')) < 1e-9
ci variances price, bonett level(90)
assert reldif(r(lb), 5807001.80744) < 1e-10 & reldif(r(ub), 13632132.6571) < 1e-10
generate n = floor(weight/1000)
ci variances mpg [fw=n], bonett
assert abs(r(lb) - 21.87337598827) < 1e-8 & abs(r(ub) - 39.95290068222) < 1e-8
summarize mpg [fw=n]
local v = r(Var)
local obs = r(N)
cii variances `obs' `v' 5.33285226853, bonett
assert abs(r(lb) - 21.87337598827) < 1e-7
capture ci means mpg, bonett
assert _rc == 198
capture cii variances 20 9, bonett
assert _rc == 198
capture ci proportions foreign [aw=n]
assert _rc == 101

* Limits of proportions: binom.test of R 4.2; with clusters svyciprop(method = "beta") of R survey 4.1-1.
proportion foreign, citype(exact)
matrix t = r(table)
assert abs(t[5,2] - .1965840) < 1e-6 & abs(t[6,2] - .4148353) < 1e-6
quietly ci proportions foreign
assert abs(r(lb) - .1965840) < 1e-6 & abs(r(ub) - .4148353) < 1e-6
proportion foreign if rep78 < ., vce(cluster rep78) citype(exact)
matrix t = r(table)
assert abs(t[2,2] - .152200328814) < 1e-10
assert abs(t[5,2] - .020779246450) < 1e-8 & abs(t[6,2] - .805349416669) < 1e-8
foreach type in logit normal wald agresti jeffreys wilson {
  proportion rep78, citype(`type') percent
}
capture proportion rep78, citype(foo)
assert _rc == 198

* Kolmogorov-Smirnov: ks.test(exact = TRUE) and ks.test(, "punif") of R 4.2.
clear
input x g
1.1 0
2.2 0
3.3 0
9 0
12 0
.5 1
4 1
5 1
6 1
7 1
8 1
10 1
end
ksmirnov x, by(g) exact
assert abs(r(p_exact) - .4343434) < 1e-7
clear
input double x
.1
.4
.9
.95
end
ksmirnov x = x
assert abs(r(D) - .4) < 1e-12 & abs(r(p) - .5441) < 5e-5
capture ksmirnov x = 2*x
assert _rc == 198
capture ksmirnov x
assert _rc == 198
capture ksmirnov x = x, by(x)
assert _rc == 198

* misstable: nothing, one variable, and missing values with a reason.
sysuse auto, clear
misstable nested price
assert r(K) == 0
misstable nested rep78
assert r(K) == 0
replace mpg = .a in 3
misstable patterns mpg rep78
assert r(N_incomplete) == 5 & r(K) == 2
misstable patterns mpg rep78, exok
assert r(N_incomplete) == 5 & r(K) == 1

* table: a third dimension; what it cannot do is said.
sysuse auto, clear
generate byte heavy = weight > 3000
table rep78 foreign heavy
table (rep78) () (foreign heavy), nototals statistic(mean mpg)
capture table foreign, command(regress mpg weight)
assert _rc == 198
capture table foreign, name(t) replace
assert _rc == 198
capture table foreign rep78 heavy mpg
assert _rc == 198

* tostring: what does not read back stays a number unless forced; so do labelled codes in place.
sysuse auto, clear
tostring gear_ratio, replace
confirm numeric variable gear_ratio
tostring gear_ratio, replace usedisplayformat force
assert gear_ratio == "3.58" in 1
tostring foreign, replace
confirm numeric variable foreign
tostring foreign, generate(code)
assert code == "0" in 1
generate double third = 1/3
tostring third, generate(text)
capture confirm variable text
assert _rc == 111

* Notes of a file that the data lack come along, others stay single.
clear
input id y
1 2
end
notes: both
notes: only there
notes id: key
tempfile there
save "`there'"
clear
input id
1
end
notes: both
merge 1:1 id using "`there'", nogenerate
local n : char _dta[note0]
assert `n' == 2
local n : char _dta[note2]
assert "`n'" == "only there"
local n : char id[note1]
assert "`n'" == "key"
clear
input id
1
end
append using "`there'", nonotes
local n : char _dta[note0]
assert "`n'" == ""

* Text read with types for several names; a range that is not one; nothing to read.
tempfile t
file open h using "`t'", write text
file write h "1 2 a" _n "3 4 b" _n
file close h
infile double(u v) str5 w using "`t'", clear
local type : type v
assert "`type'" == "double" & v == 4 & w == "b" in 2
infile u _skip(1) str5 w using "`t'", clear
assert u == 3 & w == "b" in 2
capture import delimited
assert _rc == 100
capture import excel
assert _rc == 100

* Long variables have their labels again after wide.
clear
input id year x
1 80 5
1 81 6
2 80 7
end
label variable x "Income"
label define y 80 "eighty" 81 "eighty-one"
label values year y
reshape wide x, i(id) j(year)
local l : variable label x80
assert "`l'" == "80 x"
reshape long
local l : variable label x
assert "`l'" == "Income"
local l : value label year
assert "`l'" == "y"

* frget: patterns leave the keys behind, names that clash are still errors.
clear all
input k z
1 10
2 20
end
frame create b
frame b {
  input k y
  1 5
  2 7
  end
}
frlink 1:1 k, frame(b)
frget *, from(b)
assert y == 7 in 2
capture frget k, from(b)
assert _rc == 110
capture frget *, from(b)
assert _rc == 110

* anova with cells without observations, whose effects are zero. Drugs, diseases and changes of blood pressure of Afifi
* and Azen (1979); restricted least squares in R 4.2.
clear
input drug disease y1 y2 y3 y4 y5 y6
1 1 42 44 36 13 19 22
1 2 33 . 26 . 33 21
1 3 31 -3 . 25 25 24
2 1 28 . 23 34 42 13
2 2 . 34 33 31 . 36
2 3 3 26 28 32 4 16
3 1 . . 1 29 . 19
3 2 . 11 9 7 1 -6
3 3 21 1 . 9 3 .
4 1 24 . 9 22 -2 15
4 2 27 12 12 -5 16 15
4 3 22 7 25 5 12 .
end
reshape long y, i(drug disease) j(patient)
drop if missing(y)
anova y drug disease drug#disease if !(drug == 1 & disease == 1)
assert abs(e(ss_1) - 2686.57832235) < 1e-6 & e(df_1) == 3
assert abs(e(ss_2) - 327.79259802) < 1e-6 & e(df_2) == 2
anova y drug disease drug#disease if !(drug == 1 & disease == 1) & !(drug == 4 & disease == 3)
assert abs(e(ss_1) - 2825.57596572) < 1e-6 & abs(e(ss_2) - 477.462621716) < 1e-6
assert abs(e(ss_3) - 522.355647977) < 1e-6 & e(df_3) == 4

* Statistics of table by their names there; shares of the levels of factors are not what percent is.
sysuse auto, clear
table foreign, statistic(total price) statistic(q1 price) statistic(q3 price)
capture table foreign, statistic(fvpercent rep78)
assert _rc == 198
