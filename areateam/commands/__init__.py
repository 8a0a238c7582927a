"""The sub-commands: the same actions and views as the window, without a screen."""
