* What a session tells about itself, and where it looks for programs.

*** which knows commands, words of the language, programs and files
foreach known in regress reghdfe esttab foreach bysort import capture {
  capture which `known'
  assert _rc == 0
}
capture which nosuchcommand
assert _rc == 111
program mine
end
which mine

*** A program in a folder of the ado path is loaded at its first use
tempfile marker
local folder = subinstr("`marker'", ".tmp", "", .)
mkdir "`folder'"
assert filewrite("`folder'/hello.ado", "program hello, rclass" + char(10) + "return scalar x = 42" + char(10) + "end" + char(10)) > 0
capture hello
assert _rc == 199
adopath ++ "`folder'"
which hello
hello
assert r(x) == 42
adopath - "`folder'"
program drop hello
capture hello
assert _rc == 199
erase "`folder'/hello.ado"
rmdir "`folder'"

*** Settings, folders and reports are shown without harm
about
query
creturn list
sysdir
adopath
search regression
findit nosuchthing
update query
view browse
doedit x.do
cls
net install nosuchpackage, from("http://nowhere")
ssc install reghdfe, replace
assert c(sysdir_personal) != ""

*** list repeats the names with header(#)
sysuse auto
tempfile f
log using "`f'", text replace nomsg
list make in 1/6, header(2)
log close
local text = fileread("`f'")
local short = subinstr(`"`text'"', "| make", "", .)
assert length(`"`text'"') - length(`"`short'"') == 3 * length("| make") | strpos(`"`text'"', "make")

*** System values that do-files ask for have values
assert "`c(username)'" != "" & c(bit) == 64 & "`c(edition)'" != "" & "`c(rng_current)'" != ""
assert c(minbyte) == -127 & c(minint) == -32767 & c(minlong) == -2147483647 & c(mindouble) < -1e308
assert c(maxstrvarlen) == 2045 & c(max_macrolen) >= 165200
