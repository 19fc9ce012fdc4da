//! What changed last: for whoever keeps something that was derived, and would not derive all of
//! it anew.

use std::collections::VecDeque;

use crate::fact::Entity;

/// So many changes are remembered: more than come between two looks, unless whole pages do.
const MOST: usize = 4_096;

/// The things that facts came to, or left, last.
#[derive(Debug, Default)]
pub(super) struct Changes {
    last: VecDeque<Entity>,
    /// How many changes there were since the replica was made.
    count: u64,
}

/// A point in the changes of a replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeCursor(u64);

impl Changes {
    /// A fact came to a thing, or left it.
    pub(super) fn note(&mut self, entity: Entity) {
        if self.last.len() == MOST {
            self.last.pop_front();
        }
        self.last.push_back(entity);
        self.count += 1;
    }

    /// Goes on from a replica that is replaced: whoever kept something looks at everything.
    pub(super) fn after(other: &Self) -> Self {
        Self { last: VecDeque::new(), count: other.count + 1 }
    }

    pub(super) fn cursor(&self) -> ChangeCursor {
        ChangeCursor(self.count)
    }

    /// What changed since; nothing where that is not remembered any more.
    pub(super) fn since(&self, cursor: ChangeCursor) -> Option<impl Iterator<Item = &Entity>> {
        let new = usize::try_from(self.count.checked_sub(cursor.0)?).ok()?;
        let skipped = self.last.len().checked_sub(new)?;
        Some(self.last.iter().skip(skipped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn since(changes: &Changes, cursor: ChangeCursor) -> Option<usize> {
        changes.since(cursor).map(Iterator::count)
    }

    #[test]
    fn what_is_not_remembered_any_more_is_everything() {
        let mut changes = Changes::default();
        let begin = changes.cursor();
        for _ in 0..MOST {
            changes.note(Entity::Site);
        }
        assert_eq!(since(&changes, begin), Some(MOST));
        let later = changes.cursor();
        changes.note(Entity::Site);
        assert_eq!(since(&changes, begin), None);
        assert_eq!(since(&changes, later), Some(1));
        assert_eq!(since(&changes, changes.cursor()), Some(0));
    }

    #[test]
    fn a_replica_in_anothers_place_is_looked_at_whole() {
        let mut old = Changes::default();
        old.note(Entity::Site);
        let mut new = Changes::after(&old);

        assert_eq!(since(&new, old.cursor()), None);
        new.note(Entity::Site);
        assert_eq!(since(&new, old.cursor()), None);
    }
}
