"""A VRT is a recipe, and GDAL would follow it anywhere: it is read only if all it names lies beside it."""

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from geo.rasters.refusals import refuse

VRT_HEAD = b"<VRTDataset"
_MOST_BYTES = 4_000_000
TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_KNOWN = frozenset(
    {
        "VRTDataset", "SRS", "GeoTransform", "Metadata", "MDI", "VRTRasterBand", "NoDataValue",
        "HideNoDataValue", "ColorInterp", "ColorTable", "Entry", "Description", "UnitType", "Offset", "Scale",
        "CategoryNames", "Category", "SimpleSource", "ComplexSource", "SourceFilename", "SourceBand",
        "SourceProperties", "SrcRect", "DstRect", "NODATA", "ScaleOffset", "ScaleRatio", "LUT", "MaskBand",
        "OverviewList", "BlockXSize", "BlockYSize", "Histograms", "HistItem", "HistMin", "HistMax",
        "BucketCount", "IncludeOutOfRange", "Approximate", "HistCounts",
    }
)  # fmt: skip
"""The elements of a mosaic as gdalbuildvrt and gdal_translate write it: no warping, no code, no raw files."""


def require_sources_beside(path: Path) -> list[Path]:
    """List the GeoTIFF files a VRT is made of.

    Raises
    ------
    RefusedError
        If one of them is no GeoTIFF in the folder of the VRT (or below), or the VRT is more than a mosaic.
    """
    root = _parsed(path)
    for element in root.iter():
        if element.tag not in _KNOWN or "subClass" in element.attrib:
            got = element.attrib.get("subClass", element.tag)
            raise refuse("raster.vrt", path.name, got=str(got)[:60])
    sources = sorted({_source(path, element) for element in root.iter("SourceFilename")})
    if not sources:
        raise refuse("raster.vrt", path.name, got="0 SourceFilename")
    return sources


def _parsed(path: Path) -> Element:
    if path.stat().st_size > _MOST_BYTES:
        raise refuse("raster.vrt", path.name, got=f"{path.stat().st_size:,} B")
    try:
        root: Element = fromstring(path.read_bytes())
        return root
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise refuse("raster.vrt", path.name, got=str(error)[:60]) from error


def _source(path: Path, element: Element) -> Path:
    named = (element.text or "").strip()
    refused = refuse("raster.vrt-source", path.name, got=named[:80])
    if not named or ":" in named or named.startswith("<") or "/vsi" in named:
        raise refused
    source = (path.parent / named).resolve()
    if not source.is_relative_to(path.parent.resolve()) or not source.is_file():
        raise refused
    # GDAL takes the name as it stands: without the mark it would look from the folder it was started in
    if not Path(named).is_absolute() and element.get("relativeToVRT") != "1":
        raise refused
    with source.open("rb") as file:
        if not file.read(4).startswith(TIFF_HEADS):
            raise refused
    return source
