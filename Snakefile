"""Pactbook: data package -> tables -> one JSON per brief -> HTML -> PDF -> reports, in the order in which data flows.

The stages have the same names here, in `src/pactbook/` and in the build folder. Every render job is one call to a pool
of warm workers; what it depends on beside its brief (templates, style sheets, chart specs, code) is declared input.
"""

import re
from importlib.metadata import version
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.io import IOFile
from snakemake.utils import min_version

from pactbook import config as settings
from pactbook import subjects, workflows
from pactbook.publish import bundle as bundles
from pactbook.render import pool

min_version("9.14")


report: "docs/report/workflow.rst"


try:
    SETTINGS = settings.checked(config)
except settings.ConfigError as error:
    raise WorkflowError(str(error)) from error

PATHS = {key: Path(folder) for key, folder in SETTINGS["paths"].items()}
DATA, TEMPLATES, BUILD, REPORTS = (
    PATHS[key] for key in ("data", "templates", "build", "reports")
)
EDITIONS = PATHS["editions"]
PRECEDENCE = SETTINGS["precedence"]
BRIEFS = settings.of_briefs(SETTINGS)
AS_OF, PAGE_SIZE = SETTINGS["edition"]["as_of"], SETTINGS["page_size"]
SITE = SETTINGS["site"]
ADDRESS = {"url": SITE["url"]}  # all that a brief and the zip say of the site
METHODOLOGY = Path("docs") / "methodology.md"
BUNDLE = bundles.files(SETTINGS["edition"])
EXPORTS = list(bundles.exports(SETTINGS["edition"]).values())
BESIDE = bundles.beside(SETTINGS["edition"])
PDF = SETTINGS["pdf"]
FONTS = ("font-source-sans-pro", "font-source-serif-pro")
CODE = Path(pool.__file__).parent.parent
SHARED = [
    f"{name}.py"
    for name in ("config", "dates", "fonts", "jsonio", "subjects", "workflows")
]
SECTIONS = {
    "region": "topic",
    "countries": "country",
    "organizations": "organization",
    "themes": "topic",
    "cases": "topic",
}
TABLES = subjects.tables(DATA)
PUBLISHED = subjects.published(DATA, PRECEDENCE)
TYPED = [*TABLES, *(["disagreements"] if PRECEDENCE else [])]
GEO = sorted((DATA / "geo").glob("*.geojson"))


# Snakemake would take outputs of before for sources when an input is gone, and find nothing to do.
if not TABLES or not all(path.is_file() for path in [*TABLES.values(), *PUBLISHED]):
    from pactbook.ingest import check

    verdict = check.check(DATA / "datapackage.json", PRECEDENCE)
    raise WorkflowError(check.format_errors(verdict))


ARCHIVES, PAST = [], {}
if any(EDITIONS.glob("*.zip")):
    from pactbook.editions import archive

    try:
        ARCHIVES = archive.editions(EDITIONS)
    except archive.ArchiveError as error:
        raise WorkflowError(str(error)) from error
    shown = archive.past(ARCHIVES, SETTINGS["edition"], SITE["past_editions"])
    PAST = {one.id: one for one in shown}


def versions(*packages):
    """Versions of what draws the reports: a new one may draw them anew."""
    return {package: version(package) for package in packages}


def pinned(rule, *code, **settings):
    """A file with a rule's settings and digests of its code, written when they change: an input like any other.

    (Snakemake would import pandas to compare params, and looks at every input of every job again and again.)
    """
    digests = workflows.digests(CODE, *SHARED, *code)
    return workflows.pin(
        BUILD / "settings" / f"{rule}.json", {"code": digests, **settings}
    )


def listed():
    """The briefs that the data calls for by kind and slug, known once the checkpoint has run."""
    return workflows.index(Path(checkpoints.briefs.get().output.index))


