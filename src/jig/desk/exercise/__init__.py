"""The EXERCISE of `jig demo`: two real nodes, a script as data, and a result that is read off the record."""
