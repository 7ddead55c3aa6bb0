"""One module per subject: what a brief of each kind shows of it."""
