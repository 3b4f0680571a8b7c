* Expected values: counted or computed by hand, or the rule of the language named beside the check.

* egen asks for a program _gname when it has no function of that name.
program _gspread
  syntax newvarname =/exp [if] [in] [, BY(varlist)]
  tempvar low high
  quietly egen double `low' = min(`exp') `if' `in', by(`by')
  quietly egen double `high' = max(`exp') `if' `in', by(`by')
  generate `typlist' `varlist' = `high' - `low' `if' `in'
end
sysuse auto, clear
egen double r1 = spread(price), by(foreign)
summarize price if foreign, meanonly
assert r1 == r(max) - r(min) if foreign
bysort foreign: egen long r2 = spread(price)
assert r2 == r1
capture egen r3 = nosuchfunction(price)
assert _rc == 133
capture egen r1 = spread(price)
assert _rc == 110
capture confirm variable r3
assert _rc == 111

* describe looks at some variables of a file; what is in memory stays.
tempfile t
save "`t'"
clear
set obs 3
generate z = _n
describe m* price using "`t'", varlist
assert "`r(varlist)'" == "make mpg price"
assert _N == 3 & c(k) == 1
capture describe nosuch using "`t'"
assert _rc == 111
capture describe using nosuchfile
assert _rc == 601

* reshape error tells what is in the way and changes nothing.
clear
input id year x
1 1 5
1 1 6
2 1 7
end
capture reshape wide x, i(id) j(year)
assert _rc == 9
reshape error, i(id) j(year)
assert _N == 3
capture reshape sideways x
assert _rc == 198
clear
input i x1 x2
1 3 4
2 5 6
end
reshape i i
reshape j t
reshape xij x
reshape long
assert _N == 4 & x[2] == 4 & t[4] == 2
reshape wide
assert _N == 2 & x2[2] == 6
reshape clear
capture reshape long
assert _rc == 198

* Shares of the groups.
clear
input g x
1 5
1 .
2 6
2 7
end
collapse (percent) p=x (count) n=x, by(g)
assert abs(p[1] - 100/3) < 1e-12 & abs(p[2] - 200/3) < 1e-12 & n[2] == 2

* What would not fit into memory is refused before it begins, and the data stay.
sysuse auto, clear
datasignature set
capture expand 1e9
assert _rc == 909
tempfile many
preserve
clear
set obs 3000000
generate byte one = 1
save "`many'"
restore
expand 20000
assert _N == 1480000
capture cross using "`many'"
assert _rc == 909
assert _N == 1480000
capture set obs 4294967295
assert _rc == 909
clear
input id double t
1 0
1 1e12
end
xtset id t
capture tsfill
assert _rc == 909
assert _N == 2

* Observations added anywhere.
sysuse auto, clear
capture insobs 0
assert _rc == 198
capture insobs 1, before(75)
assert _rc == 198
insobs 2, before(74)
assert _N == 76 & missing(price[74]) & make[76] == "Volvo 260"

* Clusters need one number of copies each.
clear
input id n
1 1
1 2
end
capture expandcl = n, cluster(id) generate(new)
assert _rc == 198

* Kendall's tau-b with a tie, by hand: 5 concordant, 0 discordant, one tie in y of 6 pairs: 5/sqrt(6*5).
clear
input x y
1 1
2 2
3 2
4 4
end
ktau x y
assert r(score) == 5 & abs(r(tau_b) - 5/sqrt(30)) < 1e-14 & abs(r(tau_a) - 5/6) < 1e-14

* A text replaced in many rows, its type grows; others stay.
clear
set obs 1000
generate str3 s = "abc"
forvalues i = 1/50 {
  quietly replace s = "row `i'" in `i'
}
assert s == "row " + string(_n) in 1/50
assert s == "abc" in 51/l
assert "`: type s'" == "str6"
replace s = "" if _n > 50
assert s == "" in 51/l

* Dictionaries that are none say so; the data in memory stay.
tempname h
file open `h' using "`t'x.dct", write text replace
file write `h' "infile dictionary {" _n "  _column(1) byte a %1f" _n "  badname%" _n "}" _n "1" _n
file close `h'
capture infile using "`t'x.dct", clear
assert _rc == 613
assert _N == 1000
capture infix using "`t'x.dct", clear
assert _rc == 613
file open `h' using "`t'x.dct", write text replace
file write `h' "infile dictionary {" _n `"  byte a "never closed"' _n "}" _n "1" _n
file close `h'
capture infile using "`t'x.dct", clear
assert _rc == 613
erase "`t'x.dct"

* dtable refuses what it does not know.
sysuse auto, clear
capture dtable
assert _rc == 100
capture dtable price, by(foreign, nosuch)
assert _rc == 198
capture dtable price, continuous(price, statistics(nosuch))
assert _rc == 198
capture dtable make
assert _rc == 109
dtable price weight i.rep78 if price > 4000, by(foreign, nototals tests) nformat(%9.1f mean) sformat("[%s]" sd) note(cars)
assert r(k_groups) == 2

* Large data: the same groups and sums whatever is remembered and however many cores there are.
clear
set obs 300000
generate long g = mod(_n * 7919, 1000)
generate double x = mod(_n * 104729, 1009)
egen double a = total(x), by(g)
egen double b = total(x) if _n <= _N, by(g)
assert a == b
replace g = 5 in 1
egen double c = total(x), by(g)
summarize x if g == 5, meanonly
assert c == r(sum) if g == 5
generate double y = 2*x + a - x/3 if x > 500
assert y == 2*x + a - x/3 if x > 500
assert missing(y) if x <= 500
replace y = -x if x <= 500
assert y == -x if x <= 500
gsort -x g
assert x >= x[_n+1] in 1/299999
collapse (mean) m=x (sd) s=x (median) p=x, by(g)
assert _N == 1000
