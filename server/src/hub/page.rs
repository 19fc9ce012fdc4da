//! Pages: the log's facts in a device's scope, from its cursor on, bounded and resumable.

use sync_core::fact::{Entity, Event, Fact, Kind};
use sync_core::ids::DeviceNumber;
use sync_core::post::{self, Post, Posts};
use sync_core::sync::{Cursor, RefusedBy, ServerMessage};
use sync_core::wire;

use super::{HEADER_BYTES, Site, SiteError, facts_of, refused};
use crate::log::{Position, ReadError};

/// The most that one page holds, whatever is asked for.
const MOST_BYTES: u32 = 1 << 20;
/// The least that is read: a device that asks for nothing still moves on.
const LEAST_BYTES: u32 = 4 << 10;

/// The device that a page is for, and its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageReader {
    /// The device that asks for the page.
    pub device: DeviceNumber,
    /// The device's posts, which say what it may hold.
    pub posts: Posts,
}

impl Site {
    /// The page behind a cursor; from the beginning where the cursor is of another log, or
    /// beyond the end of this one.
    pub async fn page(&self, reader: PageReader, cursor: Cursor, most_bytes: u32) -> ServerMessage {
        let epoch = self.epoch();
        let ours = cursor.epoch == epoch;
        let mut from = Cursor { epoch, position: if ours { cursor.position } else { 0 } };
        let mut taken = self.take_page(reader, from, most_bytes).await;
        if let Err(SiteError::Read(ReadError::Beyond { .. })) = taken {
            from.position = 0;
            taken = self.take_page(reader, from, most_bytes).await;
        }
        match taken {
            Ok((facts, position, head)) => ServerMessage::Page {
                from,
                next: Cursor { epoch, position },
                head,
                batch: wire::encode_batch(&facts),
            },
            Err(error) => {
                tracing::error!(%error, position = from.position, "the log could not be read");
                refused(
                    RefusedBy::Unavailable,
                    "the server cannot read its log; tell the administrator",
                )
            }
        }
    }

    /// Facts of the log as they stand, from a position on, and where to read on.
    pub async fn facts_from(&self, from: u64, most: usize) -> Result<(Vec<Fact>, u64), SiteError> {
        let page = self.log.read(Position(from), most).await?;
        let mut facts = Vec::new();
        for record in page.records {
            facts.extend(facts_of(&record, Position(from))?);
        }
        Ok((facts, page.next.0.max(from)))
    }

    /// Facts in scope, the position behind the last fact looked at, and the log's end.
    async fn take_page(
        &self,
        reader: PageReader,
        from: Cursor,
        most_bytes: u32,
    ) -> Result<(Vec<Fact>, u64, u64), SiteError> {
        let most = usize::try_from(most_bytes.clamp(LEAST_BYTES, MOST_BYTES)).unwrap_or(usize::MAX);
        let page = self.log.read(Position(from.position), most).await?;
        let (mut facts, mut bytes) = (Vec::new(), 0);
        let mut position = from.position;
        let held = self.read();
        'page: for record in page.records {
            for fact in facts_of(&record, Position(position))? {
                if bytes >= most {
                    break 'page;
                }
                position += 1;
                if reader.may_see(&fact) && !held.replica.is_expunged(fact.header.id) {
                    bytes += fact.payload.len() + HEADER_BYTES / 4;
                    facts.push(fact);
                }
            }
        }
        Ok((facts, position, page.head.0))
    }
}

impl PageReader {
    /// Whether a fact is in this reader's scope (SEMANTICS 9).
    ///
    /// A statement that sets a fact aside carries that fact whole: it goes where the fact may
    /// go, and to its author, so that no cost travels in it.
    pub fn may_see(self, fact: &Fact) -> bool {
        if !post::in_scope(self.posts, &fact.header.entity) || is_secret(fact) {
            return false;
        }
        match Kind::of(fact.header.kind) {
            // Who was where at what time is the business of the device, and of administrators.
            Some(Kind::SignInGranted) => {
                fact.header.entity == Entity::Device(self.device)
                    || self.posts.has(Post::Administrator)
            }
            Some(Kind::FactSetAside) => self.may_see_set_aside(fact),
            _ => true,
        }
    }

    fn may_see_set_aside(self, fact: &Fact) -> bool {
        let Ok(Event::FactSetAside(event)) = fact.event() else { return true };
        let is_own = event.id.device == self.device;
        match wire::decode_fact(&event.fact) {
            Ok(inner) if is_secret(&inner) => false,
            Ok(inner) => is_own || post::in_scope(self.posts, &inner.header.entity),
            Err(_) => is_own,
        }
    }
}

/// Whether a fact holds a hash of before, which nobody needs any more (decision 0031).
const fn is_secret(fact: &Fact) -> bool {
    fact.header.kind == Kind::PinSet as u16
}

#[cfg(test)]
mod tests {
    use sync_core::fact::{FactSetAside, PinSet, SetAsideReason};
    use sync_core::ids::{FactId, PersonNumber};
    use sync_core::time::Timestamp;

    use super::*;
    use crate::hub::writer::FactAllocator;

    #[test]
    fn a_hash_of_a_pin_is_sent_to_nobody_not_even_wrapped() {
        let (mut allocator, now) = (FactAllocator::default(), Timestamp::from_millis(1));
        let set = PinSet { hash: "$argon2id$".parse().unwrap() };
        let set = allocator.write(Entity::Person(PersonNumber(3)), &set.into(), now);
        let (device, id) = (DeviceNumber(7), FactId::new(7, 1));
        let (fact, reason) = (wire::encode_fact(&set), SetAsideReason::DevicesPost);
        let aside = FactSetAside { id, fact, reason };
        let aside = allocator.write(Entity::Device(device), &aside.into(), now);
        let reader = PageReader { device, posts: Post::ALL.into_iter().collect() };

        assert!(!reader.may_see(&set) && !reader.may_see(&aside));
    }
}
