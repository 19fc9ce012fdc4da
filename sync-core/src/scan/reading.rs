//! What reading a label answers: identifiers as they stand on it, what they mean, and what is doubtful.

use std::borrow::Cow;

use serde::Serialize;

/// Whose identifiers a label bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// Application identifiers of GS1.
    Gs1,
    /// Data identifiers of ANSI MH10.8.2.
    Mh10,
    /// Text element identifiers, of ISO 15434's format 12.
    Text,
    /// Words before a colon, as sellers of parts write them.
    Words,
    /// None: the code is the value.
    Plain,
}

/// How the values are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Syntax {
    /// Element strings of GS1, as a code holds them.
    Gs1Elements,
    /// Element strings of GS1 as people read them, with brackets.
    Gs1Brackets,
    /// A web address of GS1.
    Gs1Link,
    /// A bare article number of 8, 12, 13 or 14 digits.
    Gs1Number,
    /// The envelope of ISO 15434.
    Iso15434,
    /// Data identifiers without an envelope.
    Mh10Fields,
    /// `{key:value,…}`.
    Braces,
    /// `KEY:value KEY:value`.
    Words,
    /// A label of this software's own.
    Own,
    /// A plain code.
    Plain,
}

/// One value of a label, under the identifier that it bears there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identifier {
    /// Whose identifier it is.
    pub system: System,
    /// The identifier, such as `10` or `1T`; nothing of a plain code.
    pub id: String,
    /// The value as it stands on the label.
    pub value: String,
}

/// What a value is to whoever receives goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MeaningKind {
    /// Our order.
    Order,
    /// The line of our order.
    Line,
    /// The order's number at the supplier.
    SuppliersOrder,
    /// Our item.
    Item,
    /// The supplier's number of the item.
    SuppliersItem,
    /// The maker's number of the item.
    MakersItem,
    /// The trade item number of GS1, in 14 digits.
    TradeItem,
    /// How much, in its unit where the label says one.
    Quantity,
    /// Net weight, in its unit.
    NetWeight,
    /// Gross weight, in its unit.
    GrossWeight,
    /// The lot by the supplier's name of it.
    Lot,
    /// The lot by our own name of it.
    CustomersLot,
    /// The serial number of one piece.
    Serial,
    /// The package or pallet: a licence plate, an SSCC.
    Package,
    /// Who delivers.
    Vendor,
    /// Who made it.
    Maker,
    /// The day it was made on.
    MadeOn,
    /// The day it was packed on.
    PackedOn,
    /// The last day of its use.
    ExpiresOn,
    /// Another day, or a week, of which the label does not say more.
    Date,
    /// The country of origin, in two letters where they are known.
    Country,
    /// The supplier's invoice.
    Invoice,
    /// The packing list, or delivery note.
    PackingList,
    /// The shipment.
    Shipment,
    /// The kanban card.
    Kanban,
    /// The revision of the item.
    Revision,
    /// The container, or returnable box.
    Container,
}

/// Which value of a label says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Whose identifier it is.
    pub system: System,
    /// The identifier.
    pub id: String,
}

/// What a label says, and by which of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meaning {
    /// What it is about.
    pub kind: MeaningKind,
    /// What it says: numbers without zeros in front, days as `2026-01-31`.
    pub value: String,
    /// The unit as the label writes it, of quantities and weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// By which value.
    pub evidence: Evidence,
}

/// Whether somebody has to answer, or only to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DoubtKind {
    /// The label can be read in two ways.
    Question,
    /// The label breaks its own standard; the values are as they stand there.
    Breach,
}

/// What is doubtful about a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DoubtReason {
    /// One identifier stands there twice, with two values: which of them, or are these two labels?
    SaidTwice,
    /// The code may be plain, or begin with a data identifier.
    PlainOrIdentifier,
    /// A separator may have been lost inside this value.
    SeparatorMaybeLost,
    /// The number can be read in two ways.
    NumberInTwoWays,
    /// The check digit does not fit.
    CheckDigit,
    /// It is no day, or no time.
    NotADate,
    /// It holds a sign that may not stand there.
    Sign,
    /// It is longer or shorter than the standard allows.
    Length,
    /// What stands there is not among the values that the standard knows.
    Value,
    /// What must stand beside it is missing.
    NeedsAnother,
    /// What stands beside it must not.
    ExcludesAnother,
    /// Another sign stands where separators belong.
    SeparatorReplaced,
    /// A field bears no data identifier.
    NoIdentifier,
    /// The parts of a web address are not in their order.
    Order,
}

