"""The files people take away: one small module for each format or family of formats."""
