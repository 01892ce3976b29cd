"""What the tests of accounts share."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.accounts.signing import forget_paces


@pytest.fixture(autouse=True)
def fresh_paces(plain_settings: None) -> None:
    """Count tries from zero in each test."""
    del plain_settings
    forget_paces()


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """What is done on commit, done inside a test that rolls back."""
    return django_capture_on_commit_callbacks
