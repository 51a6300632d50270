//! A list that clones share: a scenario changes a few links of a thousand, and copies only these.

use std::ops::{Index, IndexMut};
use std::sync::Arc;

/// A list whose clones share it and its items. Changing an item copies that item first, if another clone has it too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shared<T> {
    items: Arc<Vec<Arc<T>>>,
}

impl<T> Shared<T> {
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.items.get(index).map(|item| &**item)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.items.iter().map(|item| &**item)
    }

    pub(crate) fn binary_search_by(&self, order: impl Fn(&T) -> std::cmp::Ordering) -> Result<usize, usize> {
        self.items.binary_search_by(|item| order(item))
    }

    pub(crate) fn push(&mut self, item: T) {
        Arc::make_mut(&mut self.items).push(Arc::new(item));
    }

    pub(crate) fn sort_by(&mut self, order: impl Fn(&T, &T) -> std::cmp::Ordering) {
        Arc::make_mut(&mut self.items).sort_by(|a, b| order(a, b));
    }
}

impl<T: Clone> Shared<T> {
    /// Changes the items that match; all others stay shared.
    pub(crate) fn change(&mut self, matches: impl Fn(&T) -> bool, mut change: impl FnMut(&mut T)) {
        for index in 0..self.len() {
            if matches(&self[index]) {
                change(&mut self[index]);
            }
        }
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Shared<T> {
        Shared { items: Arc::default() }
    }
}

impl<T> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Shared<T> {
        Shared { items: Arc::new(items.into_iter().map(Arc::new).collect()) }
    }
}

impl<T> Index<usize> for Shared<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        &self.items[index]
    }
}

impl<T: Clone> IndexMut<usize> for Shared<T> {
    fn index_mut(&mut self, index: usize) -> &mut T {
        Arc::make_mut(&mut Arc::make_mut(&mut self.items)[index])
    }
}

/// In the bundle a shared list is a list.
#[cfg(feature = "bundled")]
impl<T: serde::Serialize> serde::Serialize for Shared<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(feature = "bundled")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Shared<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Shared<T>, D::Error> {
        Vec::<T>::deserialize(deserializer).map(|items| items.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_copied() {
        let before: Shared<String> = ["karachi", "kabul", "kunduz"].map(str::to_owned).into_iter().collect();
        let mut after = before.clone();
        after.change(|name| name.starts_with("ka"), |name| name.push('!'));
        after[2].push('?');
        after[2].push('?');
        assert_eq!(before.iter().collect::<Vec<_>>(), ["karachi", "kabul", "kunduz"]);
        assert_eq!(after.iter().collect::<Vec<_>>(), ["karachi!", "kabul!", "kunduz??"]);

        let mut one_changed = before.clone();
        one_changed[1].push('!');
        assert!(Arc::ptr_eq(&one_changed.items[0], &before.items[0]));
        assert!(!Arc::ptr_eq(&one_changed.items[1], &before.items[1]));
    }
}
