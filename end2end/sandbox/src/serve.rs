//! Starts everything and ends it cleanly.

use std::{future::Future, io, sync::Arc, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

use crate::{
    control, demo, line,
    listener::{CuttableListener, Scissors},
    options::Options,
    phone, picture,
    sandbox::{Sandbox, Shared},
    save, webhook,
    world::World,
};

const PRUNE_EVERY: Duration = Duration::from_secs(10);

/// Why the sandbox could not start or run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("cannot listen: {0}")]
    Listen(#[source] io::Error),
    /// The state file cannot be read or written.
    #[error("the state file: {0}")]
    State(#[source] io::Error),
    /// The HTTP client cannot be made.
    #[error("the HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}

/// All routes.
fn router(sandbox: Shared) -> Router {
    Router::new()
        .merge(line::router(&sandbox))
        .merge(control::router())
        .merge(phone::router())
        .merge(picture::router())
        .with_state(sandbox)
}

fn world(options: &Options, public_url: &str) -> Result<World, ServeError> {
    let kept = options.state.as_deref().map(save::load).transpose().map_err(ServeError::State)?;
    let mut world = kept.flatten().unwrap_or_else(|| World::new(&options.seed, public_url));
    public_url.clone_into(&mut world.public_url);
    if options.demo {
        demo::furnish(&mut world, options);
    }
    Ok(world)
}

/// Runs the sandbox until `stop` completes.
pub async fn serve(
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let listener = TcpListener::bind(options.listen).await.map_err(ServeError::Listen)?;
    let address = listener.local_addr().map_err(ServeError::Listen)?;
    let own_url = format!("http://{address}");
    let public_url = options.public_url.as_deref().unwrap_or(&own_url).trim_end_matches('/');
    let world = world(&options, public_url)?;
    // A webhook is never redirected, and its connection is LINE's own: no proxy.
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()?;
    let sandbox = Sandbox::new(world, options, http);
    let background = start(&sandbox);
    tracing::info!(url = %own_url, "the sandbox listens");
    let service = router(Arc::clone(&sandbox)).into_make_service_with_connect_info::<Scissors>();
    tokio::select! {
        result = async { axum::serve(CuttableListener(listener), service).await } => {
            result.map_err(ServeError::Listen)?;
        }
        // Not a graceful shutdown: live streams and hung calls would never end by themselves.
        () = stop => {}
    }
    for task in background {
        task.abort();
    }
    if let Some(path) = &sandbox.options.state {
        save::save(&sandbox, path).map_err(ServeError::State)?;
    }
    tracing::info!("the sandbox has stopped");
    Ok(())
}

fn start(sandbox: &Shared) -> Vec<JoinHandle<()>> {
    let (wake, lanes) = mpsc::unbounded_channel();
    sandbox.world().outbox.connect(wake);
    let mut tasks = vec![
        tokio::spawn(webhook::run(Arc::clone(sandbox), lanes)),
        tokio::spawn(prune(Arc::clone(sandbox))),
    ];
    if let Some(path) = &sandbox.options.state {
        tasks.push(tokio::spawn(save::keep(Arc::clone(sandbox), path.clone())));
    }
    tasks
}

async fn prune(sandbox: Shared) {
    loop {
        tokio::time::sleep(PRUNE_EVERY).await;
        sandbox.world().prune(sandbox.clock.now());
    }
}
