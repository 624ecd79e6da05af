//! One member: the form that adds one, and the page on which one is changed. The page's parts stand
//! each for itself.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    frame::PartSheet,
    input::{CALLED, EMAIL, NAME, offers},
    members::PART,
    picture::photo_path,
};
use crate::{
    domain::{DirectoryEntry, MemberId, PasswordState, Role, Rules, Standing},
    i18n::{Locale, td_string},
    plain::{Field, Frame, Input, Note, Said},
    ui::{Face, LineMark, Shape},
};

/// The list of known groups, for the field that takes one.
const GROUPS: &str = "groups";

/// A member as an admin writes them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MemberForm {
    /// The address; of a member who is there, it is not asked for.
    #[serde(default)]
    pub email: String,
    /// The name.
    pub name: String,
    /// The group; empty for none.
    #[serde(default)]
    pub group: String,
    /// What they may do.
    pub role: Role,
}

impl MemberForm {
    /// Nothing is typed yet.
    pub const EMPTY: Self = Self {
        email: String::new(),
        name: String::new(),
        group: String::new(),
        role: Role::Member,
    };
}

/// What is not right in a [`MemberForm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberFault {
    /// Nothing could be delivered to the address.
    BadEmail,
    /// The address is a member's already.
    KnownEmail,
    /// The name cannot be that.
    BadName,
    /// The group cannot be called that.
    BadGroup,
}

/// What came of an act on one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberSaid {
    /// It is kept.
    Kept,
    /// Nobody takes the admin's role from themselves.
    OwnRole,
    /// A closed account has no link.
    Closed,
}

impl MemberSaid {
    fn said(self, locale: Locale) -> Said {
        match self {
            Self::Kept => Said::done(td_string!(locale, admin.kept)),
            Self::OwnRole => Said::wrong(td_string!(locale, admin.own_role)),
            Self::Closed => Said::wrong(td_string!(locale, admin.closed_no_link)),
        }
    }
}

/// What the page shows that adds a member. It posts a [`MemberForm`] to `/admin/members/new`.
#[derive(Clone, Debug)]
pub struct NewMemberPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// What was typed.
    pub form: MemberForm,
    /// What is not right in it.
    pub faults: Vec<MemberFault>,
    /// The groups there are.
    pub groups: Vec<String>,
}

/// The page as a whole document.
pub fn new_member_page(page: NewMemberPage) -> String {
    let NewMemberPage { frame, form, faults, groups } = page;
    let locale = frame.locale;
    let said = problems(locale, &faults);
    let sheet = PartSheet { part: PART, title: td_string!(locale, admin.new_member), said };
    sheet.document(&frame, || {
        let bad_email = if faults.contains(&MemberFault::KnownEmail) {
            td_string!(locale, admin.known_email)
        } else {
            td_string!(locale, login.bad_email)
        };
        let email = Field {
            name: "email",
            label: td_string!(locale, login.email),
            input: EMAIL,
            value: form.email.clone(),
            note: Note::wrong_if(
                faults.contains(&MemberFault::KnownEmail)
                    || faults.contains(&MemberFault::BadEmail),
                bad_email,
                Some(td_string!(locale, admin.email_hint)),
            ),
        };
        view! {
            <section class="settings-part" aria-label=td_string!(locale, admin.new_member)>
                <form method="post" action="/admin/members/new">
                    {email.view()} {entry_fields(locale, &form, &faults)}
                    {role_field(locale, form.role)} {offers(GROUPS, groups)}
                    <button class="btn primary" type="submit">
                        {td_string!(locale, admin.add)}
                    </button>
                </form>
            </section>
        }
    })
}

/// What the page shows on which a member is changed. It posts a [`MemberForm`] to
/// `/admin/members/{id}`, and nothing to `/admin/members/{id}/link`.
#[derive(Clone, Debug)]
pub struct MemberPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The admin.
    pub me: MemberId,
    /// The member.
    pub member: DirectoryEntry,
    /// Who may talk with LINE users.
    pub rules: Rules,
    /// What was typed.
    pub form: MemberForm,
    /// What is not right in it.
    pub faults: Vec<MemberFault>,
    /// The groups there are.
    pub groups: Vec<String>,
    /// What came of the last act.
    pub said: Option<MemberSaid>,
}

