"""The curated tables against published sets: what agrees, what differs, and what either side lacks."""
