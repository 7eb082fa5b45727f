//! Parts of pages, one in a file. They show what they are given and say what the reader wants; they compute nothing.

pub(crate) mod about;
pub(crate) mod breadcrumb;
pub(crate) mod compare;
pub(crate) mod fictive_banner;
pub(crate) mod figure_links;
pub(crate) mod figure_table;
pub(crate) mod filter_bar;
pub(crate) mod finding;
pub(crate) mod heading;
pub(crate) mod notice;
pub(crate) mod panel;
pub(crate) mod picker;
pub(crate) mod problem;
pub(crate) mod search_box;
pub(crate) mod select_field;
pub(crate) mod selections;
pub(crate) mod site_foot;
pub(crate) mod site_header;
pub(crate) mod skeleton;
pub(crate) mod span_choice;
pub(crate) mod table_rows;
pub(crate) mod table_tools;
pub(crate) mod tabs;
pub(crate) mod take_along;
