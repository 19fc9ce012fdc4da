//! What the script of the day promises: every step can be accepted where it is made.

mod replay;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use replay::{Command, Replay};
use rust_decimal::Decimal;
use sample_plant::{Action, DEFAULT_SEED, Plant, Size, Step};

#[test]
fn steps_stand_in_the_order_of_time() {
    for plant in plants() {
        assert!(plant.steps.is_sorted_by_key(|step| step.at));
    }
}

#[test]
fn a_step_reads_back_from_the_line_that_it_writes() {
    for step in small(1).steps {
        let line = serde_json::to_string(&step).expect("a step is plain JSON");
        let read: Step = serde_json::from_str(&line).expect("a step reads back");

        assert_eq!(read, step);
    }
}

#[test]
fn the_full_day_has_three_hundred_deliveries_and_the_small_one_twenty_four() {
    assert_eq!(count(&full(), "receipt open"), 300);
    for seed in [DEFAULT_SEED, 1, 2, 43] {
        assert_eq!(count(&small(seed), "receipt open"), 24);
    }
}

#[test]
fn every_command_parses_into_known_words() {
    for plant in plants() {
        for command in commands(&plant) {
            let known = replay::options(&command.verb);
            for (option, value) in &command.options {
                assert!(known.contains(&option.as_str()), "{option} in {command:?}");
                assert!(!value.starts_with("--"), "{command:?}");
            }
        }
    }
}

#[test]
fn a_number_is_named_only_after_it_was_made() {
    for plant in plants() {
        let mut made = BTreeSet::new();
        for step in &plant.steps {
            let Action::Command { line, name } = &step.action else {
                continue;
            };
            for number in Command::parse(line).numbers() {
                assert!(made.contains(&number), "{line}");
            }
            if let Some(name) = name {
                assert!(made.insert(name.clone()), "{name} was made twice");
            }
        }
    }
}

#[test]
fn only_lines_of_the_order_are_counted() {
    for plant in plants() {
        let lines: BTreeSet<(&str, String)> =
            plant.orders.iter().map(|line| (line.order.as_str(), line.line.to_string())).collect();
        let replay = Replay::of(&plant);

        for command in commands(&plant) {
            if let Some(line) = command.line() {
                let order = replay.order_of(&command.numbers()[0]);
                assert!(lines.contains(&(order, line.to_owned())), "{command:?}");
                assert!(command.order_of_line().is_none_or(|written| written == order));
            }
        }
    }
}

