//! Reads what was typed into commands; what cannot be read is told with its remedy.

use sync_core::command::{Command, Ruling};
use sync_core::fact::{
    LotField, Measured, ReceiptField, ReceiptOpened, ReturnFor, Sampled, Verdict, Weighed,
};

use crate::cli::{
    CardAsk, ConflictAsk, IssueAsk, LotFieldName, MeasureAsk, OpenAsk, OrderAsk, PutawayAsk,
    ReceiptAsk, ReceiptFieldName, ReceiptWithReason, Recording, ReturnAsk, ReturnForName,
    SampleAsk, SignatureAsk, SlipAsk, VerdictAsk, VerdictName, VerdictVoid, WeighAsk, WeighingAsk,
};
use crate::device::Device;
use crate::failure::Failure;
use crate::photos;
use crate::typed::{
    Reader, choice, cleared, counted, defect_count, fact, instant, maybe, not_below_zero,
    order_and_line, parsed, text, whole,
};

/// The command that records what happened; the files of photos are kept on the way.
pub fn command(recording: &Recording, device: &Device) -> Result<Command, Failure> {
    let reader = Reader { replica: device.engine.replica() };
    match recording {
        Recording::Receipt(ask) => reader.receipt_command(ask),
        Recording::Signature(SignatureAsk::Void { receipt }) => {
            Ok(Command::VoidSignature { receipt: reader.receipt(receipt)? })
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
        Recording::Putaway(PutawayAsk { card, location, qty }) => Ok(Command::PutAway {
            card: reader.card(card)?,
            location: location.parse()?,
            quantity: maybe(qty.as_deref(), counted)?,
        }),
        Recording::Return(ReturnAsk::Raise { card, qty, settlement }) => Ok(Command::RaiseReturn {
            card: reader.card(card)?,
            quantity: counted(qty)?,
            settlement: match settlement {
                ReturnForName::Credit => ReturnFor::Credit,
                ReturnForName::Replacement => ReturnFor::Replacement,
            },
        }),
        Recording::Photo(ask) => photos::photo(ask, device),
        Recording::Exception(ask) => photos::exception(ask, device),
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
        Recording::Order(OrderAsk::Assign { receipt, line, to, qty }) => Ok(Command::AssignLine {
            receipt: reader.receipt(receipt)?,
            line: choice(&line.line)?,
            to: order_and_line(to)?,
            quantity: maybe(qty.as_deref(), counted)?,
        }),
    }
}

impl Reader<'_> {
    fn weigh_command(&self, ask: &WeighAsk) -> Result<Command, Failure> {
        let weighed = Weighed {
            pieces: whole(&ask.pieces)?,
            gross: not_below_zero(&ask.gross)?,
            tare: not_below_zero(&ask.tare)?,
            unit: parsed("unit", &ask.unit)?,
        };
        Ok(Command::Weigh { card: self.card(&ask.card)?, weighed })
    }

    fn measure_command(&self, ask: &MeasureAsk) -> Result<Command, Failure> {
        let measured = Measured {
            what: ask.what.parse()?,
            value: not_below_zero(&ask.value)?,
            unit: ask.unit.parse()?,
        };
        Ok(Command::Measure { card: self.card(&ask.card)?, measured })
    }

    fn sample_command(&self, ask: &SampleAsk) -> Result<Command, Failure> {
        let defects = ask.defects.iter().map(|text| defect_count(text));
        let defects = defects.collect::<Result<_, _>>()?;
        let sampled = Sampled { pieces: whole(&ask.pieces)?, defects };
        Ok(Command::Sample { card: self.card(&ask.card)?, sampled })
    }

    fn receipt_command(&self, ask: &ReceiptAsk) -> Result<Command, Failure> {
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

    fn card_command(&self, ask: &CardAsk) -> Result<Command, Failure> {
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

    fn verdict_command(&self, ask: &VerdictAsk) -> Result<Command, Failure> {
        if let Some(VerdictVoid::Void { card, verdict }) = &ask.void {
            return Ok(Command::VoidVerdict { card: self.card(card)?, fact: fact(verdict)? });
        }
        let (Some(card), Some(verdict)) = (&ask.card, ask.verdict) else {
            return Err(Failure::usage("usage", "name the card and the verdict"));
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
}

fn opened(ask: &OpenAsk) -> Result<ReceiptOpened, Failure> {
    Ok(ReceiptOpened {
        orders: ask.orders.iter().map(|order| order.parse()).collect::<Result<_, _>>()?,
        vendor: maybe(ask.vendor.as_deref(), text)?,
        delivery_note: maybe(ask.delivery_note.as_deref(), text)?,
        dock: maybe(ask.dock.as_deref(), text)?,
        container: maybe(ask.container.as_deref(), text)?,
    })
}
