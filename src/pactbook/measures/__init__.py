"""Stage 2: pure functions from tables to tidy tables, for all subjects at once."""
