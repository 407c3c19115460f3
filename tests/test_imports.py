"""Imports point down only: server.py → webmap → geo; inside geo, upper → middle → ground."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

GROUND = {"errors", "schema", "text", "crs", "bbox", "interval", "geojson", "fields", "tables", "published",
          "facts", "law_rules", "layers", "units", "series_words", "programme_words", "boxtree", "packing", "stored",
          "cql", "operators", "changes", "rows", "industries", "rasters.kinds", "rasters.flags",
          "seen_words"}  # fmt: skip
MIDDLE = {"package", "admin", "outlines", "occupancy", "law", "totals", "validate", "snapshot", "programmes"}
UPPER = ["filters", "formats.extract", "formats.delimited", "formats.archive", "formats.arrow",
         "formats.qgis", "formats.offered", "choice", "eligibility", "nearby", "conditions", "siting",
         "chosen", "ledger", "boundaries", "delivered", "intake.reading", "intake.refusals",
         "intake.archives", "intake.guard", "intake.guarded", "intake.kinds", "intake.spreadsheet",
         "intake.delimited", "intake.document", "intake.matching", "intake.changing", "intake.quantities",
         "intake.numbers", "intake.days", "intake.tcvn3", "intake.crs_guess", "intake.rings",
         "intake.coordinate_fields", "intake.coordinate_text", "intake.whereabouts", "intake.form_lines",
         "intake.form_wordings", "intake.words", "intake.headers", "intake.offered", "records.model",
         "records.database", "records.revisions", "records.audit", "records.rows", "records.state",
         "records.undoing", "records.files", "records.checks", "records.accepting", "records.adopting",
         "records.store", "records.users", "records.sessions", "records.proposals",
         "records.migrations.env", "records.migrations.versions.r0001_records", "demo.land",
         "demo.history", "demo.facts", "demo.series", "demo.sites", "demo.lots", "demo.province",
         "intake.gis_drawing", "intake.gis_files", "intake.workbook_marks", "intake.sheets",
         "intake.form_layout", "intake.form_period", "intake.form_subject", "intake.form_files",
         "intake.table_layout", "intake.gis_prj", "area_reports", "demo.forms", "intake.telling",
         "intake.drawing_words", "intake.decision", "intake.coordinate_shape", "intake.coordinate_said",
         "intake.outline_checks", "intake.form_says", "intake.table_says", "intake.nonsense_subject",
         "intake.nonsense_places", "intake.nonsense_history", "intake.gis_words", "intake.gis_shapes",
         "intake.gis_lots", "intake.coordinate_lines", "intake.coordinates", "intake.form_entries",
         "intake.form_checks", "intake.form_asked", "intake.form_kind", "intake.form_about",
         "intake.form_rows", "intake.form_sums", "intake.forms", "intake.table_values",
         "intake.table_asked", "intake.new_clusters", "intake.table_lots", "intake.tabular",
         "intake.gis_system", "intake.gis", "intake.nonsense_reports", "intake.nonsense", "select",
         "tabulate", "cluster_records", "history", "selection", "gazetteer", "sites", "distances",
         "judging", "finding", "ranking", "summary", "series", "intake.effects", "intake.plan",
         "intake.sound", "rasters.zonal", "rasters.library", "records.backup", "records.restore",
         "rasters.refusals", "rasters.classes", "rasters.vrt", "rasters.reading", "rasters.remembered",
         "rasters.cutting", "rasters.grid", "rasters.spread", "rasters.cog", "rasters.kept",
         "rasters.tiles", "formats.qgis_raster", "surfaces", "rasters.deriving", "rasters.slope",
         "rasters.bands", "ground", "formats.provenance", "formats.geojson", "formats.workbook",
         "formats.gdal", "formats.shapefile", "formats.kml", "formats.parquet", "formats.drawing",
         "bundle", "assemble", "surface_tags", "rasters.values", "seen", "publish", "records.publishing",
         "demo.rasters", "rasters.choosing", "rasters.adding"]  # fmt: skip
"""The modules that put steps together: each may use the middle, the ground and those named before it."""


def imported(path: Path) -> set[str]:
    """List the modules a file imports, with `from geo import x` read as `geo.x`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            assert node.module is not None
            bare = node.module in (
                "geo",
                "webmap",
                "webmap.api",
                "webmap.pages",
                "geo.demo",
                "geo.formats",
                "geo.intake",
                "geo.rasters",
                "geo.records",
            )
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if bare else {node.module}
    return found


def module(path: Path) -> str:
    """Name a module below its package: `select`, `demo.land`."""
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts[1:])


def files(folder: str) -> list[Path]:
    return sorted(path for path in (PROJECT / folder).rglob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("path", files("geo"), ids=lambda path: path.stem)
def test_the_domain_knows_no_web_and_no_environment(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"flask", "flask_babel", "folium", "branca", "webmap", "server", "os.environ"}
    assert "environ" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", files("geo"), ids=module)
def test_a_module_of_the_domain_imports_only_what_stands_below_it(path):
    ours = {name.removeprefix("geo.") for name in imported(path) if name.startswith("geo.")}
    name = module(path)
    assert name in GROUND | MIDDLE | set(UPPER), f"give geo.{name} its floor in this test"
    if name in GROUND:
        assert ours <= GROUND
    elif name in MIDDLE:
        assert ours <= GROUND, f"{name} uses {ours - GROUND}: modules of the middle do not know each other"
    else:
        assert ours <= GROUND | MIDDLE | set(UPPER[: UPPER.index(name)])


@pytest.mark.parametrize("path", files("webmap"), ids=lambda path: path.stem)
def test_the_web_reads_no_environment_and_knows_nothing_above_it(path):
    assert "server" not in {name.split(".")[0] for name in imported(path)}
    source = path.read_text(encoding="utf-8")
    assert not any(name in source for name in ("os.environ", "import environ", "getenv"))


def test_no_module_is_in_a_cycle():
    graph = {
        f"{folder}.{'.'.join(path.relative_to(PROJECT / folder).with_suffix('').parts)}": imported(path)
        for folder in ("geo", "webmap")
        for path in files(folder)
    }

    def reach(name, seen):
        for other in graph.get(name, ()):
            assert other not in seen, f"import cycle: {' → '.join([*seen, other])}"
            if other in graph:
                reach(other, [*seen, other])

    for name in graph:
        reach(name, [name])
