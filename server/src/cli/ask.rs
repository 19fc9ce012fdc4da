//! Asks a running server, or opens the data directory where none runs.

use std::io::BufRead as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sync_core::api::{BadgeAnswer, SiteChange};
use sync_core::ids::{DeviceNumber, PersonNumber, Text};

use super::print::{print, print_partial};
use super::{
    Badges, Codes, Devices, ExpungeAsked, Import, LogAsked, People, STORAGE, SiteSaid, UNREACHABLE,
    USAGE,
};
use crate::admin::expunge::LogQuestion;
use crate::admin::socket::{self, AdminAnswer, AdminCommand};
use crate::admin::{Admin, ImportRequest, Secret};
use crate::audit::Who;
use crate::auth::code::EnrolmentCodes;
use crate::auth::pin;
use crate::auth::token::TokenKeys;
use crate::folder::Folder;
use crate::hub::{Site, SiteSettings};
use crate::running::StartError;

/// How often a server that has just taken the directory is asked again.
const TRIES: u32 = 40;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

pub(super) async fn devices(data: &Path, devices: Devices, json: bool) -> u8 {
    let command = match devices {
        Devices::Code { name, post } => AdminCommand::IssueCode { name, posts: post },
        Devices::Codes(Codes::List) => AdminCommand::ListCodes,
        Devices::Codes(Codes::Cancel { id }) => AdminCommand::CancelCode { id },
        Devices::List => AdminCommand::ListDevices,
        Devices::Allow { device, facts } => {
            AdminCommand::AllowDevice { device: DeviceNumber(device), facts }
        }
        Devices::Revoke { device, reason } => {
            AdminCommand::RevokeDevice { device: DeviceNumber(device), reason }
        }
    };
    ask(data, &command, json).await
}

pub(super) async fn people(data: &Path, people: People, json: bool) -> u8 {
    let (is_chosen, command) = match people {
        People::Add { name, post, pin_stdin, chosen } => (
            chosen,
            read_pin(pin_stdin).map(|pin| AdminCommand::AddPerson { name, posts: post, pin }),
        ),
        People::Change { person, name, post, pin_stdin, chosen } => (
            chosen,
            read_pin(pin_stdin).map(|pin| AdminCommand::ChangePerson {
                person: PersonNumber(person),
                name,
                posts: post,
                pin,
            }),
        ),
        People::List => (false, Ok(AdminCommand::ListPeople)),
        People::Revoke { person, reason } => {
            (false, Ok(AdminCommand::RevokePerson { person: PersonNumber(person), reason }))
        }
    };
    let command = match command {
        Ok(command) => command,
        Err(why) => return fail(USAGE, &why),
    };
    match answer(data, &command).await {
        Ok(AdminAnswer::Person { person }) if is_chosen => {
            ask(data, &AdminCommand::PinIsChosen { person }, json).await
        }
        Ok(answer) => print(&answer, json),
        Err((code, why)) => fail(code, &why),
    }
}

pub(super) async fn badges(data: &Path, badges: Badges, json: bool) -> u8 {
    let (person, page) = match badges {
        Badges::Issue { person, print } => (person, print),
        Badges::Revoke { person } => {
            let person = PersonNumber(person);
            return ask(data, &AdminCommand::RevokeBadge { person }, json).await;
        }
    };
    let command = AdminCommand::IssueBadge { person: PersonNumber(person) };
    match answer(data, &command).await {
        Ok(answer) => {
            if let (AdminAnswer::Badge(badge), Some(page)) = (&answer, page)
                && let Err(error) = std::fs::write(&page, drawn(badge))
            {
                return fail(STORAGE, &format!("{}: {error}", page.display()));
            }
            print(&answer, json)
        }
        Err((code, why)) => fail(code, &why),
    }
}

/// A badge to print: 54 × 86 mm, as cards are.
fn drawn(badge: &BadgeAnswer) -> String {
    let escaped = badge.name.replace('&', "&amp;").replace('<', "&lt;");
    let (person, size, path) = (badge.person.0, badge.qr_size, &badge.qr_path);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="54mm" height="86mm" viewBox="0 0 54 86">
<rect width="54" height="86" fill="white"/>
<svg x="7" y="7" width="40" height="40" viewBox="0 0 {size} {size}"><path d="{path}" fill="black"/></svg>
<text x="27" y="60" font-size="7" text-anchor="middle">{escaped}</text>
<text x="27" y="74" font-size="10" text-anchor="middle">{person}</text>
</svg>
"#
    )
}

