* display, formats and list (semantics 29). Output is read back from a log.


tempfile log
log using `"`log'"', text replace name(d)
display "a", "b",, "c"
display = 2 + 2
display %9.2f = 3
display _char(65) _char(66)
display _dup(2) "ab" _skip(2) "c" _col(12) "d"
display as txt "N = " as res %6.0fc 12345
display %16H 1.5 " " %16L 1.5
display %-6s "ab" "|" %~6s "ab" "|" %6s "ab" "|"
display "x" _newline "y" _continue
display "z"
log close d
local text = fileread(`"`log'"')
assert strpos(`"`text'"', "a bc")
assert strpos(`"`text'"', char(10) + "4" + char(10))
assert strpos(`"`text'"', char(10) + "     3.00" + char(10))
assert strpos(`"`text'"', char(10) + "AB" + char(10))
assert strpos(`"`text'"', char(10) + "abab  c    d" + char(10))
assert strpos(`"`text'"', char(10) + "N = 12,345" + char(10))
assert strpos(`"`text'"', "3ff8000000000000 000000000000f83f")
assert strpos(`"`text'"', "ab    |  ab  |    ab|")
display _request(_answer) "asked"
assert "`answer'" == ""

* list: rows under the table, other numbers of rows
clear
input x y str3 s
1 10 "a"
2 20 "b"
3 . "c"
end
tempfile log
log using `"`log'"', text replace name(l)
list, mean sum(x) N
list x, labvar(s) noheader clean
char x[varname] "Weight"
list x in 1, subvarname
log close l
local text = fileread(`"`log'"')
assert strpos(`"`text'"', "Mean |")
assert strpos(`"`text'"', "15")
assert strpos(`"`text'"', "Sum |")
assert strpos(`"`text'"', "Weight")

* Files in expressions
tempfile f
assert !fileexists(`"`f'"')
assert filewrite(`"`f'"', "abc") == 3
assert fileexists(`"`f'"')
assert filewrite(`"`f'"', "d") == -602
assert filewrite(`"`f'"', "de", 2) == 2
assert fileread(`"`f'"') == "abcde"
assert filewrite(`"`f'"', "x", 1) == 1 & fileread(`"`f'"') == "x"
assert fileread("no such file here") == "fileread() error 601"
assert filereaderror(fileread("no such file here")) == 601
assert filereaderror("anything") == 0

* Labels in several languages
sysuse auto, clear
label language zh, new
assert "`: variable label price'" == ""
label variable price "价格"
label language
assert r(k) == 2 & "`r(language)'" == "zh" & "`r(languages)'" == "default zh"
label language default
assert "`: variable label price'" == "Price"
label language en, copy
assert "`: variable label price'" == "Price" & "`: value label foreign'" == "origin"
label language us, rename
label language zh
assert "`: variable label price'" == "价格" & "`: value label foreign'" == ""
label language zh, delete
label language
assert "`r(languages)'" == "default us" & "`r(language)'" == "default"
capture label language xx
assert _rc == 111
capture label language us, new
assert _rc == 110
