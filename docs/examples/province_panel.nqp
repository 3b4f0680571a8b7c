* A province-year panel from messy files, as they come: a workbook with one sheet a theme and years in the columns,
* Chinese headers and numbers kept as text; a GB18030 text file with codes for missing values; a long file with
* duplicates. The numbers are invented (the first part makes the files); the second part is the work itself.
* The files are temporary, or in the folder given as the first argument.

local folder "`1'"
if "`folder'" == "" {
    tempfile folder
}
else {
    capture mkdir "`folder'"
    local folder "`folder'/"
}
local workbook "`folder'yearbook.xlsx"
local text "`folder'patents.csv"
local policies "`folder'policies.dta"
local panel "`folder'panel.dta"

* ---------------------------------------------------------------------------------------------------------------------
* Part 1: the files
* ---------------------------------------------------------------------------------------------------------------------

clear
set seed 20240601
input str12 province code
"北京市" 11
"河北省" 13
"辽宁省" 21
"上海市" 31
"江苏省" 32
"浙江省" 33
"山东省" 37
"河南省" 41
"湖北省" 42
"广东省" 44
"四川省" 51
"陕西省" 61
end
tempfile provinces
quietly save "`provinces'"

* Sheet 1: GDP, years in the columns, some numbers with commas, one that is not there
generate base = 8000 + 2000*runiform()*_n
forvalues y = 2012/2019 {
    generate gdp`y' = string(base * 1.07^(`y' - 2012), "%12.1fc")
}
quietly replace gdp2015 = "…" if province == "四川省"
drop base
rename province 地区
drop code
forvalues y = 2012/2019 {
    label variable gdp`y' "`y'年"
}
quietly export excel using "`workbook'", sheet("生产总值") firstrow(varlabels) replace

* Sheet 2: population, the same layout, names of the provinces without their ending
use "`provinces'", clear
replace province = usubinstr(usubinstr(province, "省", "", .), "市", "", .)
generate base = 3000 + 500*_n
forvalues y = 2012/2019 {
    generate pop`y' = round(base * 1.004^(`y' - 2012))
    label variable pop`y' "`y'年"
}
drop base code
rename province 地区
quietly export excel using "`workbook'", sheet("年末人口") firstrow(varlabels)

* Patents: long, GB18030, -999 for missing, one value a thousand times too large
file open out using "`text'", write replace
file write out (ustrto("省份代码,年份,专利授权量,备注", "gb18030", 1)) _n
foreach c in 11 13 21 31 32 33 37 41 42 44 51 61 {
    forvalues y = 2012/2019 {
        local patents = round(2000 + 300*`c' + 900*(`y' - 2012) + 500*rnormal())
        if `c' == 42 & inlist(`y', 2014, 2015) local patents -999
        if `c' == 44 & `y' == 2018 local patents = 1000*`patents'
        file write out "`c',`y',`patents'," (ustrto("年鉴", "gb18030", 1)) _n
    }
}
file close out

* The policy: one row a province and year of a document, with duplicates
clear
input str12 province year str20 document
"上海市" 2014 "沪政发1号"
"广东省" 2015 "粤府2号"
"广东省" 2015 "粤府2号"
"浙江省" 2016 "浙政发5号"
"广东省" 2017 "粤府9号"
end
quietly save "`policies'", replace

* ---------------------------------------------------------------------------------------------------------------------
* Part 2: the panel
* ---------------------------------------------------------------------------------------------------------------------

* The workbook: each sheet from wide to long. The years are in the labels of B, C … , because a name cannot begin with
* a digit.
import excel using "`workbook'", describe
foreach sheet in 生产总值 年末人口 {
    import excel using "`workbook'", sheet("`sheet'") firstrow clear allstring
    local stub = cond("`sheet'" == "生产总值", "gdp", "pop")
    rename 地区 province
    foreach v of varlist B-I {
        local year = substr("`: variable label `v''", 1, 4)
        rename `v' `stub'`year'
    }
    * Some tables write 北京市, others 北京: the short name is the key
    replace province = usubinstr(usubinstr(province, "省", "", .), "市", "", .)
    reshape long `stub', i(province) j(year)
    destring `stub', replace ignore(",") force
    assert `stub' > 0 | missing(`stub')
    isid province year
    tempfile long_`stub'
    save "`long_`stub''"
}

* The text file: another encoding, codes of provinces instead of names, -999 for missing
import delimited using "`text'", clear encoding("gb18030")
describe
rename (省份代码 年份 专利授权量) (code year patents)
drop 备注
mvdecode patents, mv(-999)
misstable summarize patents
* One value is a thousand times too large: the median of the province tells
bysort code: egen typical = median(patents)
list code year patents typical if patents > 100*typical & !missing(patents)
replace patents = patents/1000 if patents > 100*typical & !missing(patents)
drop typical
merge m:1 code using "`provinces'", assert(match) nogenerate
replace province = usubinstr(usubinstr(province, "省", "", .), "市", "", .)

* All together, with a check at every step
merge 1:1 province year using "`long_gdp'", assert(match) nogenerate
merge 1:1 province year using "`long_pop'", assert(match) nogenerate

* The policy file has the same document twice and a second one for 广东: the first year counts
preserve
use "`policies'", clear
duplicates report province year document
duplicates drop
collapse (min) first_year = year, by(province)
replace province = usubinstr(usubinstr(province, "省", "", .), "市", "", .)
tempfile first
save "`first'"
restore
merge m:1 province using "`first'"
assert _merge != 2
drop _merge
generate byte treated = year >= first_year
label define yes_no 0 "no" 1 "yes"
label values treated yes_no

* Holes: between two known years a straight line, nothing beyond them
bysort province (year): ipolate gdp year, generate(gdp_full)
bysort province (year): ipolate patents year, generate(patents_full)
count if missing(gdp) & !missing(gdp_full)
assert r(N) == 1
replace gdp = gdp_full if missing(gdp)
replace patents = patents_full if missing(patents)
drop gdp_full patents_full

* Variables of the analysis
generate double gdp_pc = gdp / pop * 10000
generate double ln_gdp_pc = ln(gdp_pc)
generate double ln_patents = ln(1 + patents)
winsor2 ln_gdp_pc ln_patents, cuts(5 95) suffix(_w)
label variable province "Province"
label variable gdp "GDP, 100 million yuan"
label variable pop "Population, 10,000"
label variable patents "Patents granted"
label variable gdp_pc "GDP per head, yuan"
label variable treated "Policy in force"

* The panel: text cannot be its identifier
encode province, generate(id)
xtset id year
xtdescribe
assert r(N) == 12
generate growth = D.ln_gdp_pc
summarize gdp_pc patents growth treated
order id province code year treated
sort id year
compress
label data "Provinces and years, invented numbers"
note: Built by docs/examples/province_panel.nqp
datasignature set
save "`panel'", replace
describe, short
* What was saved is what comes back
use "`panel'", clear
datasignature confirm
assert _N == 96
xtset
