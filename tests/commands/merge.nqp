* merge, append, joinby, cross, fillin. Expected values: hand calculation.
tempfile u v many

clear
input id str1 k y shared
1 "a" 10 100
2 "b" 20 .
4 "d" 40 400
end
label define yl 10 "ten"
label values y yl
save "`u'"

clear
input id x shared
1 1 7
2 2 8
3 3 .
3 4 9
end

* m:1, the order of the data stays, what is only in the file comes last.
preserve
merge m:1 id using "`u'"
assert _N == 5
assert _merge == 3 in 1/2
assert _merge == 1 in 3/4
assert _merge == 2 & id == 4 & missing(x) & y == 40 in 5
assert shared == 7 in 1
assert shared == 400 in 5
assert shared == 8 in 2
local l : value label y
assert "`l'" == "yl"
local l : value label _merge
assert "`l'" == "_merge"
capture merge m:1 id using "`u'"
assert _rc == 110
restore

* keep, assert, keepusing, generate.
preserve
merge m:1 id using "`u'", keep(match master) keepusing(y) gen(m)
assert _N == 4
capture confirm variable k
assert _rc == 111
restore
preserve
capture merge m:1 id using "`u'", assert(match)
assert _rc == 9
merge m:1 id using "`u'", keep(3) nogen
assert _N == 2
capture confirm variable _merge
assert _rc == 111
restore

* update and replace.
preserve
replace shared = . in 1
replace shared = 5 in 2
drop in 3/4
merge 1:1 id using "`u'", update
assert shared == 100 & _merge == 4 in 1
assert shared == 5 & _merge == 3 in 2
restore
preserve
drop in 3/4
merge 1:1 id using "`u'", update replace
assert shared == 100 & _merge == 5 in 1
assert shared == 8 & _merge == 3 in 2
restore

* Keys must identify where they have to.
capture merge 1:1 id using "`u'"
assert _rc == 459
capture merge 1:m id using "`u'"
assert _rc == 459
capture merge m:1 nosuch using "`u'"
assert _rc == 111
capture merge m:1 id using nosuchfile
assert _rc == 601
capture merge m:1 id
assert _rc == 100

* A string against a number.
preserve
generate k = 5
capture merge m:1 id using "`u'"
assert _rc == 106
merge m:1 id using "`u'", force
assert k == 5 in 1
assert missing(k) in 5
restore

* 1:m from the other side, and m:m.
save "`many'"
use "`u'", clear
merge 1:m id using "`many'"
assert _N == 5
assert id == 1 & x == 1 in 1
clear
input id z
1 1
1 2
end
save "`v'"
clear
input id w
1 5
1 6
1 7
end
merge m:m id using "`v'"
assert _N == 3 & z[1] == 1 & z[2] == 2 & z[3] == 2

* Old spelling: both data sets sorted by the key.
clear
input id w
1 5
2 6
end
merge id using "`u'", keep(y) nokeep
assert _N == 2 & y[2] == 20 & _merge[1] == 3
clear
input id w
2 5
1 6
end
capture merge id using "`u'"
assert _rc == 5
merge id using "`u'", sort uniqmaster uniqusing
assert y[1] == 20
* Row by row.
clear
set obs 2
generate w = _n
merge 1:1 _n using "`u'"
assert _N == 3 & w[2] == 2 & y[2] == 20 & _merge[3] == 2

* append.
clear
input id str3 k
9 "zzz"
end
append using "`u'" "`u'", generate(part)
assert _N == 7 & part[7] == 2 & k[1] == "zzz" & k[2] == "a" & missing(y[1]) & y[2] == 10
clear
set obs 1
generate k = 1
capture append using "`u'"
assert _rc == 106
append using "`u'", force keep(k)
assert _N == 4 & missing(k[2])
clear
append using "`u'"
assert _N == 3

* joinby makes all pairs within a key; unmatched() keeps the rest.
use "`many'", clear
joinby id using "`u'"
assert _N == 2
use "`many'", clear
joinby id using "`u'", unmatched(both)
assert _N == 5 & _merge[5] == 2

* Missing keys match missing keys.
clear
input id a
. 1
1 2
end
save "`v'", replace
rename a b
merge 1:1 id using "`v'"
assert _merge == 3
