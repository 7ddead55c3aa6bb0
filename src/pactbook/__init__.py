"""Pactbook: briefing reports on security cooperation, computed from sourced tables."""
