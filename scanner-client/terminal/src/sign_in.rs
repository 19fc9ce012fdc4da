//! Signs a person in: by the server where that has to be, else by what it granted before.

use inwards_engine::grants::{Given, KeptGrants};
use inwards_engine::pin::WrongPins;
use inwards_engine::session::{self, FindError, SignIn, SignedIn};
use sync_core::api::{
    BADGE_NEEDED, CHANGE_PIN, PIN_REFUSED, ProblemDocument, SignInRequest, WRONG_PIN,
};
use sync_core::ids::PersonNumber;
use sync_core::text::Language;
use sync_core::time::Timestamp;

use crate::cli::SignInAsk;
use crate::client::PinSource;
use crate::clock_reading::read_clock;
use crate::command_error::{CommandError, Exit};
use crate::device::Device;
use crate::folder;
use crate::http::{Server, SignInError};
use crate::identity::is_signed;
use crate::output::clock_time;
use crate::session as kept_session;
use crate::text::CliMessage;

/// The rule of whatever is said of a PIN that does not fit.
const WRONG: &str = "pin";

/// Signs a person in by their PIN, which is asked for only where it will be looked at.
pub fn sign_in(
    (device, server): (&mut Device, &mut Server),
    ask: &SignInAsk,
    pin: PinSource<'_>,
    language: Language,
) -> Result<SignedIn, CommandError> {
    let wrong = wrong_pins(device);
    if let Some(until) = session::wait_for_pin(&device.engine, wrong, read_clock()) {
        return Err(wait(device, until));
    }
    let person = session::find(&device.engine, &ask.person);
    let person = person.map_err(|error| not_found(error, &ask.person))?.number;
    let mut kept = kept_session::grants(&device.folder);
    let (badge, given) = (session::badge_key(&ask.person), pin()?);
    let mut request = SignInRequest { person, pin: given, badge, new_pin: None, browser: false };
    if ask.new_pin {
        request.new_pin = Some(new_pin(pin, ask.pin_stdin, &CliMessage::NewPin, language)?);
    }
    let asks_first = ask.new_pin
        || session::asks_server(&device.engine, &kept, person, device.engine.instant(read_clock()));
    if !asks_first {
        match by_kept(device, &mut kept, &request) {
            // Perhaps it is another one since, and the server knows.
            Err(wrong) => {
                // It was counted here already, and the wait is this device's.
                let says_no_more = |error: &CommandError| {
                    error.exit == Exit::Unreachable || error.rule == wrong.rule
                };
                let answered =
                    by_server((device, server), (&mut kept, request), pin, (ask, language));
                return match answered {
                    Err(error) if says_no_more(&error) => Err(wrong),
                    answered => answered,
                };
            }
            Ok(signed_in) => return Ok(signed_in),
        }
    }
    let answered = by_server((device, server), (&mut kept, request.clone()), pin, (ask, language));
    match answered {
        Err(lost) if lost.exit == Exit::Unreachable && !ask.new_pin => {
            by_kept(device, &mut kept, &request)
        }
        Err(error) if error.rule == WRONG => Err(count_wrong(device, error)?),
        answered => answered,
    }
}

/// Counts a PIN that the server found wrong: this device waits by itself, too.
fn count_wrong(device: &Device, error: CommandError) -> Result<CommandError, CommandError> {
    let (stamp, wrong) = (read_clock(), wrong_pins(device));
    let now = device.engine.instant(stamp);
    let wrong = WrongPins { made: Some(stamp), ..wrong.and_another(now) };
    folder::write(&device.folder.wrong_pins(), &wrong)?;
    Ok(wrong.wait_until(now).map_or(error, |until| wait(device, until)))
}

/// By the server, which grants the device for a time.
fn by_server(
    (device, server): (&mut Device, &mut Server),
    (kept, mut request): (&mut KeptGrants, SignInRequest),
    pin: PinSource<'_>,
    (ask, language): (&SignInAsk, Language),
) -> Result<SignedIn, CommandError> {
    loop {
        let asked = read_clock();
        let problem = match server.sign_in(&device.identity, &request) {
            Ok(answer) => {
                device.learn_clock(answer.server_time, (asked, read_clock()))?;
                let key = kept.key.as_deref().unwrap_or(&answer.key);
                if !is_signed(key, &answer.grant, &answer.signature) {
                    return Err(CommandError::refused("grant", CliMessage::NotOurServersGrant));
                }
                let signed_in = session::granted(&device.engine, kept, &answer, read_clock());
                return take_up(device, kept, signed_in);
            }
            Err(SignInError::Lost(error)) => return Err(error),
            Err(SignInError::Refused(problem)) => problem,
        };
        if problem.kind != CHANGE_PIN || request.new_pin.is_some() {
            return Err(refused(*problem));
        }
        request.new_pin = Some(new_pin(pin, ask.pin_stdin, &CliMessage::ChoosePin, language)?);
    }
}

