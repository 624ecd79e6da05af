//! What lies above the page for a while, as the address says it (`?panel=external-users`): the way
//! back closes it, a reload keeps it, and the page below it stays as it is.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate, hooks::use_query_map};

/// A dialog with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// What to give a LINE user, and what they see.
    ExternalUsers,
    /// The QR code, as large as the screen.
    QrCode,
    /// What stands beside the open room.
    Details,
    /// Whom to talk with.
    Create,
    /// What the open room is called; above its details.
    RoomSettings,
    /// Who else takes part in the open room; above its details.
    AddPeople,
}

const KEY: &str = "panel";

impl Panel {
    /// Reads a query such as `?panel=details`.
    pub fn of(query: &str) -> Option<Self> {
        let pairs = query.trim_start_matches('?').split('&');
        let value = pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == KEY);
        Self::named(value?.1)
    }

    /// Reads the value in the address.
    fn named(name: &str) -> Option<Self> {
        match name {
            "external-users" => Some(Self::ExternalUsers),
            "qr-code" => Some(Self::QrCode),
            "details" => Some(Self::Details),
            "create" => Some(Self::Create),
            "room-settings" => Some(Self::RoomSettings),
            "add-people" => Some(Self::AddPeople),
            _ => None,
        }
    }

    /// Its address, above whichever page one is on.
    pub const fn href(self) -> &'static str {
        match self {
            Self::ExternalUsers => "?panel=external-users",
            Self::QrCode => "?panel=qr-code",
            Self::Details => "?panel=details",
            Self::Create => "?panel=create",
            Self::RoomSettings => "?panel=room-settings",
            Self::AddPeople => "?panel=add-people",
        }
    }
}

/// Which panel is open. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Panels {
    open: Memo<Option<Panel>>,
    /// Whether the page was there without a panel before: then the way back leads there.
    opened_here: StoredValue<bool>,
}

impl Panels {
    /// Reads the address, as long as the messenger is on the screen.
    pub fn provide() -> Self {
        let query = use_query_map();
        let open =
            Memo::new(move |_| query.with(|query| Panel::named(query.get_str(KEY).unwrap_or(""))));
        let panels = Self { open, opened_here: StoredValue::new(false) };
        Effect::new(move |before: Option<bool>| {
            let is_open = open.get().is_some();
            if before == Some(!is_open) {
                panels.opened_here.set_value(is_open);
            }
            is_open
        });
        provide_context(panels);
        panels
    }

    /// Whether this one is open; follows the address.
    pub fn is_open(self, panel: Panel) -> bool {
        self.open.get() == Some(panel)
    }

    /// Whether the details of the open room are in sight, themselves or below a dialog of theirs.
    pub fn shows_details(self) -> bool {
        matches!(self.open.get(), Some(Panel::Details | Panel::RoomSettings | Panel::AddPeople))
    }

    /// What closes whatever is open.
    pub fn closer(self) -> impl Fn() + Clone {
        let navigate = use_navigate();
        move || {
            if self.opened_here.get_value() {
                let _none = window().history().and_then(|history| history.back());
            } else {
                let page = window().location().pathname().unwrap_or_default();
                let stay = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate(&page, stay);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEY, Panel};

    #[test]
    fn addresses_lead_to_panels_and_back() {
        for panel in [
            Panel::ExternalUsers,
            Panel::QrCode,
            Panel::Details,
            Panel::Create,
            Panel::RoomSettings,
            Panel::AddPeople,
        ] {
            let (key, name) = panel.href().trim_start_matches('?').split_once('=').unwrap();
            assert_eq!((key, Panel::named(name)), (KEY, Some(panel)));
            assert_eq!(Panel::of(panel.href()), Some(panel));
            assert_eq!(Panel::of(&format!("?a&b=c&{KEY}={name}&d")), Some(panel));
        }
        assert_eq!(Panel::named("anything"), None);
        assert_eq!((Panel::of(""), Panel::of("?pane=details")), (None, None));
    }
}
