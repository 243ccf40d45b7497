"""What cards tell of the nation: families by place and kind, with nobody to be recognised."""
