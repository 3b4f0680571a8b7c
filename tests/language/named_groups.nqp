* Named groups of regular expressions: (?<name>...) and regexcapturenamed().

*** A group is found by its name
assert regexmatch("2019-03", "(?<year>[0-9]+)-(?<month>[0-9]+)") == 1
assert regexcapturenamed("month") == "03" & regexcapturenamed("year") == "2019"
assert regexcapture(2) == "03"
assert regexcapturenamed("day") == ""

*** Rows have their own matches
clear
input str10 s
"a1"
"b22"
"cc"
end
generate number = regexcapturenamed("n") if regexmatch(s, "(?<n>[0-9]+)")
assert number[2] == "22" & number[3] == ""

*** A match without names forgets them
assert regexmatch("x7", "(?<d>[0-9])")
assert regexcapturenamed("d") == "7"
assert regexmatch("x7", "([a-z])")
assert regexcapturenamed("d") == ""

*** What is no name
capture display regexmatch("a", "(?<1x>a)")
assert _rc == 198
capture display regexmatch("a", "(?<=a)b")
assert _rc == 198
