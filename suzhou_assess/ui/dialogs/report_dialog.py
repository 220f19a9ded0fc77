"""The report that is left on the table: which version, which kind of file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from suzhou_assess.domain.text import Lang
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.result_exports import Export, Writing, write_export
from suzhou_assess.ui.widgets.basics import button, column, label, row
from suzhou_assess.ui.widgets.segments import Segments

ReportKind = Literal["enterprise", "expert"]

_KINDS: tuple[ReportKind, ...] = ("enterprise", "expert")
_ENDINGS = ("pdf", "docx")


class ReportDialog(QDialog):
    """Asks; ``write_report`` writes."""

    def __init__(self, context: Context, parent: QWidget, session: AssessmentSession) -> None:
        super().__init__(parent)
        self._context = context
        say = context.say
        self.setWindowTitle(say("ui_result.report_title"))
        self.setFixedWidth(520)
        layout = column(self, margins=(24, 24, 24, 20), gap=16)
        layout.addWidget(label(say("ui_result.report_title"), "heading"))
        layout.addWidget(label(session.enterprise.name, "strong", wrap=True))
        self.kind = Segments(
            say("ui_result.report_kind"),
            [(kind, say(f"ui_result.report_{kind}")) for kind in _KINDS],
        )
        self.kind.set_value("enterprise")
        self.kind.chosen.connect(lambda _: self._tell())
        self.ending = Segments(
            say("ui_result.report_format"),
            [(ending, say(f"ui_result.report_{ending}")) for ending in _ENDINGS],
        )
        self.ending.set_value("pdf")
        self.ending.chosen.connect(lambda _: self._tell())
        self._kind_hint = label("", "small", wrap=True)
        self._ending_hint = label("", "small", wrap=True)
        for title, choice, hint in (
            ("report_kind", self.kind, self._kind_hint),
            ("report_format", self.ending, self._ending_hint),
        ):
            part = column(gap=6)
            part.addWidget(label(say(f"ui_result.{title}"), "muted"))
            line = row()
            line.addWidget(choice)
            line.addStretch(1)
            part.addLayout(line)
            part.addWidget(hint)
            layout.addLayout(part)
        self.open_after = QCheckBox(say("ui_result.report_open"))
        self.open_after.setChecked(True)
        layout.addWidget(self.open_after)
        foot = row(gap=12)
        foot.addStretch(1)
        cancel = button(say("ui.cancel"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        self.write_button = button(say("ui_result.report_write"), "primary")
        self.write_button.setDefault(True)
        self.write_button.clicked.connect(self.accept)
        foot.addWidget(self.write_button)
        layout.addLayout(foot)
        self._tell()
        self.kind.setFocus()
        context.tasks.start(_warm_up, quiet=True)

    def _tell(self) -> None:
        say = self._context.say
        self._kind_hint.setText(say(f"ui_result.report_{self.kind.value}_hint"))
        self._ending_hint.setText(say(f"ui_result.report_{self.ending.value}_hint"))


def _warm_up() -> Writing:
    """While the user chooses."""
    from suzhou_assess.services import reports

    yield from reports.warm_up()


def write_report(context: Context, parent: QWidget, session: AssessmentSession) -> None:
    """Ask for the version and the kind of file, then where to, and write it."""
    dialog = ReportDialog(context, parent, session)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    kind = cast("ReportKind", dialog.kind.value)
    ending, then_open = dialog.ending.value, dialog.open_after.isChecked()
    dialog.deleteLater()
    if accepted:
        report = _export(kind, ending)
        write_export(context, parent, report, session, then_open=then_open)


def _export(kind: ReportKind, ending: str) -> Export:
    def write(ws: Workspace, assessment_id: str, out: Path, lang: Lang) -> Writing:
        from suzhou_assess.services import reports

        return reports.write_report(ws, assessment_id, out, kind=kind, lang=lang)

    return Export(f"report_{ending}", f".{ending}", write)
