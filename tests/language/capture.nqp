* capture and return codes (semantics 47 and 48, section 7).

* 47. capture sets _rc and hides the error; noisily shows the output
clear
set obs 3
generate x = _n
capture summarize x
assert _rc == 0
capture summarize nothing
assert _rc == 111
if _rc local handled yes
assert "`handled'" == "yes"
capture noisily summarize x
assert _rc == 0
capture noisily error 111
assert _rc == 111
cap program drop no_such_program
assert _rc == 111
capture drop nothing
capture error 198
assert _rc == 198
capture error 459
assert _rc == 459
capture error 0
assert _rc == 0
capture assert x > 5
assert _rc == 9
capture assert x > 0
assert _rc == 0
capture confirm variable x
assert _rc == 0
capture confirm variable nothing
assert _rc == 111
capture confirm new variable x
assert _rc == 110
capture confirm new variable fresh
assert _rc == 0
capture confirm file "no_such_file.dta"
assert _rc == 601
capture confirm number abc
assert _rc == 7
capture confirm number 1.5
assert _rc == 0
capture confirm integer number 1.5
assert _rc == 7
capture confirm integer number 3
assert _rc == 0
capture confirm numeric variable x
assert _rc == 0
capture confirm string variable x
assert _rc == 7
capture confirm names a b
assert _rc == 0
capture confirm matrix no_such_matrix
assert _rc == 111
capture confirm scalar no_such_scalar
assert _rc == 111
capture confirm existence
assert _rc == 6
capture confirm existence something
assert _rc == 0

* 47. Captured blocks and nested captures
capture {
  generate y = x
  summarize nothing
  generate z = x
}
assert _rc == 111
confirm variable y
capture confirm variable z
assert _rc == 111
capture {
  capture error 111
  assert _rc == 111
}
assert _rc == 0
capture noisily {
  error 7
}
assert _rc == 7
local failures 0
foreach v in x nothing y absent {
  capture confirm variable `v'
  if _rc {
    local ++failures
  }
}
assert `failures' == 2
local result = cond(_rc == 0, "fine", "failed")
assert "`result'" == "failed"

* 47. An error inside a loop leaves the loop
capture {
  forvalues i = 1/5 {
    global LAST `i'
    if `i' == 3 error 459
  }
}
assert _rc == 459 & $LAST == 3

* 7. Return codes
capture summarize x,
assert _rc == 0
capture regress
assert _rc == 301
capture predict fitted
assert _rc == 301
capture test x
assert _rc == 301
capture display _b[x]
assert _rc == 301
capture regress x nothing
assert _rc == 111
capture regress x y if x > 100
assert _rc == 2000
capture regress x y, unknown_option
assert _rc == 198
capture summarize x if
assert _rc == 198
capture summarize x in 1/99
assert _rc == 198
capture generate
assert _rc == 100
capture generate x = 1
assert _rc == 110
capture replace absent = 1
assert _rc == 111
capture rename x y
assert _rc == 110
capture rename absent new
assert _rc == 111
capture generate s = "a" + 1
assert _rc == 109
capture generate byte s = "a"
assert _rc == 109
capture display sqrt(
assert _rc == 132
capture display unknown_function(2)
assert _rc == 133
capture use "no_such_file", clear
assert _rc == 601
capture restore
assert _rc == 622
capture label values x no_such_label
assert _rc == 0
capture format x %bad
assert _rc == 120
capture sort nothing
assert _rc == 111
capture by x: summarize y
assert _rc == 5
capture merge 1:1 x using "no_such_file"
assert _rc == 601
capture append using "no_such_file"
assert _rc == 601
capture do "no_such_file"
assert _rc == 601
capture matrix list no_such_matrix
assert _rc == 111
capture macro drop nothing_of_this_name
assert _rc == 0
capture egen e = no_such_function(x)
assert _rc == 133
capture egen e = mean(nothing)
assert _rc == 111
capture tabulate nothing
assert _rc == 111
capture summarize x y in 0/2
assert _rc == 198
capture keep x if x > 1
assert _rc == 198
capture foreach v {
}
assert _rc == 198
capture forvalues i = a/b {
}
assert _rc == 198
capture log close
assert _rc == 606
capture isid y, nothing
assert _rc == 198
capture _no_such_command
assert _rc == 199
assert _N == 3
