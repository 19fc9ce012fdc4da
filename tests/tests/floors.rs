//! What stands on what: a module uses only what stands above it in the list, which is read from the top
//! as ARCHITECTURE.md and `lib.rs` are, and few know each other.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use inwards_tests::imports::{Imports, ROOT, sources};
use inwards_tests::sources::root;

/// The web app in the order of ARCHITECTURE.md. A module uses those of its own floor and of the floors
/// above it.
const WEB: [&[&str]; 8] = [
    &["route", "number_format", "messages", "remedy", "browser"],
    &["device"],
    &["overlay", "drafts", "record_error", "look", "incremental_views"],
    &["app"],
    &["components"],
    &["screens"],
    &["root"],
    &[ROOT],
];

/// The app's sections: each is read without the others.
const SECTIONS: [&str; 4] =
    ["screens::dock", "screens::inspect", "screens::board", "screens::office"];

/// The screens that belong to no section, and may use none.
const SCREENS_OF_NONE: [&str; 6] =
    ["enrol", "home", "kinds", "lock", "scanner_settings", "settings"];

/// Where a module of the core uses one that stands below it, and why.
const CORE_KNOWS: [(&str, &str, &str); 7] = [
    ("post", "fact", "the table of who may write what is over the kinds of facts"),
    ("merge", "state", "a merge reads who wrote what"),
    ("text", "defect", "`text/names` names the types of all modules, and calls nothing of theirs"),
    ("text", "merge", "the same, of what became of tallies, signatures and verdicts"),
    ("text", "rules", "the same, of what rules find"),
    ("text", "view", "the same, of states, work and scanned codes"),
    ("text", "api", "the same, of why a device is held back"),
];

/// The crates that use the core.
const USING_THE_CORE: [&str; 7] = [
    "server",
    "server/journal",
    "scanner-client/engine",
    "scanner-client/terminal",
    "scanner-client/paper",
    "scanner-client/camera",
    "scanner-client/web",
];

/// So many files may know each other.
const LARGEST_CIRCLE: usize = 3;

/// Larger circles that stay, by one of their modules, and why.
const LARGER: [(&str, &str, &str); 1] =
    [("server", "cli", "each command is a file in the folder of the list of commands")];

#[test]
fn the_web_app_stands_on_floors() {
    let uses = of("scanner-client/web");

    let wrong: Vec<_> = uses.all().filter(|(from, to)| floor(to) > floor(from)).collect();

    assert_eq!(wrong, [], "a module uses one of a floor below it");
}

#[test]
fn no_section_of_the_web_app_knows_another() {
    let uses = of("scanner-client/web");

    let wrong: Vec<_> = uses
        .all()
        .filter(|(from, to)| matches!((section(from), section(to)), (Some(a), Some(b)) if a != b))
        .collect();

    assert_eq!(wrong, [], "what two sections share belongs into `components`");
}

#[test]
fn every_screen_of_the_web_app_is_of_a_section_or_of_none() {
    let uses = of("scanner-client/web");

    let screens = uses.modules().filter_map(|module| module.strip_prefix("screens::"));
    let unplaced: BTreeSet<&str> = screens
        .map(top)
        .filter(|screen| !SCREENS_OF_NONE.contains(screen))
        .filter(|screen| section(&format!("screens::{screen}")).is_none())
        .collect();

    assert_eq!(unplaced, BTreeSet::new(), "say so in SECTIONS or SCREENS_OF_NONE");
}

#[test]
fn a_module_of_the_core_uses_only_those_above_it() {
    let order = core_in_order();
    let place = |module: &str| {
        let found = order.iter().position(|known| known == module);
        found.unwrap_or_else(|| panic!("lib.rs does not list {module}"))
    };
    let uses = of("sync-core");

    let downward: BTreeSet<(&str, &str)> = uses
        .all()
        .filter(|(from, to)| *from != ROOT && *to != ROOT)
        .map(|(from, to)| (top(from), top(to)))
        .filter(|(from, to)| place(from) < place(to))
        .collect();

    let known = CORE_KNOWS.map(|(from, to, _)| (from, to));
    assert_eq!(downward, BTreeSet::from(known), "the order is that of lib.rs");
}

#[test]
fn in_crates_that_use_the_core_at_most_three_files_know_each_other() {
    let mut found = String::new();
    let mut argued_for = BTreeSet::new();
    for folder in USING_THE_CORE {
        for circle in of(folder).circles() {
            let reason = LARGER.iter().find(|(in_, one, _)| *in_ == folder && circle.contains(one));
            match reason {
                _ if circle.len() <= LARGEST_CIRCLE => {}
                Some((_, one, _)) => {
                    argued_for.insert((folder, *one));
                }
                None => writeln!(found, "{folder}: {circle:?}").expect("text takes all"),
            }
        }
    }

    assert!(found.is_empty(), "circles of more than {LARGEST_CIRCLE} files:\n{found}");
    let listed = LARGER.map(|(folder, one, _)| (folder, one));
    assert_eq!(argued_for, BTreeSet::from(listed), "what is open now needs no reason");
}

#[test]
fn what_the_web_app_records_is_told_by_one_file() {
    let files = sources(&root().join("scanner-client/web/src"));

    let recording = files.iter().filter(|(_, text)| text.contains("device.record("));

    let paths: Vec<&str> = recording.map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["components/recording.rs"], "docs/decisions/0018 says why");
}

#[test]
fn every_module_of_the_web_app_stands_on_a_floor() {
    for module in of("scanner-client/web").modules() {
        floor(module);
    }
}

/// On which floor a module of the web app stands.
fn floor(module: &str) -> usize {
    let found = WEB.iter().position(|floor| floor.contains(&top(module)));
    found.unwrap_or_else(|| panic!("{module} stands on no floor: say in WEB on which"))
}

fn section(module: &str) -> Option<&'static str> {
    SECTIONS.into_iter().find(|section| {
        module.strip_prefix(section).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

/// The modules of the core, in the order in which lib.rs says that they are to be read.
fn core_in_order() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("sync-core/src/lib.rs")).expect("lib.rs");
    let lines = text.lines().map(|line| line.trim_start_matches("pub "));
    let names = lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

fn of(folder: &str) -> Imports {
    Imports::read(&root().join(folder).join("src"))
}
