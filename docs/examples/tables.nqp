* One table of a paper in every format: screen, Word (.rtf and .docx), LaTeX, HTML, Markdown, CSV and Excel.
* The files go to temporary files, or into the folder given as the first argument.

local folder "`1'"
if "`folder'" == "" {
    tempfile folder
    local out "`folder'"
}
else {
    capture mkdir "`folder'"
    local out "`folder'/"
}

sysuse guns, clear
encode state, generate(id)
xtset id year
generate ln_violent = ln(violent)
generate ln_robbery = ln(robbery)
generate byte treated = law == "yes"
replace prisoners = prisoners / 100
replace income = income / 1000
label variable treated "Shall-issue law"
label variable prisoners "Prisoners, hundreds"
label variable income "Income, thousands"
local controls prisoners density income population afam cauc male

eststo clear
eststo m1: quietly regress ln_violent treated, vce(cluster id)
estadd local state "No"
estadd local time "No"
eststo m2: quietly reghdfe ln_violent treated `controls', absorb(id) vce(cluster id)
estadd local state "Yes"
estadd local time "No"
eststo m3: quietly reghdfe ln_violent treated `controls', absorb(id year) vce(cluster id)
estadd local state "Yes"
estadd local time "Yes"
eststo m4: quietly reghdfe ln_robbery treated `controls', absorb(id year) vce(cluster id)
estadd local state "Yes"
estadd local time "Yes"

local table title("Shall-issue laws and crime") b(3) se(3) star(* 0.10 ** 0.05 *** 0.01) label nogaps ///
    keep(treated prisoners income) order(treated) mgroups("Violent crime" "Robbery", pattern(1 0 0 1)) ///
    mtitles("OLS" "FE" "TWFE" "TWFE") scalars("state State effects" "time Year effects" "r2_a Adjusted R²") ///
    addnotes("Standard errors clustered by state.")

esttab m1 m2 m3 m4, `table'
foreach format in rtf docx tex html md csv xlsx {
    esttab m1 m2 m3 m4 using "`out'table.`format'", `table' replace
}

* The same with t statistics in brackets and confidence intervals, and as outreg2 writes it
esttab m1 m3, b(%9.4f) t(%9.2f) brackets nostar compress
esttab m1 m3, b(3) ci(3) wide keep(treated)
quietly estimates restore m1
outreg2 using "`out'outreg.doc", replace dec(3) ctitle("OLS") label keep(treated) addtext(State FE, NO)
quietly estimates restore m3
outreg2 using "`out'outreg.doc", append dec(3) ctitle("TWFE") label keep(treated) addtext(State FE, YES)
