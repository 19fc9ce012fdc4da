//! What the administrator does from the shell, the same whether a server runs or not.

pub mod socket;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sync_core::across;
use sync_core::fact::{
    CountingStated, DeviceRevoked, Entity, Event, PersonRevoked, PersonStated, PinSet, SiteStated,
};
use sync_core::ids::{DeviceNumber, PersonNumber, Text};
use sync_core::post::{Posts, UnknownPost};
use sync_core::state::PersonState;
use sync_core::time::{Span, Timestamp};

use crate::auth::code::{EnrolmentCodes, Grant};
use crate::clock;
use crate::hub::{AuthorError, Drafts, Held, Site};
use crate::importing::{self, ImportRequest};

/// Something that the administrator wants.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum AdminCommand {
    /// A one-time code that enrols a device.
    IssueCode {
        /// What people will call the device.
        name: Text,
        /// What it may be used for.
        posts: String,
    },
    /// All devices.
    ListDevices,
    /// A device may not speak to the server any more.
    RevokeDevice {
        /// Which.
        device: DeviceNumber,
        /// Why.
        reason: Option<Text>,
    },
    /// A new person.
    AddPerson {
        /// Their name.
        name: Text,
        /// What they may do.
        posts: String,
        /// The hash of their PIN; the PIN itself never leaves the shell's process.
        pin: Option<Secret>,
    },
    /// Another name, other posts or another PIN from now on.
    ChangePerson {
        /// Which.
        person: PersonNumber,
        /// Their name, where it changes.
        name: Option<Text>,
        /// What they may do, where it changes.
        posts: Option<String>,
        /// The hash of their PIN, where it changes.
        pin: Option<Secret>,
    },
    /// All people.
    ListPeople,
    /// A person may do nothing here any more.
    RevokePerson {
        /// Which.
        person: PersonNumber,
        /// Why.
        reason: Option<Text>,
    },
    /// An export of the ERP is read in.
    Import(ImportRequest),
    /// Finished deliveries stand as one sum on their order lines from now on.
    Carry {
        /// How many days nobody may have touched them.
        days: u32,
    },
    /// What holds for the whole site.
    ShowSite,
    /// Something else holds for the whole site from now on.
    ChangeSite(SiteChange),
    /// How the server is.
    Status,
}

/// What changes about the site; what is not said stays.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SiteChange {
    /// Whether deliveries are counted blind: what is expected shows once the count is signed.
    #[serde(default)]
    pub blind_count: Option<bool>,
    /// Whether a concession may lift `approved-vendor` (regulation §4.1.1.3).
    #[serde(default)]
    pub concession_lifts_approval: Option<bool>,
}

/// What holds for the whole site.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SiteRow {
    /// Its name.
    pub name: String,
    /// Its distance from UTC, in minutes.
    pub utc_offset_minutes: i16,
    /// The currency of its reports.
    pub currency: String,
    /// Whether deliveries are counted blind.
    pub blind_count: bool,
    /// Whether a concession may lift `approved-vendor`.
    pub concession_lifts_approval: bool,
}

/// A text that is never shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub Text);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What comes of a command.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum AdminAnswer {
    /// The code; it is shown this once.
    Code {
        /// To be typed or scanned on the device.
        code: String,
        /// Until when it is good.
        expires: Timestamp,
    },
    /// All devices.
    Devices(Vec<DeviceRow>),
    /// All people.
    People(Vec<PersonRow>),
    /// The person has this number.
    Person {
        /// The number.
        person: PersonNumber,
    },
    /// What holds for the whole site.
    Site(SiteRow),
    /// So many order lines carry more than before.
    Carried {
        /// How many.
        lines: usize,
    },
    /// It is done.
    Done,
    /// The report of an import.
    Imported {
        /// As the importer wrote it.
        report: serde_json::Value,
        /// Whether anything of the file was refused.
        faults: bool,
    },
    /// How the server is.
    Status(Status),
    /// It may not be done.
    Refused {
        /// Why, and what to do.
        why: String,
    },
    /// What was given cannot be read.
    BadInput {
        /// Why.
        why: String,
    },
    /// It could not be kept.
    Storage {
        /// Why.
        why: String,
    },
}

