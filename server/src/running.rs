//! A running server: everything opened in its order, and closed in the other.

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::admin::{Admin, socket};
use crate::app::App;
use crate::folder::Folder;
use crate::hub::{Site, SiteError, SiteSettings};
use crate::log::OpenError;
use crate::stop::Stopper;
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
        let app = Arc::new(app.map_err(|error| storage(&error))?);
        let socket = socket::bind(&folder.admin_socket()).map_err(|error| storage(&error))?;

        let admin = Arc::new(Admin::serving(Arc::clone(&site), Arc::clone(&app.codes)));
        let mut tasks = vec![
            tokio::spawn(socket::serve(socket, admin, stopping.clone())),
            tokio::spawn(app.broadcaster.clone().run(Arc::clone(&site), stopping.clone())),
            tokio::spawn(serve::serve(listener, routes::router(&app), stopping.clone())),
        ];
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
        // Where it stays, a command finds that nobody listens, and opens the directory itself.
        let _ = std::fs::remove_file(self.folder.admin_socket());
    }
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
