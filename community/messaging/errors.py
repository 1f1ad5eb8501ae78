"""Refusals of messaging."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from community.core.errors import Conflict, Invalid, NotFound, Refusal, TooMany


class EmptyMessage(Invalid):
    message = _l("Please write something first.")

    def __init__(self) -> None:
        super().__init__(field="body")


class MessageTooLong(Invalid):
    message = _l("A message has at most 10,000 characters. Yours is kept; please shorten or split it.")

    def __init__(self) -> None:
        super().__init__(field="body")


class FileRefused(Invalid):
    """A file that cannot be attached; the message says why."""

    code = "file_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, field="files")


class EnoughForToday(TooMany):
    """What a day allows is used up; an account in its first week, not verified, is allowed less."""

    def __init__(self, words: str, wait: timedelta) -> None:
        when = format_timedelta(wait, granularity="minute", add_direction=True)
        super().__init__(
            retry_after=max(60, round(wait.total_seconds())),
            message=" ".join((words, _("Please try again %(when)s; nothing you wrote is lost.", when=when))),
        )


class ReachedEnough(EnoughForToday):
    def __init__(self, most: int, wait: timedelta, *, is_new: bool) -> None:
        words = (
            _(
                "In its first week an account that is not verified reaches %(most)s new people a day.",
                most=most,
            )
            if is_new
            else _("You can reach %(most)s new people a day.", most=most)
        )
        super().__init__(words, wait)


class UploadedEnough(EnoughForToday):
    def __init__(self, most: int, wait: timedelta, *, is_new: bool) -> None:
        words = (
            _("In its first week an account that is not verified attaches %(most)s MB a day.", most=most)
            if is_new
            else _("You can attach %(most)s MB a day.", most=most)
        )
        super().__init__(words, wait)


class TooManyFiles(Invalid):
    message = _l("A message takes at most five files. Please send the others with another one.")

    def __init__(self) -> None:
        super().__init__(field="files")


class FileGone(Refusal):
    """It was never there, is somebody else's, was sent with another message, or waited for more than a day."""

    status = 409
    code = "file_gone"
    message = _l("A file is not there any more. Please attach it again.")

    def __init__(self) -> None:
        super().__init__(field="files")


class FilesAfterAnswer(Refusal):
    status = 409
    code = "files_after_answer"
    message = _l("Files can be sent when the other one has answered. Your text can go now.")

    def __init__(self) -> None:
        super().__init__(field="files")


class CannotBeWrittenTo(Refusal):
    """The other one is not a member who can read it (unclaimed, closed, the actor themselves), or does not want it."""

    status = 409
    code = "cannot_be_written_to"
    message = _l("This person cannot be written to here.")


class NoSuchMessage(NotFound):
    """There is no message of this number that the actor may see and that still has its words."""

    message = _l("This message is not there any more.")


class TooLateToEdit(Refusal):
    status = 409
    code = "too_late_to_edit"
    message = _l(
        "A message can be changed within 15 minutes after it was sent. You can delete it, or write another."
    )


class UnknownSign(Invalid):
    message = _l("There is no such reaction.")

    def __init__(self) -> None:
        super().__init__(field="sign")


class TooManyPins(Refusal):
    status = 409
    code = "too_many_pins"
    message = _l("A conversation has at most 20 pinned messages. Unpin one first.")


class BlockedByYou(Refusal):
    status = 409
    code = "blocked_by_you"
    message = _l("You have blocked this person. Unblock them to write.")


class WaitForAnswer(Refusal):
    """A stranger has written what one may write before an answer, and nobody says whether one will come."""

    status = 409
    code = "wait_for_answer"
    message = _l("Please wait for an answer: before it comes, you can write three messages.")


class NoSuchPerson(Invalid):
    """Nobody of this name or handle can be written to."""

    def __init__(self, named: str) -> None:
        super().__init__(
            _("We found nobody called “%(name)s” whom you could write to.", name=named), field="people"
        )


class NobodyNamed(Invalid):
    message = _l("Please name somebody.")

    def __init__(self) -> None:
        super().__init__(field="people")


class SeveralOfThisName(Invalid):
    def __init__(self, named: str) -> None:
        super().__init__(
            _(
                "There are several people called “%(name)s”. Open the profile you mean and start there.",
                name=named,
            ),
            field="people",
        )


class GroupIsFull(Refusal):
    status = 409
    code = "group_is_full"
    message = _l("A group has at most 50 people.")

    def __init__(self) -> None:
        super().__init__(field="people")


class NotAGroup(Refusal):
    """A talk between two stays between two."""

    status = 409
    code = "not_a_group"
    message = _l(
        "A conversation between two stays between the two. Start a group with everybody you want in it."
    )


class MustAgree(Refusal):
    """The rule of attribution was changed, and the actor has not agreed to the new one."""

    status = 409
    code = "must_agree"
    message = _l(
        "The rule for quoting was changed. Please agree to it before you write on; your text is kept."
    )


class RuleChanged(Conflict):
    code = "rule_changed"
    message = _l("The rule was changed again meanwhile. Please read it once more.")


class AlreadyAnswered(Refusal):
    status = 409
    code = "already_answered"
    message = _l("You have answered this request already.")
