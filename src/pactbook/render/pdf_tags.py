"""What WeasyPrint's tagging leaves to be done: labels, lists, table headers, running heads, and needless weight."""

import re
from collections.abc import Iterator
from typing import Any

import pydyf

from pactbook.render.errors import RenderError

SVG = "{http://www.w3.org/2000/svg}"
INLINE = {"/P", "/H1", "/H2", "/H3", "/TD", "/TH", "/LBody", "/Lbl", "/Link", "/Caption", "/Span"}  # hold text itself
PLAIN = {"/Span", "/NonStruct"}
POINTS = 0.75  # of a pixel
PLACES = ("source", "row", "note")  # what links of a number lead to: the names of their targets begin so
NUMBER = re.compile(rb"-?\d*\.\d{3,}")
PATHS = (b" m", b" l", b" c", b" v", b" y", b" re")  # operators of which a hundredth of a pixel is enough
Element = dict[str, Any]


def label(root: Any) -> None:
    """Give each drawing of a page the title that becomes its alternative text: the label that the page has for it.

    Args:
        root: the page's element tree, as WeasyPrint has read it; changed.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    for drawing in list(root.iter(f"{SVG}svg")):
        named = drawing.get("aria-label") or parents[drawing].get("aria-label")
        if named and drawing.find(f"{SVG}title") is None:
            title = drawing.makeelement(f"{SVG}title", {})
            title.text = named
            drawing.insert(0, title)


def finish(document: Any, pdf: Any) -> None:
    """Mend the structure of a PDF, and make it smaller, before it is written.

    Args:
        document: WeasyPrint's document.
        pdf: its file, tagged; changed.

    Raises:
        RenderError: if a drawing has no label.
    """
    tree = _Tree(pdf)
    _say_what_links_are(document)
    _name_header_scopes(document)
    tree.leave_out_running_heads()
    tree.lift_needless()
    tree.mend_lists()
    tree.place_figures()
    tree.number_content()
    _shorten(pdf)
    if "AF" in pdf.catalog:  # WeasyPrint names each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _say_what_links_are(document: Any) -> None:
    """A link's description is its text and title, not the name of its target."""
    for page in document.pages:
        for _, target, _, box in page.links:
            annotation = getattr(box, "link_annotation", None)
            if annotation:
                annotation["Contents"] = pydyf.String(_description(box.element, target))


def _description(element: Any, target: str) -> str:
    """What a link is, in words: "source 12", "14, note 7", "row 3: exercises:peace-mission-2021"."""
    text = " ".join("".join(element.itertext()).split())
    kind, _, number = target.rpartition("-")
    place = f"{kind} {number}" if kind in PLACES else ""
    if place and place not in text:
        text = place if text == number else f"{text}, {place}".lstrip(", ")
    title = element.get("title")
    return f"{text}: {title}" if title else text or target


def _name_header_scopes(document: Any) -> None:
    """Say of each header cell whether it heads its row or its column."""
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001 (there is no other way to its boxes)
            cell = getattr(box, "mark", None)
            if isinstance(cell, dict) and cell.get("S") == "/TH":
                scope = box.element.get("scope", "col")
                cell["A"]["Scope"] = "/Row" if scope.startswith("row") else "/Column"


