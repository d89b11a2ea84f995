"""Every text a person may type has its greatest length (requirement A1)."""

import importlib
import inspect

import pytest
from starlette.datastructures import FormData

from recognition.paths import root
from recognition.texts import Length
from recognition.web.forms import Form, parse

FAR_TOO_LONG = "mot " * 3000  # 12,000 characters in one line
FORMS = sorted(
    {
        form
        for path in (root() / "recognition").rglob("forms.py")
        for form in vars(
            importlib.import_module(".".join(path.relative_to(root()).with_suffix("").parts))
        ).values()
        if inspect.isclass(form) and issubclass(form, Form) and form is not Form
    },
    key=lambda form: (form.__module__, form.__name__),
)
TEXTS = [
    (form, name)
    for form in FORMS
    for name, info in form.model_fields.items()
    if info.annotation is str and info.metadata
]
# Names of things, looked up and never kept; what a kind of evidence has no use for; and the text
# of a badge to verify, which has a bound of its own (tests/imports/test_verifying.py).
NAMES = {"issuer", "on_behalf_of", "version", "collective", "town_code", "keep"}
VERIFIED = {"source"}
UNUSED = {"url", "alt_text"}


@pytest.mark.parametrize(
    ("form", "name"),
    TEXTS,
    ids=[f"{form.__module__}.{form.__name__}-{name}" for form, name in TEXTS],
)
def test_a_text_that_is_far_too_long_is_refused_and_kept(form: type[Form], name: str) -> None:
    parsed, state = parse(form, FormData([(name, FAR_TOO_LONG)]))
    assert parsed is None
    assert state.error(name)
    assert state.value(name) == FAR_TOO_LONG


def test_the_forms_were_found() -> None:
    assert len(FORMS) > 10
    assert len(TEXTS) > 25
    unbounded = {
        name
        for form in FORMS
        for name, info in form.model_fields.items()
        if info.annotation is str and not info.metadata
    }
    assert unbounded == NAMES | UNUSED | VERIFIED


def test_no_length_is_beyond_what_a_form_may_carry() -> None:
    assert max(Length) * 4 < 64 * 1024  # bytes, in UTF-8
