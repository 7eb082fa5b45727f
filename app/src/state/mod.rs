//! View state: what the reader looks at, kept in the URL and nowhere else.
//!
//! [`view_state`] is what a link can say, [`codec`] reads and writes it, [`resolve`] makes it right for a publication,
//! [`handle`] is the one way to change it, [`place`] is the page. Only [`handle`] knows the router. Start reading at [`view_state`].

pub mod against;
pub mod area_path;
pub mod codec;
pub mod handle;
pub mod migrations;
pub mod place;
pub mod resolve;
pub mod sides;
pub mod view_state;

pub use against::{Against, Pivot};
pub use handle::{Transition, ViewStateHandle};
pub use place::Place;
pub use resolve::ResolvedView;
pub use view_state::{LinkIssue, Parameter, Span, Tab, Unit, Via, ViewState};
