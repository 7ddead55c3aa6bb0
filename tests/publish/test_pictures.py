"""If these fail, a picture says something else than its page, or markup that stands in the data."""

import io
import json
from pathlib import Path

from lxml import etree
from PIL import Image

from pactbook.publish import pictures
from pactbook.publish.downloads import files_of
from pactbook.render.html import page

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
PAGE = """<main><figure class="chart">
<figcaption><span class="chart-title">Arms <a href="#note-1">fell</a> &lt;b&gt; &amp; rose</span>
<span class="chart-subtitle">Entries</span></figcaption>
<p class="legend" aria-hidden="true"><span><i style="background:#b5432a"></i>Russia</span>
<span><i style="background:red"></i>others</span></p>
<div class="drawing" data-file="arms-1-x" tabindex="0" role="img" aria-label="Bars &quot;x&quot; &gt; y">
<svg xmlns="http://www.w3.org/2000/svg" width="500" height="300" viewBox="0 0 500 300">
<text font-family="Source Sans Pro" font-size="11px" y="20">SCO</text></svg></div>
<p class="chart-note">Grey: &lt;script&gt;.</p></figure>
<figure class="chart"><div class="drawing">no file</div></figure></main>"""


def test_what_stands_around_a_drawing_goes_with_it():
    (found,) = pictures.pictures(PAGE)
    assert (found.name, found.alt, found.title, found.subtitle) == (
        "arms-1-x", 'Bars "x" > y', "Arms fell <b> & rose", "Entries",
    )  # fmt: skip
    assert found.legend == (("#b5432a", "Russia"), (pictures.INK, "others"))
    root = etree.fromstring(pictures.svg(found, "Aland: edition 1."))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts == [
        "Arms fell <b> & rose",
        "Entries",
        "Russia",
        "others",
        "SCO",
        "Grey: <script>.",
        "Aland: edition 1.",
    ]
    assert not list(root.iter("{*}script", "{*}b"))
    assert (root.get("width"), root.find(f"{SVG}title").text) == ("528", "Arms fell <b> & rose")


def test_a_long_title_is_broken_into_lines_that_fit():
    (found,) = pictures.pictures(PAGE.replace("rose", "rose " + "again and again " * 12))
    root = etree.fromstring(pictures.svg(found, ""))
    lines = [text for text in root.iter(f"{SVG}text") if text.get("font-weight") == "600"]
    assert " ".join(line.text for line in lines) == found.title
    assert len(lines) > 2
    downs = [float(line.get("y")) for line in root.iter(f"{SVG}text") if line.get("font-weight")]
    assert downs == sorted(downs)
    assert downs[-1] < float(root.get("height"))


def test_the_png_has_the_colours_of_the_drawing():
    (found,) = pictures.pictures(PAGE)
    image = Image.open(io.BytesIO(pictures.png(pictures.svg(found, "")))).convert("RGB")
    colours = {colour for _, colour in image.getcolors(1 << 24)}
    assert {(255, 255, 255), (0xB5, 0x43, 0x2A)} <= colours


def test_markup_and_formulas_in_the_data_stay_text_in_every_download():
    brief = json.loads((ROOT / "tests" / "render" / "sample_country.json").read_text(encoding="utf-8"))
    text = page(brief, ROOT / "templates", ROOT / "data" / "geo", site={"url": ""})
    made = files_of(brief, text)
    drawn = [content for path, content in made.items() if path.suffix == ".svg"]
    assert drawn
    for content in drawn:
        assert not {"script", "img", "iframe", "foreignObject"} & {
            etree.QName(item).localname for item in etree.fromstring(content).iter()
        }
