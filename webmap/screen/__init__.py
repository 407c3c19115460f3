"""The screen people work on: one question, and what map, legend, figures, charts and table say to it."""