/// A device in the list.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DeviceRow {
    /// Its number.
    pub device: DeviceNumber,
    /// What people call it.
    pub name: String,
    /// What it may be used for.
    pub posts: String,
    /// When it was enrolled.
    pub enrolled: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
    /// When it last spoke to this server since the server started.
    pub last_seen: Option<Timestamp>,
    /// The last of its facts that is durable here.
    pub known: u64,
}

/// A person in the list.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PersonRow {
    /// Their number, which is also on their badge.
    pub person: PersonNumber,
    /// Their name.
    pub name: String,
    /// What they may do now.
    pub posts: String,
    /// Whether a PIN is set.
    pub pin: bool,
    /// When they were revoked.
    pub revoked: Option<Timestamp>,
}

/// How the server is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// The site's name.
    pub site: String,
    /// The server's version.
    pub version: String,
    /// Whether a server is running, or the data directory was opened for this question.
    pub serving: bool,
    /// Which log is read here.
    pub incarnation: String,
    /// How many facts the log holds.
    pub facts: u64,
    /// How many devices may speak to the server.
    pub devices: usize,
    /// How many people may do something.
    pub people: usize,
    /// How many facts are set aside.
    pub set_aside: usize,
    /// The server's clock.
    pub now: Timestamp,
}

/// Carries out commands on a site.
#[derive(Debug)]
pub struct Admin {
    site: Arc<Site>,
    codes: Arc<EnrolmentCodes>,
    serving: bool,
}

impl Admin {
    /// Of a running server.
    pub fn serving(site: Arc<Site>, codes: Arc<EnrolmentCodes>) -> Self {
        Self { site, codes, serving: true }
    }

    /// Of a data directory that no server holds.
    pub fn alone(site: Arc<Site>, codes: Arc<EnrolmentCodes>) -> Self {
        Self { site, codes, serving: false }
    }

    /// Carries out one command.
    pub async fn execute(&self, command: AdminCommand) -> AdminAnswer {
        let done = match command {
            AdminCommand::IssueCode { name, posts } => self.issue_code(name, &posts),
            AdminCommand::ListDevices => Ok(self.list_devices()),
            AdminCommand::RevokeDevice { device, reason } => {
                self.revoke_device(device, reason).await
            }
            AdminCommand::AddPerson { name, posts, pin } => {
                self.add_person(name, &posts, pin).await
            }
            AdminCommand::ChangePerson { person, name, posts, pin } => {
                self.change_person(person, name, posts.as_deref(), pin).await
            }
            AdminCommand::ListPeople => Ok(self.list_people()),
            AdminCommand::RevokePerson { person, reason } => {
                self.revoke_person(person, reason).await
            }
            AdminCommand::Import(request) => importing::run(&self.site, request).await,
            AdminCommand::Carry { days } => self.carry(days).await,
            AdminCommand::ShowSite => Ok(self.show_site()),
            AdminCommand::ChangeSite(change) => self.change_site(change).await,
            AdminCommand::Status => Ok(AdminAnswer::Status(self.status())),
        };
        done.unwrap_or_else(AdminAnswer::from)
    }

    fn issue_code(&self, name: Text, posts: &str) -> Result<AdminAnswer, AuthorError> {
        let grant = Grant { name, posts: some_posts(posts)? };
        let (code, expires) = self
            .codes
            .issue(&grant, clock::now())
            .map_err(|error| AuthorError::Storage(error.to_string()))?;
        tracing::info!(target: "audit", name = %grant.name, posts = %grant.posts, "an enrolment code was made");
        Ok(AdminAnswer::Code { code, expires })
    }