#[test]
fn who_did_not_open_a_receipt_names_the_order_with_the_line() {
    for plant in plants() {
        let mut opened: BTreeMap<&str, &str> = BTreeMap::new();
        for step in &plant.steps {
            let Action::Command { line, name } = &step.action else {
                continue;
            };
            let command = Command::parse(line);
            match (command.verb.as_str(), name) {
                ("receipt open", Some(name)) => {
                    opened.insert(name, &step.device);
                }
                ("receipt tally", _) => {
                    let own = opened[command.numbers()[0].as_str()] == step.device;
                    assert_eq!(command.order_of_line().is_none(), own, "{line}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_person_writes_only_what_the_persons_and_the_devices_posts_allow() {
    for plant in plants() {
        let mut signed_in: BTreeMap<&str, &str> = BTreeMap::new();
        for step in &plant.steps {
            match &step.action {
                Action::SignIn { person, pin } => {
                    let known = plant.people.iter().find(|known| known.name == *person);
                    let known = known.expect("only known people sign in");
                    assert_eq!(&known.pin, pin);
                    signed_in.insert(&step.device, &known.posts);
                }
                Action::Command { line, .. } => {
                    let device = plant.devices.iter().find(|d| d.name == step.device);
                    let device = device.expect("only known devices work");
                    let allowed = |posts: &str, post| posts.split('+').any(|own| own == post);
                    let post = replay::post(&Command::parse(line));

                    assert!(allowed(&device.posts, post), "{line}");
                    assert!(allowed(signed_in[step.device.as_str()], post), "{line}");
                }
                Action::Sync | Action::Offline | Action::Online => {}
            }
        }
    }
}

#[test]
fn nobody_syncs_without_a_network_and_every_device_has_outages_of_ten_minutes_and_more() {
    for plant in plants() {
        for device in &plant.devices {
            let mut offline = None;
            let mut outages = 0;
            for step in plant.steps.iter().filter(|step| step.device == device.name) {
                match step.action {
                    Action::Offline => assert!(offline.replace(step.at).is_none()),
                    Action::Online => {
                        let since = offline.take().expect("it was offline");
                        if (step.at - since).num_minutes() >= 9 {
                            outages += 1;
                        }
                    }
                    Action::Sync => assert!(offline.is_none()),
                    Action::Command { .. } | Action::SignIn { .. } => {}
                }
            }
            assert!(outages >= 2, "{}", device.name);
        }
    }
}

#[test]
fn each_step_that_needs_knowledge_is_made_where_it_is_known() {
    for plant in plants() {
        Replay::of(&plant).check_knowledge();
    }
}

#[test]
fn cards_never_stand_for_more_than_was_counted_by_the_end() {
    for plant in plants() {
        let replay = Replay::of(&plant);
        for (line, carded) in &replay.carded {
            assert!(*carded <= replay.counted(line), "{line:?}");
        }
    }
}

#[test]
fn a_verdict_is_about_the_whole_lot() {
    for plant in plants() {
        let replay = Replay::of(&plant);
        for command in commands(&plant).filter(|command| command.verb == "verdict") {
            let judged = command.quantity("--accepted") + command.quantity("--rejected");
            assert_eq!(judged, replay.lots[&command.numbers()[0]], "{command:?}");
        }
    }
}

#[test]
fn no_more_is_put_away_than_accepted_or_returned_than_rejected() {
    for plant in plants() {
        let mut in_force: BTreeMap<String, Command> = BTreeMap::new();
        for command in commands(&plant) {
            let number = command.numbers().into_iter().next();
            match command.verb.as_str() {
                "verdict" => {
                    in_force.insert(number.expect("a verdict names a card"), command);
                }
                "putaway" | "return raise" => {
                    let verdict = &in_force[&number.expect("they name a card")];
                    let option =
                        if command.verb == "putaway" { "--accepted" } else { "--rejected" };
                    let quantity = command.quantity("--qty");
                    assert!(quantity > Decimal::ZERO && quantity <= verdict.quantity(option));
                    assert_ne!(verdict.argument(1), "sort");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_full_day_shows_what_the_floor_has_to_cope_with() {
    let plant = full();
    let replay = Replay::of(&plant);
    let verdicts = |outcome: &str| {
        commands(&plant)
            .filter(|command| command.verb == "verdict" && command.argument(1) == outcome)
            .count()
    };

    assert_eq!(replay.counted_on_two_devices(), 12);
    assert!(replay.late_verdicts() >= 10);
    assert!(replay.unjudged_lots() >= 10);
    assert!(count(&plant, "receipt void-tally") >= 10);
    assert!(count(&plant, "receipt recount") >= 5);
    assert!(count(&plant, "return raise") >= 15);
    assert!(count(&plant, "weigh") >= 60);
    assert!(count(&plant, "measure") >= 5);
    assert!(verdicts("reject") >= 25);
    assert!(verdicts("sort") >= 8);
    assert_eq!(verdicts("concession"), 3);
}

fn full() -> Plant {
    Plant::generate(DEFAULT_SEED, day())
}

fn small(seed: u64) -> Plant {
    Plant::of_size(Size::Small, seed, day())
}

/// The full plant, and small ones of several seeds.
fn plants() -> impl Iterator<Item = Plant> {
    std::iter::once(full()).chain((1..=12).map(small))
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day of the calendar")
}

fn commands(plant: &Plant) -> impl Iterator<Item = Command> {
    plant.steps.iter().filter_map(|step| match &step.action {
        Action::Command { line, .. } => Some(Command::parse(line)),
        Action::SignIn { .. } | Action::Sync | Action::Offline | Action::Online => None,
    })
}

fn count(plant: &Plant, verb: &str) -> usize {
    commands(plant).filter(|command| command.verb == verb).count()
}
