"""The page on how far the tables agree with published data sets, and why they differ where they do."""

from typing import Any

from pactbook.publish.frame import Site


def files(site: Site) -> dict[str, bytes]:
    """`crosscheck.html`."""
    found = site.package["crosscheck"]
    differences: dict[str, list[dict[str, Any]]] = {rate["comparison"]: [] for rate in found["rates"]}
    for line in found["differences"]:
        differences.setdefault(line["comparison"], []).append(line)
    return {
        "crosscheck.html": site.page(
            "crosscheck.html",
            "Cross-check",
            "How far the tables behind the briefs agree with published data sets, and why they differ where they do.",
            rates=[rate | {"explained": _explained(differences[rate["comparison"]])} for rate in found["rates"]],
            groups=[{"comparison": name, "differences": listed} for name, listed in differences.items() if listed],
        )
    }


def _explained(listed: list[dict[str, Any]]) -> int:
    return sum(bool(line["explanation"]) for line in listed)
