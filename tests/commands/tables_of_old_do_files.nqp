* Table makers as Chinese and older do-files call them. What is expected follows from the words of the options.
tempfile t u
local t = subinstr("`t'", ".", "_", .)
sysuse auto

* logout keeps what table makers of this program show, too.
logout, save("`t'_c") replace text: pwcorr_a price mpg weight
assert fileexists("`t'_c.txt")
file open h using "`t'_c.txt", read
local found = 0
file read h line
while r(eof) == 0 {
  if strpos(`"`line'"', "-0.469***") local found = 1
  file read h line
}
file close h
assert `found' == 1

* outreg2, sum(log) knows the kind of file.
outreg2 using "`t'_s", word replace sum(log) keep(price mpg) eqkeep(N mean)
assert fileexists("`t'_s.rtf")

* Several kinds: a file each.
quietly regress price mpg
outreg2 using "`t'_m", word excel tex replace
quietly regress price mpg weight
outreg2 using "`t'_m", word excel tex append
assert fileexists("`t'_m.rtf") & fileexists("`t'_m.xlsx") & fileexists("`t'_m.tex") & r(ncols) == 2

* corr2docx: Pearson below, Spearman above; the looks of the page are taken note of.
corr2docx price mpg weight using "`t'.docx", replace fmt(%9.3f) font("宋体",12,"black") star pagesize(A4) landscape
matrix R = r(Rho)
spearman price mpg
assert abs(R[1,2] - r(rho)) < 1e-12
capture corr2docx price mpg, pearson(rows)
assert _rc == 198
sum2docx price mpg using "`u'.docx", replace stats(N mean(%9.2f)) font("宋体",12,"black") pagesize(A4) landscape
assert fileexists("`u'.docx")

* Headings above terms.
quietly regress price mpg weight
estimates store a
esttab a using "`t'.csv", plain refcat(weight "Size", nolabel) replace
import delimited "`t'.csv", clear varnames(nonames)
assert v1[5] == "Size" & v1[6] == "weight"

* putdocx table data() takes if and in.
sysuse auto, clear
putdocx begin
putdocx table x = data(make price) if foreign in 50/60, varnames
putdocx save "`t'_p.docx", replace

* saving() and graph save add the ending once.
scatter price mpg, saving("`t'_g", replace)
assert fileexists("`t'_g.gph")
graph save "`t'_h", replace
graph combine "`t'_g.gph" "`t'_h.gph"

* Interactions of numbers keep c. and their order.
log using "`t'.log", text replace
regress price c.weight##c.mpg
log close
import delimited "`t'.log", clear delimiter("@@@", asstring) varnames(nonames)
count if strpos(v1, "c.mpg")
assert r(N) > 0

* Behind quietly the tables are kept as well, and nothing is shown.
sysuse auto, clear
log using "`t'_q.log", text replace
quietly logout, save("`t'_q") replace text: tabstat price mpg, s(mean)
quietly asdoc sum price, save("`t'_a.doc") replace
log close
assert fileexists("`t'_q.txt") & fileexists("`t'_a.doc")
import delimited "`t'_q.log", clear delimiter("@@@", asstring) varnames(nonames)
count if strpos(v1, "6165")
assert r(N) == 0
