* marginsplot, addplot(): plots of twoway over the margins; their layers are in the figure, the margins in r(plot).
sysuse auto
quietly regress price c.mpg##i.foreign
quietly margins, dydx(foreign) at(mpg=(15(5)35))
tempfile f
marginsplot, legend(off)
graph export "`f'.svg"
local alone = length(fileread("`f'.svg"))
marginsplot, addplot(histogram mpg, yaxis(2) fcolor(none) bin(6)) legend(off)
assert rowsof(r(plot)) == 5
graph export "`f'.svg", replace
assert length(fileread("`f'.svg")) > `alone' + 6 * 60
marginsplot, addplot((scatter price mpg) (lfit price mpg)) ytitle("Effect")
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`svg'"', ">Fitted values<") > 0 & strpos(`"`svg'"', ">Effect<") > 0
capture marginsplot, addplot(nosuch price mpg)
assert _rc == 198

* recastci(rline): the limits are two lines, without a cap or a spike at every margin.
marginsplot, legend(off) recastci(rcap)
graph export "`f'.svg", replace
local caps = length(fileread("`f'.svg")) - length(subinstr(fileread("`f'.svg"), "<path", "", .))
marginsplot, legend(off) recastci(rline)
graph export "`f'.svg", replace
local lines = length(fileread("`f'.svg")) - length(subinstr(fileread("`f'.svg"), "<path", "", .))
* Five margins: five spikes with two caps each against two lines.
assert (`caps' - `lines') / length("<path") == 13
