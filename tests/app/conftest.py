"""The tests of the app press keys in the same app, on the same pipeline, as those of the screens."""

from tests.screens.conftest import alarms, aws, keys_of_nobody, one_aws

__all__ = ["alarms", "aws", "keys_of_nobody", "one_aws"]