/// By what the server granted before, while it cannot be asked.
fn by_kept(
    device: &mut Device,
    kept: &mut KeptGrants,
    request: &SignInRequest,
) -> Result<SignedIn, CommandError> {
    let given = Given { pin: &request.pin, badge: request.badge.as_deref() };
    let asked = (request.person, given);
    let outcome = session::unlock(&device.engine, asked, (wrong_pins(device), kept), read_clock());
    folder::write(&device.folder.grants(), kept)?;
    match outcome {
        SignIn::Done(signed_in) => take_up(device, kept, signed_in),
        SignIn::WrongPin { wrong, wait: until } => {
            folder::write(&device.folder.wrong_pins(), &wrong)?;
            let says_wrong = || CommandError::refused(WRONG, CliMessage::WrongPin);
            Err(until.map_or_else(says_wrong, |until| wait(device, until)))
        }
        SignIn::Wait(until) => Err(wait(device, until)),
        SignIn::MayNot(error) => Err(not_found(error, &request.person.0.to_string())),
        SignIn::NeedsServer => Err(CommandError::refused("grant", CliMessage::NeedsServer)),
        SignIn::BadgeNeeded => Err(CommandError::refused("badge", CliMessage::BadgeNeeded)),
    }
}

fn take_up(
    device: &mut Device,
    kept: &KeptGrants,
    signed_in: SignedIn,
) -> Result<SignedIn, CommandError> {
    folder::write(&device.folder.grants(), kept)?;
    folder::write(&device.folder.session(), &signed_in)?;
    folder::remove(&device.folder.wrong_pins())?;
    let person: PersonNumber = signed_in.person;
    let granted = session::time_left(&device.engine, kept, person);
    device.signed_in(Some(person), granted);
    Ok(signed_in)
}

/// Tells the server of PINs that were wrong while it could not be asked.
pub fn tell_wrong_pins(device: &Device, server: &mut Server) -> Result<(), CommandError> {
    let mut kept = kept_session::grants(&device.folder);
    for report in kept.untold() {
        // What one server does not take is told again, to whichever comes.
        if server.tell_wrong_pins(&device.identity, report).is_ok() {
            kept.told(report);
            folder::write(&device.folder.grants(), &kept)?;
        }
    }
    Ok(())
}

/// Asks for a new PIN; twice where it cannot be seen.
fn new_pin(
    pin: PinSource<'_>,
    is_piped: bool,
    why: &CliMessage,
    language: Language,
) -> Result<String, CommandError> {
    use sync_core::text::Say as _;
    if is_piped {
        return pin();
    }
    eprintln!("{}", why.say(language));
    let first = pin()?;
    eprintln!("{}", CliMessage::PinOnceMore.say(language));
    let same = pin()? == first;
    same.then_some(first).ok_or_else(|| CommandError::refused("pin", CliMessage::PinsDiffer))
}

fn wrong_pins(device: &Device) -> WrongPins {
    folder::read(&device.folder.wrong_pins()).ok().flatten().unwrap_or_default()
}

/// What the server said of it.
fn refused(problem: ProblemDocument) -> CommandError {
    let english = problem.detail;
    let chinese = problem.detail_zh.unwrap_or_else(|| english.clone());
    let rule = match problem.kind.as_str() {
        WRONG_PIN => return CommandError::refused(WRONG, CliMessage::WrongPin),
        BADGE_NEEDED => return CommandError::refused("badge", CliMessage::BadgeNeeded),
        _ if problem.status == 429 => WRONG,
        PIN_REFUSED => "pin-choice",
        CHANGE_PIN => "change-pin",
        _ => "sign-in",
    };
    CommandError::told(rule, (english, chinese))
}

fn wait(device: &Device, until: Timestamp) -> CommandError {
    let until = clock_time(until, device.engine.replica().site().offset);
    CommandError::refused(WRONG, CliMessage::WaitForPin { until })
}

fn not_found(error: FindError, asked: &str) -> CommandError {
    let person = asked.trim().to_owned();
    let sentence = match error {
        FindError::NeverSynced => CliMessage::NeverSynced,
        FindError::Unknown => CliMessage::NoSuchPerson { person },
        FindError::Several => CliMessage::SeveralPeople { person },
        FindError::Revoked => CliMessage::PersonRevoked,
        FindError::NoPostHere => CliMessage::NoPostHere { person },
    };
    CommandError::refused("person", sentence)
}
