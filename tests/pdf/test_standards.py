"""If these fail, readers with assistive technology, or archives, get files that break the standard they claim."""

import pytest
import verapdf
import weasyprint

if not verapdf.java():
    pytest.skip(verapdf.MISSING, allow_module_level=True)

FAULTS = {
    "an image without alternative text": ('<h1>x</h1><svg width="9" height="9"></svg>', "ISO_14289_1 7.3-1"),
    "a heading that skips a level": ("<h1>x</h1><h3>x</h3>", "ISO_14289_1 7.4.2-1"),
    "a list item without a body": ("<h1>x</h1><ul><li><h2>x</h2></ul>", "ISO_14289_1 7.2-20"),
}


def _broken(drawn, printed, variant, standard):
    """What breaks a standard, each with the brief that it is in."""
    found = {name: verapdf.violations(printed(paths, variant), standard) for name, paths in drawn.items()}
    return "\n".join(f"{name}: {violation}" for name, broken in found.items() for violation in broken)


@pytest.mark.parametrize(("variant", "standard"), [("ua-1", "ua-1"), ("a-3a", "a-3a"), ("a-3a", "ua-1")])
def test_every_brief_of_the_region_meets_what_it_claims(region, printed, variant, standard):
    assert {name.split("/")[0] for name in region} == {"countries", "organizations", "region", "themes"}
    assert not _broken(region, printed, variant, standard)


def test_a_brief_meets_the_other_standard_for_archives_too(region, printed):
    assert not _broken({"countries/alvonia": region["countries/alvonia"]}, printed, "a-3u", "a-3u")


def test_the_largest_briefs_meet_what_they_claim(largest, printed):
    """Long tables break over pages in more ways than those of the region."""
    assert not _broken(largest, printed, "ua-1", "ua-1")


@pytest.mark.parametrize(("page", "clause"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_and_named_with_its_clause_and_place(page, clause):
    """A checker that finds nothing in a faulty file would find nothing in ours."""
    faulty = weasyprint.HTML(string=f'<html lang="en"><title>x</title>{page}').write_pdf(pdf_variant="pdf/ua-1")
    broken = {violation.clause: violation for violation in verapdf.violations(faulty, "ua-1")}
    assert clause in broken
    assert all("StructTreeRoot" in place for place in broken[clause].places)


def test_a_file_for_readers_is_refused_as_one_for_archives(region, printed):
    broken = verapdf.violations(printed(region["countries/alvonia"]), "a-3a")
    assert any(violation.clause.startswith("ISO_19005_3") for violation in broken)


def test_what_is_no_pdf_is_refused():
    with pytest.raises(ValueError, match="no PDF"):
        verapdf.violations(b"no PDF", "ua-1")
