package org.cervicalcds.engine.terminology;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of drug ingredients, found as whole words in the text of a medication that carries no known code. */
final class IngredientNames {
    private final Map<String, Memberships> byName = new HashMap<>();

    void add(String name, int setIndex) {
        byName.merge(name.toLowerCase(Locale.ROOT), Memberships.of(setIndex), Memberships::or);
    }

    Memberships namedIn(String text) {
        Memberships found = Memberships.NONE;
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                found = found.or(
                        byName.getOrDefault(text.substring(start, i).toLowerCase(Locale.ROOT), Memberships.NONE));
                start = -1;
            }
        }
        return found;
    }
}
