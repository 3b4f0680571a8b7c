* Files in and out. Expected values: what was written.
tempfile d t c
sysuse auto
notes: about cars
char price[unit] dollars
save "`d'"
capture save "`d'"
assert _rc == 602
save "`d'", replace
replace price = 1 in 1
capture use "`d'"
assert _rc == 4
use "`d'", clear
assert price == 4099 in 1
local u : char price[unit]
assert "`u'" == "dollars"
local l : value label foreign
assert "`l'" == "origin"
local f : format price
assert "`f'" == "%8.0gc"
use make price if foreign using "`d'", clear
assert _N == 22 & c(k) == 2
capture use nosuchfile, clear
assert _rc == 601
* A use that fails leaves the data alone.
assert _N == 22
capture use nosuch using "`d'", clear
assert _rc == 111
assert _N == 22
use in 1/5 using "`d'", clear
assert _N == 5

* Not a .dta file.
export delimited using "`t'", replace
capture use "`t'", clear
assert _rc == 610
capture export delimited using "`t'"
assert _rc == 602

* Text: names, types, encodings, rows and columns.
use "`d'", clear
export delimited using "`c'", replace nolabel
import delimited using "`c'", clear
assert _N == 74 & c(k) == 12
assert price == 4099 in 1
assert missing(rep78) in 3
local type : type price
assert "`type'" == "int"
local type : type gear_ratio
assert "`type'" == "float"
import delimited using "`c'", clear asdouble
local type : type gear_ratio
assert "`type'" == "double"
import delimited using "`c'", clear rowrange(1:11) colrange(1:2)
assert _N == 10 & c(k) == 2
import delimited a b using "`c'", clear colrange(1:2) varnames(1)
assert b == 4099 in 1
import delimited using "`c'", clear stringcols(2) case(upper)
assert PRICE == "4099" in 1
capture import delimited using "`c'"
assert _rc == 4
capture import delimited using nosuchfile, clear
assert _rc == 601
assert _N == 74

outsheet PRICE MPG using "`t'" if FOREIGN == 1, replace
insheet using "`t'", clear
assert _N == 22 & price == 9690 in 1
outsheet using "`t'", replace comma nonames
insheet p m using "`t'", clear
assert p == 9690 in 1

* Example data.
sysuse dir
assert strpos(r(files), "grunfeld.dta") > 0
webuse grunfeld, clear
assert _N == 200 & company == 10 in 200
generate l = L.invest
assert missing(l) in 1
assert l == float(invest[1]) in 2
capture sysuse nosuch, clear
assert _rc == 601

* clear.
scalar b = 1
clear
assert _N == 0
assert b == 1
clear all
capture display b
assert _rc == 111

* Folders and files.
local here = c(pwd)
tempfile folder
mkdir "`folder'"
capture mkdir "`folder'"
assert _rc == 693
cd "`folder'"
sysuse auto, clear
save one
copy one.dta two.dta
dir *.dta
erase one.dta
rm two.dta
capture use one, clear
assert _rc == 601
cd "`here'"
