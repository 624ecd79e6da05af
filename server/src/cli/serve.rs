//! `kakehashi serve`: puts the parts together, and takes them apart in order.

use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::ListenerExt;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::{CliError, open};
use crate::{
    auth::{Auth, SetupCode, password::Cost},
    backend::StoreBackend,
    clock::{Clock, SystemClock},
    config::{Config, LinkPreviews},
    connections::{Connections, Pulse},
    credentials::SealedCredentials,
    going_again::GoingAgain,
    line::{account::Accounts, client::LineClient},
    media::{Incoming, PhotoShop, Pictures, ShareLimit, Stickers, Storage},
    open_web::OpenWeb,
    outbox::{Outbox, Worker, calls::Calls, sender::LineSender, timer::SystemTimer},
    previews::{Looker, Previews},
    profile_card::Cards,
    profiles::Profiles,
    quotas::Quotas,
    read_marks::Marks,
    realtime::Hub,
    rounds,
    router::router,
    secret::SecretKey,
    shutdown, site,
    state::{AppState, Parts},
    store::{OpenedBy, Store, housekeeping},
};

/// Calls to LINE under way at once: in all, and through one official account.
const LINE_CALLS: (usize, usize) = (64, 16);

/// How long the database gets for its clean end, after the drain.
const CLOSE: Duration = Duration::from_secs(2);

/// What the server needs of the world, beside the database.
struct Means {
    config: Config,
    clock: Arc<dyn Clock>,
    key: Arc<SecretKey>,
    hub: Arc<Hub>,
    client: LineClient,
    accounts: Arc<Accounts>,
    pulse: Arc<Pulse>,
    storage: Storage,
    photo_shop: Arc<PhotoShop>,
    stop: CancellationToken,
}

/// Serves until it is told to stop.
///
/// # Errors
/// When the address is taken, the database cannot be opened, or a part cannot start.
pub async fn serve(config: Config) -> Result<(), CliError> {
    let stop = shutdown::on_signal().map_err(CliError::System)?;
    let address = config.listen;
    let listener =
        TcpListener::bind(address).await.map_err(|source| CliError::Listen { address, source })?;
    let key = Arc::new(open::key(&config)?);
    let hub = Arc::new(Hub::default());
    let (store, closing) = open::database(&config, OpenedBy::Server, hub.clone()).await?;
    let served = run(listener, config, key, hub, store, stop).await;
    if timeout(CLOSE, closing.close()).await.is_err() {
        tracing::warn!("the database was left without a clean end: something still used it");
    }
    served
}

async fn run(
    listener: TcpListener,
    config: Config,
    key: Arc<SecretKey>,
    hub: Arc<Hub>,
    store: Store,
    stop: CancellationToken,
) -> Result<(), CliError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let client = LineClient::new(config.line.api.url().clone()).map_err(line)?;
    let client = client.with_data_at(config.line.data.url().clone()).map_err(line)?;
    let storage = Storage::open(&config.media).map_err(CliError::Media)?;
    let credentials = SealedCredentials::new(store.clone(), key.clone());
    let pulse = Arc::new(Pulse::new(clock.clone()));
    let accounts = Accounts::new(client.clone(), Arc::new(credentials), clock.clone());
    let accounts = Arc::new(accounts.watched_by(pulse.clone()));
    let photo_shop = Arc::default();
    let means =
        Means { config, clock, key, hub, client, accounts, pulse, storage, photo_shop, stop };

    let mut workers = start_workers(&means, &store);
    let public_url = means.config.public_url.clone();
    warn_without_client(&means.config);
    let stop = means.stop.clone();
    let state = assemble(means, store).await?;
    let app = router(state).into_make_service_with_connect_info::<SocketAddr>();
    tracing::info!("ready: {public_url}");
    let listener = listener.tap_io(send_at_once);
    let serving = axum::serve(listener, app).with_graceful_shutdown(stop.clone().cancelled_owned());
    let work = async {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the listener failed");
            stop.cancel();
        }
        // Dropped after the drain, the set ends those that still wait for LINE.
        while workers.join_next().await.is_some() {}
    };
    if !shutdown::drained(work, &stop, shutdown::DRAIN).await {
        tracing::warn!("not everything came to its end in time; it is taken up at the next start");
    }
    Ok(())
}

