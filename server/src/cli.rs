//! The command line: `serve`, and what the administrator does.
//!
//! Exit codes: 0 done, 2 wrong usage or an unreadable file, 3 refused (an import of which rows
//! were refused too, unless `--partial` is said), 4 not reachable, 5 trouble with the storage.

mod ask;
mod audit;
mod print;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use sync_core::api::ImportKind;
use sync_core::fact::Day;
use sync_core::ids::Text;
use sync_core::time::SiteOffset;

use crate::admin::expunge::Positions;
use crate::audit::syslog::Collector;
use crate::hub::Budgets;
use crate::tls::acme::LETS_ENCRYPT;
use crate::tls::names::PlantName;

/// What was asked for is done.
pub const DONE: u8 = 0;
/// Wrong usage, or a file that cannot be read.
pub const USAGE: u8 = 2;
/// A rule forbids what was asked.
pub const REFUSED: u8 = 3;
/// The server, or the address, is not reachable.
pub const UNREACHABLE: u8 = 4;
/// The storage does not do its work.
pub const STORAGE: u8 = 5;

/// The Inwards server: admits facts, keeps them, and shows them.
#[derive(Debug, Parser)]
#[command(name = "inwards-server", version, max_term_width = 100)]
struct Cli {
    /// The data directory of the site; made where it is not there yet.
    #[arg(long, global = true, value_name = "DIR", default_value = "inwards-data")]
    data: PathBuf,
    /// Prints answers as JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answers devices and browsers until stopped.
    Serve(Box<Serve>),
    /// Devices: enrolment codes, list, revocation.
    #[command(subcommand)]
    Devices(Devices),
    /// People: their names, posts and PINs.
    #[command(subcommand)]
    People(People),
    /// Badges: issues and revokes them.
    #[command(subcommand)]
    Badges(Badges),
    /// Reads an export of the ERP in.
    Import(Import),
    /// Lets finished deliveries stand as one sum on their order lines.
    Carry {
        /// How many days nobody may have touched them.
        #[arg(long, value_name = "DAYS", default_value_t = 30)]
        days: u32,
    },
    /// What holds for the whole site: shows it, or changes what is said.
    Site(SiteSaid),
    /// Lists what the log holds, with the position of each fact.
    Log(LogAsked),
    /// Takes facts out of the site, by their positions in the log: they stay there, and are neither
    /// counted nor sent nor shown any more, here and on every device.
    Expunge(ExpungeAsked),
    /// Says how the server is.
    Status,
    /// What was done to the site, and by whom: lists it, or checks that nothing of it was changed.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// The keys that sign devices' tokens.
    #[command(subcommand)]
    Keys(Keys),
}

#[derive(Debug, Subcommand)]
enum Keys {
    /// Lets another key sign from now on; the one before is believed for ten minutes more.
    Rotate,
}

#[derive(Debug, Args)]
struct LogAsked {
    /// The position from which on it is read.
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    from: u64,
    /// Only what this device wrote, and what was set aside of it.
    #[arg(long, value_name = "DEVICE")]
    device: Option<u32>,
    /// Only facts of this kind, such as `FactSetAside`.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// How many rows at most.
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
}

#[derive(Debug, Args)]
struct ExpungeAsked {
    /// Where the facts stand, as `log` shows it: a position, or first and last as `4711-4800`.
    #[arg(value_name = "POSITION", required = true, value_parser = positions)]
    positions: Vec<Positions>,
    /// Why, in words; kept for life.
    #[arg(long, value_name = "TEXT")]
    reason: Text,
    /// Who does it; the account at the machine where it is not said.
    #[arg(long, value_name = "NAME")]
    by: Option<Text>,
}

