"""Lines put together as readers read them on."""

from __future__ import annotations

import pytest

from pipeline.text.line_joins import joined_lines, unwrapped

CASES = (
    ("来年も同じ数を", "数えるつもりです", ""),
    ("漁に出ていて、", "残りは港に", ""),
    ("メニューは", "ﾌﾟﾘﾝだけ", ""),
    ("港务处主任说:", "“今天没有船。”", " "),
    ("港务处主任说：", "“今天没有船。”", ""),
    ("“今天没有船。”", "他说", ""),
    ("港に船が", "11隻あり", " "),
    ("移ったのは", "Ada Bergさん", " "),
    ("항구에는 배가", "열한 척 있었다", " "),
    ("Eleven boats", "were there", " "),
    ("“Eleven boats”", "—all", " "),
    ("เช้านี้มีเรือ", "สิบเอ็ดลำ", " "),
)


@pytest.mark.parametrize(("before", "after", "gap"), CASES)
def test_a_space_stands_between_lines_where_the_language_has_one(
    before: str, after: str, gap: str
) -> None:
    joined = f"{before}{gap}{after}"
    assert joined_lines(before, after) == joined
    assert " ".join(unwrapped(f"{before} \n\t{after}").split()) == joined


def test_spaces_within_a_line_stay() -> None:
    assert unwrapped("山田 太郎\u3000港長") == "山田 太郎\u3000港長"
    assert joined_lines("", "船") == " 船"
