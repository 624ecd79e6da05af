//! Blocking LINE users: asked once, taken back by a click, and listed in the settings.

mod ask;
mod button;
mod list;

use leptos::{prelude::*, task::spawn_local};

pub use self::{
    ask::BlockDialog,
    button::{BlockButton, BlockItem},
    list::BlockedPeople,
};
use crate::{
    api::{self, ApiError},
    browser,
    domain::{Block, ContactId},
    i18n::{t_string, use_i18n},
    ui::Toaster,
};

/// A LINE user who may be blocked, as the screen calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whom {
    /// Who.
    pub contact: ContactId,
    /// Their name.
    pub name: String,
}

/// Blocks and unblocks. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Blocking {
    /// Whom the member is asked about.
    asking: RwSignal<Option<Whom>>,
    /// Whether the server is at it.
    underway: RwSignal<bool>,
    said: Callback<(Said, String)>,
}

/// What there is to say of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Blocked,
    Unblocked,
    Failed,
}

impl Blocking {
    /// Puts it into the context.
    pub fn provide() {
        let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
        let said = Callback::new(move |(said, name): (Said, String)| {
            toaster.say(match said {
                Said::Blocked => t_string!(i18n, blocking.is_blocked, name = name),
                Said::Unblocked => t_string!(i18n, blocking.is_unblocked, name = name),
                Said::Failed => t_string!(i18n, blocking.failed).to_owned(),
            });
        });
        provide_context(Self { asking: RwSignal::new(None), underway: RwSignal::new(false), said });
    }

    /// Whether the member is asked about somebody; follows it.
    pub fn is_asking(self) -> bool {
        self.asking.with(Option::is_some)
    }

    /// The question is taken back.
    pub fn ask_no_more(self) {
        self.asking.set(None);
    }

    /// Takes a block back, or asks whether somebody is to be blocked.
    fn turn(self, whom: Signal<Whom>, blocked: Signal<bool>) {
        let whom = whom.get_untracked();
        if blocked.get_untracked() {
            self.set(whom, Block::Off);
        } else {
            self.asking.set(Some(whom));
        }
    }

    fn set(self, whom: Whom, block: Block) {
        if self.underway.get_untracked() {
            return;
        }
        self.underway.set(true);
        spawn_local(async move {
            let answer = api::set_block(whom.contact, block).await;
            self.underway.set(false);
            let said = match (answer, block) {
                (Ok(()), Block::On) => Said::Blocked,
                (Ok(()), Block::Off) => Said::Unblocked,
                (Err(ApiError::SignedOut), _) => return browser::go_to_login(),
                (Err(_), _) => Said::Failed,
            };
            self.asking.set(None);
            self.said.run((said, whom.name));
        });
    }
}
