"""The clause register, the readings, rules and findings, clocks."""