class _Tree:
    """The structure tree of a file."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.object(pdf.catalog["StructTreeRoot"])
        self.document = self.object(self.root["K"][0])
        self.pages = {reference: number for number, reference in enumerate(pdf.page_references)}
        self.numbers = self.object(self.root["ParentTree"])["Nums"]

    def object(self, reference: Any) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: Element) -> Iterator[Element]:
        """The elements below one, without content and annotations."""
        for kid in element["K"]:
            if isinstance(kid, bytes) and "S" in (inner := self.object(kid)):
                yield inner

    def elements(self, element: Element | None = None) -> Iterator[Element]:
        """Every element in reading order, parents first."""
        for kid in list(self.kids(element or self.document)):
            yield kid
            yield from self.elements(kid)

    def free(self, element: Any) -> None:
        """Take an object out of the file; its number stays free."""
        gone = pydyf.Object()
        gone.number, gone.generation, gone.free = 0, 1, "f"
        self.pdf.objects[element.number] = gone

    def leave_out_running_heads(self) -> None:
        """Mark what stands in the margins as artifacts: WeasyPrint tags it, outside of the tree."""
        known = {id(self.document), *(id(element) for element in self.elements())}
        for page, number in self.pages.items():
            outside = set()
            for ident, reference in enumerate(self.numbers[2 * number + 1]):
                element = self.object(reference)
                if id(element) not in known:
                    outside.add(ident)
            _mark_artifacts(self.object(self.object(page)["Contents"]).stream, outside)
        for element in list(self.pdf.objects):
            if isinstance(element, dict) and element.get("Type") == "/StructElem" and id(element) not in known:
                self.free(element)

    def lift_needless(self) -> None:
        """Put text straight into its paragraph, cell or link: elements around it that say nothing make files large."""
        for element in self.elements():  # parents first: what is lifted out is not met again
            element["K"] = pydyf.Array(self._lifted(element, element["K"]))

    def _lifted(self, element: Any, content: list[Any]) -> list[Any]:
        kids: list[Any] = []
        for kid in content:
            inner = self.object(kid) if isinstance(kid, bytes) else {}
            if inner.get("Type") == "/OBJR":  # stands in its element as well as by itself
                self.free(inner)
                kids.append(inner)
            elif element["S"] in INLINE and self._is_needless(inner, element) and inner["Pg"] == element["Pg"]:
                lifted = self._lifted(element, inner["K"])
                for lower in lifted:
                    if isinstance(lower, bytes):
                        self.object(lower)["P"] = element.reference
                kids += lifted
                self.free(inner)
            else:
                kids.append(kid)
        return kids

    @staticmethod
    def _is_needless(inner: Element, element: Element) -> bool:
        """What stands around text and says nothing, or once more what is around it (the page number of a link)."""
        plain = inner.get("S") in PLAIN or inner.get("S") == element["S"] == "/Link"
        return plain and not {"A", "Alt", "ID"} & set(inner)

    def mend_lists(self) -> None:
        """A list's items hold a label and a body: of a list of terms, the term and what is said of it."""
        for element in self.elements():
            if element["S"] == "/L":
                self._join_columns(element)
                for group in self.kids(element):
                    if group["S"] == "/Div":
                        self._mend_term(group)
            elif element["S"] == "/LI":
                self._mend_item(element)

    def _join_columns(self, element: Any) -> None:
        """A list set in columns is one list, not a list of lists."""
        columns = list(self.kids(element))
        if columns and all(column["S"] == "/L" for column in columns):
            element["K"] = pydyf.Array(kid for column in columns for kid in column["K"])
            for column in columns:
                self.free(column)
            for item in self.kids(element):
                item["P"] = element.reference

    def _mend_term(self, group: Any) -> None:
        group["S"] = "/LI"
        bodies = []
        for item in list(self.kids(group)):
            bodies += list(self.kids(item))
            self.free(item)
        for number, body in enumerate(bodies):
            body["P"] = group.reference
            body["S"] = "/LBody" if number or len(bodies) == 1 else "/Lbl"
        group["K"] = pydyf.Array(body.reference for body in bodies)  # type: ignore[attr-defined]

    def _mend_item(self, item: Any) -> None:
        kept = [kid for kid in self.kids(item) if kid["S"] in ("/Lbl", "/LBody")]
        others = [kid for kid in self.kids(item) if kid["S"] not in ("/Lbl", "/LBody")]
        if others:
            body = pydyf.Dictionary(
                {
                    "Type": "/StructElem",
                    "S": "/LBody",
                    "K": pydyf.Array(kid.reference for kid in others),  # type: ignore[attr-defined]
                    "Pg": item["Pg"],
                    "P": item.reference,
                }
            )
            self.pdf.add_object(body)
            for kid in others:
                kid["P"] = body.reference
            item["K"] = pydyf.Array(kid.reference for kid in [*kept, body])

    def place_figures(self) -> None:
        """A figure's box in points from the page's lower left corner: WeasyPrint counts pixels from the upper one."""
        for element in self.elements():
            if element["S"] == "/Figure":
                if not element.get("Alt"):
                    raise RenderError("a drawing has no label (aria-label) that says what it shows")
                height = self.object(element["Pg"])["MediaBox"][3]
                left, top, right, bottom = (POINTS * edge for edge in element["A"]["BBox"])
                box = (left, height - bottom, right, height - top)
                element["A"]["BBox"] = pydyf.Array(round(edge, 2) for edge in box)

    def number_content(self) -> None:
        """Say of each piece of content, by page and number, to which element it belongs."""
        for number in self.pages.values():
            self.numbers[2 * number + 1] = pydyf.Array([b"null"] * len(self.numbers[2 * number + 1]))
        for element in self.elements():
            for kid in element["K"]:
                if isinstance(kid, dict):
                    self.numbers[2 * self.object(kid["Obj"])["StructParent"] + 1] = element.reference  # type: ignore[attr-defined]
                elif isinstance(kid, int):
                    self.numbers[2 * self.pages[element["Pg"]] + 1][kid] = element.reference  # type: ignore[attr-defined]


def _mark_artifacts(stream: list[Any], idents: set[int]) -> None:
    for position, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in idents:
            stream[position - 1 : position + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _shorten(pdf: Any) -> None:
    """Cut coordinates to hundredths: what WeasyPrint writes is finer than any printer, and hard to compress."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            thing.stream = [_shorter(item) for item in thing.stream]
        elif isinstance(thing, dict) and "Rect" in thing:
            thing["Rect"] = pydyf.Array(round(edge, 2) for edge in thing["Rect"])
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for place in names[1::2]:
        place[:] = [round(part, 2) if isinstance(part, float) else part for part in place]


def _shorter(item: Any) -> Any:
    """One piece of a drawing, in fewer letters: coordinates to hundredths, letters that nothing sets apart together."""
    if not isinstance(item, bytes):
        return item
    if item.endswith(b"] TJ"):
        return item.replace(b">0<", b"").replace(b">0]", b">]")
    if item.endswith(PATHS):
        return NUMBER.sub(_hundredths, item)
    if item.endswith(b" Tm"):
        *turn, across, down = item.removesuffix(b" Tm").split()
        return b" ".join([*turn, NUMBER.sub(_hundredths, across), NUMBER.sub(_hundredths, down), b"Tm"])
    return item


def _hundredths(number: re.Match[bytes]) -> bytes:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".").encode()
