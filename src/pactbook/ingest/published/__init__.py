"""Data sets as their publishers release them: each read from the raw file into tables of the data package."""
