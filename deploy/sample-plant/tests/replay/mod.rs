//! Plays a script again, with a model of its own of who knows what.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use rust_decimal::Decimal;
use sample_plant::{Action, Plant};

/// A command line, taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    /// One or two words, such as `receipt open`.
    pub(crate) verb: String,
    /// What follows the verb before the first option.
    pub(crate) arguments: Vec<String>,
    /// Each option with its value.
    pub(crate) options: BTreeMap<String, String>,
}

const VERBS: [(&str, &[&str], &str); 13] = [
    ("receipt open", &["--po", "--delivery-note", "--dock", "--container"], "dock-clerk"),
    ("receipt tally", &["--line", "--qty", "--package"], "dock-clerk"),
    ("receipt void-tally", &[], "dock-clerk"),
    ("receipt recount", &["--line", "--qty"], "dock-clerk"),
    ("receipt sign", &[], "dock-clerk"),
    ("card issue", &["--line", "--qty", "--lot"], "dock-clerk"),
    ("slip issue", &[], "terminal-operator"),
    ("slip confirm", &[], "dock-clerk"),
    ("weigh", &["--pieces", "--gross", "--tare", "--unit"], "qc-inspector"),
    ("measure", &["--what", "--value", "--unit"], "qc-inspector"),
    ("verdict", &["--accepted", "--rejected", "--reason", "--note"], "qc-inspector"),
    ("putaway", &["--location", "--qty"], "dock-clerk"),
    ("return raise", &["--qty", "--for"], "nonconforming-keeper"),
];

/// The options that a verb knows.
pub(crate) fn options(verb: &str) -> &'static [&'static str] {
    row(verb).1
}

/// The post that may write what a command writes.
pub(crate) fn post(command: &Command) -> &'static str {
    if command.verb == "verdict" && command.argument(1) == "concession" {
        return "supervisor";
    }
    row(&command.verb).2
}

