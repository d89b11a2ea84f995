"""What one running application shares between its requests."""

from dataclasses import dataclass, field

from anyio import CapacityLimiter
from jinja2 import Environment
from sqlalchemy import Engine

from recognition.fetching.web import Web
from recognition.keys import KeyRing
from recognition.openbadges.canonical import CanonicaliserProcess
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.web.static import StaticFiles


@dataclass
class Platform:
    """Settings, engine, storage, templates; set once by `create_app`, then only read. `keys` sign
    what is issued here; `web` is the way to what others published, and
    `canonicaliser` reads what they signed, in processes of its own. `limiter` counts the threads
    that answer, `aside` those that answer what has to wait for others.

    `memory` lets a room keep what it computed (the trust graph) for as long as it is true.
    """

    settings: Settings
    engine: Engine
    storage: Storage
    statics: StaticFiles
    templates: Environment
    limiter: CapacityLimiter
    aside: CapacityLimiter
    keys: KeyRing
    web: Web
    canonicaliser: CanonicaliserProcess
    memory: dict[str, object] = field(default_factory=dict)
