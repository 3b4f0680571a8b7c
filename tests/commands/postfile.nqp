* postfile, post, postclose: what was posted is what is read.
tempname h
tempfile f
postfile `h' i double(sq cube) str3 word using "`f'", replace
forvalues i = 1/5 {
  post `h' (`i') (`i'^2) (`i'^3) ("w" + string(`i'))
}
capture post `h' (1) (2)
assert _rc == 198
capture post `h' (1) (2) (3) (4)
assert _rc == 109
capture postfile `h' x using "`f'", replace
assert _rc == 110
postclose `h'
use "`f'", clear
assert _N == 5 & sq[5] == 25 & cube[3] == 27 & word[2] == "w2"
capture post `h' (1) (2) (3) ("a")
assert _rc == 111
capture postclose `h'
assert _rc == 111
capture postfile h x using "`f'"
assert _rc == 602
* missing values and results of commands
summarize sq
postfile h m x using "`f'", replace every(1)
post h (r(mean)) (.a)
post h (_N) (.)
postclose h
use "`f'", clear
assert m[1] == 11 & x[1] == .a & m[2] == 5
