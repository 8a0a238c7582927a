"""Charts that are panned, zoomed and picked from: funnel, over time, ranked."""
