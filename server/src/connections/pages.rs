//! `/admin/connections` and `/settings/connection`: the same pages and forms at two stands. To who may
//! not look after connections there, they do not exist.

use app::{
    domain::{ChannelId, ConnectionId, OwnAccounts, ProviderName},
    features::admin::{
        ConnectPage, ConnectTyped, ConnectWrong, ConnectionsPage, ConnectionsSaid, Holder, OnePage,
        SecretWrong, Stand, connect_page, connections_page, one_page,
    },
    plain::Frame,
};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, FromRequestParts, Path, Query},
    http::{StatusCode, request::Parts},
    middleware::from_fn,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{NotBound, Through, Wish, keeper::Keeper};
use crate::{
    auth::middleware::require_on_page,
    plain::{Asked, NoPage, back, mend},
    secret::SecretText,
    state::AppState,
    store::StoreError,
};

/// The forms are short.
const MAX_FORM_BYTES: usize = 16 * 1024;

/// Longer than any channel secret of LINE's, which have 32 letters and digits.
const MAX_SECRET_BYTES: usize = 200;

/// The pages and their forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(at(Stand::Office))
        .merge(at(Stand::Own))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(require_on_page))
}

fn at(stand: Stand) -> Router<AppState> {
    let path = |rest: &str| format!("{}{rest}", stand.path());
    let mut router = Router::new()
        .route(&path(""), get(list))
        .route(&path("/new"), get(form).post(connect))
        .route(&path("/{id}"), get(one))
        .route(&path("/{id}/check"), post(check))
        .route(&path("/{id}/secret"), post(renew))
        .route(&path("/{id}/provider"), post(name_provider))
        .route(&path("/{id}/disconnect"), post(disconnect));
    if stand == Stand::Office {
        router = router.route(&path("/own"), post(allow_own));
    }
    router.layer(Extension(stand))
}

/// The request of somebody who may look after connections.
struct Desk {
    keeper: Keeper,
    frame: Frame,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let stand = Extension::<Stand>::from_request_parts(parts, state).await;
        let stand = stand.map_err(IntoResponse::into_response)?.0;
        let Asked { state, member, frame } = Asked::from_request_parts(parts, state).await?;
        match Keeper::open(state, member, stand).await {
            Ok(keeper) => Ok(Self { keeper, frame }),
            Err(error) => Err(NoPage { frame, error }.into_response()),
        }
    }
}

impl Desk {
    fn no_page(&self, error: StoreError) -> NoPage {
        NoPage { frame: self.frame.clone(), error }
    }

    /// To the page of a connection, where `said` is said.
    fn to(&self, id: ConnectionId, said: ConnectionsSaid) -> Response {
        back(&format!("{}/{id}", self.keeper.stand.path()), &[], said)
    }

    /// To the page of a connection when it is done.
    fn done(
        &self,
        id: ConnectionId,
        done: Result<(), StoreError>,
        said: ConnectionsSaid,
    ) -> Response {
        match done {
            Ok(()) => self.to(id, said),
            Err(error) => self.no_page(error).into_response(),
        }
    }
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<ConnectionsSaid>,
}

async fn list(desk: Desk, Query(At { said }): Query<At>) -> Result<Html<String>, NoPage> {
    let keeper = &desk.keeper;
    let read = async { Ok((keeper.entries().await?, keeper.own_accounts().await?)) };
    let (connections, own_accounts) = read.await.map_err(|error| desk.no_page(error))?;
    let (frame, stand) = (desk.frame, desk.keeper.stand);
    let page = ConnectionsPage { frame, stand, connections, own_accounts, said };
    Ok(Html(connections_page(page)))
}

/// A box that is not ticked posts nothing.
#[derive(Deserialize)]
struct OwnForm {
    own: Option<String>,
}

async fn allow_own(desk: Desk, Form(form): Form<OwnForm>) -> Response {
    let allowed = if form.own.is_some() { OwnAccounts::Allowed } else { OwnAccounts::NotAllowed };
    match desk.keeper.allow_own_accounts(allowed).await {
        Ok(()) => back(desk.keeper.stand.path(), &[], ConnectionsSaid::Kept),
        Err(error) => desk.no_page(error).into_response(),
    }
}

