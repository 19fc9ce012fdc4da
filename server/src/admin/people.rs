//! People: their names, posts and PINs, the list of all, and revocation.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sync_core::api::PersonRow;
use sync_core::fact::{Entity, Event, PersonRevoked, PersonStated, PinSet};
use sync_core::ids::{PersonNumber, Text};
use sync_core::rules::numbering;
use sync_core::state::PersonState;

use super::handle::{Admin, refuse, said, some_posts};
use crate::audit::What;
use crate::hub::{AuthorError, Drafts, SiteMemory};

/// The hash of a PIN, which is never shown; the PIN itself never gets here.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub Text);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What changes about a person; what is not said stays.
#[derive(Clone, Debug, Default)]
pub struct PersonChange {
    /// Their new name, as devices show it.
    pub name: Option<Text>,
    /// Their new posts, joined by `+`.
    pub posts: Option<String>,
    /// Their new PIN's hash.
    pub pin: Option<Secret>,
}

impl Admin {
    /// Everybody who was ever added.
    pub fn people(&self) -> Vec<PersonRow> {
        let held = self.site.read();
        let rows = held.replica.people().map(|(person, state)| PersonRow {
            person,
            name: said(state.name.as_ref()),
            posts: state.posts_now().to_string(),
            pin: state.pin_hash.is_some(),
            revoked: state.revoked,
        });
        rows.collect()
    }

    /// Adds a person with posts joined by `+`; answers the person's number.
    pub async fn add_person(
        &self,
        name: Text,
        posts: &str,
        pin: Option<Secret>,
    ) -> Result<PersonNumber, AuthorError> {
        let posts = some_posts(posts)?;
        let has_pin = pin.is_some();
        let added = self.author(move |held| {
            let Some(number) = numbering::next(held.person_numbers()) else {
                return refuse("no number is left for another person".to_owned());
            };
            let person = PersonNumber(number);
            let stated = PersonStated { name, posts };
            let mut drafts: Drafts = vec![(Entity::Person(person), stated.into())];
            drafts.extend(pin.map(|pin| pin_of(person, pin)));
            Ok((drafts, person))
        });
        let person = added.await?;
        self.keep(What::PersonAdded { person, posts: posts.to_string(), pin: has_pin }).await?;
        Ok(person)
    }

    /// A person has another name, other posts or another PIN from now on.
    pub async fn change_person(
        &self,
        person: PersonNumber,
        change: PersonChange,
    ) -> Result<(), AuthorError> {
        let PersonChange { name, posts, pin } = change;
        let posts = posts.as_deref().map(some_posts).transpose()?;
        let said = posts.as_ref().map(ToString::to_string);
        let what =
            What::PersonChanged { person, name: name.is_some(), posts: said, pin: pin.is_some() };
        let sessions = Arc::clone(&self.sessions);
        let changed = self.author(move |held| {
            let state = known_person(held, person)?;
            // Whoever sat down by the PIN and posts of before gets up.
            if pin.is_some() || posts.is_some_and(|posts| posts != state.posts_now()) {
                sessions.end_of_person(person);
            }
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
        self.keep(what).await
    }

    /// A person may do nothing here any more.
    pub async fn revoke_person(
        &self,
        person: PersonNumber,
        reason: Option<Text>,
    ) -> Result<(), AuthorError> {
        let what = What::PersonRevoked { person, reason: reason.clone() };
        let (codes, sessions) = (Arc::clone(&self.codes), Arc::clone(&self.sessions));
        let revoked = self.author(move |held| {
            known_person(held, person)?;
            codes
                .cancel_of_person(person)
                .map_err(|error| AuthorError::Storage(error.to_string()))?;
            sessions.end_of_person(person);
            Ok((vec![(Entity::Person(person), PersonRevoked { reason }.into())], ()))
        });
        revoked.await?;
        self.keep(what).await
    }
}

fn pin_of(person: PersonNumber, Secret(hash): Secret) -> (Entity, Event) {
    (Entity::Person(person), PinSet { hash }.into())
}

fn known_person(held: &SiteMemory, person: PersonNumber) -> Result<&PersonState, AuthorError> {
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
