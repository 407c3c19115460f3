"""What a file says of its coordinate system, brought to one of those known: VN-2000 has many spellings."""

import re
from dataclasses import dataclass

from pyproj import CRS
from pyproj.exceptions import CRSError as ProjCRSError

from geo.crs import WGS84
from geo.intake.crs_guess import TM3, UTM, VN2000
from geo.text import fold

_SHIFT = (-191.90441429, -39.30318279, -111.45032835)
"""The first three of the seven parameters from VN-2000 to WGS 84 (Quyết định 05/2007/QĐ-BTNMT)."""

_SHIFT_SLACK_M = 1.0
_LOCAL = re.compile(r"vn\W?_?2000|vietnam\W?_?2000|viet nam 2000")
_TM3_SCALE, _UTM_SCALE, _SCALE_SLACK = 0.9999, 0.9996, 1e-6
_METHOD = "Transverse Mercator"


@dataclass(frozen=True)
class Stated:
    """The system a file states: its code if it is known here, its name, whether it misnames the datum."""

    epsg: int | None
    name: str
    misnamed: bool = False


def read_stated(said: str | None) -> Stated | None:
    """Recognise what a file says; None where it says nothing that can be read."""
    if not said:
        return None
    try:
        crs = CRS.from_user_input(said)
    except ProjCRSError:
        return None
    shifted = False
    if crs.is_bound and crs.source_crs is not None:
        shift = list(crs.coordinate_operation.towgs84) if crs.coordinate_operation else []
        shifted = len(shift) >= 3 and all(
            abs(abs(one) - abs(known)) < _SHIFT_SLACK_M for one, known in zip(shift, _SHIFT, strict=False)
        )
        crs = crs.source_crs
    named = (crs, crs.datum, crs.geodetic_crs)
    datum = fold(" ".join(one.name for one in named if one is not None))
    local = shifted or bool(_LOCAL.search(datum))
    if crs.is_geographic:
        return Stated(VN2000 if local else WGS84 if "wgs" in datum else crs.to_epsg(), crs.name)
    return _projected(crs, local)


def _projected(crs: CRS, local: bool) -> Stated:
    operation = crs.coordinate_operation
    if operation is None or operation.method_name != _METHOD:
        return Stated(None, crs.name)
    values = {parameter.name: float(parameter.value) for parameter in operation.params}
    meridian = values.get("Longitude of natural origin", 0.0)
    scale = values.get("Scale factor at natural origin", 0.0)
    if abs(scale - _TM3_SCALE) < _SCALE_SLACK:
        epsg = next((code for code, own in TM3.items() if abs(own - meridian) < 1e-6), None)
        return Stated(epsg, crs.name, misnamed=not local)
    if abs(scale - _UTM_SCALE) < _SCALE_SLACK:
        zone = round((meridian + 183) / 6)
        return Stated(next((code for code, own in UTM.items() if own == (zone, local)), None), crs.name)
    return Stated(None, crs.name)