async fn form(desk: Desk) -> Result<Html<String>, NoPage> {
    let page = desk.connect_page(ConnectTyped::default(), Vec::new()).await;
    page.map(Html).map_err(|error| desk.no_page(error))
}

/// What the form posts.
#[derive(Deserialize)]
struct ConnectForm {
    #[serde(default)]
    member: String,
    #[serde(default)]
    channel_id: String,
    #[serde(default)]
    channel_secret: SecretText,
    #[serde(default)]
    provider: String,
}

/// Why there is no connection, as far as a form can say.
enum Refused {
    Wrong(Vec<ConnectWrong>),
    Failed(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

async fn connect(desk: Desk, Form(form): Form<ConnectForm>) -> Response {
    match desk.try_connect(&form).await {
        Ok(id) => desk.to(id, ConnectionsSaid::Connected),
        Err(Refused::Wrong(wrong)) => {
            let ConnectForm { member, channel_id, provider, .. } = form;
            let typed = ConnectTyped { member, channel_id, provider };
            match desk.connect_page(typed, wrong).await {
                Ok(page) => mend(page),
                Err(error) => desk.no_page(error).into_response(),
            }
        }
        Err(Refused::Failed(error)) => desk.no_page(error).into_response(),
    }
}

impl Desk {
    async fn connect_page(
        &self,
        typed: ConnectTyped,
        wrong: Vec<ConnectWrong>,
    ) -> Result<String, StoreError> {
        let connections = self.keeper.connections();
        let offered = self.keeper.offered().await?.into_iter().map(|member| {
            let about = [Some(member.name), member.group].into_iter().flatten();
            (member.email, about.collect::<Vec<_>>().join(" · "))
        });
        let public = connections.config.public_url.to_string();
        Ok(connect_page(ConnectPage {
            frame: self.frame.clone(),
            stand: self.keeper.stand,
            typed,
            wrong,
            members: offered.collect(),
            not_public: Some(public).filter(|_| !connections.is_public()),
        }))
    }

    async fn try_connect(&self, form: &ConnectForm) -> Result<ConnectionId, Refused> {
        let member = self.keeper.meant(&form.member).await?;
        let channel_id = ChannelId::parse(&form.channel_id);
        let secret = secret(&form.channel_secret);
        let provider = ProviderName::parse(&form.provider);
        let wrong = [
            member.is_none().then_some(ConnectWrong::Member),
            channel_id.is_err().then_some(ConnectWrong::ChannelId),
            secret.is_none().then_some(ConnectWrong::Secret),
            provider.is_err().then_some(ConnectWrong::Provider),
        ];
        let (Some(member), Ok(channel_id), Some(secret), Ok(provider)) =
            (member, channel_id, secret, provider)
        else {
            return Err(Refused::Wrong(wrong.into_iter().flatten().collect()));
        };
        let bound = self.keeper.bind(Wish { member, channel_id, secret, provider }).await;
        match bound {
            Ok(id) => Ok(id),
            Err(error) => Err(self.refusal(error).await?),
        }
    }

    /// What to say of an account that was not bound. Whose it is, is said to those who may know.
    async fn refusal(&self, error: NotBound) -> Result<Refused, StoreError> {
        let (through, holder) = match error {
            NotBound::Line(fault) => return Ok(Refused::Wrong(vec![ConnectWrong::Line(fault)])),
            NotBound::Seal(_) => return Ok(Refused::Wrong(vec![ConnectWrong::Secret])),
            NotBound::Store(error) => return Err(error),
            NotBound::Taken { through, holder } => (through, holder),
        };
        let entry = match holder {
            Some(id) => match self.keeper.entry(id).await {
                Ok(entry) => Some(entry),
                Err(StoreError::NotFound) => None,
                Err(error) => return Err(error),
            },
            None => None,
        };
        let holder = entry.map(|entry| Holder { connection: entry.id, name: entry.member_name });
        Ok(Refused::Wrong(vec![match through {
            Through::Channel => ConnectWrong::ChannelTaken(holder),
            Through::Account => ConnectWrong::AccountTaken(holder),
        }]))
    }

    async fn one_page(
        self,
        id: ConnectionId,
        said: Option<ConnectionsSaid>,
        wrong: OneWrong,
    ) -> Result<String, NoPage> {
        let connection = self.keeper.entry(id).await.map_err(|error| self.no_page(error))?;
        let usage = self.keeper.usage(id).await.map_err(|error| self.no_page(error))?;
        let OneWrong { secret_wrong, provider_wrong } = wrong;
        Ok(one_page(OnePage {
            stand: self.keeper.stand,
            connection,
            usage,
            webhook: self.keeper.connections().webhook_address(id),
            frame: self.frame,
            said,
            secret_wrong,
            provider_wrong,
        }))
    }
}

/// A channel secret as pasted, if it can be one.
fn secret(typed: &SecretText) -> Option<SecretText> {
    let word = typed.reveal().trim();
    let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    (plain && word.len() <= MAX_SECRET_BYTES).then(|| SecretText::new(word.to_owned()))
}

/// What could not be kept of a connection's own forms.
#[derive(Default)]
struct OneWrong {
    secret_wrong: Option<SecretWrong>,
    provider_wrong: Option<String>,
}

async fn one(
    desk: Desk,
    Path(id): Path<ConnectionId>,
    Query(At { said }): Query<At>,
) -> Result<Html<String>, NoPage> {
    desk.one_page(id, said, OneWrong::default()).await.map(Html)
}

async fn check(desk: Desk, Path(id): Path<ConnectionId>) -> Response {
    let done = desk.keeper.check(id).await;
    desk.done(id, done, ConnectionsSaid::Checked)
}

#[derive(Deserialize)]
struct SecretForm {
    #[serde(default)]
    channel_secret: SecretText,
}

async fn renew(desk: Desk, Path(id): Path<ConnectionId>, Form(form): Form<SecretForm>) -> Response {
    let wrong = match secret(&form.channel_secret) {
        None => SecretWrong::Form,
        Some(secret) => match desk.keeper.rebind(id, &secret).await {
            Ok(()) => return desk.to(id, ConnectionsSaid::Renewed),
            Err(NotBound::Line(fault)) => SecretWrong::Line(fault),
            Err(NotBound::Store(error)) => return desk.no_page(error).into_response(),
            Err(NotBound::Seal(_) | NotBound::Taken { .. }) => SecretWrong::Form,
        },
    };
    let wrong = OneWrong { secret_wrong: Some(wrong), ..OneWrong::default() };
    again(desk.one_page(id, None, wrong).await)
}

#[derive(Deserialize)]
struct ProviderForm {
    #[serde(default)]
    provider: String,
}

async fn name_provider(
    desk: Desk,
    Path(id): Path<ConnectionId>,
    Form(form): Form<ProviderForm>,
) -> Response {
    let Ok(provider) = ProviderName::parse(&form.provider) else {
        let wrong = OneWrong { provider_wrong: Some(form.provider), ..OneWrong::default() };
        return again(desk.one_page(id, None, wrong).await);
    };
    let done = desk.keeper.name_provider(id, provider).await;
    desk.done(id, done, ConnectionsSaid::Kept)
}

#[derive(Deserialize)]
struct DisconnectForm {
    sure: Option<String>,
}

async fn disconnect(
    desk: Desk,
    Path(id): Path<ConnectionId>,
    Form(form): Form<DisconnectForm>,
) -> Response {
    if form.sure.is_none() {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let done = desk.keeper.unbind(id).await;
    desk.done(id, done, ConnectionsSaid::Disconnected)
}

fn again(page: Result<String, NoPage>) -> Response {
    page.map_or_else(IntoResponse::into_response, mend)
}
