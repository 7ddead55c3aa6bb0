"""Pactbook: data package -> tables -> one JSON per brief -> HTML -> PDF -> reports, in the order in which data flows.

The stages have the same names here, in `src/pactbook/` and in the build folder. Every render job is one call to a pool
of warm workers; what it depends on beside its brief (templates, style sheets, chart specs, code) is declared input.
"""

import json
from importlib.metadata import version
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.io import IOFile
from snakemake.utils import min_version

from pactbook import config as settings
from pactbook import subjects, workflows
from pactbook.render import pool

min_version("9.14")

try:
    SETTINGS = settings.checked(config)
except settings.ConfigError as error:
    raise WorkflowError(str(error)) from error

DATA, TEMPLATES, BUILD, REPORTS = (
    Path(SETTINGS["paths"][key]) for key in ("data", "templates", "build", "reports")
)
CODE = Path(pool.__file__).parent.parent
SECTIONS = {"countries": "country", "organizations": "organization"}
TABLES = subjects.table_names(DATA)
GEO = sorted((DATA / "geo").glob("*.geojson"))
REPORT = rf"en/({'|'.join(SECTIONS)})/[a-z0-9-]+\.(html|pdf)|index\.html"


def modules(*names):
    """Code of some stages or modules of stages, and of what all stages share."""
    shared = [CODE / name for name in ("dates.py", "fonts.py", "jsonio.py")]
    return shared + [path for name in names for path in sorted(CODE.glob(name))]


def versions(*packages):
    """Versions of what draws the reports: a new one may draw them anew."""
    return {package: version(package) for package in packages}


def listed():
    """The briefs that the data calls for, known once the checkpoint has run."""
    return json.loads(
        Path(checkpoints.briefs.get().output.index).read_text(encoding="utf-8")
    )


def entry(wildcards):
    """What the list of briefs says of one."""
    for known in listed():
        if (known["kind"], known["slug"]) == (wildcards.kind, wildcards.slug):
            return known
    raise WorkflowError(
        f"The data calls for no brief {wildcards.kind}/{wildcards.slug}."
    )


def brief(wildcards):
    """The JSON of one brief, which the checkpoint wrote."""
    known = entry(wildcards)
    path = BUILD / "briefs" / known["kind"] / f"{known['slug']}.json"
    if not path.exists():
        raise WorkflowError(
            f"{path} is gone; snakemake --forcerun briefs writes it anew."
        )
    return path


def chart_specs(wildcards):
    """The specs of the charts and maps that one brief draws."""
    names = entry(wildcards)["charts"]
    return [TEMPLATES / "charts" / f"{name}.vl.json" for name in names]


def templates(wildcards):
    """The templates and style sheets of one kind of brief."""
    kind = SECTIONS[wildcards.kind]
    return [
        *(
            TEMPLATES / f"{name}.html.j2"
            for name in (kind, "base", "macros", "findings")
        ),
        *sorted((TEMPLATES / "parts").glob("*.j2")),
        *sorted((TEMPLATES / "sections").glob("*.j2")),
        *sorted((TEMPLATES / "sections" / kind).glob("*.j2")),
        *sorted((TEMPLATES / "styles").glob("*.css")),
        TEMPLATES / "charts" / "theme.json",
    ]


def pages(folder):
    """All reports and the page that lists them, below a folder: an input function, since the checkpoint names them."""
    return lambda _wildcards: [folder / page for page in workflows.pages(listed())]


wildcard_constraints:
    kind="|".join(SECTIONS),
    slug="|".join(subjects.slugs(DATA)) or "[a-z0-9-]+",
    report=REPORT,


localrules:
    all,
    index,
    deliver,


onstart:
    workflows.lock(BUILD)


# Snakemake records a failed job as if it had succeeded; the next run must try it again.
onerror:
    for path in workflows.undone(TABLES, BUILD, REPORTS):
        workflow.persistence.cleanup_metadata(IOFile(path))


