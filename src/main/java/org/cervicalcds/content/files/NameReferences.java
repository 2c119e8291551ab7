package org.cervicalcds.content.files;

import java.util.Set;
import java.util.TreeSet;

/** What one definition names outside the findings, gathered while it is read. */
public final class NameReferences {
    private final Set<String> valueSets = new TreeSet<>();
    private final Set<String> settings = new TreeSet<>();
    private final Set<String> phrases = new TreeSet<>();

    public void valueSet(String id) {
        valueSets.add(id);
    }

    public void setting(String name) {
        settings.add(name);
    }

    public void phrases(String name) {
        phrases.add(name);
    }

    public Set<String> valueSets() {
        return valueSets;
    }

    public Set<String> settings() {
        return settings;
    }

    public Set<String> phrases() {
        return phrases;
    }
}
