"""Pop-up slots: applying with a concept and wished weeks, and where an application stands."""
