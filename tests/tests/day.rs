//! A day on six devices, whose networks are cut at random: in the end everybody sees the same.

use inwards_tests::day::Day;
use sample_plant::Size;

#[test]
fn a_day_on_bad_networks_ends_with_everybody_seeing_the_same() {
    check(Size::Small, 1);
}

#[test]
fn another_order_of_syncs_loses_nothing_either() {
    check(Size::Small, 2);
}

#[test]
fn three_hundred_deliveries_end_with_everybody_seeing_the_same() {
    check(Size::Full, 3);
}

fn check(size: Size, seed: u64) {
    let mut day = Day::play(size, seed);

    assert_eq!(day.refused, Vec::<String>::new());
    let (troubles, failed) = (day.troubles(), day.failed_syncs);
    assert!(troubles > 20 && failed > 10, "too good a network: {troubles}, {failed}");
    let conflicts = day.site.server.get("/api/conflicts");
    assert_ne!(conflicts.as_array().map(Vec::len), Some(0), "too good a day");
    day.assert_complete();
    day.assert_identical();
}
