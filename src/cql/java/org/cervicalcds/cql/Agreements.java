package org.cervicalcds.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Played;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.cql.References.Defined;
import org.cervicalcds.engine.cards.CardDefinition;
import org.jspecify.annotations.Nullable;

/** What service and CQL say alike of a vignette: every finding of its card, the outcome, the tier that is shown and the suggestions. */
final class Agreements {
    private static final String ANSWER = "CervicalAnswer";
    private static final String FINDINGS = "CervicalFindings";

    /**
     * One thing said alike.
     *
     * @param of the definitions that say it
     * @param holds whether values of them still say it
     */
    record Agreement(List<Defined> of, Function<List<@Nullable Object>, Boolean> holds) {}

    private final Content content;
    private final Fidelity fidelity;

    Agreements(Content content, Fidelity fidelity) {
        this.content = content;
        this.fidelity = fidelity;
    }

    private static Defined defined(String library, String name) {
        return new Defined(library, name, false);
    }

    /** The definitions that say something of a card, by library. */
    Map<String, List<String>> definitions(String id) {
        List<String> answers = new ArrayList<>(List.of(id));
        CardDefinition card = content.deck().card(id);
        if (card != null) {
            for (int i = 1; i <= card.tiers().size(); i++) {
                answers.add(id + ": shows tier " + i);
            }
            for (int i = 1; i <= card.suggestions().size(); i++) {
                answers.add(id + ": makes suggestion " + i);
            }
        }
        return Map.of(FINDINGS, fidelity.read(id), ANSWER, answers);
    }

    /** @param values of the definitions, as CQL has them */
    List<Agreement> in(Vignette vignette, Map<Defined, @Nullable Object> values) {
        List<Agreement> all = new ArrayList<>();
        CardDefinition card = content.deck().card(vignette.card());
        if (card == null) {
            return all;
        }
        fidelity.product(vignette, fidelity.read(card.id())).forEach((name, word) -> add(
                all, List.of(defined(FINDINGS, name)), is -> Fidelity.word(is.get(0)).equals(word), values));
        Played played = fidelity.player().play(vignette);
        add(all, List.of(defined(ANSWER, card.id())), is -> played.outcome().equals(is.get(0)), values);
        Map<Defined, String> tiers = new LinkedHashMap<>();
        for (int i = 0; i < card.tiers().size(); i++) {
            tiers.put(
                    defined(ANSWER, card.id() + ": shows tier " + (i + 1)),
                    card.tiers().get(i).indicator().code());
        }
        List<String> indicators = List.copyOf(tiers.values());
        String shown = played.card() == null ? "" : played.outcome();
        add(all, List.copyOf(tiers.keySet()), is -> first(is, indicators).equals(shown), values);
        List<Defined> suggestions = new ArrayList<>();
        for (int i = 0; i < card.suggestions().size(); i++) {
            suggestions.add(defined(ANSWER, card.id() + ": makes suggestion " + (i + 1)));
        }
        long made = played.card() == null ? 0 : played.card().suggestions().size();
        add(all, suggestions, is -> is.stream().filter(Boolean.TRUE::equals).count() == made, values);
        return all;
    }

    private static void add(
            List<Agreement> to,
            List<Defined> of,
            Function<List<@Nullable Object>, Boolean> holds,
            Map<Defined, @Nullable Object> values) {
        List<@Nullable Object> now = new ArrayList<>();
        of.forEach(definition -> now.add(values.get(definition)));
        if (holds.apply(now)) {
            to.add(new Agreement(of, holds));
        }
    }

    private static String first(List<@Nullable Object> shows, List<String> indicators) {
        for (int i = 0; i < shows.size(); i++) {
            if (Boolean.TRUE.equals(shows.get(i))) {
                return indicators.get(i);
            }
        }
        return "";
    }
}