#[derive(Debug, Args)]
struct Serve {
    /// The address and port to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8470")]
    listen: String,
    /// The name of the site; that of before where it is not given.
    #[arg(long, value_name = "NAME")]
    site_name: Option<Text>,
    /// The site's distance from UTC, like +08:00.
    #[arg(long, value_name = "OFFSET", value_parser = utc_offset, allow_hyphen_values = true)]
    utc_offset: Option<SiteOffset>,
    /// Lets everybody who reaches the server read the board and its views, without its code.
    #[arg(long)]
    open_board: bool,
    /// A name by which browsers ask a proxy in front of the server; several times for several. Other
    /// names than these, the machine's own and addresses are refused where TLS does not check them.
    #[arg(long, value_name = "NAME")]
    host: Vec<PlantName>,
    /// Connections that one address may have open at once: more where a proxy or a router stands
    /// between devices and server, so that all of them come from one address.
    #[arg(long, value_name = "N", default_value_t = crate::serve::PER_ADDRESS)]
    per_address: usize,
    /// Serves the web app from this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    web: Option<PathBuf>,
    /// A name or address by which devices reach the server; several times for several. With it the
    /// server speaks TLS on every address.
    #[arg(long, value_name = "NAME")]
    tls_name: Vec<PlantName>,
    /// The plant's own certificate, as PEM, with those above it; read again when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the plant's own certificate, as PEM without a passphrase.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Fetches the certificate from an ACME server by DNS-01, and agrees to its terms. The program is
    /// called with `present` or `cleanup`, the name of the TXT record and its value.
    #[arg(long, value_name = "PROGRAM", requires = "tls_name", conflicts_with = "tls_cert")]
    acme_hook: Option<PathBuf>,
    /// The ACME server's directory; Let's Encrypt where it is not given.
    #[arg(long, value_name = "URL", default_value = LETS_ENCRYPT)]
    acme_directory: String,
    /// The root on which the ACME server's own certificate rests, as PEM; else the machine's roots.
    #[arg(long, value_name = "FILE", requires = "acme_hook")]
    acme_root: Option<PathBuf>,
    /// Speaks plain HTTP on every address: whoever is in the network reads codes, tokens and counts,
    /// can change them, and browsers give neither the app without network, nor camera, nor key.
    #[arg(long, conflicts_with_all = ["tls_name", "tls_cert", "tls_key", "acme_hook"])]
    insecure_lan: bool,
    /// Facts an hour that each device may bring in the long run, ten times as many at once; 0 is
    /// without a bound.
    #[arg(long, value_name = "N", default_value_t = Budgets::default().facts_an_hour)]
    facts_an_hour: u32,
    /// Facts a day of each device that may be set aside; then the server waits for an administrator.
    /// 0 is without a bound.
    #[arg(long, value_name = "N", default_value_t = Budgets::default().set_aside_a_day)]
    set_aside_a_day: u32,
    /// Live connections that each device may have; a new one closes the oldest. 0 is without a bound.
    #[arg(long, value_name = "N", default_value_t = Budgets::default().live_lines)]
    live_lines: u32,
    /// Sends a copy of the audit log to a collector (RFC 5424): `udp://HOST:PORT`,
    /// `tcp://HOST:PORT` or `unix:/dev/log`.
    #[arg(long, value_name = "COLLECTOR")]
    syslog: Option<Collector>,
    /// Writes the log as JSON, one object a line.
    #[arg(long)]
    log_json: bool,
}

