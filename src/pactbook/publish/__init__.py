"""Stage 5: what readers find in `reports/` beside the briefs."""
