"""The one error of the record's primitives: a stable code with parameters, never prose.

Codes, by the file that raises them; wording in both languages belongs to the catalogues.

b64        B64-SPELLING
canonical  JSON-TOO-LARGE (size, cap), JSON-BOM, JSON-UTF8 (offset), JSON-SYNTAX (offset), JSON-DEPTH (limit),
           JSON-DUPLICATE-KEY (name), JSON-FLOAT (text), JSON-INTEGER-RANGE (digits), JSON-NAME-NOT-ASCII (name),
           JSON-SURROGATE, JSON-NOT-CANONICAL (offset), JSON-NOT-OBJECT, JSON-TYPE (type)
suites     KEY-FORM, KEY-SUITE (suite), KEY-POINT (suite), KEY-PRIVATE (suite)
dsse       DSSE-TOO-LARGE (size, cap), DSSE-FORM, DSSE-TYPE, DSSE-KEYID, DSSE-SIGNATURES (count),
           DSSE-DUPLICATE-KEYID (keyid)
merkle     TREE-HASH-LENGTH (length), TREE-RANGE (index, size)
note       NOTE-TOO-LARGE (size, cap), NOTE-UTF8, NOTE-CONTROL, NOTE-FORM, NOTE-SIGNATURE-LINE (line), NOTE-NAME,
           NOTE-SIGNATURES (count, limit), NOTE-ORIGIN, NOTE-SIZE, NOTE-ROOT, NOTE-EXTENSION, NOTE-OWNER,
           NOTE-SUITE (suite), NOTE-TIME
"""

_SHOWN = 64


class Malformed(ValueError):
    """Bytes or values that the record's format does not allow.

    `code` is one of the module's list, `params` the numbers and short texts that a message needs.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value!r}" for name, value in sorted(self.params.items()))])

    def __reduce__(self) -> tuple[object, tuple[str, dict[str, str | int]]]:
        return _rebuilt, (self.code, self.params)


def shown(text: str) -> str:
    """Foreign text cut short and reduced to printable ASCII, so that an error carries no payload of its own."""
    short = text[:_SHOWN].encode("ascii", "backslashreplace").decode()
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in short)


def _rebuilt(code: str, params: dict[str, str | int]) -> Malformed:
    return Malformed(code, **params)