def entry(wildcards):
    """What the list of briefs says of one."""
    try:
        return listed()[wildcards.kind, wildcards.slug]
    except KeyError:
        named = f"{wildcards.kind}/{wildcards.slug}"
        raise WorkflowError(
            f"The data calls for no brief {named}. reports/index.html lists those that it "
            "does; roles and minimum_rows in the config decide on countries."
        ) from None


def brief(wildcards):
    """The JSON of one brief, which the checkpoint wrote."""
    known = entry(wildcards)
    path = BUILD / "briefs" / known["kind"] / f"{known['slug']}.json"
    if not path.exists():
        raise WorkflowError(
            f"{path} is gone; snakemake --forcerun briefs writes it anew."
        )
    return path


def changes(wildcards):
    """What has changed in one brief, which the checkpoint wrote beside it."""
    brief(wildcards)
    return BUILD / "changes" / wildcards.kind / f"{wildcards.slug}.json"


def chart_specs(wildcards):
    """The specs of the charts and maps that one brief draws."""
    names = entry(wildcards)["charts"]
    return [TEMPLATES / "charts" / f"{name}.vl.json" for name in names]


def templates(wildcards):
    """The templates and style sheets of one kind of brief."""
    return TEMPLATES_OF[wildcards.kind]


def templates_of(kind):
    """See `templates`; looked up once for all briefs."""
    return [
        *(
            TEMPLATES / f"{name}.html.j2"
            for name in (kind, "base", "macros", "findings")
        ),
        *sorted((TEMPLATES / "topics").glob("*.j2") if kind == "topic" else ()),
        *sorted((TEMPLATES / "parts").glob("*.j2")),
        *sorted((TEMPLATES / "sections").glob("*.j2")),
        *sorted((TEMPLATES / "sections" / kind).glob("*.j2")),
        *sorted((TEMPLATES / "styles").glob("*.css")),
        TEMPLATES / "charts" / "theme.json",
    ]


TEMPLATES_OF = {kind: templates_of(section) for kind, section in SECTIONS.items()}


def pages(folder):
    """All reports and the page that lists them, below a folder: an input function, since the checkpoint names them."""
    return lambda _wildcards: [
        folder / page for page in workflows.pages(listed().values(), PAST)
    ]


wildcard_constraints:
    kind="|".join(SECTIONS),
    slug="|".join(subjects.slugs(TABLES)) or "[a-z0-9-]+",
    edition="|".join(map(re.escape, PAST)) or "(?!)",


localrules:
    all,
    site,
    deliver,
    deliver_site,
    deliver_bundle,
    deliver_exports,
    deliver_past,


onstart:
    workflows.lock(BUILD)


# Snakemake records a failed job as if it had succeeded; the next run must try it again.
onerror:
    for path in workflows.undone(TYPED, BUILD, REPORTS, PAST, BESIDE):
        workflow.persistence.cleanup_metadata(IOFile(path))


rule all:
    """Every report, and the page that lists them; the steps before them too, so that one that failed is tried again."""
    default_target: True
    input:
        workflows.steps(TYPED, BUILD),
        pages(BUILD / "pages"),
        pages(REPORTS),
        [folder / path for folder in (BUILD / "pages", REPORTS) for path in BESIDE],


rule ingest:
    """Check the data package, unite it with published sets, cut it at the edition's date, write typed tables.

    The check is that of `pactbook check`.
    """
    input:
        package=report(
            DATA / "datapackage.json",
            caption="docs/report/package.rst",
            category="Data",
            labels={"subject": "Tables, columns, rules and licences"},
        ),
        tables=list(TABLES.values()),
        published=PUBLISHED,
        geo=GEO,
        settings=pinned("ingest", "ingest/*.py", as_of=AS_OF, precedence=PRECEDENCE),
    output:
        tables=[BUILD / "tables" / f"{name}.parquet" for name in TYPED],
        verdict=report(
            BUILD / "tables" / "check.txt",
            caption="docs/report/check.rst",
            category="Data",
            labels={"subject": "Check of the data package"},
        ),
    log:
        BUILD / "logs" / "ingest.log",
    benchmark:
        BUILD / "benchmarks" / "ingest.tsv"
    run:
        from pactbook.ingest import job

        job.ingest(
            input.package,
            AS_OF,
            BUILD / "tables",
            output.verdict,
            log[0],
            PRECEDENCE,
        )


