//! Parts of the page and attributes that follow values, as one type each.
//!
//! The renderer writes its bookkeeping out anew for each closure it is given; behind a box it is written once.

use leptos::prelude::*;

use super::{Derived, asked::Asked};

/// A part of the page that is made anew when what it reads changes.
pub(crate) fn part<P: Piece>(mut make: impl FnMut() -> P + Send + 'static) -> AnyView {
    noted_part(Box::new(move || make().into_piece()))
}

type Make = Box<dyn FnMut() -> AnyView + Send>;

/// Apart from [`part`], so that it is written once.
fn noted_part(mut make: Make) -> AnyView {
    let mut asked = Asked::default();
    let make: Make = Box::new(move || asked.during(&mut make));
    make.into_any()
}

/// A part of the page that is there while `when` says so.
pub(crate) fn part_when<P: Piece>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    mut make: impl FnMut() -> P + Send + 'static,
) -> AnyView {
    let is_there = Derived::new(when);
    part(move || is_there.get().then(|| make().into_piece()))
}

/// What a part of the page can be.
pub(crate) trait Piece {
    /// It as any view; lists and options of any views, so that there is one type of each.
    fn into_piece(self) -> AnyView;
}

impl Piece for AnyView {
    fn into_piece(self) -> AnyView {
        self
    }
}

impl Piece for String {
    fn into_piece(self) -> AnyView {
        self.into_any()
    }
}

impl Piece for &'static str {
    fn into_piece(self) -> AnyView {
        self.to_owned().into_any()
    }
}

impl<T: 'static> Piece for View<T>
where
    Self: IntoAny,
{
    fn into_piece(self) -> AnyView {
        self.into_any()
    }
}

impl<P: Piece> Piece for Option<P> {
    fn into_piece(self) -> AnyView {
        self.map(Piece::into_piece).into_any()
    }
}

impl<P: Piece> Piece for Vec<P> {
    fn into_piece(self) -> AnyView {
        self.into_iter().map(Piece::into_piece).collect::<Vec<_>>().into_any()
    }
}

/// The value of an attribute; without one, the attribute is not there.
type Told = Box<dyn FnMut() -> Option<String> + Send>;

/// The value of an attribute that follows what it reads.
pub(crate) fn told<S: Telling>(mut find: impl FnMut() -> S + Send + 'static) -> Told {
    noted_told(Box::new(move || find().tell()))
}

/// Apart from [`told`], so that it is written once.
fn noted_told(mut find: Told) -> Told {
    let mut asked = Asked::default();
    Box::new(move || asked.during(&mut find))
}

/// What the value of an attribute can be said with.
pub(crate) trait Telling {
    /// The text, or `None` for no attribute.
    fn tell(self) -> Option<String>;
}

impl Telling for String {
    fn tell(self) -> Option<String> {
        Some(self)
    }
}

impl Telling for &str {
    fn tell(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl<S: Telling> Telling for Option<S> {
    fn tell(self) -> Option<String> {
        self.and_then(Telling::tell)
    }
}
