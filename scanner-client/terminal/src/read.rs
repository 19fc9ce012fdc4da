//! Reads what was typed into commands; what cannot be read is told with its remedy.

use std::str::FromStr;

use rust_decimal::Decimal;
use sync_core::command::{Command, LineChoice, OrderChoice, PhotoOf, Ruling};
use sync_core::fact::{
    DefectCount, ExceptionKind, ExceptionReported, LotField, Measured, PhotoTaken, ReceiptField,
    ReceiptOpened, ReturnFor, Sampled, Verdict, Weighed,
};
use sync_core::ids::FactId;
use sync_core::measure::{AmountError, parse_decimal};
use sync_core::number::{CardNumber, NumberError, ReceiptNumber, ReturnNumber, near};
use sync_core::replica::Replica;
use sync_core::text::Say;
use sync_core::time::Timestamp;

use crate::cli::{
    CardAsk, ConflictAsk, ExceptionAsk, ExceptionName, IssueAsk, LotFieldName, MeasureAsk, OpenAsk,
    OrderAsk, PhotoAsk, PutawayAsk, PutawayVoid, ReceiptAsk, ReceiptFieldName, ReceiptWithReason,
    Recording, ReturnAsk, ReturnForName, SampleAsk, SignatureAsk, SlipAsk, VerdictAsk, VerdictName,
    VerdictVoid, WeighAsk, WeighingAsk,
};
use crate::command_error::CommandError;
use crate::device::Device;
use crate::folder::Folder;
use crate::photos;

/// The command that records what happened; the files of photos are kept on the way.
pub fn command(recording: &Recording, device: &Device) -> Result<Command, CommandError> {
    let reader = NumberReader { replica: device.engine.replica() };
    match recording {
        Recording::Receipt(ask) => reader.receipt_command(ask),
        Recording::Signature(SignatureAsk::Void { receipt, signature }) => {
            Ok(Command::VoidSignature {
                receipt: reader.receipt(receipt)?,
                signature: maybe(signature.as_deref(), fact)?,
            })
        }
        Recording::Card(ask) => reader.card_command(ask),
        Recording::Slip(SlipAsk::Issue { receipt }) => {
            Ok(Command::IssueSlip { receipt: reader.receipt(receipt)? })
        }
        Recording::Slip(SlipAsk::Confirm { receipt }) => {
            Ok(Command::ConfirmSlip { receipt: reader.receipt(receipt)? })
        }
        Recording::Weigh(ask) => reader.weigh_command(ask),
        Recording::Measure(ask) => reader.measure_command(ask),
        Recording::Sample(ask) => reader.sample_command(ask),
        Recording::Weighing(WeighingAsk::Void { card, weighing }) => {
            Ok(Command::VoidWeighing { card: reader.card(card)?, fact: fact(weighing)? })
        }
        Recording::Verdict(ask) => reader.verdict_command(ask),
        Recording::Putaway(ask) => reader.putaway_command(ask),
        Recording::Return(ReturnAsk::Void { card, note }) => {
            let note: ReturnNumber = number(note, reader.replica)?;
            Ok(Command::VoidMovement { card: reader.card(card)?, fact: note.0 })
        }
        Recording::Return(ReturnAsk::Raise { card, qty, settlement }) => Ok(Command::RaiseReturn {
            card: reader.card(card)?,
            quantity: counted(qty)?,
            settlement: match settlement {
                ReturnForName::Credit => ReturnFor::Credit,
                ReturnForName::Replacement => ReturnFor::Replacement,
            },
        }),
        Recording::Photo(ask) => reader.photo_command(ask, &device.folder),
        Recording::Exception(ask) => reader.exception_command(ask, &device.folder),
        Recording::Conflict(ConflictAsk::Settle { conflict, choose, reason }) => {
            Ok(Command::Settle {
                conflict: conflict.clone(),
                choose: choose.clone(),
                reason: maybe(reason.as_deref(), text)?,
            })
        }
        Recording::Readmit(ask) => Ok(Command::Readmit {
            set_aside: fact(&ask.set_aside)?,
            recorded: maybe(ask.recorded.as_deref(), instant)?,
        }),
        Recording::Order(OrderAsk::Assign { receipt, line, to, qty, replace }) => {
            Ok(Command::AssignLine {
                receipt: reader.receipt(receipt)?,
                line: choice(&line.line)?,
                to: order_and_line(to)?,
                quantity: maybe(qty.as_deref(), counted)?,
                replace: *replace,
            })
        }
    }
}

/// Reads numbers, with what is known here in hand.
struct NumberReader<'r> {
    replica: &'r Replica,
}