    fn list_devices(&self) -> AdminAnswer {
        let contacts = self.site.contacts();
        let held = self.site.read();
        let rows = held.replica.devices().filter(|(_, state)| state.enrolled.is_some());
        let rows = rows.map(|(device, state)| DeviceRow {
            device,
            name: said(state.name.as_ref()),
            posts: state.posts.to_string(),
            enrolled: state.enrolled,
            revoked: state.revoked,
            last_seen: contacts.get(&device).map(|contact| contact.seen),
            known: held.known(device),
        });
        AdminAnswer::Devices(rows.collect())
    }

    fn list_people(&self) -> AdminAnswer {
        let held = self.site.read();
        let rows = held.replica.people().map(|(person, state)| PersonRow {
            person,
            name: said(state.name.as_ref()),
            posts: state.posts_now().to_string(),
            pin: state.pin_hash.is_some(),
            revoked: state.revoked,
        });
        AdminAnswer::People(rows.collect())
    }

    fn status(&self) -> Status {
        let held = self.site.read();
        let devices = held.replica.devices();
        let people = held.replica.people();
        Status {
            site: said(held.replica.site().name.as_ref()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            serving: self.serving,
            incarnation: format!("{:016x}", self.site.incarnation()),
            facts: self.site.head(),
            devices: devices
                .filter(|(_, state)| state.enrolled.is_some() && state.revoked.is_none())
                .count(),
            people: people.filter(|(_, state)| state.revoked.is_none()).count(),
            set_aside: held.set_aside_count(),
            now: clock::now(),
        }
    }

    async fn revoke_device(
        &self,
        device: DeviceNumber,
        reason: Option<Text>,
    ) -> Result<AdminAnswer, AuthorError> {
        let revoked = self.site.author(move |held| {
            let state = held.replica.device(device).filter(|state| state.enrolled.is_some());
            match state {
                None => {
                    refuse(format!("there is no device {device}; `devices list` shows them all"))
                }
                Some(state) if state.revoked.is_some() => {
                    refuse(format!("device {device} is revoked already"))
                }
                Some(_) => {
                    Ok((vec![(Entity::Device(device), DeviceRevoked { reason }.into())], ()))
                }
            }
        });
        revoked.await?;
        tracing::info!(target: "audit", %device, "a device was revoked");
        Ok(AdminAnswer::Done)
    }

    async fn add_person(
        &self,
        name: Text,
        posts: &str,
        pin: Option<Secret>,
    ) -> Result<AdminAnswer, AuthorError> {
        let posts = some_posts(posts)?;
        let added = self.site.author(move |held| {
            let last = held.replica.people().map(|(number, _)| number.0).max().unwrap_or(0);
            let person = PersonNumber(last + 1);
            let stated = PersonStated { name, posts };
            let mut drafts: Drafts = vec![(Entity::Person(person), stated.into())];
            drafts.extend(pin.map(|pin| pin_of(person, pin)));
            Ok((drafts, person))
        });
        let person = added.await?;
        tracing::info!(target: "audit", person = person.0, %posts, "a person was added");
        Ok(AdminAnswer::Person { person })
    }

    async fn change_person(
        &self,
        person: PersonNumber,
        name: Option<Text>,
        posts: Option<&str>,
        pin: Option<Secret>,
    ) -> Result<AdminAnswer, AuthorError> {
        let posts = posts.map(some_posts).transpose()?;
        let changed = self.site.author(move |held| {
            let state = known_person(held, person)?;
            let mut drafts = Drafts::new();
            if (name.is_some() || posts.is_some())
                && let Some(name) = name.or_else(|| state.name.clone())
            {
                let posts = posts.unwrap_or_else(|| state.posts_now());
                drafts.push((Entity::Person(person), PersonStated { name, posts }.into()));
            }
            drafts.extend(pin.map(|pin| pin_of(person, pin)));
            if drafts.is_empty() {
                return refuse("nothing was given that could change".to_owned());
            }
            Ok((drafts, ()))
        });
        changed.await?;
        tracing::info!(target: "audit", person = person.0, "a person was changed");
        Ok(AdminAnswer::Person { person })
    }

    async fn revoke_person(
        &self,
        person: PersonNumber,
        reason: Option<Text>,
    ) -> Result<AdminAnswer, AuthorError> {
        let revoked = self.site.author(move |held| {
            known_person(held, person)?;
            Ok((vec![(Entity::Person(person), PersonRevoked { reason }.into())], ()))
        });
        revoked.await?;
        tracing::info!(target: "audit", person = person.0, "a person was revoked");
        Ok(AdminAnswer::Done)
    }
}

impl Admin {
    fn show_site(&self) -> AdminAnswer {
        let site = self.site.read().replica.site();
        AdminAnswer::Site(SiteRow {
            name: said(site.name.as_ref()),
            utc_offset_minutes: site.offset.into(),
            currency: said(site.currency.as_ref()),
            blind_count: site.blind_count,
            concession_lifts_approval: site.concession_lifts_approval,
        })
    }

