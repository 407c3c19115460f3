"""Rasters people bring: read safely, kept in the home, and measured inside outlines."""
