"""What a reader may take from a brief beside its page and its PDF."""

from pathlib import Path

from pactbook import jsonio, workflows


def write(brief: str, html: str, manifest: str) -> None:
    """Write the downloads of a brief.

    Args:
        brief: path of its JSON.
        html: path of its page.
        manifest: where the list of the files goes; they stand beside it.
    """
    assert html
    folder = Path(manifest).parent
    jsonio.land(folder / "brief.json", Path(brief).read_bytes())
    workflows.list_files(folder, [Path("brief.json")])
