//! The command line, read by hand: a reader of command lines takes longer to compile than all of this.

use crate::supply::Advisories;

/// What `cargo xtask --help` says; the tests hold the README to it.
pub(crate) const HELP: &str = "\
Runs Inwards on this machine, and tests it.

Usage: cargo xtask <COMMAND>

Commands:
  up     Builds Inwards, starts a server with a sample plant, and plays part of a day on it
  down   Stops the server that `up` started; the data stays
  test   Installs what the tests need, and runs everything that must pass
  web    Builds the web app, which the server then carries in itself
  supply Checks licences, sources and known holes of everything that is depended on
  sbom   Writes what each program is made of, as CycloneDX, into target/sbom
  bench  Measures: the way of a tally to another device, folding, the size of the programs

Options of up:
      --fast       A small plant: 120 orders, 24 deliveries
      --fresh      Forgets the data of the last time
      --port PORT  Where the server listens, on this machine alone; 8470 where nothing is said

Options of supply:
      --advisories  Fails where the list of known holes cannot be fetched

Options of web:
      --dev  Quickly, and large: as `up` builds it";

/// A task with its options, as the words after `cargo xtask` name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Prints [`HELP`].
    Help,
    /// Lays the sample plant out, and starts its server.
    Up(Up),
    /// Stops the server that `up` started.
    Down,
    /// Checks and tests everything.
    Test,
    /// Builds the web app.
    Web {
        /// Whether to build as `up` does: quickly, and large.
        dev: bool,
    },
    /// Checks what is depended on.
    Supply(Advisories),
    /// Writes the bills of materials.
    Sbom,
    /// Measures how fast and how large the programs are.
    Bench,
}

/// How the demonstration is started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Up {
    /// With a small plant.
    pub(crate) fast: bool,
    /// Without the data of the last time.
    pub(crate) fresh: bool,
    /// The port where the server listens.
    pub(crate) port: Option<u16>,
}

impl Task {
    /// Reads the words after `cargo xtask`; otherwise a sentence says what is wrong with them.
    pub(crate) fn parse(words: &[String]) -> Result<Self, String> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some((name, options)) = words.split_first() else {
            return Err("say what to do".to_owned());
        };
        if words.iter().any(|word| ["--help", "-h", "help"].contains(word)) {
            return Ok(Self::Help);
        }
        match (*name, options) {
            ("up", _) => Up::parse(options).map(Self::Up),
            ("down", []) => Ok(Self::Down),
            ("test", []) => Ok(Self::Test),
            ("bench", []) => Ok(Self::Bench),
            ("supply", []) => Ok(Self::Supply(Advisories::IfReached)),
            ("supply", ["--advisories"]) => Ok(Self::Supply(Advisories::Required)),
            ("sbom", []) => Ok(Self::Sbom),
            ("web", []) => Ok(Self::Web { dev: false }),
            ("web", ["--dev"]) => Ok(Self::Web { dev: true }),
            ("down" | "test" | "bench" | "web" | "supply" | "sbom", [option, ..]) => {
                Err(format!("`{name}` has no option `{option}`"))
            }
            _ => Err(format!("there is no command `{name}`")),
        }
    }
}

impl Up {
    fn parse(options: &[&str]) -> Result<Self, String> {
        let mut how = Self::default();
        let mut rest = options.iter();
        while let Some(option) = rest.next() {
            let (name, value) = option.split_once('=').unzip();
            match name.unwrap_or(option) {
                "--fast" if value.is_none() => how.fast = true,
                "--fresh" if value.is_none() => how.fresh = true,
                "--port" => {
                    let port = value.or_else(|| rest.next().copied()).unwrap_or_default();
                    let read = port.parse().ok().filter(|port| *port > 0);
                    how.port = Some(read.ok_or_else(|| {
                        format!("`{port}` is no port: give a number from 1 to 65535 after --port")
                    })?);
                }
                _ => return Err(format!("`up` has no option `{option}`")),
            }
        }
        Ok(how)
    }

    /// The same as words, for the demonstration's own program.
    pub(crate) fn words(&self) -> Vec<String> {
        let flags = [(self.fast, "--fast"), (self.fresh, "--fresh")];
        let flags = flags.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| (*name).to_owned());
        flags.chain(self.port.map(|port| format!("--port={port}"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Task, String> {
        Task::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn up_starts_as_the_readme_says() {
        let up = Up { fast: true, fresh: false, port: Some(9000) };

        assert_eq!(parse("up --fast --port 9000"), Ok(Task::Up(up.clone())));
        assert_eq!(parse("up --port=9000 --fast"), Ok(Task::Up(up)));
        assert_eq!(parse("up"), Ok(Task::Up(Up::default())));
    }

    #[test]
    fn the_demonstration_is_told_what_was_asked_for() {
        let asked = "up --fast --fresh --port=9000";
        let Ok(Task::Up(up)) = parse(asked) else { panic!("{asked}") };

        assert_eq!(format!("up {}", up.words().join(" ")), asked);
        assert!(Up::default().words().is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_named_in_the_answer() {
        for (line, named) in [
            ("", "what to do"),
            ("upp", "`upp`"),
            ("up --slow", "`--slow`"),
            ("up --fast=yes", "`--fast=yes`"),
            ("up --port", "is no port"),
            ("up --port 0", "`0`"),
            ("up --port 70000", "`70000`"),
            ("test --fast", "`--fast`"),
            ("down now", "`now`"),
            ("supply --advisory", "`--advisory`"),
        ] {
            let told = parse(line).expect_err(line);
            assert!(told.contains(named), "{line}: {told}");
        }
    }

    #[test]
    fn every_command_of_the_help_is_one() {
        let named: Vec<&str> = HELP
            .lines()
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .collect();

        assert_eq!(named, ["up", "down", "test", "web", "supply", "sbom", "bench"]);
        for name in named {
            assert!(!matches!(parse(name), Err(_) | Ok(Task::Help)), "{name}");
        }
        assert_eq!(parse("up --help"), Ok(Task::Help));
    }
}