/// The page as a whole document.
pub fn member_page(page: MemberPage) -> String {
    let MemberPage { frame, me, member, rules, form, faults, groups, said } = page;
    let locale = frame.locale;
    let said = problems(locale, &faults).or_else(|| said.map(|said| said.said(locale)));
    let sheet = PartSheet { part: PART, title: td_string!(locale, admin.edit_member), said };
    sheet.document(&frame, || {
        let is_me = member.id == me;
        view! {
            {head(locale, &member, rules)}
            <section class="settings-part" aria-labelledby="admin-entry">
                <h2 id="admin-entry">{td_string!(locale, admin.entry)}</h2>
                <form method="post" action=member_path(member.id)>
                    {entry_fields(locale, &form, &faults)}
                    {if is_me {
                        own_role(locale).into_any()
                    } else {
                        role_field(locale, form.role).into_any()
                    }} {offers(GROUPS, groups)} <button class="btn" type="submit">
                        {td_string!(locale, admin.save)}
                    </button>
                </form>
            </section>
            {password(locale, &member)}
            {(!is_me).then(|| account(locale, &member))}
        }
    })
}

/// Where a member is changed.
pub(super) fn member_path(member: MemberId) -> String {
    format!("/admin/members/{member}")
}

fn problems(locale: Locale, faults: &[MemberFault]) -> Option<Said> {
    (!faults.is_empty()).then(|| Said::wrong(td_string!(locale, login.problems)))
}

/// Who it is.
fn head(locale: Locale, member: &DirectoryEntry, rules: Rules) -> impl IntoView + use<> {
    let (name, email) = (member.name.clone(), member.email.as_str().to_owned());
    view! {
        <section class="settings-part" aria-label=td_string!(locale, admin.member)>
            <div class="admin-person">
                <Face
                    shape=Shape::Member
                    id=member.id.uuid()
                    name=name.clone()
                    picture=member.picture.clone()
                />
                <div class="who">
                    <b dir="auto">{name}</b>
                    <span>{email}</span>
                </div>
                {tags(locale, member, rules)}
                <a class="btn small quiet" href=photo_path(member.id)>
                    {td_string!(locale, photo.title)}
                </a>
            </div>
        </section>
    }
}

/// What is to be known of a member at a glance.
pub(super) fn tags(locale: Locale, member: &DirectoryEntry, rules: Rules) -> impl IntoView + use<> {
    let is_active = member.standing == Standing::Active;
    let tag = |text: &'static str| view! { <span class="tag">{text}</span> };
    let permitted = (is_active && rules.permit(member.choice)).then(|| {
        view! {
            <span class="tag line">
                <LineMark />
                {td_string!(locale, admin.is_permitted)}
            </span>
        }
    });
    let is_admin = member.role == Role::Admin;
    let no_password = is_active && member.password == PasswordState::None;
    view! {
        {is_admin.then(|| tag(td_string!(locale, admin.is_admin)))}
        {permitted}
        {no_password.then(|| tag(td_string!(locale, admin.no_password)))}
        {(!is_active).then(|| tag(td_string!(locale, admin.is_closed)))}
    }
}

/// Name and group.
fn entry_fields(
    locale: Locale,
    form: &MemberForm,
    faults: &[MemberFault],
) -> impl IntoView + use<> {
    let bad_name = td_string!(locale, login.bad_name);
    let name = Field {
        name: "name",
        label: td_string!(locale, admin.name),
        input: NAME,
        value: form.name.clone(),
        note: Note::wrong_if(faults.contains(&MemberFault::BadName), bad_name, None),
    };
    let group = Field {
        name: "group",
        label: td_string!(locale, admin.group),
        input: Input { list: Some(GROUPS), ..CALLED },
        value: form.group.clone(),
        note: Note::wrong_if(
            faults.contains(&MemberFault::BadGroup),
            bad_name,
            Some(td_string!(locale, admin.group_hint)),
        ),
    };
    view! { {name.view()} {group.view()} }
}

