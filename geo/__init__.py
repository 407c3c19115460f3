"""The domain: industrial clusters as geographic features. Knows no web and no environment."""
