"""A VRT is read as a mosaic of files beside it; whatever else it asks for is refused."""

import numpy as np
import pytest

from geo.errors import RefusedError
from geo.rasters.adding import add_raster
from tests.geo.rasters.conftest import CELL_M, ORIGIN, PROVINCE, brought, full, write

SOURCE = """<SimpleSource><SourceFilename relativeToVRT="{relative}">{name}</SourceFilename><SourceBand>1</SourceBand>
<SrcRect xOff="0" yOff="0" xSize="100" ySize="100"/><DstRect xOff="{x}" yOff="0" xSize="100" ySize="100"/>
</SimpleSource>"""


def mosaic(path, *names, relative=1, inside="", band=""):
    """Write a VRT of tiles of 100 x 100 cells, from west to east."""
    sources = "".join(
        SOURCE.format(name=name, x=100 * place, relative=relative) for place, name in enumerate(names)
    )
    x, y = ORIGIN
    path.write_text(
        f'<VRTDataset rasterXSize="{100 * len(names)}" rasterYSize="100"><SRS>EPSG:5897</SRS>'
        f"<GeoTransform>{x}, {CELL_M}, 0, {y}, 0, -{CELL_M}</GeoTransform>{inside}"
        f'<VRTRasterBand dataType="Float32" band="1" {band}>{sources}</VRTRasterBand></VRTDataset>'
    )
    return path


@pytest.fixture
def tiles(tmp_path):
    folder = tmp_path / "tiles"
    folder.mkdir()
    for name, value in (("a.tif", 3.0), ("b.tif", 5.0)):
        write(folder / name, full(value, (100, 100)))
    return folder


def rule(home, path):
    with pytest.raises(RefusedError) as caught:
        add_raster(home, str(path), brought(), PROVINCE)
    return caught.value.rule


def test_tiles_beside_it_are_read_as_one(home, tiles):
    raster, *_ = add_raster(home, str(mosaic(tiles / "all.vrt", "a.tif", "b.tif")), brought(), PROVINCE)
    assert (raster.width, raster.least, raster.most) == (200, 3.0, 5.0)


@pytest.mark.parametrize(
    "name",
    ["../a.tif", "/etc/passwd", "/vsicurl/http://127.0.0.1:1/a.tif", "http://127.0.0.1:1/a.tif", "",
     "/vsizip/a.zip/a.tif", "GTIFF_DIR:1:a.tif", "none.tif", "link.tif", "other.vrt", "&lt;VRTDataset/&gt;"],
)  # fmt: skip
def test_a_source_anywhere_else_is_refused(home, tiles, tmp_path, name):
    write(tmp_path / "a.tif", full(9.0, (100, 100)))
    (tiles / "link.tif").symlink_to(tmp_path / "a.tif")
    mosaic(tiles / "other.vrt", "a.tif")
    assert rule(home, mosaic(tiles / "all.vrt", name)) == "raster.vrt-source"


def test_a_name_that_depends_on_where_the_server_was_started_is_refused(home, tiles):
    assert rule(home, mosaic(tiles / "all.vrt", "a.tif", relative=0)) == "raster.vrt-source"


@pytest.mark.parametrize(
    ("inside", "band"),
    [("<GDALWarpOptions/>", ""), ("", 'subClass="VRTRawRasterBand"'), ("", 'subClass="VRTDerivedRasterBand"'),
     ("<PixelFunctionCode>x</PixelFunctionCode>", ""), ("<OpenOptions/>", "")],
)  # fmt: skip
def test_more_than_a_mosaic_is_refused(home, tiles, inside, band):
    assert rule(home, mosaic(tiles / "all.vrt", "a.tif", inside=inside, band=band)) == "raster.vrt"


def test_entities_and_broken_xml_are_refused(home, tiles):
    path = tiles / "all.vrt"
    path.write_text("<VRTDataset><SRS>")
    assert rule(home, path) == "raster.vrt"
    path.write_text('<VRTDataset><!DOCTYPE x [<!ENTITY a "b">]>&a;</VRTDataset>')
    assert rule(home, path) == "raster.vrt"


def test_a_source_that_would_not_fit_into_memory_is_refused(home, tiles):
    write(tiles / "a.tif", np.zeros((6_000, 6_000), "uint16"), blockysize=6_000, compress="deflate")
    assert rule(home, mosaic(tiles / "all.vrt", "a.tif")) == "raster.blocks"
