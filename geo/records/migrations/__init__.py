"""The steps that bring the tables of a record from one version of the product to the next."""
