* Return codes: each block raises a code in the situation that it stands for.
clear
set obs 4
generate x = _n
generate y = x^2
generate g = mod(x, 2)
generate s = "text"

*** 4 Data that were changed are not thrown away
tempfile f
save "`f'"
replace x = 0
capture use "`f'"
assert _rc == 4
capture sysuse auto
assert _rc == 4
capture import delimited using "`f'"
assert _rc == 4
capture use "`f'", clear
assert _rc == 0

*** 5 Data that must be sorted
gsort -x
capture by g: summarize x
assert _rc == 5
xtset x
xtset g x
gsort -x
capture generate l = L.y
assert _rc == 5

*** 6 and 7 Something else was expected by confirm
capture confirm number abc
assert _rc == 7
capture confirm integer number 1.5
assert _rc == 7
capture confirm string variable x
assert _rc == 7
capture confirm numeric variable s
assert _rc == 7
capture confirm existence
assert _rc == 6
capture confirm names 1x
assert _rc == 7

*** 9 An assertion is false
capture assert x > 5
assert _rc == 9
capture assert x == 1 in 1/2
assert _rc == 9

*** 100 Something required is absent
capture keep
assert _rc == 100
capture generate z
assert _rc == 100
capture sort
assert _rc == 100
capture assert
assert _rc == 100
capture merge 1:1 x
assert _rc == 100
capture append
assert _rc == 100
capture tabulate
assert _rc == 100
program needs
  syntax varlist using [, More(string)]
end
capture needs x
assert _rc == 100
program both
  syntax varlist, Must(string)
end
capture both
assert _rc == 100
capture both x
assert _rc == 198

*** 101 A part that the command does not take
capture sort x if x > 1
assert _rc == 101
capture summarize x using f
assert _rc == 101
capture sort x [fw=x]
assert _rc == 101
capture summarize x = 1
assert _rc == 101

*** 102 and 103 Too few and too many variables
program two
  syntax varlist(min=2 max=2)
end
capture two x
assert _rc == 102
capture two x y g
assert _rc == 103
capture tabulate x y g
assert _rc == 103
capture decode x y, generate(z)
assert _rc == 103

*** 106 Text in one data set and numbers in the other
tempfile f
save "`f'"
drop s
generate s = 1
capture append using "`f'"
assert _rc == 106
drop s
tostring x, replace
capture merge 1:1 x using "`f'"
assert _rc == 106

*** 107 and 108 Not possible with numbers or with text
capture encode x, generate(e)
assert _rc == 107
capture decode s, generate(d)
assert _rc == 108

*** 109 Types do not match
capture generate z = s + 1
assert _rc == 109
capture replace x = "a"
assert _rc == 109
capture replace s = 1
assert _rc == 109
capture regress s x
assert _rc == 109
capture xtset s x
assert _rc == 109
capture count if s
assert _rc == 109
capture generate byte b = "a"
assert _rc == 109
capture display "a" > 1
assert _rc == 109
capture display ln("a")
assert _rc == 109
capture display substr(1, 2, 3)
assert _rc == 109

*** 110 Already defined
capture generate x = 1
assert _rc == 110
capture rename x y
assert _rc == 110
capture confirm new variable x
assert _rc == 110
program p
end
capture program define p
assert _rc == 110
end
label define l 1 "a"
capture label define l 1 "b"
assert _rc == 110
capture egen x = mean(y)
assert _rc == 110
regress y g
capture predict x
assert _rc == 110
capture encode s, generate(x)
assert _rc == 110
generate _merge = 1
tempfile f
save "`f'"
capture merge 1:1 x using "`f'"
assert _rc == 110

*** 111 Not found
capture summarize nothing
assert _rc == 111
capture generate z = nothing
assert _rc == 111
capture replace nothing = 1
assert _rc == 111
capture drop nothing
assert _rc == 111
capture display nothing
assert _rc == 111
capture program drop nothing
assert _rc == 111
capture matrix list nothing
assert _rc == 111
capture scalar drop nothing
assert _rc == 111
capture label list nothing
assert _rc == 111
capture label drop nothing
assert _rc == 111
capture estimates restore nothing
assert _rc == 111
capture confirm variable nothing
assert _rc == 111
capture confirm scalar nothing
assert _rc == 111
capture confirm matrix nothing
assert _rc == 111
capture which nothing_of_that_name
assert _rc == 111
generate xy = 1
generate xz = 1
drop x
capture summarize x
assert _rc == 111
drop _all
capture summarize x
assert _rc == 111
capture estimates drop nothing
assert _rc == 111

