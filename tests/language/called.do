* Called by programs.nqp.
global CALLED "`1'|`2'"
local from_called "local of the called file"
