package org.cervicalcds.content.cards;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.HookNames;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.cards.Gate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.Rules;
import org.cervicalcds.engine.words.PlainNames;

/** Reads what holds for all cards: {@code services.yaml}, {@code gates.yaml}, {@code precedence.yaml}. */
public final class CommonFiles {
    private final YamlFiles yaml;
    private final ContentSettings settings;
    private final Set<String> findings;
    private final Set<String> cards;
    private final Problems problems;
    private final Map<String, Map<String, Object>> writtenGates = new LinkedHashMap<>();

    public CommonFiles(
            YamlFiles yaml, ContentSettings settings, Set<String> findings, Set<String> cards, Problems problems) {
        this.yaml = yaml;
        this.settings = settings;
        this.findings = findings;
        this.cards = cards;
        this.problems = problems;
    }

    public List<CdsService> services() {
        List<CdsService> services = new ArrayList<>();
        Set<String> hooks = new HashSet<>();
        yaml.required("services.yaml").eachObject((id, fields) -> {
            CdsService service = new CdsService(
                    id,
                    fields.text("hook"),
                    fields.text("title"),
                    fields.text("description"),
                    fields.optionalText("usage-requirements"));
            HookNames.check(fields, "hook", List.of(service.hook()));
            if (!id.matches("[A-Za-z0-9._-]+")) {
                fields.problem("", "must be made of letters, digits, dots, hyphens and underscores");
            }
            if (!hooks.add(service.hook())) {
                fields.problem("hook", "is served by another service already; one service a hook");
            }
            services.add(service);
        });
        return List.copyOf(services);
    }

    public List<Gate> gates() {
        List<Gate> gates = new ArrayList<>();
        yaml.required("gates.yaml").eachObject((name, fields) -> {
            gates.add(new Gate(
                    name,
                    fields.known("when", "finding", findings),
                    fields.known("unless", "finding", findings),
                    indicators(fields, "keeps-back"),
                    Set.copyOf(fields.known("spares", "card", cards))));
            writtenGates.put(name, fields.plain());
        });
        return List.copyOf(gates);
    }

    /** The gates as they were written, by name. */
    public Map<String, Map<String, Object>> writtenGates() {
        return writtenGates;
    }

    public Rules rules(PlainNames names) {
        Fields fields = yaml.required("precedence.yaml");
        List<String> pair = fields.known("one-order-one-card", "card", cards);
        if (!pair.isEmpty() && pair.size() != 2) {
            fields.problem("one-order-one-card", "must name two cards");
        }
        List<String> alone = fields.texts("info-only-alone-on");
        HookNames.check(fields, "info-only-alone-on", alone);
        Rules rules = new Rules(
                whole("max-cards"),
                Set.copyOf(alone),
                pair.size() == 2 ? pair : null,
                whole("existing-order-days"),
                fields.text("closing-line"),
                names,
                whole("ended-visit-days"),
                whole("report-text-max"));
        fields.end();
        return rules;
    }

    private int whole(String setting) {
        BigDecimal number = settings.number(setting);
        if (number == null) {
            problems.add("settings.yaml", setting, "is missing");
        }
        return number == null ? 0 : number.intValue();
    }

    /** Indicators in a list; all where the key is missing. */
    static Set<Indicator> indicators(Fields fields, String key) {
        Set<Indicator> indicators = EnumSet.noneOf(Indicator.class);
        for (String code : fields.texts(key)) {
            boolean found = false;
            for (Indicator indicator : Indicator.values()) {
                if (indicator.code().equals(code)) {
                    indicators.add(indicator);
                    found = true;
                }
            }
            if (!found) {
                fields.problem(key, "names '" + code + "'; it must be one of critical, warning, info");
            }
        }
        return indicators.isEmpty() ? EnumSet.allOf(Indicator.class) : indicators;
    }
}
