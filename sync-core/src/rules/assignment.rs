//! Assignment: purchasing gives goods to order lines, together never more than there is. Regulation §4.5.

use crate::fact::{LineAssigned, MergeOrder};
use crate::ids::OrderLine;
use crate::measure::Quantity;

/// An assignment with its place among the facts.
pub type Placed<'a> = (MergeOrder, &'a LineAssigned);

/// What one assignment gives to its order line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The assignment.
    pub by: MergeOrder,
    /// The order line that takes the goods.
    pub to: OrderLine,
    /// How much of them.
    pub quantity: Quantity,
}

/// The assignments of a line that hold, of all of them in merge order: those that no other takes
/// back (SEMANTICS 28). One of version 1 takes back all that came before it.
pub fn live<'a>(assigned: impl IntoIterator<Item = Placed<'a>>) -> Vec<Placed<'a>> {
    let mut standing: Vec<Placed<'a>> = Vec::new();
    for (order, assignment) in assigned {
        match &assignment.replaces {
            Some(replaced) => standing.retain(|(other, _)| !replaced.contains(other.fact)),
            None => standing.clear(),
        }
        standing.push((order, assignment));
    }
    standing
}

/// What live assignments give, in merge order: each takes what it names of what those before it
/// leave of the goods that were counted.
pub fn shares(counted: Quantity, live: &[Placed<'_>]) -> Vec<Share> {
    let named = live.iter().map(|(_, assignment)| assignment.quantity.unwrap_or(counted));
    let named: Vec<Quantity> = named.collect();
    let taken = fill(counted, &named);
    live.iter()
        .zip(taken)
        .map(|((by, assignment), quantity)| Share { by: *by, to: assignment.to.clone(), quantity })
        .collect()
}

/// What there is to assign of a line: what was counted, or its excess where every assignment
/// was of that alone.
pub fn there(counted: Quantity, live: &[Placed<'_>]) -> Quantity {
    let excess = live.iter().map(|(_, assignment)| assignment.of).max();
    let of_all = live.iter().any(|(_, assignment)| assignment.of.is_none());
    match excess.flatten().filter(|_| !of_all) {
        Some(excess) => excess.min(counted),
        None => counted,
    }
}

/// Whether several assignments together name more than there is: nobody can say which of them
/// gets less, until purchasing does.
pub fn exceed(counted: Quantity, live: &[Placed<'_>]) -> bool {
    let named = live.iter().map(|(_, assignment)| assignment.quantity.unwrap_or(counted));
    live.len() > 1 && named.sum::<Quantity>() > there(counted, live)
}

/// Pours a quantity into places, one after the other: what each of them takes, at most its room.
pub fn fill(quantity: Quantity, rooms: &[Quantity]) -> Vec<Quantity> {
    let mut left = quantity;
    let takes = rooms.iter().map(|room| {
        let taken = (*room).min(left);
        left = left.less(taken);
        taken
    });
    takes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{FactId, FactSet, LineKey};
    use crate::time::Hlc;

    fn quantity(pieces: u32) -> Quantity {
        Quantity::new(pieces.into()).unwrap()
    }

    fn order(sequence: u64) -> MergeOrder {
        let time = Hlc(sequence);
        MergeOrder { time, fact: FactId::new(1, sequence) }
    }

    /// An assignment of a quantity to a line of PO2, that takes these others back.
    fn assigned(pieces: u32, to: u16, replaces: &[u64], of: Option<u32>) -> LineAssigned {
        let seen = replaces.iter().map(|sequence| FactId::new(1, *sequence));
        LineAssigned {
            line: LineKey::Held("A1".parse().unwrap()),
            quantity: Some(quantity(pieces)),
            to: OrderLine { order: "PO2".parse().unwrap(), line: to },
            replaces: Some(seen.collect::<FactSet>()),
            of: of.map(quantity),
        }
    }

    fn of_version_1(pieces: Option<u32>, to: u16) -> LineAssigned {
        LineAssigned {
            quantity: pieces.map(quantity),
            replaces: None,
            ..assigned(0, to, &[], None)
        }
    }

    /// What 100 pieces come to under assignments, as (line, pieces), and whether these exceed them.
    fn check(all: &[LineAssigned], expected: &[(u16, u32)], exceeded: bool) {
        let placed = all.iter().enumerate().map(|(index, one)| (order(index as u64 + 1), one));
        let live = live(placed);
        let shares = shares(quantity(100), &live);
        let shares: Vec<_> = shares.iter().map(|share| (share.to.line, share.quantity)).collect();
        let expected: Vec<_> = expected.iter().map(|(to, n)| (*to, quantity(*n))).collect();
        assert_eq!(shares, expected);
        assert_eq!(exceed(quantity(100), &live), exceeded);
    }

    #[test]
    fn assignments_of_one_line_add_up_to_what_is_there() {
        check(
            &[assigned(60, 1, &[], None), assigned(40, 2, &[], None)],
            &[(1, 60), (2, 40)],
            false,
        );
        check(&[assigned(60, 1, &[], None), assigned(41, 2, &[], None)], &[(1, 60), (2, 40)], true);
    }

    #[test]
    fn one_that_names_another_takes_it_back() {
        let all = [assigned(60, 1, &[], None), assigned(100, 2, &[1], None)];
        check(&all, &[(2, 100)], false);
    }

    #[test]
    fn one_alone_takes_no_more_than_is_there() {
        check(&[assigned(120, 1, &[], None)], &[(1, 100)], false);
    }

    #[test]
    fn an_excess_is_all_that_is_there_where_nothing_else_was_assigned() {
        let both = [assigned(30, 1, &[], Some(50)), assigned(20, 2, &[], Some(50))];
        check(&both, &[(1, 30), (2, 20)], false);
        let apart = [assigned(30, 1, &[], Some(50)), assigned(21, 2, &[], Some(50))];
        check(&apart, &[(1, 30), (2, 21)], true);
    }

    #[test]
    fn one_of_version_1_takes_back_all_before_it_and_none_after() {
        let all = [assigned(60, 1, &[], None), of_version_1(None, 2)];
        check(&all, &[(2, 100)], false);
        let all = [of_version_1(Some(70), 2), assigned(30, 1, &[], None)];
        check(&all, &[(2, 70), (1, 30)], false);
        let all = [of_version_1(None, 2), assigned(30, 1, &[], None)];
        check(&all, &[(2, 100), (1, 0)], true);
    }

    #[test]
    fn what_is_poured_stops_where_there_is_no_room() {
        let rooms = [quantity(10), quantity(5)];
        assert_eq!(fill(quantity(12), &rooms), [quantity(10), quantity(2)]);
        assert_eq!(fill(quantity(20), &rooms), [quantity(10), quantity(5)]);
    }
}
