package org.cervicalcds.engine.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/** PractitionerRoles, Practitioners and Organizations, and which orders refer to them. */
final class Performers {
    /** A role refers to a person and an organization; what those refer to says nothing of the profession. */
    private static final int FARTHEST = 1;

    private final Map<String, Profile> profiles = new HashMap<>();
    private final Map<String, Profile> ofOrders = new HashMap<>();

    /**
     * What one resource says.
     *
     * @param profession its codes
     * @param names names and displays
     * @param others what it refers to
     */
    record Profile(Concept profession, List<String> names, List<String> others) {}

    void add(String reference, Profile profile) {
        profiles.putIfAbsent(reference, profile);
    }

    void addOfOrder(String order, Profile profile) {
        ofOrders.putIfAbsent(order, profile);
    }

    /** The performer of the call, else the order's own; nobody where neither is named. */
    Performer of(@Nullable String ofTheCall, String order) {
        if (ofTheCall != null) {
            return resolved(new Profile(Concept.NONE, List.of(), List.of(ofTheCall)));
        }
        Profile own = ofOrders.get(order);
        return own == null ? Performer.NOBODY : resolved(own);
    }

    private Performer resolved(Profile start) {
        Concept profession = start.profession();
        Set<String> names = new LinkedHashSet<>(start.names());
        List<Need> unread = new ArrayList<>();
        Set<String> open = references(start);
        for (int depth = 0; depth <= FARTHEST; depth++) {
            Set<String> next = new LinkedHashSet<>();
            for (String reference : open) {
                Profile found = profiles.get(reference);
                if (found == null) {
                    unread.add(Need.resource(reference));
                } else {
                    profession = profession.and(found.profession());
                    names.addAll(found.names());
                    next.addAll(references(found));
                }
            }
            open = next;
        }
        StringJoiner words = new StringJoiner("\n\n");
        if (!profession.words().isEmpty()) {
            words.add(profession.words());
        }
        names.forEach(words::add);
        return new Performer(profession, FreeText.of(words.toString()), List.copyOf(unread));
    }

    private static Set<String> references(Profile profile) {
        Set<String> references = new LinkedHashSet<>();
        profile.others().forEach(other -> references.add(Need.typeAndId(other)));
        return references;
    }
}