checkpoint briefs:
    """Compute all measures, write one canonical JSON per brief, and beside it what has changed since the edition before.

    Only briefs whose JSON changed are rendered again.
    """
    input:
        tables=rules.ingest.output.tables,
        verdict=rules.ingest.output.verdict,
        package=DATA / "datapackage.json",
        editions=sorted(EDITIONS.glob("*.zip")),
        settings=pinned(
            "briefs",
            "ingest/*.py",
            "measures/*.py",
            "briefs/**/*.py",
            "editions/*.py",
            **BRIEFS,
        ),
    output:
        index=report(
            BUILD / "briefs" / "index.json",
            caption="docs/report/index.rst",
            category="Edition",
            labels={"subject": "List of the briefs"},
        ),
        package=BUILD / "briefs" / "package.json",
        changes=report(
            BUILD / "changes" / "index.json",
            caption="docs/report/changes.rst",
            category="Edition",
            labels={"subject": "What has changed"},
        ),
    log:
        BUILD / "logs" / "briefs.log",
    benchmark:
        BUILD / "benchmarks" / "briefs.tsv"
    run:
        from pactbook.editions import job

        job.write(input.tables, BRIEFS, BUILD, EDITIONS, input.package, log=log[0])


rule html:
    """One brief as one HTML file that needs nothing else."""
    input:
        brief=brief,
        changes=changes,
        templates=templates,
        charts=chart_specs,
        geo=GEO,
        settings=pinned(
            "html",
            "render/[!p]*.py",
            site=ADDRESS,
            **versions("jinja2", "vl-convert-python", *FONTS),
        ),
    output:
        BUILD / "pages" / "en" / "{kind}" / "{slug}.html",
    log:
        BUILD / "logs" / "html" / "{kind}" / "{slug}.log",
    run:
        from pactbook.render.html import render_html

        pool.run(
            render_html,
            input.brief,
            input.changes,
            output[0],
            TEMPLATES,
            DATA / "geo",
            ADDRESS,
            log=log[0],
            workers=workflow.cores,
        )


rule pdf:
    """The PDF of one brief, from its HTML, and the pages on which its chapters begin."""
    input:
        html=rules.html.output[0],
        data=brief if PDF["attach_data"] else [],
        settings=pinned(
            "pdf",
            "render/pdf*.py",
            page_size=PAGE_SIZE,
            **PDF,
            **versions("weasyprint", "pydyf", *FONTS),
        ),
    output:
        pdf=report(
            BUILD / "pages" / "en" / "{kind}" / "{slug}.pdf",
            caption="docs/report/brief.rst",
            category="Briefs",
            subcategory="{kind}",
            # Not its title: Snakemake puts labels into a script as they are.
            labels={"brief": "{slug}"},
        ),
        numbers=BUILD / "pages" / "en" / "{kind}" / "{slug}.pages.json",
    log:
        BUILD / "logs" / "pdf" / "{kind}" / "{slug}.log",
    run:
        from pactbook.render.pdf import render_pdf

        pool.run(
            render_pdf,
            input.html,
            output.pdf,
            output.numbers,
            PAGE_SIZE,
            PDF["variant"],
            str(input.data) or None,
            log=log[0],
            workers=workflow.cores,
        )


