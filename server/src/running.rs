//! A running server: everything opened in its order, and closed in the other.

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::admin::{Admin, socket};
use crate::app::App;
use crate::audit::reading::{self, Filter};
use crate::audit::syslog::{Collector, Shipper};
use crate::audit::{What, Who};
use crate::doors::OwnNames;
use crate::folder::Folder;
use crate::hub::{Site, SiteError, SiteSettings};
use crate::log::OpenError;
use crate::serve::Speech;
use crate::stop::Stopper;
use crate::tls::keeper::Keeper;
use crate::tls::names::PlantName;
use crate::tls::{Tls, TlsError, TlsWish};
use crate::{indexer, routes, serve};

/// What a server is told when it starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The data directory, where everything of the site lies.
    pub data: PathBuf,
    /// The address and port to listen on, as they were typed.
    pub listen: String,
    /// What is said of the site.
    pub site: SiteSettings,
    /// Whether everybody may read the board and its views.
    pub open_board: bool,
    /// Where the web app's files are, where not in this program.
    pub web: Option<PathBuf>,
    /// How it is to speak: what is typed about TLS.
    pub tls: TlsWish,
    /// Who may come, and by which names.
    pub doors: DoorsWish,
    /// Where copies of the audit log go.
    pub syslog: Option<Collector>,
}

/// What is typed about who may come.
#[derive(Clone, Debug)]
pub struct DoorsWish {
    /// Names by which a proxy in front of the server is asked.
    pub hosts: Vec<PlantName>,
    /// Connections that one address may have open at once.
    pub per_address: usize,
}

impl Default for DoorsWish {
    fn default() -> Self {
        Self { hosts: Vec::new(), per_address: serve::PER_ADDRESS }
    }
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another server holds the data directory.
    #[error("{0}")]
    InUse(String),
    /// The data directory cannot be used.
    #[error("{0}")]
    Storage(String),
    /// The address cannot be listened on.
    #[error("{0}")]
    Listen(String),
    /// There is no certificate to serve with.
    #[error("{0}")]
    Tls(TlsError),
}

/// A server that answers.
#[derive(Debug)]
pub struct Running {
    /// The address and port that were bound, which differ from the settings' where the port was 0.
    pub address: SocketAddr,
    /// What its handlers see.
    pub app: Arc<App>,
    folder: Folder,
    stop: Stopper,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Opens the data directory and answers.
    pub async fn start(settings: &Settings) -> Result<Self, StartError> {
        let storage = |error: &dyn Display| StartError::Storage(error.to_string());
        let folder = Folder::open(&settings.data).map_err(|error| storage(&error))?;
        let site = Site::open(&folder, &settings.site).await?;
        let listener = TcpListener::bind(&settings.listen).await.map_err(|error| {
            StartError::Listen(format!("{} cannot be listened on: {error}", settings.listen))
        })?;
        let address =
            listener.local_addr().map_err(|error| StartError::Listen(error.to_string()))?;
        let (stop, stopping) = Stopper::new();
        let web = settings.web.clone();
        let (open_board, own) = (settings.open_board, Arc::clone(&site));
        let app = App::open(&folder, own, open_board, web, stopping.clone());
        let mut app = app.map_err(|error| storage(&error))?;
        let keeper = tls_of(&folder, settings, address).await?;
        let (tls, keeper) = keeper.map(|(tls, keeper)| (Arc::new(tls), keeper)).unzip();
        app.tls = tls;
        app.names = OwnNames::new(&settings.doors.hosts, address.ip(), app.tls.is_some());
        let app = Arc::new(app);
        let speech = speech(&app)?;
        begin_audit(&site, settings).await.map_err(|error| storage(&error))?;
        let socket = socket::bind(&folder.admin_socket()).map_err(|error| storage(&error))?;

        let admin = Arc::new(Admin::serving(
            &site,
            &app.codes,
            &app.admin_sessions,
            &app.tokens,
            app.tls.as_ref(),
            Who::Server {},
        ));
        let mut tasks = vec![
            tokio::spawn(socket::serve(socket, admin, stopping.clone())),
            tokio::spawn(app.broadcaster.clone().run(Arc::clone(&site), stopping.clone())),
            tokio::spawn(serve::serve(
                listener,
                speech,
                settings.doors.per_address,
                stopping.clone(),
            )),
        ];
        if let Some(keeper) = keeper {
            tasks.push(tokio::spawn(keeper.run(stopping.clone())));
        }
        if let Some(index) = &app.index {
            tasks.push(tokio::spawn(indexer::follow(site, Arc::clone(index), stopping)));
        }
        Ok(Self { address, app, folder, stop, tasks })
    }

