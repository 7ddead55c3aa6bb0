SETS = ()
