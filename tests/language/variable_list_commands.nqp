* Commands about lists: unab, numlist, fvexpand, fvrevar, _rmcoll, fvset. Expected texts follow the language's rules
* for names of terms (semantics 14, 15 and 38); numbers are by hand.

* Lists written out
sysuse auto
unab x : m* g* tu-displ
assert "`x'" == "make mpg gear_ratio turn displacement"
unab x : _all
assert wordcount("`x'") == 12
capture unab x : nothing_like_it
assert _rc == 111
capture unab x : i.foreign
assert _rc == 101
capture unab x : m*, min(3)
assert _rc == 102
capture unab x : m*, max(1)
assert _rc == 103
tsunab x : L(0/2).pri f.mpg
assert "`x'" == "price L.price L2.price F.mpg"
fvunab x : i.(fore rep) c.pri##i.fore ib3.rep78
assert "`x'" == "i.foreign i.rep78 c.price##i.foreign ib3.rep78"

* Errors of numlist have codes of their own
foreach pair in "1,2,x@121" "1 2@0" "1 . 2@127" {
  gettoken list code : pair, parse("@")
  local code = substr("`code'", 2, .)
  capture numlist "`list'"
  assert _rc == `code'
}
capture numlist "1", min(2)
assert _rc == 122
capture numlist "1/9", max(8)
assert _rc == 123
capture numlist "1 3 2", ascending
assert _rc == 124
capture numlist "1 2 1", descending
assert _rc == 124
capture numlist "1 2", range(>1 <=2)
assert _rc == 125
capture numlist "1 2.5", integer
assert _rc == 126
numlist "1 2:5 10(-5)0 .a", missingokay
assert "`r(numlist)'" == "1 2 3 4 5 10 5 0 .a"
numlist "5/1", sort ascending
assert "`r(numlist)'" == "1 2 3 4 5"

* Levels one by one
fvexpand i.foreign mpg
assert "`r(varlist)'" == "0b.foreign 1.foreign mpg"
fvexpand ibn.foreign
assert "`r(varlist)'" == "0bn.foreign 1.foreign"
fvexpand ib(last).rep78 if rep78 > 3
assert "`r(varlist)'" == "4.rep78 5b.rep78"

* Variables behind terms
fvrevar i.foreign##c.mpg, list
assert "`r(varlist)'" == "foreign mpg"
fvrevar i.foreign mpg i.foreign#c.weight
tokenize "`r(varlist)'"
assert "`3'" == "mpg" & wordcount("`r(varlist)'") == 5
assert `1' == 0 & `2' == foreign & `5' == foreign*weight
fvrevar i.foreign, stub(is)
assert is2 == foreign
clear
set obs 4
generate t = _n
generate x = t^2
generate byte g = mod(_n, 2)
tsset t
tsrevar L.x x
tokenize "`r(varlist)'"
assert `1' == L.x & "`2'" == "x"
capture tsrevar i.g
assert _rc == 101
fvrevar i.g#c.L.x, tsonly
tokenize "`r(varlist)'", parse("#.")
assert "`1'" == "i" & "`3'" == "g"

* Collinear terms
sysuse auto, clear
generate both = price + mpg
_rmcoll price mpg both i.foreign
assert "`r(varlist)'" == "price mpg o.both 0b.foreign 1.foreign" & r(k_omitted) == 1
_rmcoll both mpg price, forcedrop
assert "`r(varlist)'" == "both mpg"
_rmcoll ibn.foreign
assert r(k_omitted) == 1
_rmcoll ibn.foreign, noconstant
assert r(k_omitted) == 0
capture _rmdcoll both price mpg
assert _rc == 459
_rmdcoll price mpg weight
assert "`r(varlist)'" == "mpg weight"

* Base levels kept with a variable; an operator comes first
fvset base 3 rep78
regress price i.rep78
local names : colnames e(b)
assert "`names'" == "1.rep78 2.rep78 3b.rep78 4.rep78 5.rep78 _cons"
regress price ib2.rep78
local names : colnames e(b)
assert word("`names'", 2) == "2b.rep78"
fvset report
assert "`r(varlist)'" == "rep78" & "`r(baselist)'" == "3"
fvset clear rep78
fvexpand i.rep78
assert word("`r(varlist)'", 1) == "1b.rep78"

* Names in e(b) of every kind of term (semantics 38)
regress price ibn.foreign, noconstant
local names : colnames e(b)
assert "`names'" == "0bn.foreign 1.foreign"
assert _b[0.foreign] > 6000 & _b[0bn.foreign] == _b[0.foreign]
regress price ib(none).foreign, noconstant
local names : colnames e(b)
assert "`names'" == "0bn.foreign 1.foreign"
regress price ib(freq).rep78
local names : colnames e(b)
assert word("`names'", 3) == "3b.rep78"
regress price i(2/3).rep78
local names : colnames e(b)
assert "`names'" == "2.rep78 3.rep78 _cons"
regress price i.foreign#c.mpg c.mpg#c.mpg
assert _b[1.foreign#c.mpg] != 0 & _b[c.mpg#c.mpg] != 0
regress price i.(foreign rep78) c.(mpg weight)#i.foreign
assert _b[1.foreign] != . & _b[1.foreign#c.weight] != .
regress price foreign##c.mpg
local names : colnames e(b)
assert "`names'" == "0b.foreign 1.foreign mpg 0b.foreign#co.mpg 1.foreign#c.mpg _cons"
regress price (foreign rep78)##c.mpg
assert _b[5.rep78#c.mpg] != . & _b[1.foreign#c.mpg] != .
regress price o.mpg weight
local names : colnames e(b)
assert "`names'" == "o.mpg weight _cons" & _b[mpg] == 0
generate t = _n
tsset t
regress price L.price L(2/3).mpg D.weight D.L.trunk S2.turn F.mpg i.foreign#cL.mpg S12D.length DLL.turn
local names : colnames e(b)
assert "`names'" == "L.price L2.mpg L3.mpg D.weight LD.trunk S2.turn F.mpg 0b.foreign#cL.mpg 1.foreign#cL.mpg DS12.length L2D.turn _cons"
assert _b[L2.mpg] != . & _b[1.foreign#cL.mpg] != . & _b[l.price] == _b[L.price]
