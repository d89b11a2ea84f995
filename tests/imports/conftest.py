"""One warm canonicaliser for all tests of this room: each starts a process of its own else."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from recognition.openbadges.canonical import CanonicaliserProcess
from tests.imports.bringing import Elsewhere, elsewhere


@pytest.fixture(scope="session")
def warm() -> Iterator[CanonicaliserProcess]:
    process = CanonicaliserProcess(workers=1)
    yield process
    process.close()


@pytest.fixture
def web(app: Starlette, warm: CanonicaliserProcess) -> Elsewhere:
    """The web, for the platform that the visitors of the test meet."""
    app.state.platform.canonicaliser = warm
    return elsewhere(app)
