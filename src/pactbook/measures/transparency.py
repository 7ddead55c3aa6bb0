"""How much is known of each facility, and of those of an operator or a host together."""

import pandas as pd

QUESTIONS = ("opened", "personnel", "place", "kind", "checked", "grade")
RELIABLE = ("A", "B")  # of the NATO Admiralty grades


def answers(sites: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Which of six questions the data answers for each facility.

    Opened: the date from which it is in use is known, if only the year. Personnel: there is an estimate. Place: there
    are coordinates. Kind: neither its existence nor its nature is disputed. Checked: the row was seen in its source.
    Grade: its best source is graded A or B.

    Args:
        sites: as `facilities.sites` returns.
        sources: the table `sources`.

    Returns:
        row, host, operator (missing if not named), foreign, then one boolean column for each of QUESTIONS, answered
        (count, 0 to 6) and share (answered of all questions, 0 to 1), in the order of `sites`.
    """
    reliable = set(sources.loc[sources["reliability"].isin(RELIABLE), "source_id"])
    frame = sites[["row", "host", "operator", "foreign"]].reset_index(drop=True)
    frame["opened"] = sites["opened"].notna().to_numpy(dtype=bool)
    frame["personnel"] = sites["personnel_estimate"].notna().to_numpy(dtype=bool)
    frame["place"] = (sites["lat"].notna() & sites["lon"].notna()).to_numpy(dtype=bool)
    frame["kind"] = (sites["status"] != "disputed").to_numpy(dtype=bool)
    frame["checked"] = (sites["verified"] == "tool").to_numpy(dtype=bool)
    frame["grade"] = pd.Series([not reliable.isdisjoint(named) for named in sites["source_ids"]], dtype=bool)
    frame["answered"] = frame[list(QUESTIONS)].sum(axis="columns").astype(int)
    frame["share"] = frame["answered"] / len(QUESTIONS)
    return frame


def together(answers: pd.DataFrame, by: str) -> pd.DataFrame:
    """What is known of the facilities of each operator, or on each host's soil.

    Every facility weighs the same, and so does every question.

    Args:
        answers: as `answers` returns.
        by: `operator` or `host`; facilities without one are left out.

    Returns:
        The column named by `by`, facilities (count, at least 1), one column for each of QUESTIONS (share of the
        facilities with an answer, 0 to 1), share (mean of the facilities' shares, 0 to 1), rows; least known first,
        then most facilities first.
    """
    found = [
        (key, len(group), *(float(group[name].mean()) for name in (*QUESTIONS, "share")), tuple(group["row"]))
        for key, group in answers.groupby(by)
    ]
    frame = pd.DataFrame(found, columns=[by, "facilities", *QUESTIONS, "share", "rows"])
    return frame.sort_values(["share", "facilities", by], ascending=[True, False, True], ignore_index=True)
