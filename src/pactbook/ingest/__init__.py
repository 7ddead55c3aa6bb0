"""Stage 1: read and validate the data package, cut it at the edition's date."""
