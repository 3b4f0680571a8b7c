* continue belongs to a loop of the program or do-file it stands in.

*** Outside a loop it is an error that capture holds
capture continue
assert _rc == 119
capture continue, break
assert _rc == 119
capture noisily continue
assert _rc == 119
scalar on = 1
assert on == 1

*** A program cannot end the loop of its caller
program stray
  continue, break
end
local rounds = 0
forvalues i = 1/3 {
  capture stray
  assert _rc == 119
  local ++rounds
}
assert `rounds' == 3

*** capture in a loop lets continue through
local rounds = 0
forvalues i = 1/5 {
  if `i' == 4 capture continue, break
  if mod(`i', 2) continue
  local ++rounds
}
assert `rounds' == 1

*** An error in a loop does not leave the loop counted
capture noisily {
  forvalues i = 1/2 {
    error 498
  }
}
assert _rc == 498
capture continue
assert _rc == 119

*** A file that is included has loops of its own
tempfile f
assert filewrite("`f'", "local seen = 1" + char(10) + "continue" + char(10)) > 0
forvalues i = 1/2 {
  capture include "`f'"
  assert _rc == 119 & `seen' == 1
}
