"""The edges of classes of what rasters measure: the same for the cells and for the clusters."""

from math import inf

SLOPES = (0.0, 2.0, 5.0, 8.0, 15.0, 25.0, inf)
DEPTHS = (0.0, 0.2, 0.5, 1.0, 2.0, 3.0, inf)
SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
