from __future__ import annotations

from dataclasses import replace

import pytest
from home_parts import add_assessment, add_enterprise
from PySide6.QtCore import Qt

from suzhou_assess.services import assessments
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import AssessmentListModel
from suzhou_assess.ui.widgets.assessment_picker import card_words


@pytest.mark.parametrize(("held", "said"), [("waiting", "待决定"), ("rejected", "未采用")])
def test_that_an_assessment_that_does_not_count_says_so_instead_of_its_score(
    context: Context, held: str, said: str
) -> None:
    key = add_enterprise(context.workspace, 1)
    add_assessment(context.workspace, key, answers=3, submitted=True)
    (card,) = assessments.cards(context.workspace)
    model = AssessmentListModel(context, with_names=False)
    model.show([card, replace(card, held=held)])
    assert "分" in model.state(card)
    assert model.state(replace(card, held=held)) == said
    heard = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert [said in text for text in heard] == [False, True]
    assert said in card_words(context, replace(card, held=held))
