//! A request's body: read to its end before any room is taken, at a pace, and no more than its
//! sender may send.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout_at};

use super::caller::Caller;
use crate::error::{Problem, ProblemKind};

/// The largest body that is read.
pub const MOST: usize = 8 << 20;
/// So long a body may take, whatever it holds.
const GRACE: Duration = Duration::from_secs(10);
/// Each KiB that has come gives so much time more.
const FOR_EACH_KIB: Duration = Duration::from_secs(1);
/// And so long it may take at most.
const AT_MOST: Duration = Duration::from_mins(2);
/// What a stranger has to say: a code and a key, or a signature.
const MOST_OF_STRANGERS: usize = 16 << 10;
/// Where strangers have something to say.
const FOR_STRANGERS: [&str; 5] =
    ["/api/enrol", "/api/token", "/api/token/challenge", "/api/scan/read", "/board/login"];

/// The same request, with its whole body in memory.
///
/// What a stranger sends anywhere else is not read at all: the handler refuses it by its head.
pub(super) async fn read(request: Request, caller: Caller) -> Result<Request, Problem> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let most = match caller {
        Caller::Device(_) => MOST,
        Caller::Stranger | Caller::Board | Caller::Probe
            if FOR_STRANGERS.contains(&parts.uri.path()) =>
        {
            MOST_OF_STRANGERS
        }
        Caller::Stranger | Caller::Board | Caller::Probe => {
            return Ok(Request::from_parts(parts, Body::empty()));
        }
    };
    let too_large =
        || Problem::new(ProblemKind::TooLarge, format!("at most {most} bytes are read here"));
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    // A device is let speak a little longer, unheard: one that is cut short hears no answer.
    let heard_out = if matches!(caller, Caller::Device(_)) { 2 * most } else { most };
    if announced > heard_out {
        return Err(too_large());
    }
    let began = Instant::now();
    let mut stream = body.into_data_stream();
    let (mut bytes, mut come) = (Vec::new(), 0);
    loop {
        let kibs = u32::try_from(come >> 10).unwrap_or(u32::MAX);
        let within = GRACE.saturating_add(FOR_EACH_KIB.saturating_mul(kibs)).min(AT_MOST);
        let part = timeout_at(began + within, stream.next()).await;
        let too_slow = || Problem::new(ProblemKind::TooSlow, "the body came too slowly");
        match part.map_err(|_| too_slow())? {
            None if come > most => return Err(too_large()),
            None => return Ok(Request::from_parts(parts, Body::from(bytes))),
            Some(Ok(part)) => {
                come += part.len();
                if come > heard_out {
                    return Err(too_large());
                } else if come > most {
                    bytes = Vec::new();
                } else {
                    bytes.extend_from_slice(&part);
                }
            }
            Some(Err(error)) => return Err(Problem::malformed(error.to_string())),
        }
    }
}
