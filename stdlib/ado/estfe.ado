* estfe: absorbed fixed effects as rows of tables, after reghdfe and its kin. r(indicate_fe) goes into the option
* indicate() of esttab, where "0.year" stands for an absorbed effect of year. The stored estimates stay as they are, so
* that estfe, restore has nothing to do.
program define estfe, rclass
  syntax [anything] [, Labels(string asis) restore]
  if "`restore'" != "" exit
  tempname before
  local effects
  foreach pattern of local anything {
    if "`pattern'" == "." {
      local effects `effects' `e(absvars)'
      continue
    }
    quietly estimates dir `pattern'
    local stored `r(names)'
    local held = "`e(cmd)'" != ""
    if `held' _estimates hold `before', restore
    foreach name of local stored {
      quietly estimates restore `name'
      local effects `effects' `e(absvars)'
    }
    if `held' _estimates unhold `before'
  }
  local effects : list uniq effects
  local rows
  foreach effect of local effects {
    local label `effect' FE
    local rest `"`labels'"'
    while `"`rest'"' != "" {
      gettoken name rest : rest
      gettoken text rest : rest
      if "`name'" == "`effect'" local label `text'
    }
    local term : subinstr local effect "#" "#0.", all
    local rows `"`rows' "`label'=0.`term'""'
  }
  return local indicate_fe `"`rows'"'
end
