* A first panel: do "shall issue" gun laws change violent crime?
* 50 US states and the District of Columbia, 1977-1999; states adopted the law in different years.
* Data: Stock and Watson, Guns (docs/data/SOURCES.md).

sysuse guns, clear
describe
summarize violent murder robbery prisoners income density

* The panel: states are names, so they get codes first
encode state, generate(id)
xtset id year

* Variables in a loop, with macros
foreach v in violent murder robbery {
    generate ln_`v' = ln(`v')
    label variable ln_`v' "Log `v' rate"
}
generate byte treated = law == "yes"
label variable treated "Shall-issue law in force"
egen first_year = min(cond(treated, year, .)), by(id)
quietly summarize first_year
display "laws were adopted from " r(min) " to " r(max)

global controls prisoners density income population afam cauc male

* Pooled OLS, then with controls and clustered standard errors
regress ln_violent treated
regress ln_violent treated $controls, vce(cluster id)

* State fixed effects: most of the "effect" was differences between states
xtreg ln_violent treated $controls, fe vce(cluster id)
display "within R-squared " %6.4f e(r2_w) ", share of variance due to states " %5.3f e(rho)

* Random effects for comparison
xtreg ln_violent treated $controls, re

* State and year effects together
xtreg ln_violent treated $controls i.year, fe vce(cluster id)
testparm i.year
display "effect of the law: " %6.3f _b[treated] " (" %5.3f _se[treated] ")"

ereturn list