#[derive(Debug, Args)]
struct SiteSaid {
    /// Counts blind: whoever counts does not see what is expected before they have signed.
    #[arg(long, value_name = "on|off", value_parser = switch)]
    blind_count: Option<bool>,
    /// Lets a concession lift `approved-vendor`.
    #[arg(long, value_name = "on|off", value_parser = switch)]
    concession_lifts_approval: Option<bool>,
    /// Whether everybody needs their badge to sign in, or the number is enough beside the PIN.
    #[arg(long, value_name = "required|optional", value_parser = need)]
    badges: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Badges {
    /// Makes a badge in place of the one of before, and prints what its code says.
    Issue {
        /// The person's number, as `people list` shows it.
        person: u32,
        /// Writes the badge as a page to print, with name, number and code.
        #[arg(long, value_name = "FILE.svg")]
        print: Option<PathBuf>,
    },
    /// A lost badge opens nothing any more, and what was granted by it ends.
    Revoke {
        /// The person's number, as `people list` shows it.
        person: u32,
    },
}

#[derive(Debug, Subcommand)]
enum Devices {
    /// Prints a code that enrols one device within 10 minutes.
    Code {
        /// What people will call the device.
        #[arg(long, value_name = "NAME")]
        name: Text,
        /// What it may be used for: posts, joined by `+`.
        #[arg(long, value_name = "POST+POST")]
        post: String,
    },
    /// The codes that nobody used yet: lists them, or takes one back.
    #[command(subcommand)]
    Codes(Codes),
    /// Lists all devices, revoked ones too.
    List,
    /// Lets a device that is held back bring facts, set aside or not, beside its allowance.
    Allow {
        /// The number of the device, as `list` shows it.
        device: u32,
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 5_000)]
        facts: u32,
    },
    /// Takes a device's right to speak away.
    Revoke {
        /// The number of the device, as `list` shows it.
        device: u32,
        /// Why, in words; kept with the fact.
        #[arg(long, value_name = "TEXT")]
        reason: Option<Text>,
    },
}

#[derive(Debug, Subcommand)]
enum Codes {
    /// Lists the codes that wait to be used; what they are was printed once.
    List,
    /// Takes a code back.
    Cancel {
        /// Which, as `list` names it.
        id: String,
    },
}

#[derive(Debug, Subcommand)]
enum People {
    /// Adds a person, and prints their number.
    Add {
        /// Their name, as it is shown to colleagues.
        name: Text,
        /// What they may do: posts, joined by `+`.
        #[arg(long, value_name = "POST+POST")]
        post: String,
        /// Reads their PIN, at least 6 digits, from the first line of the input.
        #[arg(long)]
        pin_stdin: bool,
        /// Says that its owner typed the PIN; else they have to take another when they sign in first.
        #[arg(long, requires = "pin_stdin")]
        chosen: bool,
    },
    /// Changes a person's name, posts or PIN from now on.
    Change {
        /// Their number, as `list` shows it.
        person: u32,
        /// The name that everybody reads from now on.
        #[arg(long, value_name = "NAME")]
        name: Option<Text>,
        /// What they may do: posts, joined by `+`.
        #[arg(long, value_name = "POST+POST")]
        post: Option<String>,
        /// Reads their PIN, at least 6 digits, from the first line of the input.
        #[arg(long)]
        pin_stdin: bool,
        /// Says that its owner typed the PIN; else they have to take another when they sign in first.
        #[arg(long, requires = "pin_stdin")]
        chosen: bool,
    },
    /// Lists all people, revoked ones too.
    List,
    /// Takes all posts of a person away.
    Revoke {
        /// Their number, as `list` shows it.
        person: u32,
        /// Why, in words; kept with the fact.
        #[arg(long, value_name = "TEXT")]
        reason: Option<Text>,
    },
}

