package org.cervicalcds.content;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cervicalcds.engine.cards.CardDefinition;
import org.jspecify.annotations.Nullable;

/** What differs in a card between two contents, over everything that its hash covers: a card without a change has the same hash in both. */
public final class CardChanges {
    private final List<Change> changes = new ArrayList<>();

    private CardChanges() {}

    /**
     * One difference.
     *
     * @param where the keys that lead to it, such as {@code card.tiers[0].summary}
     * @param was empty for what is new
     * @param is empty for what is gone
     */
    public record Change(String where, String was, String is) {}

    /** The differences, in the order of their keys; null where the card is missing in one of the contents. */
    public static @Nullable List<Change> between(Content was, Content is, String card) {
        CardDefinition old = was.deck().card(card);
        CardDefinition now = is.deck().card(card);
        if (old == null || now == null) {
            return null;
        }
        CardChanges found = new CardChanges();
        found.compare("", CardHashes.of(was).whole(old), CardHashes.of(is).whole(now));
        return List.copyOf(found.changes);
    }

    private void compare(String where, @Nullable Object was, @Nullable Object is) {
        if (was != null && is != null && same(was, is)) {
            return;
        }
        if (was instanceof Map<?, ?> old && is instanceof Map<?, ?> now) {
            mappings(where, byName(old), byName(now));
        } else if (was instanceof List<?> old && is instanceof List<?> now) {
            lists(where, old, now);
        } else {
            changes.add(new Change(where, said(was), said(is)));
        }
    }

    private void mappings(String where, Map<String, Object> was, Map<String, Object> is) {
        TreeSet<String> names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        int before = changes.size();
        names.forEach(name -> compare(where.isEmpty() ? name : where + "." + name, was.get(name), is.get(name)));
        if (changes.size() == before) {
            changes.add(new Change(where, "in the order " + was.keySet(), "in the order " + is.keySet()));
        }
    }

    /** What is in both is left out; the others are compared one by one, as they stand. */
    private void lists(String where, List<?> was, List<?> is) {
        List<Object> gone = new ArrayList<>(was);
        Map<Object, Integer> added = new LinkedHashMap<>();
        List<Object> left = new ArrayList<>();
        for (int i = 0; i < is.size(); i++) {
            Object element = is.get(i);
            Object equal =
                    gone.stream().filter(old -> same(old, element)).findFirst().orElse(null);
            if (equal == null) {
                left.add(element);
                added.put(element, i);
            } else {
                gone.remove(equal);
            }
        }
        if (gone.isEmpty() && left.isEmpty()) {
            changes.add(new Change(where, "in another order: " + said(was), said(is)));
        }
        for (int i = 0; i < Math.max(gone.size(), left.size()); i++) {
            Object old = i < gone.size() ? gone.get(i) : null;
            Object now = i < left.size() ? left.get(i) : null;
            int place = now != null ? added.getOrDefault(now, i) : was.indexOf(old);
            compare(where + "[" + place + "]", old, now);
        }
    }

    private static boolean same(Object one, Object other) {
        return CardHashes.canonical(one).equals(CardHashes.canonical(other));
    }

    private static Map<String, Object> byName(Map<?, ?> mapping) {
        Map<String, Object> named = new LinkedHashMap<>();
        mapping.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    /** As it would stand in YAML on one line. */
    private static String said(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Map<?, ?> mapping) {
            return byName(mapping).entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + said(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CardChanges::said).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }
}
