"""Surfaces: what a cell says can be checked by hand, sums are kept, what is left out is counted.

In EPSG:5897 four clusters stand on whole cells of 100 m, but `half`, which stands half a cell off:

    id      outline                       fill rate (4 of 10 ha …)   workers
    whole   1 km × 1 km, official         0.4                        300
    half    100 m × 100 m, 50 m east      0.8                        40
    silent  200 m × 200 m, schematic      –                          –
    point   a point                       0.5                        70
"""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rio_cogeo.cogeo import cog_validate

from geo.crs import OFFERED, to_wgs84
from geo.errors import QueryError
from geo.rasters.grid import make_grid, parse_cell
from geo.rasters.kept import keep
from geo.rasters.spread import Spread
from geo.selection import Selection
from geo.snapshot import Frozen, Snapshot
from geo.stored import write_collection
from geo.surface_tags import file_name, to_tags
from geo.surfaces import SURFACES, Asked, find, get_surface, numbered_classes, write_surface

METRES = OFFERED["EPSG:5897"]
EAST, NORTH = 580_000, 2_320_000
COLOURS = ["#fde725", "#a0da39", "#4ac16d", "#1fa187", "#365c8d", "#440154"]
