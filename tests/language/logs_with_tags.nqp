* Logs in SMCL: a file that begins with {smcl}, and what translate and type make of it.

*** The default type of a log has tags, and translate takes them out
tempfile base
local smcl "`base'.smcl"
local plain "`base'.log"
log using "`smcl'", replace
display as result "shown {braces}"
display as error "wrong"
log close
local text = fileread("`smcl'")
assert strpos(`"`text'"', "{smcl}") == 1
assert strpos(`"`text'"', "{com}. display as error")
assert strpos(`"`text'"', "{res}shown {c -(}braces{c )-}")
assert strpos(`"`text'"', "{err}wrong")
translate "`smcl'" "`plain'", replace
local text = fileread("`plain'")
assert strpos(`"`text'"', "{smcl}") == 0 & strpos(`"`text'"', "{txt}") == 0
assert strpos(`"`text'"', char(10) + "shown {braces}" + char(10))
assert strpos(`"`text'"', char(10) + ". display as error")
capture translate "`smcl'" "`plain'"
assert _rc == 602
capture translate "`smcl'" out.pdf
assert _rc == 198
erase "`smcl'"
erase "`plain'"

*** The suffix .log and the option text make plain text
tempfile base
log using "`base'.log", replace
display as result "a"
log close
assert strpos(fileread("`base'.log"), "{") == 0
erase "`base'.log"
log using "`base'", text replace
display as result "a"
log close
assert strpos(fileread("`base'"), "{smcl}") == 0

*** Appending does not begin the file again
tempfile base
log using "`base'.smcl", replace nomsg
log close
log using "`base'.smcl", append nomsg
display "again"
log close
local text = fileread("`base'.smcl")
assert strrpos(`"`text'"', "{smcl}") == 1 & strpos(`"`text'"', "again")
erase "`base'.smcl"
