* Business calendars. Dates and weekdays are those of the calendar of 2011: 24nov2011 was a Thursday (Thanksgiving).
*** A file of rules: weekends, a day, a day of every year and the fourth Thursday of November with the day after
capture erase qcal.stbcal
assert filewrite("qcal.stbcal", "* a comment" + char(10) + "version 18" + char(10) + `"purpose "Example""' + char(10) + "dateformat dmy" + char(10) + "range 01nov2011 31dec2011" + char(10) + "centerdate 01nov2011" + char(10) + "omit dayofweek (Sa Su)" + char(10) + "omit dowinmonth +4 Th of Nov and +1" + char(10) + "omit date 26dec*" + char(10)) > 0
bcal load qcal
assert "`r(name)'" == "qcal" & "`r(purpose)'" == "Example"
* 44 weekdays from 1 November to 31 December 2011, less 24 and 25 November and 26 December
assert r(included) == 41 & r(omitted) == 61 - 41
assert bofd("qcal", td(01nov2011)) == 0
assert bofd("qcal", td(23nov2011)) == 16
assert missing(bofd("qcal", td(24nov2011))) & missing(bofd("qcal", td(25nov2011)))
assert bofd("qcal", td(28nov2011)) == 17
assert dofb(17, "qcal") == td(28nov2011)
assert missing(dofb(41, "qcal")) & missing(dofb(-1, "qcal"))
assert string(17, "%tbqcal") == "28nov2011"
assert string(17, "%tbqcal:CCYY-NN-DD") == "2011-11-28"
* lags count business days
set obs 41
generate b = _n - 1
format b %tbqcal
tsset b
generate day = dofb(b, "qcal")
generate before = L.day
assert before == td(23nov2011) if b == 17
bcal describe qcal
bcal check
assert "`r(varlist)'" == "b"
bcal dir
assert strpos("`r(bcal_list)'", "qcal")
erase qcal.stbcal

*** From data: the days that occur
clear
set obs 31
generate d = td(01mar2011) + _n - 1
generate price = 1
drop if inlist(dow(d), 0, 6)
replace price = . in 3
capture erase made.stbcal
bcal create made, from(d) purpose("From data") generate(b) excludemissing(price)
assert r(included) == 22
assert missing(b[3]) & b[4] == 2
capture bcal create made, from(d)
assert _rc == 602
bcal create made, from(d) replace centerdate(02mar2011)
assert bofd("made", td(01mar2011)) == -1
bcal load made
assert bofd("made", td(01mar2011)) == -1 & r(included) == 23
erase made.stbcal
drop if inrange(d, td(05mar2011), td(20mar2011))
capture bcal create made, from(d)
assert _rc == 459

*** What is wrong has its code
capture bcal load nowhere
assert _rc == 601
capture display bofd("nowhere", 1)
assert _rc == 601
capture bcal create made
assert _rc == 198
assert filewrite("bad.stbcal", "version 18" + char(10) + "nonsense" + char(10)) > 0
capture bcal load bad
assert _rc == 198
erase bad.stbcal
set obs 1
generate b = 1
capture format b %tb
assert _rc == 120

*** A condition decides which days are left out
* 4 July 2010 is a Sunday, 4 July 2009 a Saturday (by the civil calendar); the day beside goes with the day itself
local n = char(10)
assert filewrite("july.stbcal", "dateformat dmy`n'" + "range 01jan2009 31dec2010`n'" + "centerdate 02jan2009`n'" + "omit date 4jul* and +1 if dow(Su)`n'" + "omit dayofweek (Sa Su) if month(Jan Feb) & year(2009)`n'", 1) > 0
bcal load july
assert !missing(bofd("july", mdy(7,4,2009))) & missing(bofd("july", mdy(7,4,2010))) & missing(bofd("july", mdy(7,5,2010)))
assert missing(bofd("july", mdy(1,3,2009))) & !missing(bofd("july", mdy(1,3,2010))) & !missing(bofd("july", mdy(3,1,2009)))
assert filewrite("july.stbcal", "dateformat dmy`n'" + "range 01jan2009 31dec2010`n'" + "omit date 4jul* if week(3)`n'", 1) > 0
capture bcal load july
assert _rc == 198
erase july.stbcal
