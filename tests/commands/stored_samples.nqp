* The samples of stored estimates are variables _est_name (language.md, semantic 43).
sysuse auto
regress price mpg if foreign
estimates store a
eststo b: quietly regress price rep78

*** They mark the observations of each model
count if _est_a == 1
assert r(N) == 22
count if _est_b == 1
assert r(N) == 69
count if missing(_est_a, _est_b)
assert r(N) == 0

*** They may be dropped, and the estimates stay
capture drop _est*
assert _rc == 0
estimates restore a
count if e(sample)
assert r(N) == 22
esttab a b

*** Storing again replaces them
regress price mpg
estimates store a
count if _est_a
assert r(N) == 74

*** Forgetting the estimates removes them
estimates drop a
capture confirm variable _est_a
assert _rc == 111
confirm variable _est_b
eststo clear
capture confirm variable _est_b
assert _rc == 111
regress price mpg
estimates store c
estimates clear
capture confirm variable _est_c
assert _rc == 111

*** noesample leaves none
eststo d, noesample: quietly regress price mpg
capture confirm variable _est_d
assert _rc == 111

*** by with eststo keeps a model for each group, titled by it
eststo clear
bysort foreign: eststo: quietly regress price mpg
estimates restore est1
assert e(N) == 52 & "`e(estimates_title)'" == "Domestic"
estimates restore est2
assert e(N) == 22 & "`e(estimates_title)'" == "Foreign"
capture estimates restore est3
assert _rc == 111
regress price mpg if foreign
scalar alone = _b[mpg]
estimates restore est2
assert _b[mpg] == alone

*** by with xi makes the indicators from all the data
bysort foreign: xi: quietly regress price mpg i.rep78
confirm variable _Irep78_2 _Irep78_5
assert e(N) == 21
xi: quietly regress price mpg i.rep78 if foreign
scalar b = _b[mpg]
bysort foreign: xi: quietly regress price mpg i.rep78
assert _b[mpg] == b
