"""A new edition from published sets alone: what `pactbook new-edition` writes, a module for each part of it."""