    async fn change_site(&self, change: SiteChange) -> Result<AdminAnswer, AuthorError> {
        let SiteChange { blind_count, concession_lifts_approval } = change;
        let changed = self.site.author(move |held| {
            let site = held.replica.site();
            let mut drafts = Drafts::new();
            if let Some(blind) = blind_count.filter(|blind| *blind != site.blind_count) {
                drafts.push((Entity::Site, CountingStated { blind }.into()));
            }
            if let Some(lifts) =
                concession_lifts_approval.filter(|lifts| *lifts != site.concession_lifts_approval)
                && let (Some(name), Some(currency)) = (site.name.clone(), site.currency.clone())
            {
                let stated = SiteStated {
                    name,
                    offset: site.offset,
                    currency,
                    concession_lifts_approval: lifts,
                };
                drafts.push((Entity::Site, stated.into()));
            }
            Ok((drafts, ()))
        });
        changed.await?;
        tracing::info!(target: "audit", ?change, "the site's settings were stated");
        Ok(self.show_site())
    }

    async fn carry(&self, days: u32) -> Result<AdminAnswer, AuthorError> {
        let before = clock::now().plus(Span::hours(-24 * i64::from(days)));
        let carried = self.site.author(move |held| {
            let drafts = across::carry_finished(&held.replica, before);
            let lines = drafts.len();
            Ok((drafts, lines))
        });
        let lines = carried.await?;
        tracing::info!(target: "audit", lines, days, "finished deliveries were carried");
        Ok(AdminAnswer::Carried { lines })
    }
}

fn refuse<T>(why: String) -> Result<T, AuthorError> {
    Err(AuthorError::Refused(why))
}

fn pin_of(person: PersonNumber, Secret(hash): Secret) -> (Entity, Event) {
    (Entity::Person(person), PinSet { hash }.into())
}

impl From<AuthorError> for AdminAnswer {
    fn from(error: AuthorError) -> Self {
        match error {
            AuthorError::Refused(why) => Self::Refused { why },
            AuthorError::BadInput(why) => Self::BadInput { why },
            AuthorError::Storage(why) => Self::Storage { why },
        }
    }
}

fn known_person(held: &Held, person: PersonNumber) -> Result<&PersonState, AuthorError> {
    let state = held.replica.person(person).filter(|state| state.name.is_some());
    let number = person.0;
    match state {
        None => refuse(format!("there is no person {number}; `people list` shows them all")),
        Some(state) if state.revoked.is_some() => {
            refuse(format!("person {number} is revoked already"))
        }
        Some(state) => Ok(state),
    }
}

fn some_posts(text: &str) -> Result<Posts, AuthorError> {
    let posts: Posts =
        text.parse().map_err(|error: UnknownPost| AuthorError::BadInput(error.to_string()))?;
    if posts.is_empty() {
        return Err(AuthorError::BadInput("name at least one post".to_owned()));
    }
    Ok(posts)
}

fn said(text: Option<&Text>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}
