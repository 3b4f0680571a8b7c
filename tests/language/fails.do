* Called by programs.nqp: the error stops it before the last line.
error 459
global AFTER_FAILURE reached
