"""A second, independent reader of the joint record, in one file that an auditor can read and carry alone.

`jig_verify.py` is written from docs/reference/record-format.md and shares no code with the rest of the project: a fault
in one implementation is then a disagreement between two, and not a common blind spot. It needs Python 3.11 and
`cryptography`, nothing else.
"""