rule downloads:
    """What a reader may take from a brief beside its page and its PDF."""
    input:
        brief=brief,
        html=rules.html.output[0],
        settings=pinned(
            "downloads",
            "cells.py",
            *(
                f"publish/{name}.py"
                for name in ("comma", "downloads", "pictures", "workbook")
            ),
            *(f"render/{name}.py" for name in ("axes", "drawings", "tables")),
            **versions("lxml", "pillow", "vl-convert-python", "xlsxwriter", *FONTS),
        ),
    output:
        BUILD / "pages" / "en" / "{kind}" / "{slug}" / workflows.MANIFEST,
    log:
        BUILD / "logs" / "downloads" / "{kind}" / "{slug}.log",
    run:
        from pactbook.publish.downloads import write

        pool.run(
            write,
            input.brief,
            input.html,
            output[0],
            log=log[0],
            workers=workflow.cores,
        )


rule bundle:
    """All briefs of the edition with their data in one zip, from their finished pages."""
    input:
        briefs=rules.briefs.output.index,
        changes=rules.briefs.output.changes,
        package=DATA / "datapackage.json",
        pages=lambda _wildcards: [
            BUILD / "pages" / path for path in workflows.brief_files(listed().values())
        ],
        settings=pinned(
            "bundle",
            "publish/bundle.py",
            "zips.py",
            edition=SETTINGS["edition"],
            site=ADDRESS,
        ),
    output:
        [BUILD / "pages" / path for path in BUNDLE],
    log:
        BUILD / "logs" / "bundle.log",
    run:
        pool.run(
            bundles.bundle,
            input.briefs,
            input.changes,
            input.package,
            output[0],
            SETTINGS["edition"],
            ADDRESS,
            log=log[0],
            workers=workflow.cores,
        )


rule exports:
    """The edition's data package for other programs, and its sources as references."""
    input:
        tables=rules.ingest.output.tables,
        package=DATA / "datapackage.json",
        settings=pinned(
            "exports",
            "exports/*.py",
            "ingest/tables.py",
            "cells.py",
            "zips.py",
            edition=SETTINGS["edition"],
            **versions("duckdb", "pyarrow", "pybtex"),
        ),
    output:
        [BUILD / "pages" / path for path in EXPORTS],
    log:
        BUILD / "logs" / "exports.log",
    run:
        from pactbook.exports import job

        pool.run(
            job.export,
            list(input.tables),
            input.package,
            list(output),
            SETTINGS["edition"],
            log=log[0],
            workers=workflow.cores,
        )


rule past_edition:
    """The briefs of a frozen edition as they stood, drawn with the templates of today."""
    input:
        archive=lambda wildcards: PAST[wildcards.edition].path,
        present=lambda _wildcards: workflows.pin(
            BUILD / "settings" / "present.json",
            {"briefs": ["/".join(key) for key in listed()]},
        ),
        templates=sorted({name for names in TEMPLATES_OF.values() for name in names}),
        charts=sorted((TEMPLATES / "charts").glob("*.vl.json")),
        geo=GEO,
        settings=pinned(
            "past_edition",
            "render/[!p]*.py",
            "publish/past.py",
            "editions/archive.py",
            **versions("jinja2", "vl-convert-python", *FONTS),
        ),
    output:
        BUILD / "pages" / "editions" / "{edition}" / workflows.MANIFEST,
    log:
        BUILD / "logs" / "editions" / "{edition}.log",
    run:
        from pactbook.publish import past

        pool.run(
            past.draw,
            PAST[wildcards.edition],
            input.present,
            output[0],
            TEMPLATES,
            DATA / "geo",
            log=log[0],
            workers=workflow.cores,
        )