fn role_field(locale: Locale, role: Role) -> impl IntoView {
    view! {
        <div class="field">
            <label for="role">{td_string!(locale, admin.role)}</label>
            <select class="input" id="role" name="role" aria-describedby="role-hint">
                <option value="member" selected=role == Role::Member>
                    {td_string!(locale, admin.member)}
                </option>
                <option value="admin" selected=role == Role::Admin>
                    {td_string!(locale, admin.is_admin)}
                </option>
            </select>
            <p class="hint" id="role-hint">
                {td_string!(locale, admin.role_hint)}
            </p>
        </div>
    }
}

fn own_role(locale: Locale) -> impl IntoView {
    view! {
        <div class="field">
            <input type="hidden" name="role" value="admin" />
            <p class="hint">{td_string!(locale, admin.own_role)}</p>
        </div>
    }
}

/// The way to a new password.
fn password(locale: Locale, member: &DirectoryEntry) -> impl IntoView + use<> {
    let hint = match member.password {
        PasswordState::Chosen => td_string!(locale, admin.link_hint),
        PasswordState::None => td_string!(locale, admin.no_password_hint),
    };
    let action = format!("{}/link", member_path(member.id));
    let form = (member.standing == Standing::Active).then(|| {
        view! {
            <form method="post" action=action>
                <button class="btn" type="submit">
                    {td_string!(locale, admin.new_link)}
                </button>
            </form>
        }
    });
    let hint = if form.is_some() { hint } else { td_string!(locale, admin.closed_no_link) };
    view! {
        <section class="settings-part" aria-labelledby="admin-password">
            <h2 id="admin-password">{td_string!(locale, login.password)}</h2>
            <p class="hint">{hint}</p>
            {form}
        </section>
    }
}

/// Closes the account, or opens it again; leads to the list, where it is seen.
fn account(locale: Locale, member: &DirectoryEntry) -> impl IntoView + use<> {
    let (value, label, hint) = match member.standing {
        Standing::Active => {
            ("deactivated", td_string!(locale, admin.close), td_string!(locale, admin.close_hint))
        }
        Standing::Deactivated => {
            ("active", td_string!(locale, admin.reopen), td_string!(locale, admin.reopen_hint))
        }
    };
    view! {
        <section class="settings-part" aria-labelledby="admin-account">
            <h2 id="admin-account">{td_string!(locale, admin.account)}</h2>
            <p class="hint">{hint}</p>
            <form method="post" action="/admin/members/standing">
                <input type="hidden" name="member" value=member.id.to_string() />
                <input type="hidden" name="q" value=member.email.as_str().to_owned() />
                <button class="btn" type="submit" name="standing" value=value>
                    {label}
                </button>
            </form>
        </section>
    }
}

/// What the page shows that hands a one-time link out, once.
#[derive(Clone, Debug)]
pub struct LinkPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// For whom.
    pub member: DirectoryEntry,
    /// Who may talk with LINE users.
    pub rules: Rules,
    /// The link, whole.
    pub link: String,
}

/// The page as a whole document.
pub fn link_page(page: LinkPage) -> String {
    let LinkPage { frame, member, rules, link } = page;
    let locale = frame.locale;
    let said = Some(Said::done(td_string!(locale, admin.link_made)));
    let sheet = PartSheet { part: PART, title: td_string!(locale, admin.link), said };
    sheet.document(&frame, || {
        view! {
            {head(locale, &member, rules)}
            <section class="settings-part" aria-label=td_string!(locale, admin.link)>
                <div class="field">
                    <label for="link">{td_string!(locale, admin.link)}</label>
                    <input
                        class="input admin-link"
                        id="link"
                        value=link
                        readonly
                        aria-describedby="link-hint"
                    />
                    <p class="hint" id="link-hint">
                        {td_string!(locale, admin.link_once)}
                    </p>
                </div>
                <p class="admin-acts">
                    <a class="btn" href=member_path(member.id)>
                        {td_string!(locale, admin.to_member)}
                    </a>
                    <a class="btn" href=PART.path>
                        {td_string!(locale, admin.to_members)}
                    </a>
                    <a class="btn" href="/admin/members/new">
                        {td_string!(locale, admin.new_member)}
                    </a>
                </p>
            </section>
        }
    })
}
