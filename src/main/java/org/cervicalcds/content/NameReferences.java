package org.cervicalcds.content;

import java.util.Set;
import java.util.TreeSet;

/** What one definition names outside the findings, gathered while it is read. */
final class NameReferences {
    private final Set<String> valueSets = new TreeSet<>();
    private final Set<String> settings = new TreeSet<>();
    private final Set<String> phrases = new TreeSet<>();

    void valueSet(String id) {
        valueSets.add(id);
    }

    void setting(String name) {
        settings.add(name);
    }

    void phrases(String name) {
        phrases.add(name);
    }

    Set<String> valueSets() {
        return valueSets;
    }

    Set<String> settings() {
        return settings;
    }

    Set<String> phrases() {
        return phrases;
    }
}
