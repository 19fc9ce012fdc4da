//! `serve`: starts the server, and ends it in order.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{DONE, REFUSED, STORAGE, Serve, UNREACHABLE, USAGE};
use crate::folder::Folder;
use crate::hub::{Budgets, SiteSettings};
use crate::running::{DoorsWish, Running, Settings, StartError};
use crate::tls::{AcmeWish, PlantFiles, Tls, TlsError, TlsWish};

pub(super) async fn serve(data: PathBuf, how: Serve) -> u8 {
    start_logging(how.log_json);
    let settings = Settings {
        data,
        listen: how.listen,
        site: SiteSettings {
            name: how.site_name,
            offset: how.utc_offset,
            budgets: Budgets {
                facts_an_hour: how.facts_an_hour,
                set_aside_a_day: how.set_aside_a_day,
                live_lines: how.live_lines,
            },
        },
        open_board: how.open_board,
        web: how.web,
        syslog: how.syslog,
        doors: DoorsWish { hosts: how.host, per_address: how.per_address },
        tls: TlsWish {
            insecure_lan: how.insecure_lan,
            names: how.tls_name,
            files: how
                .tls_cert
                .zip(how.tls_key)
                .map(|(certificate, key)| PlantFiles { certificate, key }),
            acme: how.acme_hook.map(|hook| AcmeWish {
                hook,
                directory: how.acme_directory,
                root: how.acme_root,
            }),
        },
    };
    let running = match Running::start(&settings).await {
        Ok(running) => running,
        Err(error) => {
            tracing::error!(%error, "the server could not start");
            eprintln!("inwards-server: {error}");
            return match error {
                StartError::InUse(_) | StartError::Tls(TlsError::Names(_)) => REFUSED,
                StartError::Storage(_) | StartError::Tls(TlsError::Storage(_)) => STORAGE,
                StartError::Listen(_) => UNREACHABLE,
                StartError::Tls(TlsError::Unusable(_)) => USAGE,
            };
        }
    };
    // Listened for before the address is told: who reads it may ask for the end at once.
    let told_to_stop = match told_to_stop() {
        Ok(told) => told,
        Err(error) => {
            eprintln!("inwards-server: the signals that end it cannot be heard: {error}");
            return REFUSED;
        }
    };
    announce(&settings, &running);

    let site = running.app.site.clone();
    let code = tokio::select! {
        () = told_to_stop => DONE,
        () = site.failed() => {
            tracing::error!("the log can no longer be written: stopping, so that nothing more is confirmed");
            STORAGE
        }
    };
    drop(site);
    running.stop().await;
    tracing::info!("stopped");
    code
}

fn announce(settings: &Settings, running: &Running) {
    let address = running.address;
    let tls = running.app.tls.as_deref();
    let scheme = if tls.is_some() { "https" } else { "http" };
    let mut words = format!("Inwards is listening on {scheme}://{address}\n");
    words.push_str(&match tls {
        Some(tls) => how_devices_come(tls),
        None if address.ip().to_canonical().is_loopback() => String::new(),
        None => IN_CLEAR.to_owned(),
    });
    if settings.open_board {
        words.push_str("The board is open to everybody who reaches this address.\n");
    } else if let Ok(folder) = Folder::open(&settings.data) {
        let code = folder.board_token();
        let code = code.display();
        words = format!("{words}The board's code is in {code}\n");
    }
    // Whoever started us may have read enough, and be gone: that ends no server.
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
    let site = &running.app.site;
    tracing::info!(%address, facts = site.head(), version = env!("CARGO_PKG_VERSION"), "listening");
}

/// What `--insecure-lan` costs.
const IN_CLEAR: &str = "\
NOT SECURE: plain HTTP. Whoever is in this network can read enrolment codes, tokens, PIN hashes and
counts, can change them on the way, and can take a new device's place. Browsers on other machines
give no app without network, no camera and no key: only the program `inwards` works there. Leave
--insecure-lan out, and the server speaks TLS with a certificate that it makes itself. Names by which
it is asked, other than its own, have to be given with --host.
";

fn how_devices_come(tls: &Tls) -> String {
    let address = tls.address();
    let loaded = tls.loaded();
    let Some(root) = &loaded.root else { return format!("Devices open {address}/\n") };
    let page = address.replacen("https://", "http://", 1);
    let fingerprint = root.fingerprint_in_words();
    format!(
        "Devices open {address}/\n\
         Devices that do not trust it yet open {page}/ first, and follow its steps.\n\
         The root's fingerprint, which they must show there (SHA-256):\n{fingerprint}\n"
    )
}

/// Ends when somebody asks for the end; heard from this call on, not from the first poll.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn start_logging(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Whoever started a logger before us keeps it.
    let _ = if json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.with_ansi(std::io::stderr().is_terminal()).try_init()
    };
}
