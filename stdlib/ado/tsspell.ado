* tsspell: spells of a time series or panel. _spell numbers them within panels, _seq counts along them, _end marks their
* last observations; all are zero outside. Spells are runs of equal values of a variable, observations that satisfy
* cond() (pcond(): are positive), or begin where fcond() holds.
program define tsspell, sortpreserve
  syntax [varlist(max=1 default=none)] [if] [in] [, Cond(string asis) Pcond(string asis) Fcond(string asis) ///
    End(name) SEq(name) SPell(name)]
  quietly tsset
  local panel `r(panelvar)'
  local time `r(timevar)'
  local ways = ("`varlist'" != "") + (`"`cond'"' != "") + (`"`pcond'"' != "") + (`"`fcond'"' != "")
  if `ways' != 1 {
    display as error "give one of a variable, cond(), pcond() and fcond()"
    exit 198
  }
  foreach name in end seq spell {
    if "``name''" == "" local `name' _`name'
    confirm new variable ``name''
  }
  if "`varlist'" != "" local fcond `varlist' != L.`varlist'
  if `"`pcond'"' != "" local cond (`pcond') > 0 & (`pcond') < .
  marksample touse, novarlist
  tempvar inside first
  quietly {
    sort `panel' `time'
    local by = cond("`panel'" == "", "", "by `panel':")
    if `"`fcond'"' != "" {
      generate byte `first' = (`fcond') & `touse'
      if "`varlist'" != "" `by' replace `first' = 1 if _n == 1 & `touse'
      `by' generate byte `inside' = sum(`first') > 0 & `touse'
      `by' replace `first' = 1 if `inside' & _n > 1 & !`inside'[_n - 1]
    }
    else {
      generate byte `inside' = (`cond') & `touse'
      generate byte `first' = `inside' & L.`inside' != 1
    }
    `by' generate long `spell' = sum(`first') * `inside'
    `by' generate long `seq' = cond(`first', 1, 0)
    `by' replace `seq' = `seq'[_n - 1] + 1 if `inside' & !`first'
    `by' generate byte `end' = `inside' & (_n == _N | `first'[_n + 1] == 1 | `inside'[_n + 1] != 1)
    compress `spell' `seq'
  }
end
