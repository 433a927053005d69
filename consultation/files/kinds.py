"""The files that are taken, how many and how large: told before anybody picks one."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
MOST_FILES = 20
MOST_IN_ALL = 150 * MEGABYTE

# As people call them; the ending decides how a file is looked at.
KINDS = {
    "pdf": "PDF",
    "docx": "Word (DOCX)",
    "odt": "OpenDocument text (ODT)",
    "xlsx": "Excel (XLSX)",
    "ods": "OpenDocument spreadsheet (ODS)",
    "csv": "CSV",
    "txt": "plain text (TXT)",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "png": "PNG",
}
IN_WORDS = "PDF, DOCX, ODT, XLSX, ODS, CSV, TXT, JPG or PNG"
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


class FileRefused(Exception):
    """The file cannot be taken. The text is for whoever sent it, and says how to mend that."""


class NotThatKind(FileRefused):
    """Its content is not what its name says."""

    def __init__(self, ending: str) -> None:
        super().__init__(
            f"The selected file is not a {KINDS[ending]} file, though its name says so. "
            "Open it, save it again in that format, and select the new file"
        )


class PasswordProtected(FileRefused):
    def __init__(self) -> None:
        super().__init__("The selected file is password protected. Take the password off and select it again")


class TooBigInside(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            "The selected file unpacks to far more than its size, so nobody can open it safely. "
            "Save it again in the program that made it, or send it as a PDF"
        )


class HasMacros(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            "The selected file must not contain macros or programs. Save it without them, for example as a PDF"
        )


class HoldsFiles(FileRefused):
    def __init__(self) -> None:
        super().__init__("The selected file must not contain other files. Take them out, and select each by itself")


class HasMalware(FileRefused):
    def __init__(self) -> None:
        super().__init__("The selected file contains a virus. Check your device, and do not send this file to anybody")


class Mixed(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            "The selected file is more than one kind of file at once. "
            "Save it again in the program that made it, and select the new file"
        )