fn row(verb: &str) -> (&'static str, &'static [&'static str], &'static str) {
    let found = VERBS.into_iter().find(|(known, _, _)| *known == verb);
    found.unwrap_or_else(|| panic!("nobody knows the command {verb}"))
}

impl Command {
    /// Takes a line apart at its blanks.
    pub(crate) fn parse(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        let two = words[..words.len().min(2)].join(" ");
        let known = VERBS.iter().any(|(verb, _, _)| *verb == two);
        let verb = if known { two } else { words[0].to_owned() };
        let rest = &words[if known { 2 } else { 1 }..];

        let first_option = rest.iter().position(|word| word.starts_with("--"));
        let (arguments, options) = rest.split_at(first_option.unwrap_or(rest.len()));
        let options = options.chunks(2).map(|pair| {
            assert_eq!(pair.len(), 2, "an option without a value: {line}");
            (pair[0].to_owned(), pair[1].to_owned())
        });
        Self {
            verb,
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            options: options.collect(),
        }
    }

    /// The numbers that it refers to, without their braces.
    pub(crate) fn numbers(&self) -> Vec<String> {
        let bare = |word: &String| Some(word.strip_prefix('{')?.strip_suffix('}')?.to_owned());
        self.arguments.iter().filter_map(bare).collect()
    }

    /// The line's number, with or without its order before it.
    pub(crate) fn line(&self) -> Option<&str> {
        let line = self.options.get("--line")?;
        Some(line.rsplit_once('/').map_or(line.as_str(), |(_, number)| number))
    }

    /// The order that stands before the line's number.
    pub(crate) fn order_of_line(&self) -> Option<&str> {
        Some(self.options.get("--line")?.rsplit_once('/')?.0)
    }

    /// One of the words before the options.
    pub(crate) fn argument(&self, place: usize) -> &str {
        &self.arguments[place]
    }

    /// The value of an option that must be there, such as `--qty`, as a decimal.
    pub(crate) fn quantity(&self, option: &str) -> Decimal {
        let text = &self.options[option];
        text.parse().expect("a quantity is a decimal")
    }
}

/// A receipt, and a line of it as `--line` names it.
type Line = (String, String);

struct Entry {
    at: DateTime<FixedOffset>,
    device: String,
    command: Command,
    /// Where in the server's log it stands in the end.
    position: usize,
    /// How far its device had read that log when it was written.
    cursor: usize,
}

/// The script, with what each device knew at each command.
pub(crate) struct Replay {
    entries: Vec<Entry>,
    orders: BTreeMap<String, String>,
    /// Which receipt a card is from.
    card_receipts: BTreeMap<String, String>,
    /// The quantity that each card states.
    pub(crate) lots: BTreeMap<String, Decimal>,
    /// What the cards of each line state together.
    pub(crate) carded: BTreeMap<Line, Decimal>,
}

impl Replay {
    /// Plays the script of a plant.
    pub(crate) fn of(plant: &Plant) -> Self {
        let mut replay = Self {
            entries: Vec::new(),
            orders: BTreeMap::new(),
            card_receipts: BTreeMap::new(),
            lots: BTreeMap::new(),
            carded: BTreeMap::new(),
        };
        let mut unsent: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut cursors: BTreeMap<&str, usize> = BTreeMap::new();
        let mut length = 0;

        for step in &plant.steps {
            let device = step.device.as_str();
            match &step.action {
                Action::Command { line, name } => {
                    let command = Command::parse(line);
                    replay.note_number(&command, name.as_deref());
                    unsent.entry(device).or_default().push(replay.entries.len());
                    replay.entries.push(Entry {
                        at: step.at,
                        device: device.to_owned(),
                        command,
                        position: usize::MAX,
                        cursor: cursors.get(device).copied().unwrap_or(0),
                    });
                }
                Action::Sync => {
                    for entry in unsent.remove(device).unwrap_or_default() {
                        replay.entries[entry].position = length;
                        length += 1;
                    }
                    cursors.insert(device, length);
                }
                Action::SignIn { .. } | Action::Offline | Action::Online => {}
            }
        }
        assert!(unsent.is_empty(), "the evening brings everything home");
        replay
    }

    fn note_number(&mut self, command: &Command, name: Option<&str>) {
        let Some(name) = name.map(str::to_owned) else {
            return;
        };
        match command.verb.as_str() {
            "receipt open" => {
                self.orders.insert(name, command.options["--po"].clone());
            }
            "card issue" => {
                let receipt = command.numbers()[0].clone();
                let line = (receipt.clone(), command.options["--line"].clone());
                let quantity = command.quantity("--qty");
                *self.carded.entry(line).or_default() += quantity;
                self.lots.insert(name.clone(), quantity);
                self.card_receipts.insert(name, receipt);
            }
            _ => {}
        }
    }

    /// The order that a receipt was opened for.
    pub(crate) fn order_of(&self, receipt: &str) -> &str {
        &self.orders[receipt]
    }

    /// What was counted on a line when all is known: boxes scanned twice count once.
    pub(crate) fn counted(&self, line: &Line) -> Decimal {
        let of_line = |entry: &&Entry| {
            entry.command.line() == Some(&line.1)
                && entry.command.numbers().first() == Some(&line.0)
        };
        let mut scanned = BTreeSet::new();
        let mut counted = Decimal::ZERO;
        for entry in self.entries.iter().filter(of_line) {
            match entry.command.verb.as_str() {
                "receipt tally" => {
                    let code = entry.command.options.get("--package");
                    if code.is_none_or(|code| scanned.insert(code.clone())) {
                        counted += entry.command.quantity("--qty");
                    }
                }
                "receipt recount" => counted = entry.command.quantity("--qty"),
                _ => {}
            }
        }
        counted
    }

    /// Deliveries that two devices counted.
    pub(crate) fn counted_on_two_devices(&self) -> usize {
        let mut devices: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for entry in self.of_verb("receipt tally") {
            let receipt = entry.command.numbers()[0].clone();
            devices.entry(receipt).or_default().insert(&entry.device);
        }
        devices.values().filter(|devices| devices.len() > 1).count()
    }

    /// Final verdicts that were written more than four hours after the signature.
    pub(crate) fn late_verdicts(&self) -> usize {
        let signed: BTreeMap<String, DateTime<FixedOffset>> = self
            .of_verb("receipt sign")
            .map(|entry| (entry.command.numbers()[0].clone(), entry.at))
            .collect();
        self.of_verb("verdict")
            .filter(|entry| {
                let receipt = &self.card_receipts[&entry.command.numbers()[0]];
                entry.at - signed[receipt] > TimeDelta::hours(4)
            })
            .count()
    }

    /// Lots that nobody judged on the day.
    pub(crate) fn unjudged_lots(&self) -> usize {
        let judged: BTreeSet<String> =
            self.of_verb("verdict").map(|entry| entry.command.numbers()[0].clone()).collect();
        self.lots.len() - judged.len()
    }

    /// Checks for each command that its device held what it needs, and not what forbids it.
    pub(crate) fn check_knowledge(&self) {
        for (place, entry) in self.entries.iter().enumerate() {
            let command = &entry.command;
            let Some(number) = command.numbers().into_iter().next() else {
                continue;
            };
            let earlier = &self.entries[..place];
            let knows = |verb: &str, number: &str| {
                earlier.iter().any(|other| {
                    other.command.verb == verb
                        && other.command.numbers().first().map(String::as_str) == Some(number)
                        && (other.device == entry.device || other.position < entry.cursor)
                })
            };
            match command.verb.as_str() {
                "receipt tally" | "receipt recount" | "receipt void-tally" => {
                    assert!(!knows("receipt sign", &number), "{command:?}");
                }
                "card issue" => assert!(knows("receipt sign", &number), "{command:?}"),
                "slip issue" => assert!(knows("card issue", &number), "{command:?}"),
                "slip confirm" => assert!(knows("slip issue", &number), "{command:?}"),
                "putaway" => {
                    let receipt = &self.card_receipts[&number];
                    assert!(knows("verdict", &number), "{command:?}");
                    assert!(knows("slip confirm", receipt), "{command:?}");
                }
                "return raise" => assert!(knows("verdict", &number), "{command:?}"),
                _ => {}
            }
        }
    }

    fn of_verb(&self, verb: &str) -> impl Iterator<Item = &Entry> {
        let wanted = verb.to_owned();
        self.entries.iter().filter(move |entry| entry.command.verb == wanted)
    }
}