impl NumberReader<'_> {
    fn receipt(&self, text: &str) -> Result<ReceiptNumber, CommandError> {
        number(text, self.replica)
    }

    fn card(&self, text: &str) -> Result<CardNumber, CommandError> {
        number(text, self.replica)
    }

    fn weigh_command(&self, ask: &WeighAsk) -> Result<Command, CommandError> {
        let weighed = Weighed {
            pieces: whole(&ask.pieces)?,
            gross: not_below_zero(&ask.gross)?,
            tare: not_below_zero(&ask.tare)?,
            unit: parsed("unit", &ask.unit)?,
        };
        Ok(Command::Weigh { card: self.card(&ask.card)?, weighed })
    }

    fn measure_command(&self, ask: &MeasureAsk) -> Result<Command, CommandError> {
        let measured = Measured {
            what: ask.what.parse()?,
            value: not_below_zero(&ask.value)?,
            unit: ask.unit.parse()?,
        };
        Ok(Command::Measure { card: self.card(&ask.card)?, measured })
    }

    fn sample_command(&self, ask: &SampleAsk) -> Result<Command, CommandError> {
        let defects = ask.defects.iter().map(|text| defect_count(text));
        let defects = defects.collect::<Result<_, _>>()?;
        let sampled = Sampled { pieces: whole(&ask.pieces)?, defects };
        Ok(Command::Sample { card: self.card(&ask.card)?, sampled })
    }

    fn receipt_command(&self, ask: &ReceiptAsk) -> Result<Command, CommandError> {
        Ok(match ask {
            ReceiptAsk::Open(ask) => Command::OpenReceipt { said: opened(ask)? },
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

    fn card_command(&self, ask: &CardAsk) -> Result<Command, CommandError> {
        Ok(match ask {
            CardAsk::Issue(IssueAsk { receipt, line: None, .. }) => {
                Command::IssueCards { receipt: self.receipt(receipt)? }
            }
            CardAsk::Issue(IssueAsk { receipt, line: Some(line), qty, lot }) => {
                Command::IssueCard {
                    receipt: self.receipt(receipt)?,
                    line: choice(line)?,
                    quantity: maybe(qty.as_deref(), counted)?,
                    lot: maybe(lot.as_deref(), text)?,
                }
            }
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

    fn putaway_command(&self, ask: &PutawayAsk) -> Result<Command, CommandError> {
        if let Some(PutawayVoid::Void { card, putaway }) = &ask.void {
            return Ok(Command::VoidMovement { card: self.card(card)?, fact: fact(putaway)? });
        }
        let (Some(card), Some(location)) = (&ask.card, &ask.location) else {
            return Err(CommandError::usage(
                "usage",
                "name the card and, with --location, the shelf",
            ));
        };
        Ok(Command::PutAway {
            card: self.card(card)?,
            location: location.parse()?,
            quantity: maybe(ask.qty.as_deref(), counted)?,
        })
    }

    fn verdict_command(&self, ask: &VerdictAsk) -> Result<Command, CommandError> {
        if let Some(VerdictVoid::Void { card, verdict }) = &ask.void {
            return Ok(Command::VoidVerdict { card: self.card(card)?, fact: fact(verdict)? });
        }
        let (Some(card), Some(verdict)) = (&ask.card, ask.verdict) else {
            return Err(CommandError::usage("usage", "name the card and the verdict"));
        };
        let ruling = Ruling {
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
        };
        Ok(Command::Judge { card: self.card(card)?, ruling })
    }

    /// Keeps the photo's file, and answers what is to be recorded of it.
    fn photo_command(&self, ask: &PhotoAsk, folder: &Folder) -> Result<Command, CommandError> {
        let of = match self.receipt(&ask.about) {
            Ok(receipt) => PhotoOf::Receipt(receipt),
            Err(_) => PhotoOf::Card(self.card(&ask.about)?),
        };
        let shows = ask.shows.as_deref().map(str::parse).transpose()?;
        let photo = PhotoTaken { shows, ..photos::keep(folder, &ask.file)? };
        Ok(Command::TakePhoto { of, photo })
    }

    /// Keeps the photos' files, and answers what is to be recorded of the exception.
    fn exception_command(
        &self,
        ask: &ExceptionAsk,
        folder: &Folder,
    ) -> Result<Command, CommandError> {
        let said = ExceptionReported {
            kind: match ask.kind {
                ExceptionName::Missing => ExceptionKind::Missing,
                ExceptionName::Over => ExceptionKind::Over,
                ExceptionName::Damaged => ExceptionKind::Damaged,
                ExceptionName::Wet => ExceptionKind::Wet,
            },
            container: ask.container.as_deref().map(str::parse).transpose()?,
            seal: ask.seal.as_deref().map(str::parse).transpose()?,
            item: ask.item.as_deref().map(str::parse).transpose()?,
            quantity: None,
            note: ask.note.as_deref().map(str::parse).transpose()?,
            photos: Vec::new(),
        };
        let receipt = self.receipt(&ask.receipt)?;
        let quantity = ask.qty.as_deref().map(counted).transpose()?;
        let kept = ask.photos.iter().map(|file| photos::keep(folder, file));
        let photos = kept.collect::<Result<Vec<_>, _>>()?;
        Ok(Command::ReportException { receipt, said, quantity, photos })
    }
}

fn opened(ask: &OpenAsk) -> Result<ReceiptOpened, CommandError> {
    Ok(ReceiptOpened {
        orders: ask.orders.iter().map(|order| order.parse()).collect::<Result<_, _>>()?,
        vendor: maybe(ask.vendor.as_deref(), text)?,
        delivery_note: maybe(ask.delivery_note.as_deref(), text)?,
        dock: maybe(ask.dock.as_deref(), text)?,
        container: maybe(ask.container.as_deref(), text)?,
    })
}

/// Reads a number; a mistyped one is answered with the known ones it may have been.
fn number<N>(text: &str, replica: &Replica) -> Result<N, CommandError>
where
    N: FromStr<Err = NumberError>,
{
    text.parse().map_err(|error: NumberError| {
        let mut failure = CommandError::misread("number", &error);
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
    read: impl FnOnce(T) -> Result<R, CommandError>,
) -> Result<Option<R>, CommandError> {
    value.map(read).transpose()
}

/// An empty value clears a field, as no value does.
fn cleared(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.trim().is_empty())
}

fn text<T>(text: &str) -> Result<T, CommandError>
where
    T: FromStr,
    CommandError: From<T::Err>,
{
    Ok(text.parse()?)
}

fn parsed<T>(rule: &'static str, text: &str) -> Result<T, CommandError>
where
    T: FromStr,
    T::Err: Say,
{
    text.parse().map_err(|error| CommandError::misread(rule, &error))
}

fn choice(text: &str) -> Result<LineChoice, CommandError> {
    parsed("line", text)
}

fn fact(text: &str) -> Result<FactId, CommandError> {
    parsed("fact", text)
}

fn instant(text: &str) -> Result<Timestamp, CommandError> {
    parsed("instant", text)
}

fn not_below_zero(text: &str) -> Result<Decimal, CommandError> {
    let value = parse_decimal(text)?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(AmountError::Negative(value).into());
    }
    Ok(value)
}

fn counted(text: &str) -> Result<Decimal, CommandError> {
    let value = parse_decimal(text)?;
    if value <= Decimal::ZERO {
        return Err(AmountError::NotPositive(value).into());
    }
    Ok(value)
}

fn whole(text: &str) -> Result<u32, CommandError> {
    let value = counted(text)?;
    if !value.is_integer() {
        let unit = "a number of pieces";
        return Err(AmountError::TooFine { value, unit, most: 0 }.into());
    }
    u32::try_from(value).map_err(|_| AmountError::TooLarge(text.to_owned()).into())
}

/// A defect's code, and on how many pieces it was: `C01=2`.
fn defect_count(text: &str) -> Result<DefectCount, CommandError> {
    let (code, pieces) = text.split_once('=').ok_or_else(|| {
        let why = format!("“{text}” is no defect with its count: write it like C01=2");
        CommandError::usage("defect", why)
    })?;
    Ok(DefectCount { defect: code.trim().to_uppercase().parse()?, pieces: whole(pieces.trim())? })
}

/// An order, and its line where one is named: `PO240001` or `PO240001/2`.
fn order_and_line(text: &str) -> Result<OrderChoice, CommandError> {
    let Some((order, line)) = text.rsplit_once('/') else {
        return Ok(OrderChoice { order: text.parse()?, line: None });
    };
    let line = line.trim().parse().map_err(|_| {
        let why = format!("“{text}” is not an order line: write it like PO240001/2");
        CommandError::usage("order-line", why)
    })?;
    Ok(OrderChoice { order: order.parse()?, line: Some(line) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command_error::Exit;

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
        assert_eq!(order_and_line("PO240001/2").unwrap().line, Some(2));
        assert_eq!(order_and_line("PO240001").unwrap().line, None);
        assert!(order_and_line("PO240001/x").is_err());
    }
}
