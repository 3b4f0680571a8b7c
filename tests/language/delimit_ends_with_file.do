* Leaves the semicolon mode switched on: text.nqp checks that it ends here.
#delimit ;
global FROM_INNER = 1
+ 1;
