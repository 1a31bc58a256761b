"""漏查: what the upper level found soon after somebody here had looked and signed that all was in order."""