rule all:
    """Every report, and the page that lists them; the steps before them too, so that one that failed is tried again."""
    default_target: True
    input:
        [BUILD / "tables" / f"{name}.parquet" for name in TABLES],
        BUILD / "tables" / "check.txt",
        BUILD / "briefs" / "index.json",
        pages(BUILD / "pages"),
        pages(REPORTS),


rule ingest:
    """Check the data package, cut it at the edition's date, write typed tables. The check is that of `pactbook check`."""
    input:
        package=DATA / "datapackage.json",
        tables=[DATA / f"{name}.csv" for name in TABLES],
        geo=GEO,
        code=modules("ingest/*.py"),
    output:
        tables=[BUILD / "tables" / f"{name}.parquet" for name in TABLES],
        verdict=BUILD / "tables" / "check.txt",
    log:
        BUILD / "logs" / "ingest.log",
    benchmark:
        BUILD / "benchmarks" / "ingest.tsv"
    params:
        as_of=SETTINGS["edition"]["as_of"],
    run:
        from pactbook.ingest import job

        job.ingest(
            Path(input.package),
            params.as_of,
            BUILD / "tables",
            Path(output.verdict),
            Path(log[0]),
        )


checkpoint briefs:
    """Compute all measures and write one canonical JSON per brief; only those that changed are rendered again."""
    input:
        tables=rules.ingest.output.tables,
        verdict=rules.ingest.output.verdict,
        code=modules("ingest/*.py", "measures/*.py", "briefs/**/*.py"),
    output:
        index=BUILD / "briefs" / "index.json",
    log:
        BUILD / "logs" / "briefs.log",
    benchmark:
        BUILD / "benchmarks" / "briefs.tsv"
    params:
        settings={key: SETTINGS[key] for key in ("edition", "countries", "palette")},
    run:
        from pactbook.briefs import job

        job.briefs(
            [Path(path) for path in input.tables],
            params.settings,
            BUILD / "briefs",
            Path(log[0]),
        )


rule html:
    """One brief as one HTML file that needs nothing else."""
    input:
        brief=brief,
        templates=templates,
        charts=chart_specs,
        geo=GEO,
        code=modules("render/[!p]*.py"),  # pdf and pool change no page
    output:
        BUILD / "pages" / "en" / "{kind}" / "{slug}.html",
    log:
        BUILD / "logs" / "html" / "{kind}" / "{slug}.log",
    params:
        versions=versions("jinja2", "vl-convert-python", "font-source-sans-pro"),
    run:
        from pactbook.render.html import render_html

        pool.run(
            render_html,
            input.brief,
            output[0],
            TEMPLATES,
            DATA / "geo",
            log=log[0],
            workers=workflow.cores,
        )


rule pdf:
    """The PDF of one brief, from its HTML."""
    input:
        html=rules.html.output[0],
        code=modules("render/pdf.py", "render/errors.py"),
    output:
        BUILD / "pages" / "en" / "{kind}" / "{slug}.pdf",
    log:
        BUILD / "logs" / "pdf" / "{kind}" / "{slug}.log",
    params:
        page_size=SETTINGS["page_size"],
        versions=versions("weasyprint", "pydyf", "font-source-sans-pro"),
    run:
        from pactbook.render.pdf import render_pdf

        pool.run(
            render_pdf,
            input.html,
            output[0],
            params.page_size,
            log=log[0],
            workers=workflow.cores,
        )


rule index:
    """List all reports, and remove those that the data no longer calls for."""
    input:
        briefs=rules.briefs.output.index,
        template=TEMPLATES / "index.html.j2",
        code=modules("publish/*.py"),
    output:
        BUILD / "pages" / "index.html",
    log:
        BUILD / "logs" / "index.log",
    params:
        edition=SETTINGS["edition"],
    run:
        from pactbook.publish.catalogue import publish

        publish(
            input.briefs, params.edition, TEMPLATES, output[0], REPORTS, log=log[0]
        )


rule deliver:
    """Put a finished page in its place in one step, so that readers never meet half of one, or none."""
    input:
        BUILD / "pages" / "{report}",
    output:
        update(REPORTS / "{report}"),
    log:
        BUILD / "logs" / "deliver" / "{report}.log",
    run:
        workflows.deliver(input[0], output[0], log=log[0])
