"""Stage 3: choose from the measures, state findings, gather sources; one JSON file per brief."""
