"""What is missing or slow on this machine, and how to mend it."""

import ctypes.util
import importlib
import platform
import sys
from dataclasses import dataclass

MINIMUM_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what.
        state: `ok`, `slow` or `missing`.
        detail: what was found.
        mend: what to run or do; empty when all is well.
    """

    name: str
    state: str
    detail: str
    mend: str = ""


def examine() -> list[Finding]:
    """Look at Python, the drawing libraries, the fonts and the packages."""
    return [
        _python(),
        _library("Pango", "pango-1.0", "missing", "libpango-1.0-0 libpangoft2-1.0-0", "pango"),
        _library("HarfBuzz-subset", "harfbuzz-subset", "slow", "libharfbuzz-subset0", "harfbuzz"),
        _module("Source Sans", "font_source_sans_pro"),
        _module("Source Serif", "font_source_serif_pro"),
        _module("WeasyPrint", "weasyprint"),
        _module("vl-convert", "vl_convert"),
        _module("Snakemake", "snakemake"),
    ]


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info >= MINIMUM_PYTHON:
        return Finding("Python", "ok", found)
    return Finding(
        "Python",
        "missing",
        found,
        "install Python 3.11 or newer, then run: rm -rf .venv && make setup PYTHON=python3.12",
    )


def _library(name: str, library: str, state: str, debian: str, brew: str) -> Finding:
    found = ctypes.util.find_library(library)
    if found:
        return Finding(name, "ok", found)
    effect = (
        "PDFs cannot be made without it" if state == "missing" else "PDFs take about three times as long without it"
    )
    command = f"brew install {brew}" if sys.platform == "darwin" else f"sudo apt-get install {debian}"
    return Finding(name, state, f"not found; {effect}", command)


def _module(name: str, module: str) -> Finding:
    try:
        importlib.import_module(module)
    except (ImportError, OSError) as error:
        return Finding(name, "missing", str(error).splitlines()[0], "rm -rf .venv && make setup")
    return Finding(name, "ok", "found")
