"""What all tests share: Hypothesis judges results, never a machine's speed."""

from hypothesis import HealthCheck, settings

settings.register_profile("pactbook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pactbook")
