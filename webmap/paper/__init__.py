"""What leaves the atlas on paper: PDF set by typst, with maps drawn here as SVG."""
