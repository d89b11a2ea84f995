"""Keys are made once for all tests: a pair for RSA takes a tenth of a second."""

import pytest

from recognition.credentials.issuing import Issuing
from tests.credentials.signing import make_issuing


@pytest.fixture(scope="session")
def issuing(tmp_path_factory: pytest.TempPathFactory) -> Issuing:
    return make_issuing(tmp_path_factory.mktemp("issuing"))
