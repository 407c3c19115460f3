"""The pages for people, in Vietnamese and English."""
