* estfe: rows of esttab for absorbed effects; what stands there is checked by reading the file.
sysuse auto
quietly reghdfe price mpg, absorb(rep78)
estimates store a
quietly reghdfe price mpg, absorb(rep78 foreign#headroom)
estimates store b
quietly regress price mpg
estimates store c
estfe a b c, labels(rep78 "Repair FE" foreign#headroom "Origin x room FE")
assert strpos(`"`r(indicate_fe)'"', `""Origin x room FE=0.foreign#0.headroom""') & "`e(cmd)'" == "regress"
local rows `r(indicate_fe)'
tempfile t
esttab a b c using "`t'.csv", indicate(`rows') plain
scalar text = subinstr(fileread("`t'.csv"), char(34), "", .)
assert strpos(text, "Repair FE,Yes,Yes,No") & strpos(text, "Origin x room FE,No,Yes,No")
estfe a b c, restore

* Without effects to list, indicate(`r(indicate_fe)') is empty: there are no such rows.
quietly regress price mpg
tempfile none
esttab using "`none'.txt", indicate(`nothing') replace
assert strpos(fileread("`none'.txt"), "Yes") == 0