rule site:
    """All pages of the site but the briefs; and reports that the data no longer calls for are removed."""
    input:
        briefs=rules.briefs.output.index,
        changes=rules.briefs.output.changes,
        pages=lambda _wildcards: workflows.numbers(BUILD / "pages", listed().values()),
        regions=lambda _wildcards: [
            BUILD / "briefs" / "region" / f"{slug}.json"
            for kind, slug in listed()
            if kind == "region"
        ],
        searched=lambda _wildcards: [
            BUILD / "pages" / page
            for page in workflows.pages(listed().values())
            if page.suffix == ".html"
        ],
        package=rules.briefs.output.package,
        description=DATA / "datapackage.json",
        geo=GEO,
        methodology=METHODOLOGY,
        templates=[
            *sorted((TEMPLATES / "site").glob("**/*.*")),
            *(TEMPLATES / f"{name}.html.j2" for name in ("macros", "findings")),
            *sorted((TEMPLATES / "parts").glob("*.j2")),
            *(TEMPLATES / "styles" / f"{name}.css" for name in ("base", "screen")),
            *(
                TEMPLATES / "charts" / name
                for name in ("entry_map.vl.json", "theme.json")
            ),
        ],
        archives=[one.path for one in ARCHIVES],
        past=[BUILD / "pages" / "editions" / one / workflows.MANIFEST for one in PAST],
        settings=pinned(
            "site",
            "publish/*.py",
            "editions/archive.py",
            "render/[!p]*.py",
            edition=SETTINGS["edition"],
            site=SITE,
            **versions(
                "jinja2", "lxml", "markdown-it-py", "vl-convert-python", *FONTS
            ),
        ),
    output:
        BUILD / "pages" / workflows.MANIFEST,
    log:
        BUILD / "logs" / "site.log",
    run:
        from pactbook.publish.frame import Site
        from pactbook.publish.site import publish

        site = Site.of(SETTINGS, METHODOLOGY, ARCHIVES)
        publish(site, list(PAST), REPORTS, log[0])


rule deliver:
    """Put all that belongs to a finished brief in its place, so that readers never meet half of it, or two states."""
    input:
        html=rules.html.output[0],
        pdf=rules.pdf.output.pdf,
        downloads=rules.downloads.output[0],
    output:
        html=update(REPORTS / "en" / "{kind}" / "{slug}.html"),
        pdf=update(REPORTS / "en" / "{kind}" / "{slug}.pdf"),
        downloads=update(REPORTS / "en" / "{kind}" / "{slug}" / workflows.MANIFEST),
    log:
        BUILD / "logs" / "deliver" / "{kind}" / "{slug}.log",
    run:
        workflows.deliver_files(Path(input.downloads), Path(output.downloads))
        workflows.deliver(input, output, log=log[0])


rule deliver_site:
    """Put the pages of the site in their places."""
    input:
        rules.site.output[0],
    output:
        index=update(REPORTS / "index.html"),
        manifest=update(REPORTS / workflows.MANIFEST),
    log:
        BUILD / "logs" / "deliver" / "site.log",
    run:
        workflows.deliver_files(Path(input[0]), Path(output.manifest))
        Path(log[0]).write_text("delivered the site\n", encoding="utf-8")


rule deliver_bundle:
    """Put the edition's zip in its place; those of other editions stay, since readers link to them."""
    input:
        rules.bundle.output,
    output:
        [update(REPORTS / path) for path in BUNDLE],
    log:
        BUILD / "logs" / "deliver" / "bundle.log",
    run:
        workflows.deliver(input, output, log=log[0])


rule deliver_exports:
    """Put the data for other programs in its place."""
    input:
        rules.exports.output,
    output:
        [update(REPORTS / path) for path in EXPORTS],
    log:
        BUILD / "logs" / "deliver" / "exports.log",
    run:
        workflows.deliver(input, output, log=log[0])


rule deliver_past:
    """Put the briefs of a past edition in their places."""
    input:
        rules.past_edition.output[0],
    output:
        update(REPORTS / "editions" / "{edition}" / workflows.MANIFEST),
    log:
        BUILD / "logs" / "deliver" / "{edition}.log",
    run:
        workflows.deliver_files(Path(input[0]), Path(output[0]))
        Path(log[0]).write_text("delivered a past edition\n", encoding="utf-8")
