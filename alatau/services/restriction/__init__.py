"""The register of people who keep themselves from gambling, and the operators who ask it."""
