//! Looks at a link: its page, and the picture that the page names.

use std::sync::Arc;

use axum::body::Bytes;
use tokio::task::spawn_blocking;
use url::Url;

use super::{
    fetch::{Wanted, get},
    page,
    refused::Refused,
};
use crate::{
    media::PhotoShop,
    open_web::{self, OpenWeb},
    store::previews::Page,
};

/// Who looks.
pub struct Looker {
    /// What links lead to.
    pub web: Arc<OpenWeb>,
    /// Where pictures are drawn anew.
    pub shop: Arc<PhotoShop>,
}

impl Looker {
    /// What is to be shown of where a link leads.
    pub(super) async fn look(&self, link: &str) -> Result<Page, Refused> {
        let url = Url::parse(link).map_err(|_| open_web::Refused::NotAnAddress)?;
        let fetched = get(&self.web, &url, Wanted::Page).await?;
        let at = fetched.url.clone();
        let read = move || page::read(&fetched.bytes, &fetched.kind, &fetched.url);
        let found = spawn_blocking(read).await.map_err(|_| Refused::Silent)?;
        let title = found.title.ok_or(Refused::Silent)?;
        let picture = match found.picture {
            Some(picture) => self.picture(&picture).await,
            None => None,
        };
        Ok(Page {
            url: url.into(),
            site: site(&at, found.site.as_deref()),
            title,
            description: found.description,
            picture,
        })
    }

    /// A page without its picture is a page all the same.
    async fn picture(&self, url: &Url) -> Option<Bytes> {
        let fetched = get(&self.web, url, Wanted::Picture).await;
        let fetched = fetched.inspect_err(|reason| tracing::debug!(%reason, "no picture")).ok()?;
        self.shop.thumbnail(fetched.bytes).await.ok()
    }
}

/// Who says it: first the host, which cannot lie about itself, then what it calls its site.
fn site(url: &Url, name: Option<&str>) -> String {
    let host = url.host_str().unwrap_or_default();
    match name.filter(|name| !name.eq_ignore_ascii_case(host)) {
        Some(name) => format!("{host} · {name}"),
        None => host.to_owned(),
    }
}
