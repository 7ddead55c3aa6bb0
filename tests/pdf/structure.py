"""The structure tree of a PDF as programs read it that speak it aloud."""


def elements(reader):
    """Pairs of an element's kind and the element, in reading order, parents first."""
    yield from _below(reader.trailer["/Root"]["/StructTreeRoot"])


def _below(element):
    for kid in _kids(element):
        if "/S" in kid:
            yield kid["/S"].lstrip("/"), kid
            yield from _below(kid)


def _kids(element):
    kids = element["/K"].get_object() if "/K" in element else []
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object()
        if isinstance(inner, dict):
            yield inner


def kinds(element):
    """The kinds of the elements straight below one."""
    return [kid["/S"].lstrip("/") for kid in _kids(element) if "/S" in kid]


def pieces(element):
    """Pairs of page (its number as an object) and number of each piece of content in an element or below it."""
    page = element.raw_get("/Pg").idnum if "/Pg" in element else None
    for kid in element.get("/K", []):
        inner = kid.get_object()
        if isinstance(inner, int):
            yield page, int(inner)
        elif "/S" in inner:
            yield from pieces(inner)
