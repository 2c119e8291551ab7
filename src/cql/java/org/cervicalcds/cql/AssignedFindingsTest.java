package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.cql.References.Defined;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.chart.Chart;
import org.junit.jupiter.api.Test;

/** With findings that are said to be something, CQL makes of them what the service makes. More of them by {@code -Dcql.said=1000}. */
class AssignedFindingsTest {
    private static final int SAID = Integer.getInteger("cql.said", 60);
    private static final long SEED = Long.getLong("cql.seed", 1);

    @Test
    void cqlMakesTheSameOfFindings() throws IOException {
        ShippedCql cql = ShippedCql.read();
        Content content = cql.content();
        ReferenceEngine engine = cql.engine();
        Set<Defined> definitions = cql.translation().definitions().keySet();
        AssignedFindings said = new AssignedFindings(cql, SEED);
        Fidelity saying = cql.fidelity(said.content());
        ServiceValues service = new ServiceValues(saying);
        List<Vignette> vignettes = VignetteFiles.read(content);
        MixedCharts charts = new MixedCharts(vignettes, SEED);
        Random random = new Random(SEED);
        List<CardDefinition> all = List.copyOf(content.deck().definitions());
        List<String> differing = new ArrayList<>();
        int compared = EngineCheck.inZoneOf(content, () -> {
            int count = 0;
            int open = 0;
            for (int i = 0; i < SAID; i++) {
                CardDefinition card = all.get(random.nextInt(all.size()));
                CardDefinition.Tier tier =
                        card.tiers().get(random.nextInt(card.tiers().size()));
                List<Vignette> with = vignettes.stream()
                        .filter(vignette -> tier.hooks().contains(vignette.hook()))
                        .toList();
                Vignette vignette = charts.changed(with.get(random.nextInt(with.size())), i);
                Chart chart = saying.player().chart(vignette);
                said.assign(chart, card, tier, vignette.hook());
                Map<Defined, Object> values = service.of(vignette, definitions);
                HookCall call = saying.call(vignette);
                var running = engine.engine(call);
                cql.translation().inMemory().keySet().forEach(library -> engine.keepAll(running, library));
                engine.evaluate(running, "CervicalChart", List.of("Has patient"), call, saying.now());
                said.say(running, call, saying.now());
                Set<String> libraries = new HashSet<>();
                values.keySet().forEach(defined -> libraries.add(defined.library()));
                for (String library : libraries) {
                    List<String> names = values.keySet().stream()
                            .filter(defined -> defined.library().equals(library))
                            .map(Defined::name)
                            .toList();
                    Map<String, Object> inCql = engine.evaluate(running, library, names, call, saying.now());
                    for (String name : names) {
                        Defined defined = new Defined(library, name, false);
                        String is = String.valueOf(ServiceValues.asCompared(defined, inCql.get(name)));
                        String should = String.valueOf(values.get(defined));
                        if (said.isSomeOpen()) {
                            // Cards, and whatever takes the unknown for absent, may then say otherwise on purpose.
                            if (!content.findings().names().contains(name)) {
                                continue;
                            }
                            open++;
                        }
                        if (library.equals(Fidelity.ANSWER) && said.ordersOf(chart) > 1) {
                            // Which of two cards about one of several orders speaks is not said in CQL.
                            continue;
                        }
                        count++;
                        if (!is.equals(should) && !(said.isSomeOpen() && is.equals("unknown"))) {
                            differing.add(i + " " + library + ", " + name + ": " + should + ", " + is);
                        }
                    }
                }
            }
            System.out.println(count + " definitions compared, " + open + " of them where some words are not read");
            return count;
        });
        assertThat(compared).isPositive();
        assertThat(differing).isEmpty();
    }
}
