"""Pactbook: data package -> tables -> one JSON per brief -> HTML -> PDF, in the order in which data flows.

The stages have the same names here, in `src/pactbook/` and in the build folder. Every render job is one call to a pool
of warm workers; what it depends on beside its brief (templates, style sheets, chart specs, code) is declared input.
"""

import json
from functools import partial
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.utils import min_version

from pactbook import config as settings
from pactbook import jsonio, subjects
from pactbook.render import pool

min_version("9.14")


configfile: "config/config.yaml"


try:
    SETTINGS = settings.checked(config)
except settings.ConfigError as error:
    raise WorkflowError(str(error)) from error

DATA, TEMPLATES, BUILD, REPORTS = (
    Path(SETTINGS["paths"][key]) for key in ("data", "templates", "build", "reports")
)
CODE = Path(pool.__file__).parent.parent
KINDS = ["countries", "organizations"]
SECTIONS = {"countries": "country", "organizations": "organization"}
TABLES = subjects.table_names(DATA)
GEO = sorted((DATA / "geo").glob("*.geojson"))


def modules(*stages):
    """Code of some stages and of what all stages share."""
    shared = [CODE / name for name in ("dates.py", "jsonio.py")]
    return shared + [
        path for stage in stages for path in sorted((CODE / stage).rglob("*.py"))
    ]


def index():
    """The briefs that the data calls for, known once the checkpoint has run."""
    return json.loads(
        Path(checkpoints.briefs.get().output.index).read_text(encoding="utf-8")
    )


def brief(wildcards):
    """The JSON of one brief."""
    listed = {(entry["kind"], entry["slug"]) for entry in index()}
    if (wildcards.kind, wildcards.slug) not in listed:
        raise WorkflowError(
            f"The data calls for no brief {wildcards.kind}/{wildcards.slug}."
        )
    return BUILD / "briefs" / wildcards.kind / f"{wildcards.slug}.json"


def chart_specs(wildcards):
    """The specs of the charts that one brief draws."""
    names = [
        e["charts"]
        for e in index()
        if (e["kind"], e["slug"]) == (wildcards.kind, wildcards.slug)
    ]
    return [
        TEMPLATES / "charts" / f"{name}.vl.json" for entry in names for name in entry
    ]


def templates(wildcards):
    """The templates and style sheets of one kind of brief."""
    kind = SECTIONS[wildcards.kind]
    own = [
        TEMPLATES / f"{kind}.html.j2",
        *sorted((TEMPLATES / "sections" / kind).glob("*.j2")),
    ]
    shared = [TEMPLATES / f"{name}.html.j2" for name in ("base", "macros", "findings")]
    parts = sorted((TEMPLATES / "parts").glob("*.j2"))
    return (
        own
        + shared
        + parts
        + sorted((TEMPLATES / "styles").glob("*.css"))
        + [TEMPLATES / "charts" / "theme.json"]
    )


def reports(extension):
    """Paths of all reports of one format."""
    return [
        REPORTS / "en" / entry["kind"] / f"{entry['slug']}.{extension}"
        for entry in index()
    ]


wildcard_constraints:
    kind="|".join(KINDS),
    slug="|".join(subjects.slugs(DATA)) or "[a-z0-9-]+",


localrules:
    all,


rule all:
    """Every report, and the page that lists them."""
    default_target: True
    input:
        REPORTS / "index.html",


rule ingest:
    """Check the data package, cut it at the edition's date, write typed tables. The check is that of `pactbook check`."""
    input:
        package=DATA / "datapackage.json",
        tables=[DATA / f"{name}.csv" for name in TABLES],
        geo=GEO,
        code=modules("ingest"),
    output:
        tables=[BUILD / "tables" / f"{name}.parquet" for name in TABLES],
    log:
        BUILD / "logs" / "ingest.log",
    benchmark:
        BUILD / "benchmarks" / "ingest.tsv"
    params:
        as_of=SETTINGS["edition"]["as_of"],
    run:
        from pactbook.ingest import job

        job.ingest(
            Path(input.package), params.as_of, BUILD / "tables", Path(log[0])
        )


checkpoint briefs:
    """Compute all measures and write one canonical JSON per brief; only those that changed are rendered again."""
    input:
        tables=rules.ingest.output.tables,
        code=modules("ingest", "measures", "briefs"),
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
        code=modules("render"),
    output:
        update(REPORTS / "en" / "{kind}" / "{slug}.html"),
    log:
        BUILD / "logs" / "html" / "{kind}" / "{slug}.log",
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
        html=REPORTS / "en" / "{kind}" / "{slug}.html",
        styles=sorted((TEMPLATES / "styles").glob("*.css")),
        code=modules("render"),
    output:
        update(REPORTS / "en" / "{kind}" / "{slug}.pdf"),
    log:
        BUILD / "logs" / "pdf" / "{kind}" / "{slug}.log",
    params:
        page_size=SETTINGS["page_size"],
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
        briefs=BUILD / "briefs" / "index.json",
        template=TEMPLATES / "index.html.j2",
        reports=lambda wildcards: reports("html") + reports("pdf"),
        code=modules("publish"),
    output:
        update(REPORTS / "index.html"),
    log:
        BUILD / "logs" / "index.log",
    params:
        edition=SETTINGS["edition"],
    run:
        from pactbook.publish import catalogue

        catalogue.publish(
            Path(input.briefs),
            params.edition,
            TEMPLATES,
            Path(output[0]),
            Path(log[0]),
        )