pub(super) async fn import(data: &Path, import: Import, json: bool) -> u8 {
    let csv = match std::fs::read(&import.file) {
        Ok(csv) => csv,
        Err(error) => return fail(USAGE, &format!("{}: {error}", import.file.display())),
    };
    let request = ImportRequest {
        kind: import.kind,
        csv,
        all_or_nothing: import.all_or_nothing,
        effective: import.effective,
        end_many: import.end_many,
    };
    let command = AdminCommand::Import(request);
    match answer(data, &command).await {
        Ok(answer) if import.partial => print_partial(&answer, json),
        Ok(answer) => print(&answer, json),
        Err((code, why)) => fail(code, &why),
    }
}

pub(super) async fn log(data: &Path, asked: LogAsked, json: bool) -> u8 {
    let LogAsked { from, device, kind, most } = asked;
    let question = LogQuestion { from, device: device.map(DeviceNumber), kind, most };
    ask(data, &AdminCommand::ShowLog(question), json).await
}

pub(super) async fn expunge(data: &Path, asked: ExpungeAsked, json: bool) -> u8 {
    let ExpungeAsked { positions, reason, by } = asked;
    let Some(by) = by.or_else(account) else {
        return fail(USAGE, "say with --by who does this");
    };
    ask(data, &AdminCommand::Expunge { positions, by, reason }, json).await
}

/// The account at this machine that gives the command.
fn account() -> Option<Text> {
    let named = ["SUDO_USER", "LOGNAME", "USER"].into_iter();
    named.filter_map(|name| std::env::var(name).ok()).find_map(|name| name.parse().ok())
}

pub(super) async fn carry(data: &Path, days: u32, json: bool) -> u8 {
    ask(data, &AdminCommand::Carry { days }, json).await
}

pub(super) async fn site(data: &Path, said: SiteSaid, json: bool) -> u8 {
    let SiteSaid { blind_count, concession_lifts_approval, badges } = said;
    let command = match (blind_count, concession_lifts_approval, badges) {
        (None, None, None) => AdminCommand::ShowSite,
        _ => {
            AdminCommand::ChangeSite(SiteChange { blind_count, concession_lifts_approval, badges })
        }
    };
    ask(data, &command, json).await
}

pub(super) async fn rotate_keys(data: &Path, json: bool) -> u8 {
    ask(data, &AdminCommand::RotateKeys, json).await
}

pub(super) async fn status(data: &Path, json: bool) -> u8 {
    ask(data, &AdminCommand::Status, json).await
}

/// Only the hash of a PIN leaves this process.
fn read_pin(wanted: bool) -> Result<Option<Secret>, String> {
    if !wanted {
        return Ok(None);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| error.to_string())?;
    pin::chosen_for_somebody(&line)
        .map(|hash| Some(Secret(hash)))
        .map_err(|error| error.to_string())
}

async fn ask(data: &Path, command: &AdminCommand, json: bool) -> u8 {
    match answer(data, command).await {
        Ok(answer) => print(&answer, json),
        Err((code, why)) => fail(code, &why),
    }
}

fn fail(code: u8, why: &str) -> u8 {
    eprintln!("inwards-server: {why}");
    code
}

async fn answer(data: &Path, command: &AdminCommand) -> Result<AdminAnswer, (u8, String)> {
    let folder = Folder::open(data)
        .map_err(|error| (STORAGE, format!("{} cannot be used: {error}", data.display())))?;
    let mut in_use = String::new();
    // A server that is just starting holds the directory before it listens, and one that is
    // stopping after it listened.
    for _ in 0..TRIES {
        let asked = socket::ask(&folder.admin_socket(), command).await;
        match asked.map_err(|error| (UNREACHABLE, format!("the server did not answer: {error}")))? {
            Some(answer) => return Ok(answer),
            None => match alone(&folder, command).await {
                Ok(answer) => return Ok(answer),
                Err(StartError::InUse(why)) => in_use = why,
                Err(error) => return Err((STORAGE, error.to_string())),
            },
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
    Err((UNREACHABLE, format!("{in_use}; it takes no commands")))
}

async fn alone(folder: &Folder, command: &AdminCommand) -> Result<AdminAnswer, StartError> {
    let site = Site::open(folder, &SiteSettings::default()).await?;
    let storage = |error: std::io::Error| StartError::Storage(error.to_string());
    let codes = Arc::new(EnrolmentCodes::open(folder).map_err(storage)?);
    let keys = Arc::new(TokenKeys::open(folder).map_err(storage)?);
    let who = Who::Account { account: rustix::process::getuid().as_raw() };
    Ok(command.clone().carry_out(&Admin::alone(site, codes, keys, who)).await)
}
