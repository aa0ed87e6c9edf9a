"""The use cases, the picture (the fold) and the ports that adapters implement."""
