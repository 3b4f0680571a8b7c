* file: the rules of Stata's manual entry [P] file.

*** Lines come back as they were written
tempfile t
tempname h
file open `h' using "`t'", write text
file write `h' "one" _tab (1+1) _newline `"say "two""' _n(2) %6.2f (2/3) _skip(2) "x" _column(20) "y" _n "last"
file close `h'
file open `h' using "`t'", read
file read `h' line
assert r(eof) == 0 & "`r(status)'" == "unix"
assert "`line'" == "one" + char(9) + "2"
file read `h' line
assert `"`line'"' == `"say "two""'
file read `h' line
assert "`line'" == "" & r(eof) == 0
file read `h' line
assert "`line'" == "  0.67  x          y"
file read `h' line
assert "`line'" == "last" & "`r(status)'" == "none"
file read `h' line
assert "`line'" == "" & r(eof) == 1 & "`r(status)'" == "eof"
file close `h'

*** Windows line ends are cut
tempfile t
file open h using "`t'", write
file write h "a" _char(13) _n "b" _char(13) _n
file close h
file open h using "`t'", read
file read h x
assert "`x'" == "a" & "`r(status)'" == "win"
file close h

*** Errors have the codes of section 7
tempfile t
capture file open h using nowhere.txt, read
assert _rc == 601
file open h using "`t'", write
capture file open h using "`t'", read
assert _rc == 110
file close h
capture file open h using "`t'", write
assert _rc == 602
capture file open h using /, read
assert _rc == 603
capture file open h using "`t'"
assert _rc == 198
capture file read h x
assert _rc == 111
file open h using "`t'", read
capture file write h "x"
assert _rc == 198
capture file read h %8z x
assert _rc == 610
file close _all
file query
assert r(N) == 0

*** append and replace
tempfile t
file open h using "`t'", write
file write h "a" _n
file close h
file open h using "`t'", write append
file write h "b" _n
file seek h query
assert r(loc) == 4
file close h
file open h using "`t'", read
file read h x
file read h x
assert "`x'" == "b"
file seek h tof
file read h x
assert "`x'" == "a"
file seek h eof
file read h x
assert r(eof) == 1
file close h
file open h using "`t'", write replace
file close h
file open h using "`t'", read
file read h x
assert r(eof) == 1
file close h

*** Binary files hold numbers and strings in the byte order asked for
tempfile t
file open h using "`t'", write binary
file set h byteorder hilo
file write h %8z (1/3) %4z (.5) %4b (-70000) %2bu (65535) %1b (-5) %5s ("abc")
file close h
file open h using "`t'", read binary
file set h byteorder hilo
file read h %8z a %4z b %4b c %2bu d %1b e %5s f
assert a == 1/3 & b == .5 & c == -70000 & d == 65535 & e == -5
assert "`f'" == "abc"
file read h %1b a
assert r(eof) == 1
file seek h tof
file read h %1bu first
assert first == 63
file close h

*** Texts with quotes and macros travel unharmed
tempfile t
file open h using "`t'", write
file write h `"$notdefined price \$5"' _n ("x" + "y") _n
file close h
file open h using "`t'", read
file read h l
assert strpos(`"`macval(l)'"', "price") > 0
file read h l
assert "`l'" == "xy"
file close h
