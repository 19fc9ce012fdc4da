//! Reads what was typed into commands; what cannot be read is told with its remedy.

use std::str::FromStr;

use rust_decimal::Decimal;
use sync_core::command::{Command, LineChoice};
use sync_core::fact::{LotField, ReceiptField, ReturnFor, Verdict};
use sync_core::ids::{FactId, OrderNumber, Text};
use sync_core::measure::{AmountError, parse_decimal};
use sync_core::number::{CardNumber, NumberError, ReceiptNumber, near};
use sync_core::replica::Replica;
use sync_core::text::Say;
use sync_core::time::Timestamp;

use crate::cli::{
    Ask, CardAsk, ConflictAsk, LotFieldName, OrderAsk, ReceiptAsk, ReceiptFieldName,
    ReceiptWithReason, ReturnAsk, ReturnForName, SetAsideAsk, SignatureAsk, SlipAsk, VerdictAsk,
    VerdictName, VerdictVoid, WeighingAsk,
};
use crate::failure::Failure;

/// The command that was asked for; nothing where something else than a command was.
pub fn command(ask: &Ask, replica: &Replica) -> Result<Option<Command>, Failure> {
    let reader = Reader { replica };
    Ok(Some(match ask {
        Ask::Receipt(ask) => reader.receipt_command(ask)?,
        Ask::Signature(SignatureAsk::Void { receipt }) => {
            Command::VoidSignature { receipt: reader.receipt(receipt)? }
        }
        Ask::Card(ask) => reader.card_command(ask)?,
        Ask::Slip(SlipAsk::Issue { receipt }) => {
            Command::IssueSlip { receipt: reader.receipt(receipt)? }
        }
        Ask::Slip(SlipAsk::Confirm { receipt }) => {
            Command::ConfirmSlip { receipt: reader.receipt(receipt)? }
        }
        Ask::Weigh { card, pieces, gross, tare, unit } => Command::Weigh {
            card: reader.card(card)?,
            pieces: whole(pieces)?,
            gross: not_below_zero(gross)?,
            tare: not_below_zero(tare)?,
            unit: parsed("unit", unit)?,
        },
        Ask::Measure { card, what, value, unit } => Command::Measure {
            card: reader.card(card)?,
            what: what.parse()?,
            value: not_below_zero(value)?,
            unit: unit.parse()?,
        },
        Ask::Sample { card, pieces, defects } => reader.sample_command(card, pieces, defects)?,
        Ask::Weighing(WeighingAsk::Void { card, weighing }) => {
            Command::VoidWeighing { card: reader.card(card)?, fact: fact(weighing)? }
        }
        Ask::Verdict(ask) => reader.verdict_command(ask)?,
        Ask::Putaway { card, location, qty } => Command::PutAway {
            card: reader.card(card)?,
            location: location.parse()?,
            quantity: maybe(qty.as_deref(), counted)?,
        },
        Ask::Return(ReturnAsk::Raise { card, qty, settlement }) => Command::RaiseReturn {
            card: reader.card(card)?,
            quantity: counted(qty)?,
            settlement: match settlement {
                ReturnForName::Credit => ReturnFor::Credit,
                ReturnForName::Replacement => ReturnFor::Replacement,
            },
        },
        Ask::Conflict(ConflictAsk::Settle { conflict, choose }) => {
            Command::Settle { conflict: conflict.clone(), choose: choose.clone() }
        }
        Ask::SetAside(SetAsideAsk::Readmit { set_aside, recorded }) => Command::Readmit {
            set_aside: fact(set_aside)?,
            recorded: maybe(recorded.as_deref(), instant)?,
        },
        Ask::Order(OrderAsk::Assign { receipt, line, to, qty }) => {
            let (to, to_line) = order_and_line(to)?;
            Command::AssignLine {
                receipt: reader.receipt(receipt)?,
                line: choice(&line.line)?,
                to,
                to_line,
                quantity: maybe(qty.as_deref(), counted)?,
            }
        }
        // Files are read where the device is at hand.
        Ask::Photo(_)
        | Ask::Exception(_)
        | Ask::Enrol { .. }
        | Ask::SignIn { .. }
        | Ask::SignOut
        | Ask::SetAside(SetAsideAsk::List)
        | Ask::Show { .. }
        | Ask::Explain { .. }
        | Ask::Work { .. }
        | Ask::List { .. }
        | Ask::Status
        | Ask::Sync { .. }
        | Ask::Scan { .. }
        | Ask::Run { .. } => return Ok(None),
    }))
}

/// Reads numbers, with what is known here in hand.
pub(crate) struct Reader<'r> {
    pub(crate) replica: &'r Replica,
}

