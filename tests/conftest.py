"""How all tests run. A property has no deadline: how long one example takes says how busy the machine is."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