#[derive(Debug, Args)]
struct Import {
    /// What the file states.
    #[arg(value_parser = import_kind())]
    kind: ImportKind,
    /// The file, as the ERP exported it.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Writes nothing where a row is refused.
    #[arg(long)]
    all_or_nothing: bool,
    /// First day on which a complete list holds; today where nothing is said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    effective: Option<Day>,
    /// Lets an approved-vendor list end more than a fifth of the approvals; without it such a list
    /// is not written, and the exit code is 3.
    #[arg(long)]
    end_many: bool,
    /// Ends with 0 although rows were refused, as long as some were taken; without it the exit
    /// code is 3, and what was understood is written all the same.
    #[arg(long)]
    partial: bool,
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    crate::folder::keep_others_out();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("inwards-server: no threads: {error}");
            return ExitCode::from(STORAGE);
        }
    };
    let code = match cli.command {
        Command::Serve(how) => runtime.block_on(serve::serve(cli.data, *how)),
        Command::Devices(devices) => runtime.block_on(ask::devices(&cli.data, devices, cli.json)),
        Command::People(people) => runtime.block_on(ask::people(&cli.data, people, cli.json)),
        Command::Badges(badges) => runtime.block_on(ask::badges(&cli.data, badges, cli.json)),
        Command::Import(import) => runtime.block_on(ask::import(&cli.data, import, cli.json)),
        Command::Carry { days } => runtime.block_on(ask::carry(&cli.data, days, cli.json)),
        Command::Site(said) => runtime.block_on(ask::site(&cli.data, said, cli.json)),
        Command::Log(asked) => runtime.block_on(ask::log(&cli.data, asked, cli.json)),
        Command::Expunge(asked) => runtime.block_on(ask::expunge(&cli.data, asked, cli.json)),
        Command::Audit(audit) => audit::audit(&cli.data, audit, cli.json),
        Command::Keys(Keys::Rotate) => runtime.block_on(ask::rotate_keys(&cli.data, cli.json)),
        Command::Status => runtime.block_on(ask::status(&cli.data, cli.json)),
    };
    ExitCode::from(code)
}

fn utc_offset(text: &str) -> Result<SiteOffset, String> {
    let wrong = || format!("“{text}” is no distance from UTC: write it like +08:00");
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = rest.split_once(':').ok_or_else(wrong)?;
    let number = |text: &str, most: i16| {
        let all_digits = text.len() == 2 && text.bytes().all(|c| c.is_ascii_digit());
        text.parse().ok().filter(|number: &i16| all_digits && *number <= most)
    };
    let hours = number(hours, 14).ok_or_else(wrong)?;
    let minutes = number(minutes, 59).ok_or_else(wrong)?;
    SiteOffset::try_from(sign * (hours * 60 + minutes)).map_err(|error| error.to_string())
}

fn import_kind() -> impl TypedValueParser<Value = ImportKind> {
    let names = PossibleValuesParser::new(ImportKind::ALL.map(ImportKind::name));
    names.try_map(|name| name.parse::<ImportKind>())
}

fn positions(text: &str) -> Result<Positions, String> {
    let wrong = || format!("“{text}” is no position of the log: write 4711, or 4711-4800");
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.parse().map_err(|_| wrong());
    Ok(Positions { first: number(first)?, last: number(last)? })
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("“{text}” is neither on nor off")),
    }
}

fn need(text: &str) -> Result<bool, String> {
    match text {
        "required" => Ok(true),
        "optional" => Ok(false),
        _ => Err(format!("“{text}” is neither required nor optional")),
    }
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map(Day).map_err(|_| format!("“{text}” is no day: write it like 2026-11-23"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn offsets_are_read_as_people_write_them() {
        assert_eq!(utc_offset("+08:00"), Ok(SiteOffset::CHINA));
        assert_eq!(utc_offset("-03:30").map(i16::from), Ok(-210));
        for wrong in ["8", "+8:00", "08:00", "+15:00", "+08:60", "", "＋08:00"] {
            assert!(utc_offset(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_import_can_be_named_on_the_command_line_and_nothing_else() {
        for kind in ImportKind::ALL {
            let cli = Cli::try_parse_from(["inwards-server", "import", kind.name(), "f.csv"]);
            let Ok(Cli { command: Command::Import(import), .. }) = cli else { panic!("{kind}") };
            assert_eq!(import.kind, kind);
        }
        let unknown = Cli::try_parse_from(["inwards-server", "import", "vendor", "f.csv"]);
        assert!(unknown.unwrap_err().to_string().contains("approved-vendors"));
    }
}
