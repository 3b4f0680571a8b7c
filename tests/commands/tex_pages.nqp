* Whole LaTeX documents load the packages that their columns need.
sysuse auto
quietly regress price mpg
estimates store m
tempfile f
esttab m using "`f'.tex", page booktabs alignment(D{.}{.}{-1}) replace
local text = fileread("`f'.tex")
assert strpos(`"`text'"', "\usepackage{dcolumn}") > 0 & strpos(`"`text'"', "\usepackage{booktabs}") > 0
esttab m using "`f'.tex", page booktabs replace
assert strpos(fileread("`f'.tex"), "dcolumn") == 0
