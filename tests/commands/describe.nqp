* describe, list, codebook, ds, lookfor, labelbook and their kind: names and counts
sysuse auto
describe
assert r(N) == 74 & r(k) == 12 & r(changed) == 0
generate byte b = 1
describe, short
assert r(k) == 13 & r(changed) == 1
describe m*, varlist fullnames numbers
assert r(varlist) == "make mpg"
describe, simple
sort foreign make
describe, varlist
assert r(sortlist) == "foreign make"
capture describe nosuch
assert _rc == 111

list
list make price in 1/3, clean noobs noheader
list make foreign if price > 10000, table separator(0) nolabel divider
list make-turn in 1, display string(5) abbreviate(10) linesize(60)
list foreign make in 50/55, sepby(foreign) header compress fast
capture list in 200
assert _rc == 198
list if price < 0

codebook
codebook rep78 make foreign, tabulate(4) header notes all dots problems
codebook, compact
inspect price rep78
assert r(N) == 69 & r(N_unique) == 5 & r(N_missing) == 5 & r(N_posint) == 69 & r(N_negint) == 0 & r(N_neg) == 0 & r(N_0) == 0

ds, has(type string)
assert r(varlist) == "make"
ds, not(type numeric)
assert r(varlist) == "make"
ds, has(type byte int) alpha detail
ds, has(varlabel *(in.)*)
assert wordcount(r(varlist)) >= 2
ds, has(varlabel *PRICE*) insensitive
assert r(varlist) == "price"
ds, has(format %8.0gc)
assert word(r(varlist), 1) == "price"
ds make price, not varwidth(10)
assert wordcount(r(varlist)) == 11
capture ds, has(colour red)
assert _rc == 198
lookfor price "circle"
assert r(varlist) == "price turn"
lookfor nothinglikethis
assert r(varlist) == ""

label define odd 0 "same" 1 "same" 2 " blank"
labelbook
labelbook odd, problems detail alpha length(3) list(2)
assert r(names) == "odd" & r(notused) == "odd"
capture labelbook nosuch
assert _rc == 111

distinct
distinct rep78, missing min(3) max(10) abbrev(8)
assert r(ndistinct) == 6 & r(N) == 74
distinct rep78 foreign, joint
assert r(ndistinct) == 8 & r(N) == 69
unique rep78 foreign if rep78 < ., detail
assert r(unique) == 8
