//! People: their names, posts and PINs, the list of all, and revocation.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sync_core::api::{BadgeAnswer, PersonRow};
use sync_core::fact::{Entity, PersonRevoked, PersonStated, SignInChanged};
use sync_core::ids::{PersonNumber, Text};
use sync_core::label::{KeyedBadge, Label};
use sync_core::rules::numbering;
use sync_core::state::PersonState;

use super::handle::{Admin, refuse, said, some_posts};
use crate::audit::What;
use crate::auth::encoding;
use crate::clock;
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
        let sign_ins = self.site.sign_ins();
        let held = self.site.read();
        let rows = held.replica.people().map(|(person, state)| PersonRow {
            person,
            name: said(state.name.as_ref()),
            posts: state.posts_now().to_string(),
            pin: sign_ins.pin_of(person).is_some(),
            badge: sign_ins.has_badge(person),
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
            Ok((vec![(Entity::Person(person), stated.into())], person))
        });
        let person = added.await?;
        if let Some(pin) = pin {
            self.set_pin(person, pin)?;
        }
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
        let has_pin = pin.is_some();
        let posts = posts.as_deref().map(some_posts).transpose()?;
        let said = posts.as_ref().map(ToString::to_string);
        let what = What::PersonChanged { person, name: name.is_some(), posts: said, pin: has_pin };
        let sessions = Arc::clone(&self.sessions);
        let changed = self.author(move |held| {
            let state = known_person(held, person)?;
            // Whoever sat down by the PIN and posts of before gets up.
            if has_pin || posts.is_some_and(|posts| posts != state.posts_now()) {
                sessions.end_of_person(person);
            }
            let mut drafts = Drafts::new();
            if (name.is_some() || posts.is_some())
                && let Some(name) = name.or_else(|| state.name.clone())
            {
                let posts = posts.unwrap_or_else(|| state.posts_now());
                drafts.push((Entity::Person(person), PersonStated { name, posts }.into()));
            }
            if has_pin {
                drafts.push(changed_sign_in(person));
            }
            if drafts.is_empty() {
                return refuse("nothing was given that could change".to_owned());
            }
            Ok((drafts, ()))
        });
        // Before anybody hears that it is another one.
        if let Some(pin) = pin {
            known_person(&self.site.read(), person)?;
            self.set_pin(person, pin)?;
        }
        changed.await?;
        self.keep(what).await
    }

    /// A PIN that only an administrator's hand has set: its owner takes another at first.
    fn set_pin(&self, person: PersonNumber, Secret(hash): Secret) -> Result<(), AuthorError> {
        let set = self.site.sign_ins().set_pin(person, (hash, true), clock::now());
        set.map_err(|error| AuthorError::Storage(error.to_string()))
    }

    /// The PIN that was set last is its owner's own choice, who typed it.
    pub fn pin_is_chosen(&self, person: PersonNumber) -> Result<(), AuthorError> {
        let there = self.site.sign_ins().pin_is_chosen(person);
        if there.map_err(|error| AuthorError::Storage(error.to_string()))? {
            Ok(())
        } else {
            refuse(format!("person {} has no PIN", person.0))
        }
    }

    /// Makes a badge for a person, in place of the one of before; answers what its code says, this once.
    pub async fn issue_badge(&self, person: PersonNumber) -> Result<BadgeAnswer, AuthorError> {
        let name = said(known_person(&self.site.read(), person)?.name.as_ref());
        let had_one = self.site.sign_ins().has_badge(person);
        let key = self.site.sign_ins().issue_badge(person, clock::now());
        let key = key.map_err(|error| AuthorError::Storage(error.to_string()))?;
        if had_one {
            self.tell_sign_in_changed(person).await?;
        }
        self.keep(What::BadgeIssued { person }).await?;
        let code = Label::KeyedBadge(KeyedBadge { person, key }).encode();
        let (qr_size, qr_path) = encoding::drawn_code(&code)
            .ok_or_else(|| AuthorError::BadInput("the badge cannot be drawn".to_owned()))?;
        Ok(BadgeAnswer { person, name, code, qr_size, qr_path })
    }

    /// A badge opens nothing any more, and ends what was granted by it.
    pub async fn revoke_badge(&self, person: PersonNumber) -> Result<(), AuthorError> {
        let there = self.site.sign_ins().revoke_badge(person);
        if !there.map_err(|error| AuthorError::Storage(error.to_string()))? {
            return refuse(format!("person {} has no badge", person.0));
        }
        self.tell_sign_in_changed(person).await?;
        self.keep(What::BadgeRevoked { person }).await
    }

    async fn tell_sign_in_changed(&self, person: PersonNumber) -> Result<(), AuthorError> {
        let sessions = Arc::clone(&self.sessions);
        let told = self.author(move |_| {
            sessions.end_of_person(person);
            Ok((vec![changed_sign_in(person)], ()))
        });
        told.await
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

/// Devices forget what opened them by the PIN or badge of before, and what was granted by it ends.
fn changed_sign_in(person: PersonNumber) -> (Entity, sync_core::fact::Event) {
    (Entity::Person(person), SignInChanged { ends_grants: true }.into())
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
