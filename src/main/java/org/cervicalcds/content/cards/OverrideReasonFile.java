package org.cervicalcds.content.cards;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.cards.OverrideReason;

/** Reads the reasons for not following a card. */
public final class OverrideReasonFile {
    private static final String FILE = "override-reasons.yaml";

    private final YamlFiles yaml;
    private final ContentSettings settings;
    private final Set<String> findings;

    public OverrideReasonFile(YamlFiles yaml, ContentSettings settings, Set<String> findings) {
        this.yaml = yaml;
        this.settings = settings;
        this.findings = findings;
    }

    /** The reasons by code, in the order of the file. */
    public Map<String, OverrideReason> read() {
        Map<String, OverrideReason> reasons = new LinkedHashMap<>();
        yaml.required(FILE).eachObject((code, fields) -> reasons.put(code, reason(code, fields)));
        return reasons;
    }

    private OverrideReason reason(String code, Fields fields) {
        boolean settled = fields.flag("settled", false);
        boolean encounter = fields.flag("encounter", false);
        if (encounter && !settled) {
            fields.problem("encounter", "goes with settled: true");
        }
        Map<String, List<String>> unlessOn = new LinkedHashMap<>();
        if (fields.has("unless-on")) {
            Fields cards = fields.object("unless-on");
            cards.each((card, names) -> unlessOn.put(card, cards.known(card, "finding", findings)));
        }
        return new OverrideReason(
                code,
                fields.text("display"),
                settled,
                settings.days(fields, "days"),
                settings.days(fields, "critical-days"),
                encounter,
                fields.known("unless", "finding", findings),
                unlessOn);
    }

    /** The cards that reasons name must be there. */
    public static void checkCards(Collection<OverrideReason> reasons, Set<String> cards, Problems problems) {
        for (OverrideReason reason : reasons) {
            for (String card : reason.unlessOn().keySet()) {
                if (!cards.contains(card)) {
                    problems.unknown(FILE, reason.code() + ".unless-on", "card", card, cards);
                }
            }
        }
    }
}
