* Workbooks. Expected values: what was written, and the rules of the file format (ECMA-376).
tempfile t
local f "`t'.xlsx"
sysuse auto
generate day = td(01mar2019) + _n
format day %td
generate double moment = clock("01mar2019 13:30:15", "DMYhms")
format moment %tc
generate 名称 = "企业" + string(_n)
label variable 名称 "企业 名称"
replace rep78 = .a in 2
export excel make price rep78 day moment 名称 foreign using "`f'", firstrow(variables)

* Names, types, dates, Chinese text, value labels as text.
import excel using "`f'", firstrow clear
assert _N == 74 & c(k) == 7
assert price == 4099 in 1
assert missing(rep78) in 2/3
assert day == td(02mar2019) in 1
local format : format day
assert "`format'" == "%td"
assert moment == clock("01mar2019 13:30:15", "DMYhms")
local format : format moment
assert "`format'" == "%tc"
assert 名称 == "企业7" in 7
assert foreign == "Domestic" in 1
local type : type price
assert "`type'" == "int"
local label : variable label 名称
assert "`label'" == "名称"

* Data that are not saved are not lost, and a read that fails changes nothing.
capture import excel "`f'"
assert _rc == 4
capture import excel "`f'", sheet("absent") clear
assert _rc == 601
capture import excel "nosuchfile", clear
assert _rc == 601
assert _N == 74 & c(k) == 7
export delimited using "`t'.csv"
capture import excel "`t'.csv", clear
assert _rc == 610
capture import excel "`f'", cellrange(nonsense) clear
assert _rc == 198
capture import excel "`f'", cellrange(A900) clear
assert _rc == 198
assert _N == 74

* Letters for columns without a heading; text makes a string variable; ranges.
import excel "`f'", clear
assert A == "make" in 1
assert B == "4099" in 2
assert D == "02mar2019" in 2
import excel "`f'", clear allstring("%tdCCYY-NN-DD")
assert D == "2019-03-02" in 2
import excel "`f'", clear cellrange(B1:C11) firstrow case(upper)
assert _N == 10 & c(k) == 2
assert PRICE == 4099 in 1
import excel m p using "`f'", clear cellrange(A2:B5)
assert _N == 4
assert p == 4099 in 1
import excel p=B m=A using "`f'", clear cellrange(A2)
assert _N == 74 & c(k) == 2
assert m == "AMC Concord" in 1

* Writing: files and worksheets are kept unless asked otherwise.
sysuse auto, clear
capture export excel using "`f'"
assert _rc == 602
export excel make price using "`f'", sheet("二") firstrow(varlabels)
capture export excel make price using "`f'", sheet("二")
assert _rc == 602
export excel price in 1/2 using "`f'", sheet("二", modify) cell(D2)
export excel mpg using "`f'", sheet("三") nolabel
import excel "`f'", describe
assert r(N_worksheet) == 3 & r(worksheet_2) == "二" & r(range_2) == "A1:D75"
import excel "`f'", sheet("二") clear firstrow
assert Price == 4099 in 1
assert D == 4099 in 1
assert missing(D) in 3
sysuse auto, clear
export excel mpg foreign using "`f'", sheet("二") sheetreplace nolabel
import excel "`f'", sheet("二") clear
assert c(k) == 2
assert A == 22 & B == 0 in 1
sysuse auto, clear
capture export excel price using "`f'" if price < 0, replace
assert _rc == 2000
import excel "`f'", sheet("三") clear
assert A == 22 in 1
sysuse auto, clear
export excel rep78 if rep78 >= . using "`f'", replace missing("none")
import excel "`f'", clear
assert A == "none"
clear
capture export excel using "`f'", replace
assert _rc == 111

* A label that may not be a worksheet's name.
sysuse auto
capture export excel price using "`t'2.xlsx", sheet("a/b")
assert _rc == 198
capture confirm file "`t'2.xlsx"
assert _rc == 601
