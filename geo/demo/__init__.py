"""The demo province: a simulated package with everything a real one may hold."""
