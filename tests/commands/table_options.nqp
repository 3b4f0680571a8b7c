* The options that papers use, in every file format: each is accepted and writes a file; what it means is looked at on
* the markdown and csv files.
sysuse auto
eststo m1: quietly regress price mpg weight
eststo m2: quietly regress price mpg weight i.foreign, robust
quietly reghdfe price mpg weight, absorb(rep78) vce(cluster rep78)
estadd local fe "YES"
eststo m3
program define content
  file open in using `1', read
  file read in line
  global all
  while r(eof) == 0 {
    global all `"${all} `macval(line)'"'
    file read in line
  }
  file close in
end

*** esttab: every option on every format
tempname work
foreach f in rtf docx tex html md csv xlsx txt {
  tempfile file
  local out `file'.`f'
  foreach o in t se p ci nostar not "se brackets" "se noparentheses" "star(+ .15 * .1 ** .05)" "b(%9.4f) se(%9.2f)" ///
      "b(3) t(2)" "b(a3)" "p(3)" "keep(mpg weight)" "drop(weight)" "order(weight mpg)" "rename(mpg miles)" ///
      "indicate(Foreign = *.foreign)" "scalars(r2_a F N_clust) sfmt(3 1 0)" "r2 ar2" "aic bic" pr2 "mtitles(A B C)" ///
      nomtitles nonumbers "mgroups(one two, pattern(1 0 1))" label nogap compress wide "title(My title)" nonotes noobs ///
      obslast noconstant "varlabels(mpg Miles)" eform "varwidth(30)" "modelwidth(15)" nobaselevels unstack ///
      "collabels(none)" plain fragment booktabs "cells(b(star fmt(3)) se(par fmt(3)))" "fe(rep78 Repairs)" ///
      "stats(r2 r2_a N, fmt(3 3 0))" "note(Text)" "level(90)" {
    capture noisily esttab m1 m2 m3 using `out', replace `o'
    if _rc display as error "`f' `o'"
    assert _rc == 0
    confirm file `out'
  }
  esttab m1 m2 m3 using `out', replace scalars("r2_a Adjusted" "fe FE") addnotes("a note" "another")
  esttab m1 m2 m3 using `out', replace stats(r2 fe N, labels("R2" "Repair FE" "Obs")) coeflabels(mpg "Miles per gallon")
  esttab m1 m2 m3 using `out', replace indicate("Foreign = *.foreign", labels(Y N)) mgroups("one" "two", pattern(1 0 1))
  esttab m1 m2 m3 using `out', replace cells("b(star) se(par)" t(fmt(2))) refcat(mpg "Group", nolabel) interaction(" x ")
  capture esttab m1 using `out'
  assert _rc == 602
  erase `out'
}

*** esttab: what the options mean
tempfile file
local out `file'.md
quietly estimates restore m1
local t = trim(string(_b[mpg]/_se[mpg], "%9.2f"))
local se = trim(string(_se[mpg], "%9.2f"))
local b = trim(string(_b[mpg], "%9.4f"))
esttab m1 m2 m3 using `out', replace b(%9.4f) se(%9.2f) star(+ .99 ** .05) mtitles(A B C) indicate(Foreign = *.foreign)
content `out'
assert strpos(`"$all"', "`b'") > 0 & strpos(`"$all"', "(`se')") > 0 & strpos(`"$all"', "foreign") == 0
assert strpos(`"$all"', "Foreign") > 0 & strpos(`"$all"', "Yes") > 0 & strpos(`"$all"', "No") > 0
esttab m1 m2 m3 using `out', replace t brackets keep(miles) rename(mpg miles) ar2 scalars("fe FE")
content `out'
assert strpos(`"$all"', "[`t']") > 0 & strpos(`"$all"', "miles") > 0 & strpos(`"$all"', "weight") == 0
assert strpos(`"$all"', "YES") > 0 & strpos(`"$all"', "adj. R-sq") > 0
esttab m1 m2 m3 using `out', replace label noobs addnotes("seen by nobody") nostar
content `out'
assert strpos(`"$all"', "Mileage (mpg)") > 0 & strpos(`"$all"', "seen by nobody") > 0 & strpos(`"$all"', "**") == 0

*** outreg2: every option on every format
foreach f in doc rtf docx xls xlsx tex txt csv html md {
  tempfile file
  local out `file'.`f'
  foreach o in "ctitle(A)" "addtext(FE, YES, Year, NO)" "addstat(F, e(F))" "bdec(3) sdec(2)" "dec(3)" "tdec(2) tstat" ///
      tstat pvalue ci noaster "keep(mpg)" "drop(weight)" nocons label "sortvar(weight mpg)" "title(T)" ///
      "addnote(n1, n2)" nonotes noobs nor2 adjr2 "alpha(.01,.05,.1)" "symbol(***,**,*)" bracket noparen eform ///
      "rdec(3)" "addstat(Adj, e(r2_a), F, e(F)) adec(2)" {
    capture noisily outreg2 [m1 m2 m3] using `out', replace `o'
    if _rc display as error "`f' `o'"
    assert _rc == 0
  }
  quietly estimates restore m1
  outreg2 using `out', replace ctitle(first)
  quietly estimates restore m2
  outreg2 using `out', append ctitle(second)
  confirm file `out'
  erase `out'
}

*** estout on the screen and in files
tempfile file
foreach o in "cells(b)" "cells(b(star fmt(3)) se(par))" "cells(b se) stats(N r2)" "style(tex)" "style(html)" "style(tab)" ///
    "style(fixed)" "stats(N r2, fmt(0 3))" "keep(mpg)" "drop(weight)" "order(weight)" "mlabels(A B C)" "collabels(none)" ///
    label legend "varlabels(mpg M)" "title(T)" "starlevels(* .1)" "eqlabels(none)" "indicate(F = *.foreign)" ///
    unstack "rename(mpg M)" "mgroups(A B, pattern(1 0 1))" "varwidth(20)" "modelwidth(10)" {
  capture noisily estout m1 m2 m3, `o'
  if _rc display as error "`o'"
  assert _rc == 0
  capture estout m1 m2 m3 using `file', replace `o'
  assert _rc == 0
}

*** Widths of several columns, and options of estout that change nothing here
sysuse auto, clear
quietly regress price mpg
esttab ., modelwidth(10 14) varwidth(20)
esttab ., stardetach incelldelimiter(" ")
capture esttab ., nosuchoption
assert _rc == 198

*** Decimals of statistics that are not shown do no harm; matrix may be shortened
sysuse auto, clear
quietly regress price mpg
tempfile t
outreg2 using "`t'.txt", replace bdec(3) tdec(2)
assert r(ncols) == 1
matrix R = (1, 2 \ 3, 4)
esttab mat(R, fmt(2))
