"""What every layer may use: errors, files, progress, clock, translation. Standard library only."""
