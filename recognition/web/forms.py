"""A visitor's input turned into typed values, or into sentences beside its fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError
from starlette.datastructures import FormData, UploadFile

from recognition.texts import Length, clean, clean_line
from recognition.web.languages import gettext
from recognition.web.sentences import FIELD_FAULTS

_CODES = {
    "missing": "missing",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "uuid_parsing": "not_a_choice",
    "date_parsing": "not_a_date",
    "date_from_datetime_parsing": "not_a_date",
    "date_from_datetime_inexact": "not_a_date",
}


def fault(code: str, **details: object) -> PydanticCustomError:
    """An error to raise in a validator: a code of `recognition.web.sentences.FIELD_FAULTS`."""
    return PydanticCustomError("fault", code, {"code": code, **details})


def line(length: Length, *, required: bool = True) -> BeforeValidator:
    """For ``Annotated[str, line(…)]``: a one-line text of at most `length` characters."""
    return BeforeValidator(lambda value: _within(clean_line(_text(value)), length, required))


def lines(length: Length, *, required: bool = True) -> BeforeValidator:
    """For ``Annotated[str, lines(…)]``: a text of several lines, of at most `length`."""
    return BeforeValidator(lambda value: _within(clean(_text(value)), length, required))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _within(text: str, most: int, required: bool) -> str:
    if required and not text:
        raise fault("missing")
    if len(text) > most:
        raise fault("too_long", most=int(most), count=len(text))
    return text


class Form(BaseModel):
    """The base of every form: unknown fields are ignored, values are frozen."""

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True)


F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class FormState:
    """What a page shows in its fields: what was typed (or is proposed), and what is wrong."""

    typed: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, **values: object) -> Self:
        """A form as first shown, its fields filled with `values` (None means empty)."""
        return cls({name: _as_texts(value) for name, value in values.items()})

    def value(self, name: str, default: str = "") -> str:
        return next(iter(self.typed.get(name, ())), default)

    def values(self, name: str) -> list[str]:
        return list(self.typed.get(name, ()))

    def error(self, name: str) -> str:
        """The sentence to show beside the field; empty when it is right."""
        return self.errors.get(name, "")

    def with_error(self, name: str, sentence: str) -> Self:
        """The same, with one more fault found after parsing."""
        return type(self)(self.typed, {**self.errors, name: sentence})


def _as_texts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return [str(value)]


def typed_texts(form: FormData) -> dict[str, list[str]]:
    """The texts of a submitted form, by field, without files and our own hidden fields."""
    texts: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name not in {"csrf_token", "form_key"}:
            texts.setdefault(name, []).append(value)
    return texts


def uploads(form: FormData, name: str) -> Iterator[UploadFile]:
    """The files sent under `name` that hold something; texts of that name are ignored."""
    for value in form.getlist(name):
        if isinstance(value, UploadFile) and (value.filename or value.size):
            yield value


def parse(model: type[F], form: FormData) -> tuple[F | None, FormState]:
    """The typed form, or None with the faults; the state to show again in either case.

    A list field takes every value of its name, any other the first. A file where a text is
    expected counts as nothing typed.
    """
    typed = typed_texts(form)
    given: dict[str, object] = {}
    for name, info in model.model_fields.items():
        texts = typed.get(name, [])
        if get_origin(info.annotation) is list:
            given[name] = texts
        elif texts:
            given[name] = texts[0]
        elif info.is_required():
            given[name] = ""
    try:
        return model.model_validate(given), FormState(typed)
    except ValidationError as invalid:
        errors: dict[str, str] = {}
        for error in invalid.errors(include_url=False):
            name = str(error["loc"][0]) if error["loc"] else "form"
            errors.setdefault(name, sentence_of(error))
        return None, FormState(typed, errors)


def sentence_of(error: Mapping[str, Any]) -> str:
    """The sentence of one pydantic error, in the language of the request."""
    if error["type"] == "fault":
        details = error["ctx"]
        return gettext(FIELD_FAULTS[details["code"]]).format(**details)
    if error.get("input") in ("", None):
        return gettext(FIELD_FAULTS["missing"])
    return gettext(FIELD_FAULTS[_CODES.get(error["type"], "unreadable")])
