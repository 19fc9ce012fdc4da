//! Texts of putting away.

use crate::messages::messages;

messages! {
    /// Texts of putting away.
    Shelf;

    /// What may go to a shelf now.
    ForShelf => "可上架", "For the shelf";
    /// What was rejected: it does not go along.
    StaysRejected(amount: String) => format!("{amount} 不合格：留给不良品保管员"), format!("{amount} rejected: left for the keeper");
    /// What is to be sorted first.
    StaysToSort(amount: String) => format!("{amount} 待挑选：留下"), format!("{amount} to sort: left here");
    /// What nobody judged yet.
    StaysUnjudged(amount: String) => format!("{amount} 还没判：留下"), format!("{amount} not judged: left here");
    /// Nothing of the lot is accepted: a location that is scanned is refused.
    DoNotCarry => "还没有合格数：先别搬", "Nothing accepted yet: do not carry it";
    /// Accepted, and held by something else: it is recorded, and waits.
    HeldYet => "合格，还没放行：可以记，不能过账", "Accepted, not released: recorded, not posted";
    /// Only a part goes to the next location.
    OnlyPart => "只上一部分", "Only a part";
    /// The part that goes to the next location.
    PartOf(amount: String) => format!("这次 {amount}"), format!("This time {amount}");
    /// A code that no goods were ever put at.
    NewPlace(place: String) => format!("{place} 是新库位吗？"), format!("Is {place} a new location?");
    /// Below the question: nothing is recorded yet.
    NewPlaceHow => "没人在这里放过货。还没记。", "Nobody has put goods there. Nothing is recorded yet.";
    /// It is a location.
    IsPlace => "是，放这里", "Yes, put it there";
    /// It is none: another code is scanned.
    IsNoPlace => "不是，重扫", "No, scan again";
    /// Head of the list of places where the lot lies.
    LiesAt => "放在", "Lies at";
    /// Goods go to another shelf.
    Move => "移", "Move";
    /// The location that is scanned next takes the goods of this one.
    Moving(place: String) => format!("从 {place} 移走：扫新库位"), format!("Moving from {place}: scan the new location");
    /// Ends that, with nothing moved.
    DoNotMove => "不移了", "Do not move";
    /// The lot that is put away next.
    NextLot(card: String) => format!("下一批 {card}"), format!("Next lot {card}");
    /// There is none.
    ToList => "回到清单", "Back to the list";
    /// What was just put somewhere is not there any more.
    TakenOff(place: String) => format!("已撤销 {place}"), format!("Taken back from {place}");
    /// Label of the sheet that asks for a part.
    HowMuch => "这次上多少", "How much this time";
}
