"""The commands of `server.py`, which alone reads the environment and hands them their settings."""
