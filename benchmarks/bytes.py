"""Two whole builds in different folders, time zones, locales, hash seeds and numbers of cores: the same bytes?"""

import hashlib
import tempfile
from pathlib import Path

import house

ONE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
OTHER = {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}


def sums(folder: Path) -> dict[str, str]:
    """Checksums of every HTML, PDF and JSON."""
    files = [*(folder / "reports").rglob("*"), *(folder / "build" / "briefs").rglob("*.json")]
    found = [path for path in files if path.suffix in (".html", ".pdf", ".json")]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def main() -> None:
    """Build twice and print what differs."""
    with tempfile.TemporaryDirectory() as temporary:
        first = house.copy(Path(temporary) / "one")
        house.run(first, "--cores", "2", **ONE)
        second = house.copy(Path(temporary) / "another folder" / "deeper")
        house.run(second, "--cores", "1", **OTHER)
        one, other = sums(first), sums(second)
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    print(f"{len(one)} files; {len(differing)} differ{': ' + ', '.join(differing[:10]) if differing else ''}")


if __name__ == "__main__":
    main()