/// Something doubtful about a label, and the identifier that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Doubt {
    /// A question, or a breach of the standard.
    pub kind: DoubtKind,
    /// Which.
    pub reason: DoubtReason,
    /// The identifier that it is about.
    pub id: String,
}

/// Why a label is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RefusedReason {
    /// Nothing stands there.
    Empty,
    /// No code holds so much.
    TooLong,
    /// The label ends inside a value.
    CutOff,
    /// An identifier that the standard does not know.
    UnknownIdentifier,
    /// The separators between values were lost: the reader's settings drop them.
    SeparatorLost,
    /// A format of ISO 15434 that is not read here.
    UnknownFormat,
    /// Signs that stand in no label.
    Nonsense,
}

/// That a label is not read, and at which identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refused {
    /// Why.
    pub reason: RefusedReason,
    /// The identifier, or what stands in its place.
    pub id: String,
}

/// What a scanner, a keyboard or a camera did to a code, and what was put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mend {
    /// The symbology stood in front.
    Symbology,
    /// Full-width signs became plain.
    FullWidth,
    /// Separators were written as pictures or names.
    SeparatorNamed,
    /// Another sign stood where separators belong.
    SeparatorReplaced,
    /// Capitals and small letters were exchanged.
    Case,
    /// The envelope was incomplete.
    Envelope,
}

/// What a label says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// How the values are written.
    pub syntax: Syntax,
    /// The symbology that the reader named, such as `]C1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbology: Option<String>,
    /// What was put right of what the reader sent.
    pub mended: Vec<Mend>,
    /// The values in the label's order; of a label that is refused, those before the trouble.
    pub identifiers: Vec<Identifier>,
    /// What they mean; nothing of a label that is refused.
    pub meanings: Vec<Meaning>,
    /// What is doubtful, questions first; absent where nothing is.
    #[serde(rename = "doubt", skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// Why the label is not read; absent where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

impl Reading {
    /// Nothing read yet.
    pub(super) const fn new(syntax: Syntax) -> Self {
        Self {
            syntax,
            symbology: None,
            mended: Vec::new(),
            identifiers: Vec::new(),
            meanings: Vec::new(),
            doubts: Vec::new(),
            refused: None,
        }
    }

    /// What the label says of something, the plainest evidence first.
    pub fn says(&self, kind: MeaningKind) -> Option<&Meaning> {
        self.meanings.iter().find(|meaning| meaning.kind == kind)
    }

    /// The question that somebody has to answer before the values are used.
    pub fn question(&self) -> Option<&Doubt> {
        self.doubts.iter().find(|doubt| doubt.kind == DoubtKind::Question)
    }

    pub(super) fn found(
        &mut self,
        system: System,
        id: impl Into<String>,
        value: impl Into<String>,
    ) {
        self.identifiers.push(Identifier { system, id: id.into(), value: value.into() });
    }

    pub(super) fn means(
        &mut self,
        kind: MeaningKind,
        value: impl Into<Cow<'static, str>>,
        unit: Option<&str>,
        (system, id): (System, &str),
    ) {
        let value = value.into().into_owned();
        if value.is_empty() {
            return;
        }
        let evidence = Evidence { system, id: id.to_owned() };
        self.meanings.push(Meaning { kind, value, unit: unit.map(str::to_owned), evidence });
    }

    pub(super) fn breaks(&mut self, reason: DoubtReason, id: &str) {
        self.doubt(DoubtKind::Breach, reason, id);
    }

    pub(super) fn asks(&mut self, reason: DoubtReason, id: &str) {
        self.doubt(DoubtKind::Question, reason, id);
    }

    fn doubt(&mut self, kind: DoubtKind, reason: DoubtReason, id: &str) {
        let doubt = Doubt { kind, reason, id: id.to_owned() };
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    pub(super) fn refuse(&mut self, reason: RefusedReason, id: &str) {
        let id = id.chars().take(12).collect();
        self.refused.get_or_insert(Refused { reason, id });
    }

    pub(super) fn mend(&mut self, mend: Mend) {
        if !self.mended.contains(&mend) {
            self.mended.push(mend);
        }
    }

    /// Questions first; what is refused means nothing.
    pub(super) fn finished(mut self) -> Self {
        self.doubts.sort_by_key(|doubt| doubt.kind);
        if self.refused.is_some() {
            self.meanings.clear();
            self.doubts.clear();
        }
        self
    }
}
