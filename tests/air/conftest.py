"""What these tests call in their own process is compiled; test_uncompiled asks the same of what is not."""

import jig.air.episodes_kernel  # noqa: F401
