"""Pure decisions about media: what is fit, what is made of it, where it is found."""
