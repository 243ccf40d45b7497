"""Payment codes that a merchant shows and a phone reads, as EMVCo lays them out."""
