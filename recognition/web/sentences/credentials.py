"""Sentences of badges that leave."""

from recognition.web.languages import mark

REFUSALS = {
    "credential.no_such_form": mark("Cela n’existe pas sous cette forme."),
    "credential.no_address": mark(
        "Sous cette forme, un badge nomme son porteur par une adresse de courriel, et il n’y en a"
        " pas sur ce compte. Prenez la version 3.0."
    ),
    "credential.ended": mark("Cela n’a plus cours."),
}
