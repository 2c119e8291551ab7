package org.cervicalcds.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cervicalcds.content.cards.CardFiles;
import org.cervicalcds.content.cards.CommonFiles;
import org.cervicalcds.content.cards.EvidenceStatement;
import org.cervicalcds.content.cards.OverrideReasonFile;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.files.HookNames;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.content.findings.CodeSystemFiles;
import org.cervicalcds.content.findings.FindingFiles;
import org.cervicalcds.content.findings.NameFile;
import org.cervicalcds.content.findings.UnitFile;
import org.cervicalcds.content.findings.ValueSetFiles;
import org.cervicalcds.engine.ClinicalRules;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.findings.FindingCatalogue;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;

/** Reads all files in the order in which they name one another. */
final class ContentLoader {
    private final ContentFiles files;
    private final Problems problems = new Problems();
    private final YamlFiles yaml;

    ContentLoader(ContentFiles files) {
        this.files = files;
        this.yaml = new YamlFiles(files, problems);
    }

    Content load() {
        ContentSettings settings = settings();
        Map<String, CodeSystem> systems = CodeSystemFiles.read(yaml, problems);
        UnitFile unitFile = new UnitFile(yaml);
        ValueSetFiles valueSetFiles = new ValueSetFiles(yaml, systems, unitFile.units(), problems);
        Terminology terminology = valueSetFiles.read(!Boolean.FALSE.equals(settings.flag("cpt-codes-enabled")));
        Map<String, EvidenceStatement> evidence = evidence();
        FindingFiles findingFiles = new FindingFiles(yaml, terminology, systems, settings, problems);
        Map<String, FindingDefinition> findings = findingFiles.read();
        Map<String, OverrideReason> reasons = new OverrideReasonFile(yaml, settings, findings.keySet()).read();
        NameFile nameFile = new NameFile(yaml, terminology, findingFiles.kinds());
        CardFiles cardFiles =
                new CardFiles(yaml, terminology, systems, findings, evidence, reasons, settings, problems);
        List<CardDefinition> cards = cardFiles.read();
        OverrideReasonFile.checkCards(reasons.values(), cardIds(cards), problems);
        CommonFiles common = new CommonFiles(yaml, settings, findings.keySet(), cardIds(cards), problems);
        List<CdsService> services = common.services();
        HookNames.checkServed(cards, services, problems);
        var gates = common.gates();
        var rules = common.rules(nameFile.names());
        findingFiles.checkOtherCards(cards);
        Map<String, SignOff> signOffs = SignOffFile.read(yaml, cards, problems);
        TranslationFiles.leave(yaml);
        yaml.refuseUnread();
        problems.throwIfAny();
        FindingCatalogue catalogue = new FindingCatalogue(findings);
        CardDeck deck = new CardDeck(catalogue, cards, gates, rules);
        ContentText text = new ContentText(
                cardFiles.written(settings.names()),
                findingFiles.written(),
                valueSetFiles.written(),
                findingFiles.writtenPhrases(),
                findingFiles.writtenLanguages(),
                findingFiles.writtenImageReports(),
                reasons.keySet(),
                common.writtenGates(),
                nameFile.written(),
                unitFile.written(),
                systems);
        Map<String, String> contentHashes = new CardHashes(catalogue, deck, text, settings, evidence).all();
        Map<String, String> hashes = CardHashes.under(ClinicalRules.VERSION, contentHashes);
        Translations translations = new TranslationFiles(
                        files,
                        yaml,
                        cardFiles.templates(),
                        rules,
                        cards,
                        cardFiles.sharedWords(),
                        hashes,
                        valueSetFiles.written(),
                        terminology.valueSets(),
                        problems)
                .read();
        problems.throwIfAny();
        return new Content(
                terminology,
                settings,
                catalogue,
                evidence,
                deck.speaking(translations.words()),
                services,
                contentHashes,
                hashes,
                signOffs,
                translations,
                text,
                files);
    }

    private static Set<String> cardIds(List<CardDefinition> cards) {
        Map<String, Boolean> ids = new LinkedHashMap<>();
        cards.forEach(card -> ids.put(card.id(), true));
        return ids.keySet();
    }

    private ContentSettings settings() {
        Map<String, Object> values = new TreeMap<>();
        yaml.required("settings.yaml").each((name, value) -> {
            if (value.isNumber()) {
                values.put(name, value.decimalValue());
            } else if (value.isBoolean()) {
                values.put(name, value.asBoolean());
            } else if (value.isString()) {
                values.put(name, value.asString());
            } else {
                problems.add("settings.yaml", name, "must be a number, true, false or a text");
            }
        });
        return new ContentSettings(values);
    }

    private Map<String, EvidenceStatement> evidence() {
        Map<String, EvidenceStatement> evidence = new LinkedHashMap<>();
        yaml.required("evidence.yaml")
                .eachObject((id, fields) -> evidence.put(
                        id,
                        new EvidenceStatement(
                                id,
                                fields.text("citation"),
                                fields.optionalText("doi"),
                                fields.optionalText("url"),
                                fields.text("strength"),
                                fields.text("says"),
                                fields.text("limits"))));
        return evidence;
    }
}
