//! The list as Leptos draws it: in HTML on the server, in the document in the browser.

use std::{collections::HashMap, hash::Hash};

use leptos::{
    prelude::*,
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        reactive_graph::{OwnedView, OwnedViewState},
        renderer::{
            Rndr,
            types::{Element, Node, Placeholder},
        },
        view::{Position, PositionState, add_attr::AddAnyAttr, any_view::AnyViewState},
    },
};

use super::order::staying;

type Row = OwnedView<AnyView>;
type RowState = OwnedViewState<AnyViewState>;

/// What is listed, and what its rows show.
pub struct List<T, K> {
    /// What is listed, in its order.
    pub items: Vec<(K, T)>,
    /// Makes the row of one of them.
    pub row: Box<dyn Fn(T) -> Row + Send>,
}

/// What stands in the document.
pub struct ListState<K> {
    rows: Vec<(K, RowState)>,
    /// Stands behind the last row.
    end: Placeholder,
}

impl<T, K> List<T, K> {
    /// All rows, made one after the other before any of them is drawn.
    fn rows(self) -> (Vec<K>, Vec<Row>) {
        let row = self.row;
        self.items.into_iter().map(|(key, item)| (key, row(item))).unzip()
    }
}

impl<K: Clone + Eq + Hash> ListState<K> {
    /// Lets go of the rows that are listed no more; answers the others, and of each whether it stays where
    /// it is.
    fn take(&mut self, places: &HashMap<K, usize>) -> HashMap<K, (RowState, bool)> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain_mut(|(key, row)| {
            let is_listed = places.contains_key(key);
            if !is_listed {
                row.unmount();
            }
            is_listed
        });
        let now: Vec<_> = rows.iter().filter_map(|(key, _)| places.get(key).copied()).collect();
        let mut known = HashMap::new();
        for ((key, row), stays) in rows.into_iter().zip(staying(&now)) {
            if let Some((mut twice, _)) = known.insert(key, (row, stays)) {
                twice.unmount();
            }
        }
        known
    }

    /// Puts a row before those that follow it, which are given from the last to the first.
    fn put(&self, row: &mut RowState, following: &[(K, RowState)]) {
        let is_put = following.iter().rev().any(|(_, next)| next.insert_before_this(row));
        if !is_put {
            // A list that is not in the document itself gets its rows when it is.
            self.end.insert_before_this(row);
        }
    }
}

impl<T, K: Clone + Eq + Hash> Render for List<T, K> {
    type State = ListState<K>;

    fn build(self) -> Self::State {
        let (keys, rows) = self.rows();
        let rows = keys.into_iter().zip(rows.into_iter().map(Render::build)).collect();
        ListState { rows, end: Rndr::create_placeholder() }
    }

    fn rebuild(self, state: &mut Self::State) {
        let Self { items, row } = self;
        let places =
            items.iter().enumerate().map(|(place, (key, _))| (key.clone(), place)).collect();
        let mut known = state.take(&places);
        let mut rows = Vec::with_capacity(items.len());
        for (key, item) in items.into_iter().rev() {
            let (mut drawn, stays) =
                known.remove(&key).unwrap_or_else(|| (row(item).build(), false));
            if !stays {
                state.put(&mut drawn, &rows);
            }
            rows.push((key, drawn));
        }
        rows.reverse();
        state.rows = rows;
    }
}

impl<T: Send + 'static, K: Clone + Eq + Hash + Send + 'static> AddAnyAttr for List<T, K> {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, attr: A) -> Self::Output<A> {
        let (row, attr) = (self.row, attr.into_cloneable_owned());
        let with_attr = move |item| {
            let view = row(item).add_any_attr(attr.clone()).into_any();
            OwnedView::new(view)
        };
        Self { items: self.items, row: Box::new(with_attr) }
    }
}

impl<T: Send + 'static, K: Clone + Eq + Hash + Send + 'static> RenderHtml for List<T, K> {
    type AsyncOutput = Vec<AnyView>;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    // Rows wait for nothing, so there is nothing to be found in them beforehand.
    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self.rows().1.into_iter().map(IntoAny::into_any).collect()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.rows().1.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> Self::State {
        let (keys, rows) = self.rows();
        let rows = rows.into_iter().map(|row| row.hydrate::<FROM_SERVER>(cursor, position));
        let rows = keys.into_iter().zip(rows).collect();
        let end = cursor.next_placeholder(position);
        position.set(Position::NextChild);
        ListState { rows, end }
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

impl<K: Clone + Eq + Hash> Mountable for ListState<K> {
    fn unmount(&mut self) {
        for (_, row) in &mut self.rows {
            row.unmount();
        }
        self.end.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        for (_, row) in &mut self.rows {
            row.mount(parent, marker);
        }
        self.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.rows.iter().any(|(_, row)| row.insert_before_this(child))
            || self.end.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.rows.iter().flat_map(|(_, row)| row.elements()).collect()
    }
}
