"""The open data service: OGC API – Features over the published snapshot."""
