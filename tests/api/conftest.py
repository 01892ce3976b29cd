"""The read model of a module, as tests of the wire have it, and a network that keeps some things back."""

from tests.access.test_sharing import served
from tests.wire.conftest import published

__all__ = ("published", "served")