    /// Lets what is under way end, and closes the data directory.
    pub async fn stop(self) {
        self.stop.stop();
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task of the server ended badly");
            }
        }
        let site = &self.app.site;
        let what = What::Stopped { epoch: format!("{:016x}", site.epoch()), facts: site.head() };
        if let Err(error) = site.audit().keep(Who::Server {}, what).await {
            tracing::error!(%error, "the end of the server was not noted");
        }
        // Where it stays, a command finds that nobody listens, and opens the directory itself.
        let _ = std::fs::remove_file(self.folder.admin_socket());
    }
}

/// Notes that the server starts, and whether its log is one that was put back from a copy.
async fn begin_audit(site: &Site, settings: &Settings) -> std::io::Result<()> {
    let shipper = settings.syslog.clone().map(Shipper::start).transpose()?;
    if let Some(shipper) = shipper {
        site.audit().ship(shipper);
    }
    let folder = Folder::open(&settings.data)?.audit();
    let (epoch, facts) = (format!("{:016x}", site.epoch()), site.head());
    let filter = Filter { what: Some("started,stopped".to_owned()), ..Filter::default() };
    let before = tokio::task::spawn_blocking(move || reading::last(&folder, &filter, None, 1));
    let before = before.await.map_err(std::io::Error::other)??;
    let before = before.first().and_then(|found| {
        let (epoch, facts) = (found.line.rest.get("epoch")?, found.line.rest.get("facts")?);
        Some((epoch.as_str()?.to_owned(), facts.as_u64()?))
    });
    let noted = |error: crate::audit::NotNoted| std::io::Error::other(error.to_string());
    if let Some((epoch_before, facts_before)) = before
        && (epoch_before != epoch || facts_before > facts)
    {
        let epoch = epoch.clone();
        let what = What::Restored { epoch_before, facts_before, epoch, facts };
        site.audit().keep(Who::Server {}, what).await.map_err(noted)?;
    }
    let what = What::Started { version: env!("CARGO_PKG_VERSION").to_owned(), epoch, facts };
    site.audit().keep(Who::Server {}, what).await.map_err(noted)
}

/// TLS wherever others reach the server, and wherever it was asked for; nothing else where it was
/// said in so many words that others may listen.
async fn tls_of(
    folder: &Folder,
    settings: &Settings,
    address: SocketAddr,
) -> Result<Option<(Tls, Keeper)>, StartError> {
    let wish = &settings.tls;
    let is_alone = address.ip().to_canonical().is_loopback();
    if !wish.is_asked_for() && (is_alone || wish.insecure_lan) {
        return Ok(None);
    }
    Tls::open(folder, wish, address).await.map(Some).map_err(StartError::Tls)
}

fn speech(app: &Arc<App>) -> Result<Speech, StartError> {
    let inside = routes::router(app);
    let Some(tls) = &app.tls else { return Ok(Speech::Plain(inside)) };
    let acceptor = tls.acceptor().map_err(StartError::Tls)?;
    Ok(Speech::Tls { acceptor, inside, plain: routes::trust::router(tls) })
}

impl From<SiteError> for StartError {
    fn from(error: SiteError) -> Self {
        match &error {
            SiteError::Open(OpenError::Journal(inwards_journal::JournalError::Locked {
                ..
            })) => Self::InUse(error.to_string()),
            _ => Self::Storage(error.to_string()),
        }
    }
}
