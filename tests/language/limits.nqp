* What is too much ends in an error, and the session goes on (reliability rules).

*** Runaway recursion
program again
  again
end
capture again
assert _rc == 1000
scalar fine = 1
assert fine == 1

*** A macro that contains itself
local a "x \`a'"
capture display "`a'"
assert _rc == 1000
global b "\$b"
capture display "$b"
assert _rc == 1000
scalar fine = 1
assert fine == 1

*** Macros of many megabytes, up to 16
local s "0123456789abcdef"
forvalues i = 1/19 {
  local s "`s'`s'"
}
assert length("`s'") == 8388608
capture display length("`s'`s'`s'")
assert _rc == 1004
scalar fine = 1
assert fine == 1

*** A sum of many terms and 100,000 parentheses
local s "1"
forvalues i = 1/17 {
  local s "`s'+`s'"
}
assert `s' == 131072
local p "("
forvalues i = 1/17 {
  local p "`p'`p'"
}
* what nests too deep is too long an expression, whether or not it closes; what is read to its end unbalanced is 132
capture scalar deep = `p'1
assert _rc == 130
local q ")"
forvalues i = 1/17 {
  local q "`q'`q'"
}
capture scalar deep = `p'1`q'
assert _rc == 130
capture scalar deep = ((1
assert _rc == 132
scalar fine = 1
assert fine == 1
