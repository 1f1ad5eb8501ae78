"""JSON of the desk's files of people."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from community.profiles.bringing.decoding import MOST_BYTES
from community.profiles.bringing.models import Batch
from community.profiles.bringing.people.pages import PeoplePage
from community.profiles.bringing.people.table import MOST_COLUMNS, MOST_LINES


class TableIn(BaseModel):
    text: str = Field(max_length=MOST_BYTES, description="The CSV; its first line has the headings.")
    file_name: str = Field("", max_length=200)


class LinesIn(BaseModel):
    shown: Literal["new", "here", "refused", ""] = Field(
        "", description="Which lines; without it the first of these lists that has any."
    )
    page: int = Field(1, ge=1, le=MOST_LINES)


class ReadingIn(BaseModel):
    columns: list[str] | None = Field(
        None,
        max_length=MOST_COLUMNS,
        description="What each heading is read as, by the names in `columns` of a preview; empty for none.",
    )
    kind: Literal["scholar", "journalist", "practitioner"] | None = Field(
        None, description="Of whoever has none in the file."
    )
    left_out: list[int] | None = Field(
        None,
        max_length=MOST_LINES,
        description="All lines that shall stay out, by their numbers in the file.",
    )


class AudienceIn(BaseModel):
    audience: Literal["me", "journalists", "members", "public"] = Field(
        "me", description="Who may open the profiles; me is nobody yet."
    )


class HeadingOut(BaseModel):
    text: str
    column: str = Field(description="What it is read as; empty where it is left out.")


class LineOut(BaseModel):
    line: int = Field(description="Of the file.")
    name: str
    facts: list[str]
    notes: list[str] = Field(
        description="What stays out of it, why it is here already, or why it is refused."
    )
    left_out: bool
    url: str | None = Field(description="Of who is here already, where that may be told.")


class PreviewOut(BaseModel):
    id: int
    file_name: str
    headings: list[HeadingOut]
    columns: dict[str, str] = Field(description="As what a heading can be read.")
    kind: str
    missing: str = Field(description="Which column is needed, and is not there; nobody can come in before.")
    new: int = Field(description="Lines that can come in, those that are left out included.")
    here: int
    refused: int
    coming: int = Field(description="How many would come in now.")
    shown: str
    lines: list[LineOut]
    page: int
    pages: int


class FileOut(BaseModel):
    id: int
    file_name: str
    began_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    audience: str | None
    people: int = Field(description="How many came in, and were not taken away.")


class FilesOut(BaseModel):
    files: list[FileOut]


class BroughtOut(BaseModel):
    people: int = Field(description="For how many it was done.")


class UndoneOut(BaseModel):
    gone: int
    stayed: list[str] = Field(description="Names of who was claimed or used since.")


def file_out(batch: Batch) -> FileOut:
    return FileOut(
        id=batch.id,
        file_name=batch.file_name,
        began_at=batch.began_at,
        applied_at=batch.applied_at,
        undone_at=batch.undone_at,
        audience=batch.audience,
        people=len(batch.made),
    )


def preview_out(page: PeoplePage) -> PreviewOut:
    return PreviewOut(
        id=page.batch.id,
        file_name=page.batch.file_name,
        headings=[HeadingOut(text=one.text, column=one.column) for one in page.headings],
        columns=page.columns,
        kind=page.kind,
        missing=str(page.missing),
        **page.counts,
        coming=page.ticked,
        shown=page.shown,
        lines=[
            LineOut(
                line=row.line,
                name=row.name,
                facts=list(row.facts),
                notes=[str(note) for note in row.notes],
                left_out=row.is_left_out,
                url=row.url,
            )
            for row in page.rows
        ],
        page=page.page,
        pages=page.pages,
    )
