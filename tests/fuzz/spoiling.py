"""Strategies that spoil a text: the mistakes of people, of editors, and of those who wish no good."""

from __future__ import annotations

from hypothesis import strategies as st

NASTY = (
    "",
    " ",
    "\n",
    "\r\n",
    "\0",
    "\ufeff",
    "\u202e",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "'",
    '"',
    '"""',
    "'''",
    "\\",
    "\\u0000",
    "\\ud800",
    "[",
    "]",
    "[[table]]",
    "[table.into]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "..",
    "../../etc/passwd",
    "/",
    "#",
    "-1",
    "0",
    "1e400",
    "nan",
    "99999999999999999999999",
    "0x",
    "true",
    "[]",
    "{}",
    "[1, 'a']",
    "1979-05-27T07:32:00Z",
    "25:61:61",
    "x'; DROP TABLE items; --",
    "%s",
    "{0}",
    "{{ name }}",
    "${HOME}",
    "~nobody",
    "é" * 70,
    "a" * 5000,
    "[" * 300,
    "(" * 300,
)


@st.composite
def spoiled(draw: st.DrawFn, text: str) -> bytes:
    """``text`` after one to four mistakes; as the bytes of a file, sometimes in another encoding."""
    for _ in range(draw(st.integers(1, 4))):
        lines = text.split("\n")
        place = draw(st.integers(0, max(len(text) - 1, 0)))
        line = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["cut", "put", "drop", "twice", "swap", "value", "key", "any"])):
            case "cut":
                text = text[:place] + text[place + draw(st.integers(1, 12)) :]
            case "put":
                text = text[:place] + draw(st.sampled_from(NASTY)) + text[place:]
            case "drop":
                text = "\n".join(lines[:line] + lines[line + 1 :])
            case "twice":
                text = "\n".join(lines[: line + 1] + lines[line:])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[line], lines[other] = lines[other], lines[line]
                text = "\n".join(lines)
            case "value":
                name = lines[line].partition("=")[0]
                value = draw(st.sampled_from(NASTY))
                lines[line] = f"{name}= {value if draw(st.booleans()) else _quoted(value)}"
                text = "\n".join(lines)
            case "key":
                lines[line] = draw(st.sampled_from(NASTY)) + lines[line]
                text = "\n".join(lines)
            case _:
                text = text[:place] + draw(st.text(max_size=8)) + text[place:]
    encoding = draw(st.sampled_from(["utf-8"] * 6 + ["utf-16", "latin-1", "utf-8-sig"]))
    return text.encode(encoding, "replace" if encoding == "latin-1" else "surrogatepass")


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


OPTION_TEXTS = st.sampled_from(NASTY).filter(lambda text: "\0" not in text) | st.text(max_size=12).filter(
    lambda text: "\0" not in text
)
