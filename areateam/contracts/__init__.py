"""The register of contracts of the four groups."""