impl Reader<'_> {
    fn sample_command(
        &self,
        card: &str,
        pieces: &str,
        defects: &[String],
    ) -> Result<Command, Failure> {
        let defects = defects.iter().map(|text| defect_count(text)).collect::<Result<_, _>>()?;
        Ok(Command::Sample { card: self.card(card)?, pieces: whole(pieces)?, defects })
    }

    fn receipt_command(&self, ask: &ReceiptAsk) -> Result<Command, Failure> {
        Ok(match ask {
            ReceiptAsk::Open {
                orders,
                without_order: _,
                vendor,
                delivery_note,
                dock,
                container,
            } => Command::OpenReceipt {
                orders: orders.iter().map(|order| order.parse()).collect::<Result<_, _>>()?,
                vendor: maybe(vendor.as_deref(), text)?,
                delivery_note: maybe(delivery_note.as_deref(), text)?,
                dock: maybe(dock.as_deref(), text)?,
                container: maybe(container.as_deref(), text)?,
            },
            ReceiptAsk::Tally { receipt, line, qty, package } => Command::Tally {
                receipt: self.receipt(receipt)?,
                line: choice(&line.line)?,
                quantity: counted(qty)?,
                package: maybe(package.as_deref(), text)?,
            },
            ReceiptAsk::VoidTally { receipt, tally } => {
                Command::VoidTally { receipt: self.receipt(receipt)?, tally: fact(tally)? }
            }
            ReceiptAsk::Recount { receipt, line, qty } => Command::Recount {
                receipt: self.receipt(receipt)?,
                line: choice(&line.line)?,
                quantity: not_below_zero(qty)?,
            },
            ReceiptAsk::Sign { receipt, line } => Command::SignCount {
                receipt: self.receipt(receipt)?,
                line: maybe(line.as_deref(), choice)?,
            },
            ReceiptAsk::Reopen(ReceiptWithReason { receipt, reason }) => Command::ReopenReceipt {
                receipt: self.receipt(receipt)?,
                reason: maybe(reason.as_deref(), text)?,
            },
            ReceiptAsk::Void(ReceiptWithReason { receipt, reason }) => Command::VoidReceipt {
                receipt: self.receipt(receipt)?,
                reason: maybe(reason.as_deref(), text)?,
            },
            ReceiptAsk::Confirm { receipt } => {
                Command::ConfirmCount { receipt: self.receipt(receipt)? }
            }
            ReceiptAsk::Describe { receipt, field, value } => Command::Describe {
                receipt: self.receipt(receipt)?,
                field: match field {
                    ReceiptFieldName::Dock => ReceiptField::Dock,
                    ReceiptFieldName::DeliveryNote => ReceiptField::DeliveryNote,
                    ReceiptFieldName::Container => ReceiptField::Container,
                    ReceiptFieldName::Note => ReceiptField::Note,
                },
                value: maybe(cleared(value.as_deref()), text)?,
            },
            ReceiptAsk::Join { receipt, into } => {
                Command::JoinReceipts { receipt: self.receipt(receipt)?, into: self.receipt(into)? }
            }
        })
    }

    fn card_command(&self, ask: &CardAsk) -> Result<Command, Failure> {
        Ok(match ask {
            CardAsk::Issue { receipt, line, qty, lot } => Command::IssueCard {
                receipt: self.receipt(receipt)?,
                line: choice(&line.line)?,
                quantity: maybe(qty.as_deref(), counted)?,
                lot: maybe(lot.as_deref(), text)?,
            },
            CardAsk::Void { card, reason } => Command::VoidCard {
                card: self.card(card)?,
                reason: maybe(reason.as_deref(), text)?,
            },
            CardAsk::Reprint { card } => Command::ReprintCard { card: self.card(card)? },
            CardAsk::Describe { card, field, value } => Command::DescribeLot {
                card: self.card(card)?,
                field: match field {
                    LotFieldName::LotNumber => LotField::LotNumber,
                    LotFieldName::Note => LotField::Note,
                },
                value: maybe(cleared(value.as_deref()), text)?,
            },
        })
    }

    fn verdict_command(&self, ask: &VerdictAsk) -> Result<Command, Failure> {
        if let Some(VerdictVoid::Void { card, verdict }) = &ask.void {
            return Ok(Command::VoidVerdict { card: self.card(card)?, fact: fact(verdict)? });
        }
        let (Some(card), Some(verdict)) = (&ask.card, ask.verdict) else {
            return Err(Failure::usage("usage", "name the card and the verdict"));
        };
        Ok(Command::Judge {
            card: self.card(card)?,
            verdict: match verdict {
                VerdictName::Pass => Verdict::Pass,
                VerdictName::Reject => Verdict::Reject,
                VerdictName::Concession => Verdict::Concession,
                VerdictName::Sort => Verdict::Sort,
            },
            accepted: maybe(ask.accepted.as_deref(), not_below_zero)?,
            rejected: maybe(ask.rejected.as_deref(), not_below_zero)?,
            reason: maybe(ask.reason.as_deref(), text)?,
            note: maybe(ask.note.as_deref(), text)?,
            replace: ask.replace,
        })
    }

    pub(crate) fn receipt(&self, text: &str) -> Result<ReceiptNumber, Failure> {
        number(text, self.replica)
    }

    pub(crate) fn card(&self, text: &str) -> Result<CardNumber, Failure> {
        number(text, self.replica)
    }
}

