"""Editions: what was frozen, and what has changed since."""