*** 120 A format that is none
capture format x %bad
assert _rc == 120
capture format s %9.2f
assert _rc == 120
capture display %zz 1
assert _rc == 120

*** 121 to 127 Lists of numbers
program lists
  syntax, [any(numlist) few(numlist min=2) many(numlist max=1) up(numlist ascending) pos(numlist >0) range(numlist >=0 <=5) whole(numlist integer)]
end
lists, any(1 2 3) few(1 2) many(1) up(1 2) pos(.5) range(0 5) whole(1 2)
capture lists, any(1 b)
assert _rc == 121
capture lists, few(1)
assert _rc == 122
capture lists, many(1 2)
assert _rc == 123
capture lists, up(2 1)
assert _rc == 124
capture lists, pos(0)
assert _rc == 125
capture lists, range(6)
assert _rc == 125
capture lists, whole(1.5)
assert _rc == 126
capture lists, any(.)
assert _rc == 127

*** 131 A test that is not linear
regress y x
capture test x^2 = 1
assert _rc == 131

*** 132 Parentheses and brackets that do not match
capture display (1 + 2
assert _rc == 132
capture generate z = 1 + 2)
assert _rc == 132
capture generate z = (x
assert _rc == 132
capture display x[1
assert _rc == 132
capture display sqrt(4
assert _rc == 132
capture display "abc
assert _rc == 132
capture summarize x if (x > 1
assert _rc == 132
capture display ((1)
assert _rc == 132

*** 133 An unknown function
capture display no_such_function(1)
assert _rc == 133
capture generate z = no_such_function(x)
assert _rc == 133
capture egen z = no_such_function(x)
assert _rc == 133

*** 151 to 153 Results of another class than the program's
program a
  return scalar x = 1
end
program b
  ereturn scalar x = 1
end
program c
  sreturn local x 1
end
capture a
assert _rc == 151
capture b
assert _rc == 152
capture c
assert _rc == 153

*** 170 A folder that is not there
capture cd "no_such_folder_anywhere"
assert _rc == 170

*** 180 to 182 Labels
label define l 1 "one"
capture label define l 1 "eins", add
assert _rc == 180
capture label values s l
assert _rc == 181
capture label define l .5 "half", add
assert _rc == 198
capture decode x, generate(d)
assert _rc == 182

*** 184 Options that exclude each other
capture summarize x, detail meanonly
assert _rc == 184
capture regress y x, cluster(g) vce(robust)
assert _rc == 184

*** 190 Not allowed with by
sort g
capture by g: sort x
assert _rc == 190
program plain
end
capture by g: plain
assert _rc == 190
capture by g: merge 1:1 x using nothing
assert _rc == 190

*** 197 An invalid declaration of syntax
program wrong
  syntax nonsense
end
capture wrong
assert _rc == 197

*** 198 Invalid syntax and options that are not allowed
capture summarize x, no_such_option
assert _rc == 198
capture count if x = 1
assert _rc == 198
capture generate 1x = 1
assert _rc == 198
capture summarize x if
assert _rc == 198
capture summarize x in 5/2
assert _rc == 198
capture display 1 +
assert _rc == 198
capture display 1 + * 2
assert _rc == 198
capture local 
assert _rc == 198
capture forvalues i = 1 {
}
assert _rc == 198
capture foreach i = 1/3 {
}
assert _rc == 198
capture set no_such_setting 1
assert _rc == 198
capture label nonsense x
assert _rc == 198
capture merge x:y z using f
assert _rc == 198
capture duplicates drop x
assert _rc == 198
capture regress y x, level(200)
assert _rc == 198
program needed
  syntax, Must(string)
end
capture needed
assert _rc == 198
capture reshape sideways x, i(g) j(y)
assert _rc == 198

*** 199 An unknown command
capture no_such_command x
assert _rc == 199
capture 3
assert _rc == 199
capture quietly no_such_command
assert _rc == 199

*** 301 No estimation results
capture display _b[x]
assert _rc == 301
capture predict fit
assert _rc == 301
capture test x
assert _rc == 301
capture lincom x
assert _rc == 301
capture regress
assert _rc == 301
capture estimates store m
assert _rc == 301
capture estat ic
assert _rc == 301
capture testparm x
assert _rc == 301

*** 302 and 303 Tests and equations
regress y x
capture display [nothing]_b[x]
assert _rc == 303

*** 401 and 402 Weights that are no counts or negative
generate half = .5
generate minus = -1
capture regress y x [fw=half]
assert _rc == 401
capture summarize x [fw=half]
assert _rc == 401
capture regress y x [aw=minus]
assert _rc == 402
capture summarize x [fw=minus]
assert _rc == 402

*** 411 Values that must be positive
capture sdtest x == 0
assert _rc == 411
capture ttesti 10 1 -1 5
assert _rc == 411

*** 451 Time values that repeat within a panel
replace x = 1
capture xtset g x
assert _rc == 451

*** 452 Values that are no levels of a factor variable
generate neg = -1
generate half = .5
capture regress y i.neg
assert _rc == 452
capture regress y i.half
assert _rc == 452

*** 459 Data that break a required property
replace x = 1
capture isid x
assert _rc == 459
tempfile f
save "`f'"
capture merge 1:1 x using "`f'"
assert _rc == 459
capture error 459
assert _rc == 459

*** 498 and 499 Errors that a program raises
capture error 498
assert _rc == 498
program raises
  display as error "that is wrong"
  exit 499
end
capture raises
assert _rc == 499

*** 503 to 506 Matrices
matrix A = (1, 2 \ 3, 4)
capture matrix B = A*J(3, 1, 1)
assert _rc == 503
capture matrix B = A + J(3, 3, 1)
assert _rc == 503
capture matrix B = A, J(3, 1, 1)
assert _rc == 503
capture matrix B = invsym(A)
assert _rc == 505
matrix N = (1, 2 \ 2, 1)
capture matrix B = cholesky(N)
assert _rc == 506
matrix M = (1, . \ ., 1)
capture matrix B = invsym(M)
assert _rc == 504
capture matrix B = inv(J(2, 3, 1))
assert _rc == 503
capture matrix B = no_such_function(A)
assert _rc == 133
capture matrix colnames A = a b c
assert _rc == 503

*** 509 A matrix where a number is needed
capture display J(2, 2, 1)
assert _rc == 509
capture generate z = J(2, 2, 1)
assert _rc == 509

*** 601 to 603 Files
capture use "no_such_file", clear
assert _rc == 601
capture do "no_such_file"
assert _rc == 601
capture append using "no_such_file"
assert _rc == 601
capture merge 1:1 x using "no_such_file"
assert _rc == 601
capture confirm file "no_such_file"
assert _rc == 601
capture import delimited using "no_such_file", clear
assert _rc == 601
capture erase "no_such_file"
assert _rc == 601
capture type "no_such_file"
assert _rc == 601
tempfile f
save "`f'"
capture save "`f'"
assert _rc == 602
export delimited using "`f'", replace
capture export delimited using "`f'"
assert _rc == 602
capture save "no_such_folder/x.dta"
assert _rc == 603

*** 604 and 606 Logs
tempfile f
capture log close
assert _rc == 606
log using "`f'", replace text
capture log using "`f'", replace text
assert _rc == 604
log close
capture log using "`f'", text
assert _rc == 602

*** 610 A file that is no data set
tempfile f
export delimited using "`f'.dta"
capture use "`f'.dta", clear
assert _rc == 610
erase "`f'.dta"

*** 621 and 622 preserve and restore
preserve
capture preserve
assert _rc == 621
restore
capture restore
assert _rc == 622

*** 1000 Programs that call themselves without end
program endless
  endless
end
capture endless
assert _rc == 1000

*** 2000 and 2001 No and too few observations
capture regress y x if x > 100
assert _rc == 2000
capture regress y x in 1
assert _rc == 2001
capture correlate x y if x > 100
assert _rc == 2000
capture xtset
replace x = .
capture regress y x
assert _rc == 2000
drop _all
capture tabulate x
assert _rc == 111

*** 119 A statement out of context
capture continue
assert _rc == 119

*** 140 and 141 A factor twice in a term and a term twice
capture anova y g#g
assert _rc == 140
capture anova y g g
assert _rc == 141
anova y c.x c.x#c.x
assert e(df_m) == 2

*** 190 and 191 by with a range of rows and by with the option by()
capture bysort g: summarize x in 1
assert _rc == 190
program each, byable(recall)
  syntax varname [if] [in]
end
capture by g, sort: each x in 1/2
assert _rc == 190
by g: each x if x > 1
capture bysort g: egen z = mean(x), by(y)
assert _rc == 191
capture confirm variable z
assert _rc == 111

*** 196 A sortpreserve program that puts other data in memory
program other, sortpreserve
  collapse (mean) x, by(g)
end
capture other
assert _rc == 196
program kept, sortpreserve
  preserve
  gsort -x
  collapse (mean) x, by(g)
end
clear
set obs 3
generate x = _n
generate g = 1
kept
assert x == _n

*** 310 A program that drops itself while it runs
program itself
  program drop itself
end
capture itself
assert _rc == 310
program drop itself
capture itself
assert _rc == 199

*** 404 and 406 Weights that do not suit what was asked for
generate w = x
regress y x [pw=w]
capture estat hettest
assert _rc == 404
capture estat imtest
assert _rc == 404
capture tabulate x g [aw=w], chi2
assert _rc == 406
regress y x [aw=w]
estat hettest

*** 407 Weights that differ within a group
generate id = ceil(_n/2)
generate z = mod(_n*7, 3)
capture clogit g z [fw=x], group(id)
assert _rc == 407

*** 409 A variable without variance
generate one = 1
capture kdensity one
assert _rc == 409

*** 416 Missing values where there may be none
generate z = mod(x*7, 5)
generate t = cond(x == 2, ., x)
tsset t
capture newey y x, lag(1)
assert _rc == 416

*** 501 An unknown operation on matrices
capture matrix nothing A
assert _rc == 501

*** 608 A file that may only be read
capture copy "$TESTS/language/called.do" /proc/sys/kernel/osrelease, replace
assert _rc == 608

*** 609 A file that is no text
tempfile f
assert filewrite("`f'", "a,b" + char(10) + "1," + char(0) + "2" + char(10)) > 0
capture import delimited using "`f'", clear
assert _rc == 609
assert _N == 4

*** 611 A line that is longer than a macro
tempfile f
assert filewrite("`f'", "short" + char(10) + 17000000*"x") > 17000000
file open h using "`f'", read text
file read h line
assert "`line'" == "short"
capture file read h line
assert _rc == 611
file close h

*** 692 A file that cannot be read to its end
capture type /proc/self/mem
assert _rc == 692

*** 694 and 695 A finished file that cannot be named and a copy that fails
local long = 255*"x" + "y"
capture save "`c(tmpdir)'/`long'.dta"
assert _rc == 694
tempfile f
save "`f'"
capture copy "`f'" "`c(tmpdir)'/`long'"
assert _rc == 695

*** 908 and 909 Too many coefficients, and too many observations for the memory
capture set obs 500000000000
assert _rc == 909
assert _N == 4
clear
set obs 200
generate a = _n
generate b = 201 - _n
generate y = mod(_n, 7)
capture regress y i.a#i.b
assert _rc == 908

*** 1400 A model that overflows before it begins
generate far = 1e5*x
capture poisson x y, offset(far)
assert _rc == 1400

*** Errors keep the data as they are
capture generate z = x + nothing
capture replace x = "a"
capture drop x nothing
assert x == _n
capture confirm variable z
assert _rc == 111
capture {
  replace x = 0
  error 9
}
assert x == 0
