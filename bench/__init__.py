"""The harness behind `make bench`: our server, the limit of what it runs on, and its peers, in one run."""