/// Reads a number; a mistyped one is answered with the known ones it may have been.
fn number<N>(text: &str, replica: &Replica) -> Result<N, Failure>
where
    N: FromStr<Err = NumberError>,
{
    text.parse().map_err(|error: NumberError| {
        let mut failure = Failure::misread("number", &error);
        if matches!(error, NumberError::WrongCheck(_)) {
            failure.near = near(text, replica.numbers())
                .into_iter()
                .map(|number| number.to_string())
                .filter(|number| number.parse::<N>().is_ok())
                .collect();
        }
        failure
    })
}

fn maybe<T, R>(
    value: Option<T>,
    read: impl FnOnce(T) -> Result<R, Failure>,
) -> Result<Option<R>, Failure> {
    value.map(read).transpose()
}

/// An empty value clears a field, as no value does.
fn cleared(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.trim().is_empty())
}

fn text<T>(text: &str) -> Result<T, Failure>
where
    T: FromStr,
    Failure: From<T::Err>,
{
    Ok(text.parse()?)
}

fn parsed<T>(rule: &'static str, text: &str) -> Result<T, Failure>
where
    T: FromStr,
    T::Err: Say,
{
    text.parse().map_err(|error| Failure::misread(rule, &error))
}

fn choice(text: &str) -> Result<LineChoice, Failure> {
    parsed("line", text)
}

fn fact(text: &str) -> Result<FactId, Failure> {
    parsed("fact", text)
}

fn instant(text: &str) -> Result<Timestamp, Failure> {
    parsed("instant", text)
}

fn not_below_zero(text: &str) -> Result<Decimal, Failure> {
    let value = parse_decimal(text)?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(AmountError::Negative(value).into());
    }
    Ok(value)
}

pub(crate) fn counted(text: &str) -> Result<Decimal, Failure> {
    let value = parse_decimal(text)?;
    if value <= Decimal::ZERO {
        return Err(AmountError::NotPositive(value).into());
    }
    Ok(value)
}

fn whole(text: &str) -> Result<u32, Failure> {
    let value = counted(text)?;
    if !value.is_integer() {
        let unit = "a number of pieces";
        return Err(AmountError::TooFine { value, unit, most: 0 }.into());
    }
    u32::try_from(value).map_err(|_| AmountError::TooLarge(text.to_owned()).into())
}

/// A defect's code, and on how many pieces it was: `C01=2`.
fn defect_count(text: &str) -> Result<(Text, u32), Failure> {
    let (code, pieces) = text.split_once('=').ok_or_else(|| {
        let why = format!("“{text}” is no defect with its count: write it like C01=2");
        Failure::usage("defect", why)
    })?;
    Ok((code.trim().to_uppercase().parse()?, whole(pieces.trim())?))
}

/// An order, and its line where one is named: `PO240001` or `PO240001/2`.
fn order_and_line(text: &str) -> Result<(OrderNumber, Option<u16>), Failure> {
    let Some((order, line)) = text.rsplit_once('/') else { return Ok((text.parse()?, None)) };
    let line = line.trim().parse().map_err(|_| {
        let why = format!("“{text}” is not an order line: write it like PO240001/2");
        Failure::usage("order-line", why)
    })?;
    Ok((order.parse()?, Some(line)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Exit;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(counted("２５０").unwrap(), Decimal::from(250));
        for wrong in ["-5", "0", "1,000", "abc", "1e30"] {
            assert_eq!(counted(wrong).unwrap_err().exit, Exit::Usage, "{wrong}");
        }
        assert_eq!(whole("50").unwrap(), 50);
        assert!(whole("1.5").is_err());
        assert!(whole("999999999").is_ok());
    }

    #[test]
    fn an_order_line_is_order_and_number() {
        assert_eq!(order_and_line("PO240001/2").unwrap().1, Some(2));
        assert_eq!(order_and_line("PO240001").unwrap().1, None);
        assert!(order_and_line("PO240001/x").is_err());
    }
}
