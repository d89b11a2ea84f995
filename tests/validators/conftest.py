"""The demo, issued once for each file of tests."""

from collections.abc import Iterator

import pytest

from tests.validators.issued import Issued, demo


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issued]:
    with demo(tmp_path_factory.mktemp("issued")) as platform:
        yield platform