/// The tasks that work on their own. They end at the stop.
fn start_workers(means: &Means, store: &Store) -> JoinSet<()> {
    let (in_all, per_connection) = LINE_CALLS;
    let (outbox, hints) = Worker::new(Outbox {
        store: Arc::new(store.clone()),
        sender: Arc::new(LineSender {
            accounts: means.accounts.clone(),
            site: means.config.public_url.clone(),
        }),
        clock: means.clock.clone(),
        timer: Arc::new(SystemTimer),
        calls: Calls::new(in_all, per_connection),
    });
    means.hub.tell_outbox(move |room| hints.notify(room));
    let profiles = Profiles {
        store: store.clone(),
        accounts: means.accounts.clone(),
        hub: means.hub.clone(),
        clock: means.clock.clone(),
    };
    let quotas = Quotas {
        store: store.clone(),
        accounts: means.accounts.clone(),
        hub: means.hub.clone(),
        clock: means.clock.clone(),
    };
    let marks =
        Marks { store: store.clone(), accounts: means.accounts.clone(), hub: means.hub.clone() };
    let web = Arc::new(OpenWeb::new(means.config.open_web.listed.clone()));
    let incoming = Incoming {
        store: store.clone(),
        storage: means.storage.clone(),
        accounts: means.accounts.clone(),
        web: web.clone(),
        shop: means.photo_shop.clone(),
        hub: means.hub.clone(),
        clock: means.clock.clone(),
    };
    let going_again = GoingAgain { store: store.clone(), clock: means.clock.clone() };
    let looker = match means.config.open_web.previews {
        LinkPreviews::On => Some(Looker { web, shop: means.photo_shop.clone() }),
        LinkPreviews::Off => None,
    };
    let previews = Previews {
        store: store.clone(),
        looker,
        hub: means.hub.clone(),
        clock: means.clock.clone(),
    };
    let mut workers = JoinSet::new();
    workers.spawn(outbox.run(means.stop.clone()));
    workers.spawn(rounds::run(profiles, means.stop.clone()));
    workers.spawn(incoming.run(means.stop.clone()));
    workers.spawn(previews.run(means.stop.clone()));
    workers.spawn(rounds::run(quotas, means.stop.clone()));
    workers.spawn(rounds::run(marks, means.stop.clone()));
    workers.spawn(rounds::run(going_again, means.stop.clone()));
    workers.spawn(means.pulse.clone().run(store.clone(), means.stop.clone()));
    workers.spawn(housekeeping::run(store.clone(), means.clock.clone(), means.stop.clone()));
    workers
}

async fn assemble(means: Means, store: Store) -> Result<AppState, CliError> {
    let Means { config, clock, key, hub, client, accounts, pulse, storage, photo_shop, stop } =
        means;
    let code = SetupCode::mint(&mut rand::rng());
    let auth = Auth::start(&store, &config.public_url, Cost::OWASP, code).await?;
    let pictures = Pictures::new().map_err(line)?;
    let stickers = Stickers::new(config.line.stickers.clone()).map_err(line)?;
    let leptos = site::leptos_options(&config);
    let build = site::build(&leptos);
    let backend = StoreBackend::new(store.clone(), accounts.clone(), clock.clone(), build.clone());
    let backend = Arc::new(backend);
    let connections = Connections {
        store: store.clone(),
        key: key.clone(),
        client,
        accounts,
        pulse,
        clock: clock.clone(),
        config: config.clone(),
    };
    Ok(AppState::new(Parts {
        config,
        clock,
        store,
        key,
        auth,
        hub,
        connections: Arc::new(connections),
        pictures,
        stickers,
        storage,
        share_limit: ShareLimit::default(),
        cards: Cards::default(),
        photo_shop,
        backend,
        build,
        leptos,
        stop,
    }))
}

/// Events are small, and must not wait in the system for company.
fn send_at_once(connection: &mut TcpStream) {
    if let Err(error) = connection.set_nodelay(true) {
        tracing::debug!(%error, "a connection may be slow");
    }
}

fn warn_without_client(config: &Config) {
    if !config.site_dir.join("pkg").is_dir() {
        let dir = config.site_dir.display();
        tracing::warn!(
            "no client files in {dir}: pages will not come alive (see KAKEHASHI_SITE_DIR)"
        );
    }
}

fn line(error: impl Error + Send + Sync + 'static) -> CliError {
    CliError::Line(Box::new(error))
}
