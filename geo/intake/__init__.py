"""What people bring: official forms, tables, coordinates and GIS files, read into rows of a package."""
