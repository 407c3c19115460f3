"""Rasters: what is brought in, what is measured on outlines, and the surfaces that are given out."""
