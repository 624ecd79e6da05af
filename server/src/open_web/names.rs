//! How a host's name becomes addresses: asked once for each request, and by nobody else. The connection
//! goes to the addresses that were judged, whatever the name stands for a moment later.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use futures::future::{BoxFuture, FutureExt, ready};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Who knows addresses of names.
pub trait Names: Send + Sync + 'static {
    /// The addresses of a host.
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// As this machine looks names up.
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        }
        .boxed()
    }
}

/// Answers every question with the addresses that were judged.
pub struct Judged(Arc<[IpAddr]>);

impl Judged {
    /// For one request.
    pub fn new(addresses: &[IpAddr]) -> Arc<Self> {
        Arc::new(Self(addresses.into()))
    }
}

impl Resolve for Judged {
    fn resolve(&self, _name: Name) -> Resolving {
        let addresses: Vec<_> = self.0.iter().map(|ip| SocketAddr::new(*ip, 0)).collect();
        let addresses: Addrs = Box::new(addresses.into_iter());
        ready(Ok(addresses)).boxed()
    }
}
