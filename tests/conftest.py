"""Settings every test shares."""

import os

from hypothesis import HealthCheck, Phase, settings

# The same examples on every run, and no verdict that depends on how busy the machine is.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For tools/mutants.py: that a test fails is enough to know, the smallest failure is not looked for.
settings.register_profile(
    "mutants",
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
# For hunting: new examples every time, and many more of them.
settings.register_profile("hunt", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
