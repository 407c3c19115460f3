"""The record: every fact in a database of revisions that are only ever added."""
