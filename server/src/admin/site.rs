//! The site: what holds for all of it, how its server is, and the carrying of finished deliveries.

use serde::{Deserialize, Serialize};
use sync_core::across;
use sync_core::api::{SiteChange, SiteRow};
use sync_core::fact::{CountingStated, Entity, SigningInStated, SiteStated};
use sync_core::time::{Span, Timestamp};

use super::handle::{Admin, said};
use crate::audit::What;
use crate::clock;
use crate::hub::{AuthorError, Drafts};
use crate::tls::TlsStatus;

/// How the server is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// The site's name; empty until it is stated.
    pub site: String,
    /// The version of the server's program.
    pub version: String,
    /// Whether a server is running, or the data directory was opened for this question.
    pub serving: bool,
    /// Which log is read here.
    #[serde(rename = "incarnation")]
    pub epoch: String,
    /// How many facts the log holds.
    pub facts: u64,
    /// How many devices may speak to the server.
    pub devices: usize,
    /// How many people may do something.
    pub people: usize,
    /// How many facts are set aside.
    pub set_aside: usize,
    /// The instant of the answer, by the server's clock.
    pub now: Timestamp,
    /// How TLS stands; nothing where plain HTTP is spoken, or no server runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsStatus>,
}

impl Admin {
    /// What holds for the whole site.
    pub fn site(&self) -> SiteRow {
        let site = self.site.read().replica.site();
        SiteRow {
            name: said(site.name.as_ref()),
            utc_offset_minutes: site.offset.into(),
            currency: said(site.currency.as_ref()),
            blind_count: site.blind_count,
            concession_lifts_approval: site.concession_lifts_approval,
            badges: site.badges,
        }
    }

    /// Something else holds for the whole site from now on; answers what holds then.
    pub async fn change_site(&self, change: SiteChange) -> Result<SiteRow, AuthorError> {
        let SiteChange { blind_count, concession_lifts_approval, badges } = change;
        let changed = self.author(move |held| {
            let site = held.replica.site();
            let mut drafts = Drafts::new();
            if let Some(blind) = blind_count.filter(|blind| *blind != site.blind_count) {
                drafts.push((Entity::Site, CountingStated { blind }.into()));
            }
            if let Some(badges) = badges.filter(|badges| *badges != site.badges) {
                drafts.push((Entity::Site, SigningInStated { badges }.into()));
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
        self.keep(What::SiteChanged { blind_count, concession_lifts_approval, badges }).await?;
        Ok(self.site())
    }

    /// Lets deliveries that are finished, and that nobody has touched for so many days, stand as
    /// one sum on their order lines; answers how many lines carry more than before.
    pub async fn carry(&self, days: u32) -> Result<usize, AuthorError> {
        let before = clock::now().plus(Span::hours(-24 * i64::from(days)));
        let carried = self.author(move |held| {
            let drafts = across::carry_finished(&held.replica, before);
            let lines = drafts.len();
            Ok((drafts, lines))
        });
        let lines = carried.await?;
        self.keep(What::Carried { lines, days }).await?;
        Ok(lines)
    }

    /// How the server is.
    pub fn status(&self) -> Status {
        let held = self.site.read();
        let devices = held.replica.devices();
        let people = held.replica.people();
        Status {
            site: said(held.replica.site().name.as_ref()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            serving: self.serving,
            epoch: format!("{:016x}", self.site.epoch()),
            facts: self.site.head(),
            devices: devices
                .filter(|(_, state)| state.enrolled.is_some() && state.revoked.is_none())
                .count(),
            people: people.filter(|(_, state)| state.revoked.is_none()).count(),
            set_aside: held.set_aside_count(),
            now: clock::now(),
            tls: self.tls.as_ref().map(|tls| tls.status()),
        }
    }
}
