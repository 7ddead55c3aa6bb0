"""An old figure must not stand where a newer one is known, nor a rank pass for a share."""

import pandas as pd

from pactbook.measures import resources

TABLE = pd.DataFrame(
    [
        ("resources:1", "1", "AAA", "uranium", "share of world output", 45.0, "percent", 2021),
        ("resources:2", "2", "AAA", "uranium", "share of world output", 43.0, "percent", 2022),
        ("resources:3", "3", "AAA", "uranium", "share of world resources", 15.0, "percent", 2021),
        ("resources:4", "4", "AAA", "gas", "world rank by reserves", 4.0, "rank", 2019),
        ("resources:5", "5", "AAA", "gold", "annual output", 120.0, "tonnes", 2022),
    ],
    columns=["row", "resource_id", "iso3", "commodity", "measure", "value", "unit", "year"],
)


def test_only_the_newest_figure_of_a_measure_is_kept():
    assert resources.latest(TABLE)["row"].tolist() == ["resources:4", "resources:5", "resources:2", "resources:3"]


def test_world_weight_gives_the_largest_share_first_and_ranks_last():
    weights = resources.world_weight(TABLE)
    assert weights[["row", "kind"]].to_numpy().tolist() == [
        ["resources:2", "share"],
        ["resources:3", "share"],
        ["resources:4", "rank"],
    ]


def test_no_resources_give_no_weight():
    assert resources.world_weight(TABLE.iloc[:0]).empty
