"""The data package of an edition for other programs: CSV, Parquet, DuckDB, and its sources as references."""
