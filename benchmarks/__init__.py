"""Speed as ratios to raw bounds measured in the same run, on recorded seeds."""
