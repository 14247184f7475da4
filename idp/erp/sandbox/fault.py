"""Which faults does Odoo answer with, and under which names?

A fault is what the wire carries in ``error.data``: the Python name of the exception on the server, its message and its
arguments. Clients classify on the name only, so the names are exact and the texts are Odoo 18's. The transport adds the
envelope.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

USER_ERROR = "odoo.exceptions.UserError"
VALIDATION_ERROR = "odoo.exceptions.ValidationError"
ACCESS_ERROR = "odoo.exceptions.AccessError"
ACCESS_DENIED = "odoo.exceptions.AccessDenied"
MISSING_ERROR = "odoo.exceptions.MissingError"
VALUE_ERROR = "builtins.ValueError"
KEY_ERROR = "builtins.KeyError"
TYPE_ERROR = "builtins.TypeError"
ATTRIBUTE_ERROR = "builtins.AttributeError"

_STATUS = {ACCESS_ERROR: 403, ACCESS_DENIED: 401, MISSING_ERROR: 404, USER_ERROR: 422, VALIDATION_ERROR: 422}
_STATUS |= {TYPE_ERROR: 422, ATTRIBUTE_ERROR: 404}


class OdooFault(Exception):
    """An exception of the emulated server, as its client sees it.

    ``name`` is the server's exception class with its module, ``context`` what Odoo adds for its own screens.
    """

    def __init__(self, name: str, message: str, *, context: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.context = context or {}

    def http_status(self) -> int:
        """The status that JSON-2 answers with; ``/jsonrpc`` answers 200 whatever happened."""
        return _STATUS.get(self.name, 500)

    def data(self) -> dict[str, Any]:
        """The ``error.data`` member of the answer."""
        return {
            "name": self.name,
            "debug": "",
            "message": self.message,
            "arguments": [self.message],
            "context": self.context,
        }


def user_error(message: str) -> OdooFault:
    """A rule of the business was broken; the message is for the user."""
    return OdooFault(USER_ERROR, message)


def validation_error(message: str) -> OdooFault:
    """A constraint of the database or the model was broken."""
    return OdooFault(VALIDATION_ERROR, message)


def access_error(message: str, *, context: dict[str, Any] | None = None) -> OdooFault:
    """The caller has not the right."""
    return OdooFault(ACCESS_ERROR, message, context=context)


def access_denied() -> OdooFault:
    """Wrong password, or none."""
    return OdooFault(ACCESS_DENIED, "Access Denied")


def missing_record(model: str, ids: Sequence[int], uid: int) -> OdooFault:
    """A record that does not exist, or no longer."""
    listed = ", ".join(str(i) for i in ids)
    return OdooFault(MISSING_ERROR, f"Record does not exist or has been deleted.\n(Record: {model}({listed},), User: {uid})")


def invalid_field(model: str, name: str) -> OdooFault:
    """A field name that the model does not have, in values or in a field list."""
    return OdooFault(VALUE_ERROR, f"Invalid field '{name}' on model '{model}'")


def invalid_leaf(model: str, name: str, leaf: tuple[Any, ...]) -> OdooFault:
    """A field name that the model does not have, in a search domain."""
    return OdooFault(VALUE_ERROR, f"Invalid field {model}.{name} in leaf {leaf!r}")


def value_error(message: str) -> OdooFault:
    """A value or argument that cannot be understood."""
    return OdooFault(VALUE_ERROR, message)


def key_error(name: str) -> OdooFault:
    """A name that is not there; the message is the bare name, as Python has it."""
    return OdooFault(KEY_ERROR, name)


def type_error(message: str) -> OdooFault:
    """A call with wrong arguments."""
    return OdooFault(TYPE_ERROR, message)


def unknown_model(model: str) -> OdooFault:
    """A model that is not installed."""
    return user_error(f"Object {model} doesn't exist")


def unknown_method(model: str, method: str) -> OdooFault:
    """A method that the model does not have."""
    return OdooFault(ATTRIBUTE_ERROR, f"The method '{model}.{method}' does not exist")


def private_method(model: str, method: str) -> OdooFault:
    """A method whose name starts with an underscore."""
    return access_error(f"Private methods (such as '{model}.{method}') cannot be called remotely.")


def mandatory_field(model_label: str, model: str, field_label: str, name: str) -> OdooFault:
    """A required column was left empty."""
    return validation_error(
        "The operation cannot be completed:\n"
        "- Create/update: a mandatory field is not set.\n"
        "- Delete: another model requires the record being deleted. If possible, archive it instead.\n\n"
        f"Model: {model_label} ({model})\nField: {field_label} ({name})\n"
    )


def broken_reference(model_label: str, model: str, column: str) -> OdooFault:
    """A many2one to a record that does not exist."""
    return validation_error(
        "The operation cannot be completed: another model requires the record being deleted. "
        "If possible, archive it instead.\n\n"
        f"Model: {model_label} ({model})\nConstraint: {model.replace('.', '_')}_{column}_fkey\n"
    )
