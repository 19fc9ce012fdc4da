//! Devices: the code that enrols one, the list of all, and revocation.

use std::sync::Arc;

use sync_core::api::{CodeRow, DeviceRow};
use sync_core::fact::{DeviceRevoked, Entity};
use sync_core::ids::{DeviceNumber, Text};
use sync_core::label::{EnrolmentLink, Label};
use sync_core::time::Timestamp;

use super::handle::{Admin, refuse, said, some_posts};
use crate::audit::What;
use crate::auth::code::{Grant, Maker};
use crate::clock;
use crate::hub::{AuthorError, SiteMemory};
use crate::tls::Tls;
use crate::tls::certificate::Root;

/// A one-time enrolment code; it is shown this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCode {
    /// To be typed or scanned on the device.
    pub code: String,
    /// Until when it is good.
    pub expires: Timestamp,
    /// The link that enrols, with the root's fingerprint, where the server speaks TLS.
    pub link: Option<String>,
}

/// The link to an address, with the fingerprint of the root that a device may not trust yet.
pub fn link(tls: &Tls, server: String, code: String) -> String {
    let root = tls.loaded().root.as_ref().map(Root::fingerprint);
    Label::Enrolment(EnrolmentLink { server, code, root }).encode()
}

impl Admin {
    /// Makes a one-time code that enrols a device under a name, for posts joined by `+`.
    pub async fn issue_code(&self, name: Text, posts: &str) -> Result<IssuedCode, AuthorError> {
        let grant = Grant { name, posts: some_posts(posts)? };
        let (name, posts) = (grant.name.clone(), grant.posts);
        let codes = Arc::clone(&self.codes);
        let made_by = self.by.map(|by| Maker { device: by.device, person: by.person });
        // In the lane: what a device or person that was just revoked asks for is not made.
        let issued = self.author(move |_| {
            let issued = codes.issue(&grant, made_by, clock::now());
            let issued = issued.map_err(|error| AuthorError::Storage(error.to_string()))?;
            Ok((Vec::new(), issued))
        });
        let (code, expires) = issued.await?;
        self.keep(What::CodeMade { name, posts: posts.to_string() }).await?;
        let link = self.tls.as_ref().map(|tls| link(tls, tls.address().to_owned(), code.clone()));
        Ok(IssuedCode { code, expires, link })
    }

    /// The codes that wait to be used.
    pub fn codes(&self) -> Vec<CodeRow> {
        self.codes.waiting(clock::now())
    }

    /// Takes back a code that nobody used yet.
    pub async fn cancel_code(&self, id: String) -> Result<(), AuthorError> {
        let (codes, named) = (Arc::clone(&self.codes), id.clone());
        let cancelled = self.author(move |_| {
            let found = codes.cancel(&named);
            if found.map_err(|error| AuthorError::Storage(error.to_string()))? {
                Ok((Vec::new(), ()))
            } else {
                refuse(format!("no code “{named}” waits; `devices codes list` shows all"))
            }
        });
        cancelled.await?;
        self.keep(What::CodeCancelled { code: id }).await
    }

    /// All devices that were ever enrolled.
    pub fn devices(&self) -> Vec<DeviceRow> {
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
            held_back: self.site.allowances().held_back(device),
        });
        rows.collect()
    }

    /// A device may bring so many facts more than its allowance is, set aside or not.
    pub async fn allow_device(&self, device: DeviceNumber, facts: u32) -> Result<(), AuthorError> {
        let is_known = |held: &SiteMemory| {
            held.replica.device(device).is_some_and(|state| state.enrolled.is_some())
        };
        if !is_known(&self.site.read()) {
            return refuse(format!("there is no device {device}; `devices list` shows them all"));
        }
        self.site.allowances().allow(device, u64::from(facts), clock::now());
        self.keep(What::DeviceAllowed { device, facts }).await
    }

    /// A device may not speak to the server any more.
    pub async fn revoke_device(
        &self,
        device: DeviceNumber,
        reason: Option<Text>,
    ) -> Result<(), AuthorError> {
        let what = What::DeviceRevoked { device, reason: reason.clone() };
        let (codes, sessions) = (Arc::clone(&self.codes), Arc::clone(&self.sessions));
        let revoked = self.author(move |held| {
            let state = held.replica.device(device).filter(|state| state.enrolled.is_some());
            match state {
                None => {
                    refuse(format!("there is no device {device}; `devices list` shows them all"))
                }
                Some(state) if state.revoked.is_some() => {
                    refuse(format!("device {device} is revoked already"))
                }
                Some(state) => {
                    // Before the append: a code that is gone too early is made anew.
                    codes
                        .cancel_of_device(device, state.name.as_ref())
                        .map_err(|error| AuthorError::Storage(error.to_string()))?;
                    sessions.end_of_device(device);
                    Ok((vec![(Entity::Device(device), DeviceRevoked { reason }.into())], ()))
                }
            }
        });
        revoked.await?;
        self.keep(what).await
    }
}
