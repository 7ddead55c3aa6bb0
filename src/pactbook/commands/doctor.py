"""`pactbook doctor`: what is missing or slow on this machine."""

import argparse

NAME, HELP = "doctor", "say what is missing or slow on this machine, and how to mend it"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """The command takes nothing."""


def run(_chosen: argparse.Namespace) -> int:
    """Print what was found; 1 if something is missing."""
    from pactbook import doctor

    findings = doctor.examine()
    for found in findings:
        print(f"{found.state:8}{found.name}: {found.detail}")
        if found.mend:
            print(f"        to mend: {found.mend}")
    missing = sum(found.state == "missing" for found in findings)
    print("All is well." if not any(found.mend for found in findings) else f"{missing} missing.")
    return 1 if missing else 0
