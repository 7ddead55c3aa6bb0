"""Stage 4: JSON and templates to HTML, HTML to PDF."""
