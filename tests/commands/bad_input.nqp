* What beginners type wrong: the code of the language, and data that stay as they were.
clear
input id t x y g str5 s
1 1 1 2 1 "a"
1 2 2 3 1 "b"
2 1 4 1 2 "1"
2 2 5 9 2 "x1"
end
sort id t
datasignature
global SIGNATURE `r(datasignature)'
program refuses
  gettoken code command : 0
  capture `command'
  local rc = _rc
  if `rc' != `code' display as error "`rc', not `code': `command'"
  assert `rc' == `code'
  quietly datasignature
  assert "`r(datasignature)'" == "$SIGNATURE"
end

*** Punctuation of an input method for Chinese
refuses 198 summarize x，detail
refuses 198 regress y x， robust
refuses 198 generate z = （x + 1）
refuses 198 replace s = “a” if x == 1
refuses 198 keep if s == ‘a’
refuses 198 generate z = x＋1
refuses 198 summarize x　y
refuses 198 xtset id；t

*** Words of other languages
refuses 198 generate z = x and y
refuses 198 keep if x > 1 or y > 1
refuses 198 generate z = x ** 2
refuses 198 generate z = x > 1 && y < 2
refuses 198 keep if x = 1
refuses 199 substr(s, 1, 1)

*** A comma that is not there
refuses 198 egen m = mean(x) by(g)
refuses 198 levelsof x local(l)
refuses 111 collapse (mean) x y by(g)
refuses 111 collapse mean x, by(g)

*** Names and definitions that exist, or do not
refuses 110 generate x = 1
refuses 110 encode s, generate(x)
refuses 110 rename x y
refuses 111 replace nothing = 1
refuses 111 drop x nothing
refuses 198 generate 1x = 1
refuses 100 generate z x
refuses 100 replace x == 1
refuses 100 label define
refuses 132 label define l 1 "a" 2 "b
capture label list l
assert _rc == 111

*** Text where numbers are needed
refuses 109 generate z = s + 1
refuses 109 replace x = "a"
refuses 109 replace s = 1
refuses 109 regress y s
refuses 109 xtset s t
refuses 107 encode x, generate(z)

*** Data of another form
refuses 9 reshape wide x, i(id) j(t)
refuses 451 xtset id g
refuses 451 tsset t
refuses 459 isid id
tempfile u
preserve
keep id
save "`u'"
restore
refuses 459 merge 1:1 id using "`u'"
refuses 459 merge m:1 id using "`u'"
refuses 111 merge 1:1 idd using "`u'"
refuses 601 merge 1:1 id using no_such_file
refuses 601 append using no_such_file
gsort -x
datasignature
global SIGNATURE `r(datasignature)'
refuses 5 by g: generate n = _n

*** Loops
capture foreach v of x y {
}
assert _rc == 198
capture foreach v of local {
}
assert _rc == 198
capture forvalues i in 1/3 {
}
assert _rc == 198

*** Files without a name
capture export delimited
assert _rc == 198
assert !fileexists(".csv")
refuses 198 save
refuses 198 infile a b using no_such_file, automatic clear

*** Coefficients that tables name
quietly regress y x
estimates store a
generate z = mod(_n, 3)
quietly regress y x z
estimates store b
quietly datasignature
global SIGNATURE `r(datasignature)'
refuses 111 esttab a b, keep(xx)
refuses 111 esttab a b, drop(x zz)
refuses 111 esttab a b, indicate("Year = *.year")
refuses 111 estout a, cells(b(keep(zz)))
refuses 111 esttab a, keep(z)
refuses 111 reg2docx a using nowhere.docx, keep(xx)
refuses 111 estimates table a b, keep(xx)
refuses 110 esttab b, rename(x z)
refuses 198 esttab a, keep(x, relaxed)
refuses 198 esttab a, margin
assert !fileexists("nowhere.docx")
refuses 198 estadd beta, prefix(p_)
esttab a b, keep(z, relax)
esttab a, keep(x zz, relax) drop(q, relax) indicate("Year = *.year, relax")
esttab a b, rename(x weight) keep(weight z _cons)
* Two rows of heads, three coefficients of two rows, two gaps, one row of the foot
assert r(nrows) == 11
* A name of order() that no model has makes an empty row, as the row of a coefficient
esttab a
scalar rows = r(nrows)
esttab a, order(x nothing) nogaps
scalar with_row = r(nrows)
esttab a, nogaps
assert with_row == r(nrows) + 2
esttab a, order(x nothing) keep(x) nogaps
scalar with_row = r(nrows)
esttab a, keep(x) nogaps
assert with_row == r(nrows)
tempfile t
refuses 111 outreg2 a using "`t'.txt", keep(xx) replace
assert !fileexists("`t'.txt")
outreg2 a using "`t'.txt", keep(x z) replace
assert fileexists("`t'.txt")
