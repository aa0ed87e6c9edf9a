"""Entry, signature, log, head, countersignature, bundle: pure, no I/O (ToR 1.b, 2.c)."""
